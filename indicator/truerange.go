package indicator

import "github.com/tidemark/tidemark/market"

// TrueRange is Wilder's true range (New Concepts in Technical Trading Systems, 1978):
//
//	TR = max(high − low, |high − close₁|, |low − close₁|)
//
// and high − low for the first bar. Warm-up: 1.
type TrueRange struct {
	core
	ranges trueRange
}

// NewTrueRange makes the true range.
func NewTrueRange() *TrueRange {
	r := &TrueRange{}
	r.start(r, 1, named("TrueRange"))
	return r
}

// Update adds a bar and returns the new Value.
func (r *TrueRange) Update(b market.Bar) float64 {
	if !r.acceptBar(&b) {
		return r.Value()
	}
	return r.set(r.ranges.push(&b))
}

func (r *TrueRange) state(c *codec) { r.ranges.state(c) }

// trueRange gives the true range of each bar: the largest of high − low, |high − close₁| and
// |low − close₁|, and for the first bar high − low.
type trueRange struct {
	close   float64
	started bool
}

func (r *trueRange) push(b *market.Bar) float64 {
	high, low := b.High, b.Low
	if r.started {
		high, low = max(high, r.close), min(low, r.close)
	}
	r.close, r.started = b.Close, true
	return high - low
}

func (r *trueRange) state(c *codec) {
	c.number(&r.close)
	c.flag(&r.started)
}
