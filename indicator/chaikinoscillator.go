package indicator

import "github.com/tidemark/tidemark/market"

// ChaikinOscillator is EMA(fast) − EMA(slow) of the accumulation/distribution line. Seed: each EMA
// starts with the mean of its first inputs. Warm-up: the longer period.
type ChaikinOscillator struct {
	core
	line       *AccumulationDistribution
	fast, slow *EMA
}

// NewChaikinOscillator makes the oscillator; Chaikin's periods are 3 and 10.
func NewChaikinOscillator(fast, slow int) *ChaikinOscillator {
	o := &ChaikinOscillator{line: NewAccumulationDistribution(), fast: NewEMA(fast), slow: NewEMA(slow)}
	o.start(o, max(fast, slow), named("ChaikinOscillator").period("fast", fast).period("slow", slow))
	return o
}

// Update adds a bar and returns the new Value.
func (o *ChaikinOscillator) Update(b market.Bar) float64 {
	if !o.acceptBar(&b) {
		return o.Value()
	}
	line := o.line.Update(b)
	fast, slow := o.fast.Update(line), o.slow.Update(line)
	return o.set(fast - slow)
}

func (o *ChaikinOscillator) state(c *codec) { c.visit(o.line, o.fast, o.slow) }
