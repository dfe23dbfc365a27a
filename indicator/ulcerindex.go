package indicator

import "math"

// UlcerIndex is Martin's ulcer index (The Investor's Guide to Fidelity Funds, 1989), the root of
// the mean square of the drawdowns of the last n inputs:
//
//	drawdown = 100 (x − highest of n) / highest of n
//
// It is made for prices above 0. Warm-up: 2n − 1.
type UlcerIndex struct {
	core
	window  highest
	squares *SMA
}

// NewUlcerIndex makes the index; usual is 14.
func NewUlcerIndex(period int) *UlcerIndex {
	u := &UlcerIndex{window: newHighest(period), squares: NewSMA(period)}
	u.start(u, 2*period-1, named("UlcerIndex").period("period", period))
	return u
}

// Update adds an input and returns the new Value.
func (u *UlcerIndex) Update(x float64) float64 {
	if !u.accept(x) {
		return u.Value()
	}
	top, _ := u.window.push(x)
	if !u.window.full {
		return math.NaN()
	}
	drawdown := 100 * (x - top) / top
	return u.set(math.Sqrt(u.squares.Update(drawdown * drawdown)))
}

func (u *UlcerIndex) state(c *codec) {
	u.window.state(c)
	c.visit(u.squares)
}
