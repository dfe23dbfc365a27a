package indicator

// Sum is the sum of the last n inputs. Warm-up: n.
type Sum struct {
	core
	window total
}

// NewSum makes the sum of the last period inputs.
func NewSum(period int) *Sum {
	s := &Sum{window: newTotal(period)}
	s.start(s, period, named("Sum").period("period", period))
	return s
}

// Update adds an input and returns the new Value.
func (s *Sum) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	return s.set(s.window.push(x))
}

func (s *Sum) state(c *codec) { s.window.state(c) }
