package indicator

import "github.com/tidemark/tidemark/market"

// AverageRange is the mean of high − low of the last n bars, on daily bars known as average daily
// range. Warm-up: n.
type AverageRange struct {
	core
	mean *SMA
}

// NewAverageRange makes the mean range of the last period bars.
func NewAverageRange(period int) *AverageRange {
	a := &AverageRange{mean: NewSMA(period)}
	a.start(a, period, named("AverageRange").period("period", period))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AverageRange) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	return a.set(a.mean.Update(b.High - b.Low))
}

func (a *AverageRange) state(c *codec) { c.visit(a.mean) }
