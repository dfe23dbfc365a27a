package indicator

// TEMA is Mulloy's triple exponential moving average (Stocks & Commodities 12:2, 1994):
//
//	TEMA = 3 EMA(x) − 3 EMA(EMA(x)) + EMA(EMA(EMA(x)))
//
// Seed: each EMA starts with the mean of its first n inputs. Warm-up: 3n − 2.
type TEMA struct {
	core
	first, second, third *EMA
}

// NewTEMA makes the triple exponential average of the given period.
func NewTEMA(period int) *TEMA {
	t := &TEMA{first: NewEMA(period), second: NewEMA(period), third: NewEMA(period)}
	t.start(t, 3*period-2, named("TEMA").period("period", period))
	return t
}

// Update adds an input and returns the new Value.
func (t *TEMA) Update(x float64) float64 {
	if !t.accept(x) {
		return t.Value()
	}
	first := t.first.Update(x)
	second := t.second.Update(first)
	third := t.third.Update(second)
	return t.set(3*first - 3*second + third)
}

func (t *TEMA) state(c *codec) { c.visit(t.first, t.second, t.third) }
