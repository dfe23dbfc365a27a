package indicator

import "math"

// RelativeVolatility is Dorsey's relative volatility index (Stocks & Commodities 11:6, 1993), from 0
// to 100: RSI's form with standard deviations in place of changes,
//
//	100 U / (U + D)
//
// where U is Wilder's average of the deviation of the last n inputs (divisor n) for inputs above the
// one before, and 0 for others; D the same for inputs below. It is undefined without any deviation.
// Warm-up: the larger of n and 2, plus smooth − 1.
type RelativeVolatility struct {
	core
	window   moments
	up, down smoothing
	previous float64
}

// NewRelativeVolatility makes the index; Dorsey's periods are 10 and 14.
func NewRelativeVolatility(period, smooth int) *RelativeVolatility {
	r := &RelativeVolatility{window: newMoments(period), up: wilders(smooth), down: wilders(smooth)}
	r.start(r, max(period, 2)+smooth-1, named("RelativeVolatility").
		atLeast(2, "period", period).period("smooth", smooth))
	return r
}

// Update adds an input and returns the new Value.
func (r *RelativeVolatility) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	deviation := math.Sqrt(r.window.push(x).variance())
	previous := r.previous
	r.previous = x
	if !r.window.full {
		return math.NaN()
	}
	up, down := 0.0, 0.0
	switch {
	case x > previous:
		up = deviation
	case x < previous:
		down = deviation
	}
	up, down = r.up.push(up), r.down.push(down)
	return r.set(strength(up, down))
}

func (r *RelativeVolatility) state(c *codec) {
	r.window.state(c)
	r.up.state(c)
	r.down.state(c)
	c.number(&r.previous)
}
