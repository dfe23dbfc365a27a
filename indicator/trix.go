package indicator

// TRIX is Hutson's oscillator (Stocks & Commodities, 1983), the change in percent of an EMA of an EMA
// of an EMA:
//
//	TRIX = 100 (e₃ / e₃,₁ − 1)
//
// It is undefined after an average of 0. Seed: each EMA starts with the mean of its first n inputs.
// Warm-up: 3n − 1.
type TRIX struct {
	core
	first, second, third *EMA
}

// NewTRIX makes the oscillator of the given period.
func NewTRIX(period int) *TRIX {
	t := &TRIX{first: NewEMA(period), second: NewEMA(period), third: NewEMA(period)}
	t.start(t, 3*period-1, named("TRIX").period("period", period))
	return t
}

// Update adds an input and returns the new Value.
func (t *TRIX) Update(x float64) float64 {
	if !t.accept(x) {
		return t.Value()
	}
	before := t.third.Value()
	return t.set(100 * (t.third.Update(t.second.Update(t.first.Update(x)))/before - 1))
}

func (t *TRIX) state(c *codec) { c.visit(t.first, t.second, t.third) }
