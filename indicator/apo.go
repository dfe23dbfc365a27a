package indicator

// APO is the absolute price oscillator, the difference of two averages: fast − slow.
// Warm-up: that of the slower average.
type APO struct {
	core
	fast, slow Series
}

// NewAPO makes the oscillator of two averages of one kind.
func NewAPO(kind Average, fast, slow int) *APO {
	a := &APO{fast: kind.New(fast), slow: kind.New(slow)}
	a.start(a, max(a.fast.Warmup(), a.slow.Warmup()), named("APO").
		average(kind).period("fast", fast).period("slow", slow).part(a.fast).part(a.slow))
	return a
}

// Update adds an input and returns the new Value.
func (a *APO) Update(x float64) float64 {
	if !a.accept(x) {
		return a.Value()
	}
	fast, slow := a.fast.Update(x), a.slow.Update(x)
	return a.set(fast - slow)
}

func (a *APO) state(c *codec) {
	c.indicator(a.fast)
	c.indicator(a.slow)
}
