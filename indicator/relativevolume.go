package indicator

import "github.com/tidemark/tidemark/market"

// RelativeVolume is the volume divided by the mean volume of the n bars before. It is undefined when
// those had none. Warm-up: n + 1.
type RelativeVolume struct {
	core
	mean *SMA
}

// NewRelativeVolume makes the ratio to the period bars before.
func NewRelativeVolume(period int) *RelativeVolume {
	r := &RelativeVolume{mean: NewSMA(period)}
	r.start(r, period+1, named("RelativeVolume").period("period", period))
	return r
}

// Update adds a bar and returns the new Value.
func (r *RelativeVolume) Update(b market.Bar) float64 {
	if !r.acceptBar(&b) {
		return r.Value()
	}
	before := r.mean.Value()
	r.mean.Update(b.Volume)
	return r.set(b.Volume / before)
}

func (r *RelativeVolume) state(c *codec) { c.visit(r.mean) }
