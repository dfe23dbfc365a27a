package indicator

import "github.com/tidemark/tidemark/market"

// ChaikinMoneyFlow is the sum over n bars of what the accumulation/distribution line adds, divided by
// their volume, from −1 to 1. It is undefined without volume. Warm-up: n.
type ChaikinMoneyFlow struct {
	core
	flow, volume total
}

// NewChaikinMoneyFlow makes the indicator; usual are 20 and 21.
func NewChaikinMoneyFlow(period int) *ChaikinMoneyFlow {
	f := &ChaikinMoneyFlow{flow: newTotal(period), volume: newTotal(period)}
	f.start(f, period, named("ChaikinMoneyFlow").period("period", period))
	return f
}

// Update adds a bar and returns the new Value.
func (f *ChaikinMoneyFlow) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	return f.set(f.flow.push(moneyFlow(b.High, b.Low, b.Close, b.Volume)) / f.volume.push(b.Volume))
}

func (f *ChaikinMoneyFlow) state(c *codec) {
	f.flow.state(c)
	f.volume.state(c)
}
