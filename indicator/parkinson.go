package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Parkinson is Parkinson's volatility (Journal of Business 53, 1980), from the range of each bar:
//
//	√(Σ ln(high/low)² / (4 n ln 2))
//
// per bar; multiply by the root of the number of bars a year to make it annual. Bars whose low is not
// above 0 are left out. Warm-up: n.
type Parkinson struct {
	core
	mean *SMA
}

// NewParkinson makes the volatility of the last period bars.
func NewParkinson(period int) *Parkinson {
	p := &Parkinson{mean: NewSMA(period)}
	p.start(p, period, named("Parkinson").period("period", period))
	return p
}

// Update adds a bar and returns the new Value.
func (p *Parkinson) Update(b market.Bar) float64 {
	if !p.acceptBar(&b) {
		return p.Value()
	}
	hl := logRatio(b.High, b.Low)
	return p.set(math.Sqrt(p.mean.Update(hl*hl) / (4 * math.Ln2)))
}

func (p *Parkinson) state(c *codec) { c.visit(p.mean) }
