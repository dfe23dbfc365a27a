package indicator

// Envelope is two lines at a fixed distance in percent from a simple average:
//
//	upper and lower = SMA(n) (1 ± p/100)
//
// Its value is the average. Warm-up: n.
type Envelope struct {
	core
	band
	percent float64
	mean    *SMA
}

// NewEnvelope makes the lines at the given percentage.
func NewEnvelope(period int, percent float64) *Envelope {
	e := &Envelope{percent: percent, mean: NewSMA(period)}
	e.start(e, period, named("Envelope").period("period", period).number("percent", percent, 0, 1000))
	return e
}

// Update adds an input and returns the new Value.
func (e *Envelope) Update(x float64) float64 {
	if !e.accept(x) {
		return e.Value()
	}
	mean := e.mean.Update(x)
	e.around(mean, mean*e.percent/100)
	return e.set(mean)
}

func (e *Envelope) state(c *codec) {
	e.band.state(c)
	c.visit(e.mean)
}
