package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// TwiggsMoneyFlow is Twiggs' form of Chaikin's money flow, with true highs and lows, the close before
// included, and Wilder's averages:
//
//	((close − trueLow) − (trueHigh − close)) / (trueHigh − trueLow) × volume, averaged,
//	divided by the average volume
//
// A bar without a true range counts 0. It is undefined without volume. Seed: the means of the first n
// bars, from the second bar on. Warm-up: n + 1.
type TwiggsMoneyFlow struct {
	core
	flow, volume smoothing
	close        float64
}

// NewTwiggsMoneyFlow makes the indicator; Twiggs' period is 21.
func NewTwiggsMoneyFlow(period int) *TwiggsMoneyFlow {
	f := &TwiggsMoneyFlow{flow: wilders(period), volume: wilders(period)}
	f.start(f, period+1, named("TwiggsMoneyFlow").period("period", period))
	return f
}

// Update adds a bar and returns the new Value.
func (f *TwiggsMoneyFlow) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	high, low := max(b.High, f.close), min(b.Low, f.close)
	f.close = b.Close
	if f.taken == 1 {
		return math.NaN()
	}
	flow, volume := f.flow.push(moneyFlow(high, low, b.Close, b.Volume)), f.volume.push(b.Volume)
	return f.set(flow / volume)
}

func (f *TwiggsMoneyFlow) state(c *codec) {
	f.flow.state(c)
	f.volume.state(c)
	c.number(&f.close)
}
