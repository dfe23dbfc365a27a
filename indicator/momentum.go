package indicator

// Momentum is the change over n inputs: x − xₙ. Warm-up: n + 1.
type Momentum struct {
	core
	lag lag
}

// NewMomentum makes the change over period inputs.
func NewMomentum(period int) *Momentum {
	m := &Momentum{lag: newLag(period)}
	m.start(m, period+1, named("Momentum").period("period", period))
	return m
}

// Update adds an input and returns the new Value.
func (m *Momentum) Update(x float64) float64 {
	if !m.accept(x) {
		return m.Value()
	}
	return m.set(x - m.lag.push(x))
}

func (m *Momentum) state(c *codec) { m.lag.state(c) }
