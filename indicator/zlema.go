package indicator

import "math"

// ZLEMA is the zero-lag exponential moving average of Ehlers and Way in its common form, an EMA of the
// input ahead of itself by the change of the last l inputs:
//
//	ZLEMA = EMA(n) of 2x − xₗ,  l = ⌊(n − 1)/2⌋
//
// Seed: the mean of the first n values of 2x − xₗ. Warm-up: n + l.
type ZLEMA struct {
	core
	lag    int
	inputs ring
	smooth *EMA
}

// NewZLEMA makes the zero-lag average of the given period.
func NewZLEMA(period int) *ZLEMA {
	lag := (period - 1) / 2
	z := &ZLEMA{lag: lag, inputs: newRing(lag), smooth: NewEMA(period)}
	z.start(z, period+lag, named("ZLEMA").period("period", period))
	return z
}

// Update adds an input and returns the new Value.
func (z *ZLEMA) Update(x float64) float64 {
	if !z.accept(x) {
		return z.Value()
	}
	if z.lag == 0 {
		return z.set(z.smooth.Update(x))
	}
	lagged := z.inputs.push(x)
	if z.taken <= z.lag {
		return math.NaN()
	}
	return z.set(z.smooth.Update(2*x - lagged))
}

func (z *ZLEMA) state(c *codec) {
	z.inputs.state(c)
	c.visit(z.smooth)
}
