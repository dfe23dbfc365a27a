package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// GarmanKlass is the volatility of Garman and Klass (Journal of Business 53, 1980):
//
//	√(mean over n of ln(high/low)²/2 − (2 ln 2 − 1) ln(close/open)²)
//
// per bar; multiply by the root of the number of bars a year to make it annual. Bars with a price not
// above 0 are left out. Warm-up: n.
type GarmanKlass struct {
	core
	mean *SMA
}

// NewGarmanKlass makes the volatility of the last period bars.
func NewGarmanKlass(period int) *GarmanKlass {
	g := &GarmanKlass{mean: NewSMA(period)}
	g.start(g, period, named("GarmanKlass").period("period", period))
	return g
}

// Update adds a bar and returns the new Value.
func (g *GarmanKlass) Update(b market.Bar) float64 {
	if !g.acceptBar(&b) {
		return g.Value()
	}
	hl, co := logRatio(b.High, b.Low), logRatio(b.Close, b.Open)
	return g.set(math.Sqrt(g.mean.Update(hl*hl/2 - (2*math.Ln2-1)*co*co)))
}

func (g *GarmanKlass) state(c *codec) { c.visit(g.mean) }
