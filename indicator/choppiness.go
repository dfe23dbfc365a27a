package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Choppiness is Dreiss' choppiness index (1993), near 100 in a sideways market, low in a trend:
//
//	100 log₁₀(Σ TR / (highest high − lowest low)) / log₁₀ n
//
// over n bars, the true range from the second bar on. It is undefined while all n bars are one price.
// Warm-up: n + 1.
type Choppiness struct {
	core
	scale  float64
	ranges trueRange
	trs    total
	window span
}

// NewChoppiness makes the index; usual is 14. The period is at least 2.
func NewChoppiness(period int) *Choppiness {
	k := &Choppiness{scale: 100 / math.Log10(float64(period)), trs: newTotal(period), window: newSpan(period)}
	k.start(k, period+1, named("Choppiness").atLeast(2, "period", period))
	return k
}

// Update adds a bar and returns the new Value.
func (k *Choppiness) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	tr := k.ranges.push(&b)
	top, bottom := k.window.push(b.High, b.Low)
	if k.taken == 1 {
		return math.NaN()
	}
	return k.set(k.scale * math.Log10(k.trs.push(tr)/(top-bottom)))
}

func (k *Choppiness) state(c *codec) {
	k.ranges.state(c)
	k.trs.state(c)
	k.window.state(c)
}
