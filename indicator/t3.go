package indicator

// T3 is Tillson's moving average (Stocks & Commodities 16:1, 1998): six EMAs in a row, e₁ of the
// input to e₆, combined with a volume factor v:
//
//	T3 = −v³ e₆ + (3v² + 3v³) e₅ − (6v² + 3v + 3v³) e₄ + (1 + 3v + v³ + 3v²) e₃
//
// Seed: each EMA starts with the mean of its first n inputs. Warm-up: 6n − 5.
type T3 struct {
	core
	chain          [6]*EMA
	c3, c4, c5, c6 float64
}

// NewT3 makes Tillson's average; the usual volume factor is 0.7, and with 0 it is an EMA of an EMA of
// an EMA.
func NewT3(period int, volumeFactor float64) *T3 {
	v := volumeFactor
	t := &T3{
		c3: 1 + 3*v + v*v*v + 3*v*v,
		c4: -6*v*v - 3*v - 3*v*v*v,
		c5: 3*v*v + 3*v*v*v,
		c6: -v * v * v,
	}
	for i := range t.chain {
		t.chain[i] = NewEMA(period)
	}
	t.start(t, 6*period-5, named("T3").period("period", period).number("volume factor", v, 0, 1))
	return t
}

// Update adds an input and returns the new Value.
func (t *T3) Update(x float64) float64 {
	if !t.accept(x) {
		return t.Value()
	}
	for _, e := range t.chain {
		x = e.Update(x)
	}
	return t.set(t.c3*t.chain[2].Value() + t.c4*t.chain[3].Value() + t.c5*t.chain[4].Value() + t.c6*x)
}

func (t *T3) state(c *codec) {
	for _, e := range t.chain {
		c.visit(e)
	}
}
