package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// ForceIndex is Elder's force index (Trading for a Living, 1993): an EMA of
// (close − close₁) × volume. Seed: the mean of the first n. Warm-up: n + 1.
type ForceIndex struct {
	core
	smooth smoothing
	close  float64
}

// NewForceIndex makes the index; Elder's periods are 2 and 13.
func NewForceIndex(period int) *ForceIndex {
	f := &ForceIndex{smooth: exponential(period)}
	f.start(f, period+1, named("ForceIndex").period("period", period))
	return f
}

// Update adds a bar and returns the new Value.
func (f *ForceIndex) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	force := (b.Close - f.close) * b.Volume
	f.close = b.Close
	if f.taken == 1 {
		return math.NaN()
	}
	return f.set(f.smooth.push(force))
}

func (f *ForceIndex) state(c *codec) {
	f.smooth.state(c)
	c.number(&f.close)
}
