package indicator

// PercentRank is the share of the n inputs before this one that are smaller, from 0 to 100 (Connors,
// 2012). An update moves up to n numbers. Warm-up: n + 1.
type PercentRank struct {
	core
	period float64
	window sorted
}

// NewPercentRank makes the rank among the period inputs before.
func NewPercentRank(period int) *PercentRank {
	p := &PercentRank{period: float64(period), window: newSorted(period)}
	p.start(p, period+1, named("PercentRank").period("period", period))
	return p
}

// Update adds an input and returns the new Value.
func (p *PercentRank) Update(x float64) float64 {
	if !p.accept(x) {
		return p.Value()
	}
	rank := 100 * float64(p.window.below(x)) / p.period
	p.window.push(x)
	return p.set(rank)
}

func (p *PercentRank) state(c *codec) { p.window.state(c) }
