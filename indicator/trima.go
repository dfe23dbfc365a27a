package indicator

// TRIMA is the triangular moving average, whose weights rise to the middle of the window and fall
// again: a simple average of a simple average,
//
//	TRIMA = SMA(a) of SMA(b),  a = ⌊n/2⌋ + 1,  b = ⌈n/2⌉
//
// Warm-up: n.
type TRIMA struct {
	core
	inner, outer *SMA
}

// NewTRIMA makes the triangular average of the last period inputs.
func NewTRIMA(period int) *TRIMA {
	t := &TRIMA{inner: NewSMA((period + 1) / 2), outer: NewSMA(period/2 + 1)}
	t.start(t, period, named("TRIMA").period("period", period))
	return t
}

// Update adds an input and returns the new Value.
func (t *TRIMA) Update(x float64) float64 {
	if !t.accept(x) {
		return t.Value()
	}
	return t.set(t.outer.Update(t.inner.Update(x)))
}

func (t *TRIMA) state(c *codec) { c.visit(t.inner, t.outer) }
