package indicator

// Delay is the input from n updates ago. Warm-up: n + 1.
type Delay struct {
	core
	lag lag
}

// NewDelay makes the input from period updates ago.
func NewDelay(period int) *Delay {
	d := &Delay{lag: newLag(period)}
	d.start(d, period+1, named("Delay").period("period", period))
	return d
}

// Update adds an input and returns the new Value.
func (d *Delay) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	return d.set(d.lag.push(x))
}

func (d *Delay) state(c *codec) { d.lag.state(c) }
