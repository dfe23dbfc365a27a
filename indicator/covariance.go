package indicator

// Covariance is the sample covariance of the last n pairs: Σ (x − x̄)(y − ȳ) / (n − 1).
// Warm-up: n.
type Covariance struct {
	core
	window comoments
}

// NewCovariance makes the covariance of the last period pairs; the period is at least 2.
func NewCovariance(period int) *Covariance {
	v := &Covariance{window: newComoments(period)}
	v.start(v, period, named("Covariance").atLeast(2, "period", period))
	return v
}

// Update adds a pair and returns the new Value.
func (v *Covariance) Update(x, y float64) float64 {
	if !v.acceptPair(x, y) {
		return v.Value()
	}
	m := v.window.push(x, y)
	return v.set(m.xy / (m.n - 1))
}

func (v *Covariance) state(c *codec) { v.window.state(c) }
