package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// AccumulativeSwing is Wilder's accumulative swing index (1978), the sum of the swing indexes.
// Warm-up: 2.
type AccumulativeSwing struct {
	core
	index *SwingIndex
	sum   compensated
}

// NewAccumulativeSwing makes the sum; the limit move is in the price's unit.
func NewAccumulativeSwing(limitMove float64) *AccumulativeSwing {
	a := &AccumulativeSwing{index: NewSwingIndex(limitMove)}
	a.start(a, 2, named("AccumulativeSwing").number("limit move", limitMove, 1e-12, 1e12))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AccumulativeSwing) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	v := a.index.Update(b)
	if a.taken == 1 {
		return math.NaN()
	}
	return a.set(a.sum.add(v))
}

func (a *AccumulativeSwing) state(c *codec) {
	c.visit(a.index)
	a.sum.state(c)
}
