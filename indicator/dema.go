package indicator

// DEMA is Mulloy's double exponential moving average (Stocks & Commodities 12:1, 1994):
//
//	DEMA = 2 EMA(x) − EMA(EMA(x))
//
// Seed: each EMA starts with the mean of its first n inputs. Warm-up: 2n − 1.
type DEMA struct {
	core
	first, second *EMA
}

// NewDEMA makes the double exponential average of the given period.
func NewDEMA(period int) *DEMA {
	d := &DEMA{first: NewEMA(period), second: NewEMA(period)}
	d.start(d, 2*period-1, named("DEMA").period("period", period))
	return d
}

// Update adds an input and returns the new Value.
func (d *DEMA) Update(x float64) float64 {
	if !d.accept(x) {
		return d.Value()
	}
	first := d.first.Update(x)
	second := d.second.Update(first)
	return d.set(2*first - second)
}

func (d *DEMA) state(c *codec) { c.visit(d.first, d.second) }
