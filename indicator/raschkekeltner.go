package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// RaschkeKeltner is Keltner's channel in the form of Raschke and Connors (Street Smarts, 1995):
//
//	middle = EMA(n) of the close,  upper and lower = middle ± k ATR
//
// Its value is the middle. Warm-up: the longer of both periods.
type RaschkeKeltner struct {
	core
	band
	width  float64
	prices *EMA
	ranges *ATR
}

// NewRaschkeKeltner makes the channel; usual are an average over 20, an ATR over 10 and width 2.
func NewRaschkeKeltner(period, atr int, width float64) *RaschkeKeltner {
	k := &RaschkeKeltner{width: width, prices: NewEMA(period), ranges: NewATR(atr)}
	k.start(k, max(period, atr), named("RaschkeKeltner").
		period("period", period).period("ATR period", atr).number("width", width, 0, 100))
	return k
}

// Update adds a bar and returns the new Value.
func (k *RaschkeKeltner) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	middle, distance := k.prices.Update(b.Close), k.width*k.ranges.Update(b)
	if k.taken < k.warmup {
		return math.NaN()
	}
	k.around(middle, distance)
	return k.set(middle)
}

func (k *RaschkeKeltner) state(c *codec) {
	k.band.state(c)
	c.visit(k.prices, k.ranges)
}
