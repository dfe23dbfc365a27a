package indicator

import "github.com/tidemark/tidemark/market"

// ChaikinVolatility is the change in percent, over r bars, of an EMA of high − low. It is undefined
// after an average of 0. Seed: the mean of the first n ranges. Warm-up: n + r.
type ChaikinVolatility struct {
	core
	smooth *EMA
	rate   *ROC
}

// NewChaikinVolatility makes the indicator; Chaikin's are 10 and 10.
func NewChaikinVolatility(period, rate int) *ChaikinVolatility {
	v := &ChaikinVolatility{smooth: NewEMA(period), rate: NewROC(rate)}
	v.start(v, period+rate, named("ChaikinVolatility").period("period", period).period("rate", rate))
	return v
}

// Update adds a bar and returns the new Value.
func (v *ChaikinVolatility) Update(b market.Bar) float64 {
	if !v.acceptBar(&b) {
		return v.Value()
	}
	return v.set(v.rate.Update(v.smooth.Update(b.High - b.Low)))
}

func (v *ChaikinVolatility) state(c *codec) { c.visit(v.smooth, v.rate) }
