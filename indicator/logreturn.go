package indicator

import "math"

// LogReturn is the continuously compounded return over n inputs: ln(x / xₙ). It is undefined where
// either is not above 0. Warm-up: n + 1.
type LogReturn struct {
	core
	lag lag
}

// NewLogReturn makes the return over period inputs.
func NewLogReturn(period int) *LogReturn {
	r := &LogReturn{lag: newLag(period)}
	r.start(r, period+1, named("LogReturn").period("period", period))
	return r
}

// Update adds an input and returns the new Value.
func (r *LogReturn) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	return r.set(logRatio(x, r.lag.push(x)))
}

func (r *LogReturn) state(c *codec) { r.lag.state(c) }

// logRatio is ln(x / y), NaN unless both are above 0.
func logRatio(x, y float64) float64 {
	if x > 0 && y > 0 {
		return math.Log(x / y)
	}
	return math.NaN()
}
