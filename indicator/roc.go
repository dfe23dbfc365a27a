package indicator

// ROC is the rate of change over n inputs in percent: 100 (x / xₙ − 1). It is undefined where xₙ is
// 0. Warm-up: n + 1.
type ROC struct {
	core
	lag lag
}

// NewROC makes the rate of change over period inputs.
func NewROC(period int) *ROC {
	r := &ROC{lag: newLag(period)}
	r.start(r, period+1, named("ROC").period("period", period))
	return r
}

// Update adds an input and returns the new Value.
func (r *ROC) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	before := r.lag.push(x)
	return r.set(100 * (x - before) / before) // x/before-1 would lose the digits of small changes
}

func (r *ROC) state(c *codec) { r.lag.state(c) }
