package indicator

// Highest is the largest of the last n inputs. Warm-up: n.
type Highest struct {
	core
	window highest
	age    float64
}

// NewHighest makes the largest of the last period inputs.
func NewHighest(period int) *Highest {
	h := &Highest{window: newHighest(period)}
	h.start(h, period, named("Highest").period("period", period))
	return h
}

// Update adds an input and returns the new Value.
func (h *Highest) Update(x float64) float64 {
	if !h.accept(x) {
		return h.Value()
	}
	best, age := h.window.push(x)
	if h.taken >= h.warmup {
		h.age = float64(age)
	}
	return h.set(best)
}

// Age is how many inputs ago the highest came, 0 for the latest; of equal ones the latest counts.
func (h *Highest) Age() float64 { return h.age }

func (h *Highest) state(c *codec) {
	h.window.state(c)
	c.output(&h.age)
}
