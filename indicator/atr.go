package indicator

import "github.com/tidemark/tidemark/market"

// ATR is Wilder's average true range (1978), his average of the true ranges. For an average of
// another kind write Chain(NewSMA(14), NewTrueRange()).
//
// Seed: the mean of the first n true ranges, the first bar's being high − low. Warm-up: n.
type ATR struct {
	core
	ranges trueRange
	smooth smoothing
}

// NewATR makes the average true range; Wilder's period is 14.
func NewATR(period int) *ATR {
	a := &ATR{smooth: wilders(period)}
	a.start(a, period, named("ATR").period("period", period))
	return a
}

// Update adds a bar and returns the new Value.
func (a *ATR) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	return a.set(a.smooth.push(a.ranges.push(&b)))
}

func (a *ATR) state(c *codec) {
	a.ranges.state(c)
	a.smooth.state(c)
}
