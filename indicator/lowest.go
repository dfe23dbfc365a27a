package indicator

// Lowest is the smallest of the last n inputs. Warm-up: n.
type Lowest struct {
	core
	window lowest
	age    float64
}

// NewLowest makes the smallest of the last period inputs.
func NewLowest(period int) *Lowest {
	l := &Lowest{window: newLowest(period)}
	l.start(l, period, named("Lowest").period("period", period))
	return l
}

// Update adds an input and returns the new Value.
func (l *Lowest) Update(x float64) float64 {
	if !l.accept(x) {
		return l.Value()
	}
	best, age := l.window.push(x)
	if l.taken >= l.warmup {
		l.age = float64(age)
	}
	return l.set(best)
}

// Age is how many inputs ago the lowest came, 0 for the latest; of equal ones the latest counts.
func (l *Lowest) Age() float64 { return l.age }

func (l *Lowest) state(c *codec) {
	l.window.state(c)
	c.output(&l.age)
}
