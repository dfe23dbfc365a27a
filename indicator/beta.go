package indicator

// Beta is the slope of x on y, of the last n pairs:
//
//	β = Σ (x − x̄)(y − ȳ) / Σ (y − ȳ)²
//
// With the returns of an instrument as x and those of a benchmark as y it is the beta of portfolio
// theory (Sharpe, 1964); prices themselves give another number. It is undefined while y does not
// change. Warm-up: n.
type Beta struct {
	core
	window comoments
}

// NewBeta makes the slope of the last period pairs; the period is at least 2.
func NewBeta(period int) *Beta {
	b := &Beta{window: newComoments(period)}
	b.start(b, period, named("Beta").atLeast(2, "period", period))
	return b
}

// Update adds a pair, the instrument's return and the benchmark's, and returns the new Value.
func (b *Beta) Update(x, y float64) float64 {
	if !b.acceptPair(x, y) {
		return b.Value()
	}
	m := b.window.push(x, y)
	return b.set(m.xy / m.yy)
}

func (b *Beta) state(c *codec) { b.window.state(c) }
