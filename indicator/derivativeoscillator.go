package indicator

// DerivativeOscillator is Brown's (Technical Analysis for the Trading Professional, 1999): an RSI,
// smoothed twice, minus its average:
//
//	s = EMA(second) of EMA(first) of RSI(n),  value = s − SMA(signal) of s
//
// Seed: each EMA starts with the mean of its first inputs. Warm-up: n + first + second + signal − 2.
type DerivativeOscillator struct {
	core
	rsi           *RSI
	first, second *EMA
	mean          *SMA
}

// NewDerivativeOscillator makes the oscillator; Brown's periods are 14, 5, 3 and 9.
func NewDerivativeOscillator(rsi, first, second, signal int) *DerivativeOscillator {
	d := &DerivativeOscillator{
		rsi: NewRSI(rsi), first: NewEMA(first), second: NewEMA(second), mean: NewSMA(signal),
	}
	d.start(d, rsi+first+second+signal-2, named("DerivativeOscillator").
		period("RSI period", rsi).period("first", first).period("second", second).period("signal", signal))
	return d
}

// Update adds an input and returns the new Value.
func (d *DerivativeOscillator) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	smooth := d.second.Update(d.first.Update(d.rsi.Update(x)))
	return d.set(smooth - d.mean.Update(smooth))
}

func (d *DerivativeOscillator) state(c *codec) { c.visit(d.rsi, d.first, d.second, d.mean) }
