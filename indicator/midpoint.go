package indicator

// Midpoint is the middle between the largest and the smallest of the last n inputs. Warm-up: n.
type Midpoint struct {
	core
	window span
}

// NewMidpoint makes the middle of the last period inputs.
func NewMidpoint(period int) *Midpoint {
	m := &Midpoint{window: newSpan(period)}
	m.start(m, period, named("Midpoint").period("period", period))
	return m
}

// Update adds an input and returns the new Value.
func (m *Midpoint) Update(x float64) float64 {
	if !m.accept(x) {
		return m.Value()
	}
	top, bottom := m.window.push(x, x)
	return m.set((top + bottom) / 2)
}

func (m *Midpoint) state(c *codec) { m.window.state(c) }
