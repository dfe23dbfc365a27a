package indicator

import "github.com/tidemark/tidemark/market"

// AcceleratorOscillator is Williams' accelerator oscillator (New Trading Dimensions, 1998): the
// awesome oscillator minus its simple average over n bars. Warm-up: that of the awesome oscillator,
// plus n − 1.
type AcceleratorOscillator struct {
	core
	awesome *AwesomeOscillator
	mean    *SMA
}

// NewAcceleratorOscillator makes the oscillator; Williams' periods are 5, 34 and 5.
func NewAcceleratorOscillator(fast, slow, period int) *AcceleratorOscillator {
	a := &AcceleratorOscillator{awesome: NewAwesomeOscillator(fast, slow), mean: NewSMA(period)}
	a.start(a, max(fast, slow)+period-1, named("AcceleratorOscillator").
		period("fast", fast).period("slow", slow).period("period", period))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AcceleratorOscillator) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	v := a.awesome.Update(b)
	return a.set(v - a.mean.Update(v))
}

func (a *AcceleratorOscillator) state(c *codec) { c.visit(a.awesome, a.mean) }
