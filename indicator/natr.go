package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// NATR is the average true range in percent of the close: 100 ATR / close. As in TA-Lib the first
// bar, which has no true range proper, only supplies its close.
//
// Seed: the mean of the true ranges of bars 2 to n + 1. Warm-up: n + 1.
type NATR struct {
	core
	ranges trueRange
	smooth smoothing
}

// NewNATR makes the normalised average true range.
func NewNATR(period int) *NATR {
	a := &NATR{smooth: wilders(period)}
	a.start(a, period+1, named("NATR").period("period", period))
	return a
}

// Update adds a bar and returns the new Value.
func (a *NATR) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	tr := a.ranges.push(&b)
	if a.taken == 1 {
		return math.NaN()
	}
	return a.set(100 * a.smooth.push(tr) / b.Close)
}

func (a *NATR) state(c *codec) {
	a.ranges.state(c)
	a.smooth.state(c)
}
