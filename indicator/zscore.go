package indicator

import "math"

// ZScore is the distance of the input from the mean of the last n in standard deviations (divisor n):
//
//	z = (x − mean) / deviation
//
// It is undefined while all n are equal. Warm-up: n.
type ZScore struct {
	core
	window moments
}

// NewZScore makes the score within the last period inputs.
func NewZScore(period int) *ZScore {
	z := &ZScore{window: newMoments(period)}
	z.start(z, period, named("ZScore").period("period", period))
	return z
}

// Update adds an input and returns the new Value.
func (z *ZScore) Update(x float64) float64 {
	if !z.accept(x) {
		return z.Value()
	}
	m := z.window.push(x)
	return z.set((x - m.mean) / math.Sqrt(m.variance()))
}

func (z *ZScore) state(c *codec) { z.window.state(c) }
