package indicator

import "github.com/tidemark/tidemark/market"

// AwesomeOscillator is Williams' awesome oscillator (New Trading Dimensions, 1998): SMA(fast) −
// SMA(slow) of (high + low)/2. Warm-up: the longer period.
type AwesomeOscillator struct {
	core
	fast, slow *SMA
}

// NewAwesomeOscillator makes the oscillator; Williams' periods are 5 and 34.
func NewAwesomeOscillator(fast, slow int) *AwesomeOscillator {
	a := &AwesomeOscillator{fast: NewSMA(fast), slow: NewSMA(slow)}
	a.start(a, max(fast, slow), named("AwesomeOscillator").period("fast", fast).period("slow", slow))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AwesomeOscillator) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	fast, slow := a.fast.Update(median(&b)), a.slow.Update(median(&b))
	return a.set(fast - slow)
}

func (a *AwesomeOscillator) state(c *codec) { c.visit(a.fast, a.slow) }
