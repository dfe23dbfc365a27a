package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// RogersSatchell is the volatility of Rogers and Satchell (Annals of Applied Probability 1, 1991),
// which a trend does not disturb:
//
//	√(mean over n of ln(high/close) ln(high/open) + ln(low/close) ln(low/open))
//
// per bar; multiply by the root of the number of bars a year to make it annual. Bars with a price not
// above 0 are left out. Warm-up: n.
type RogersSatchell struct {
	core
	mean *SMA
}

// NewRogersSatchell makes the volatility of the last period bars.
func NewRogersSatchell(period int) *RogersSatchell {
	r := &RogersSatchell{mean: NewSMA(period)}
	r.start(r, period, named("RogersSatchell").period("period", period))
	return r
}

// Update adds a bar and returns the new Value.
func (r *RogersSatchell) Update(b market.Bar) float64 {
	if !r.acceptBar(&b) {
		return r.Value()
	}
	return r.set(math.Sqrt(r.mean.Update(rogersSatchell(&b))))
}

func rogersSatchell(b *market.Bar) float64 {
	return logRatio(b.High, b.Close)*logRatio(b.High, b.Open) + logRatio(b.Low, b.Close)*logRatio(b.Low, b.Open)
}

func (r *RogersSatchell) state(c *codec) { c.visit(r.mean) }
