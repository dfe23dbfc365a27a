package indicator

// ROCR is the rate of change over n inputs as a ratio: x / xₙ. It is undefined where xₙ is 0.
// Warm-up: n + 1.
type ROCR struct {
	core
	lag lag
}

// NewROCR makes the ratio over period inputs.
func NewROCR(period int) *ROCR {
	r := &ROCR{lag: newLag(period)}
	r.start(r, period+1, named("ROCR").period("period", period))
	return r
}

// Update adds an input and returns the new Value.
func (r *ROCR) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	return r.set(x / r.lag.push(x))
}

func (r *ROCR) state(c *codec) { r.lag.state(c) }
