package indicator

import "math"

// RSI is Wilder's relative strength index (New Concepts in Technical Trading Systems, 1978), from 0
// to 100:
//
//	RSI = 100 U / (U + D)
//
// with U and D Wilder's averages of the upward and the downward changes. Until the first change it is
// undefined. Seed: the means of the first n changes. Warm-up: n + 1.
type RSI struct {
	core
	up, down smoothing
	previous float64
}

// NewRSI makes the index of the given period; Wilder's is 14.
func NewRSI(period int) *RSI {
	r := &RSI{up: wilders(period), down: wilders(period)}
	r.start(r, period+1, named("RSI").period("period", period))
	return r
}

// Update adds an input and returns the new Value.
func (r *RSI) Update(x float64) float64 {
	if !r.accept(x) {
		return r.Value()
	}
	change := x - r.previous
	r.previous = x
	if r.taken == 1 {
		return math.NaN()
	}
	up, down := upDown(change)
	up, down = r.up.push(up), r.down.push(down)
	if change == 0 && r.ready {
		// Both averages shrink alike. Their rounding must not move the index.
		return r.Value()
	}
	return r.set(strength(up, down))
}

func (r *RSI) state(c *codec) {
	r.up.state(c)
	r.down.state(c)
	c.number(&r.previous)
}

// upDown splits a change into its size when it is upward and its size when it is downward.
func upDown(change float64) (up, down float64) {
	if change > 0 {
		return change, 0
	}
	return 0, -change
}

// strength is the upward share in percent. The division comes first so that it is exactly 100 without
// anything downward.
func strength(up, down float64) float64 { return 100 * (up / (up + down)) }
