package indicator

import "github.com/tidemark/tidemark/market"

// moneyFlow is Chaikin's volume, signed and weighted with the place of the close in the bar's range:
// 0 for a bar without a range.
func moneyFlow(high, low, close, volume float64) float64 {
	if high == low {
		return 0
	}
	return ((close - low) - (high - close)) / (high - low) * volume
}

// AccumulationDistribution is Chaikin's accumulation/distribution line, the sum of
//
//	((close − low) − (high − close)) / (high − low) × volume
//
// A bar without a range adds nothing. Warm-up: 1.
type AccumulationDistribution struct {
	core
	sum compensated
}

// NewAccumulationDistribution makes the line.
func NewAccumulationDistribution() *AccumulationDistribution {
	a := &AccumulationDistribution{}
	a.start(a, 1, named("AccumulationDistribution"))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AccumulationDistribution) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	return a.set(a.sum.add(moneyFlow(b.High, b.Low, b.Close, b.Volume)))
}

func (a *AccumulationDistribution) state(c *codec) { a.sum.state(c) }
