package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// YangZhang is the volatility of Yang and Zhang (Journal of Business 73, 2000), which counts opening
// jumps and which a trend does not disturb:
//
//	√(V(ln(open/close₁)) + k V(ln(close/open)) + (1 − k) RS²),  k = 0.34 / (1.34 + (n + 1)/(n − 1))
//
// with V the sample variance and RS² the square of RogersSatchell over n bars; per bar, multiply by
// the root of the number of bars a year to make it annual. Bars with a price not above 0 are left
// out. Warm-up: n + 1.
type YangZhang struct {
	core
	k           float64
	jumps, days *Variance
	mean        *SMA
	close       float64
}

// NewYangZhang makes the volatility of the last period bars; the period is at least 2.
func NewYangZhang(period int) *YangZhang {
	n := float64(period)
	y := &YangZhang{
		k:     0.34 / (1.34 + (n+1)/(n-1)),
		jumps: NewSampleVariance(period), days: NewSampleVariance(period), mean: NewSMA(period),
	}
	y.start(y, period+1, named("YangZhang").atLeast(2, "period", period))
	return y
}

// Update adds a bar and returns the new Value.
func (y *YangZhang) Update(b market.Bar) float64 {
	if !y.acceptBar(&b) {
		return y.Value()
	}
	before := y.close
	y.close = b.Close
	if y.taken == 1 {
		return math.NaN()
	}
	jumps := y.jumps.Update(logRatio(b.Open, before))
	days := y.days.Update(logRatio(b.Close, b.Open))
	return y.set(math.Sqrt(jumps + y.k*days + (1-y.k)*y.mean.Update(rogersSatchell(&b))))
}

func (y *YangZhang) state(c *codec) {
	c.visit(y.jumps, y.days, y.mean)
	c.number(&y.close)
}
