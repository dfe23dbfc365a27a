package indicator

import "github.com/tidemark/tidemark/market"

// Keltner is Keltner's channel (How to Make Money in Commodities, 1960) with the true range in place
// of the range:
//
//	middle = SMA(n) of (high + low + close)/3,  upper and lower = middle ± k SMA(n) of the true range
//
// Its value is the middle. Warm-up: n.
type Keltner struct {
	core
	band
	width          float64
	prices, widths *SMA
	ranges         trueRange
}

// NewKeltner makes the channel; usual are period 20 and width 1.5 or 2.
func NewKeltner(period int, width float64) *Keltner {
	k := &Keltner{width: width, prices: NewSMA(period), widths: NewSMA(period)}
	k.start(k, period, named("Keltner").period("period", period).number("width", width, 0, 100))
	return k
}

// Update adds a bar and returns the new Value.
func (k *Keltner) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	k.around(k.prices.Update(b.Typical()), k.width*k.widths.Update(k.ranges.push(&b)))
	return k.set(k.middle)
}

func (k *Keltner) state(c *codec) {
	k.band.state(c)
	c.visit(k.prices, k.widths)
	k.ranges.state(c)
}
