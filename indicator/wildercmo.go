package indicator

// WilderCMO is the momentum oscillator as TA-Lib computes it, with Wilder's averages in place of the
// sums: 2 RSI − 100. Warm-up: n + 1.
type WilderCMO struct {
	core
	rsi *RSI
}

// NewWilderCMO makes the oscillator of the given period.
func NewWilderCMO(period int) *WilderCMO {
	o := &WilderCMO{rsi: NewRSI(period)}
	o.start(o, period+1, named("WilderCMO").period("period", period))
	return o
}

// Update adds an input and returns the new Value.
func (o *WilderCMO) Update(x float64) float64 {
	if !o.accept(x) {
		return o.Value()
	}
	return o.set(2*o.rsi.Update(x) - 100)
}

func (o *WilderCMO) state(c *codec) { c.visit(o.rsi) }
