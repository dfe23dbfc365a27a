package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// DeMarker is DeMark's oscillator (The New Science of Technical Analysis, 1994), from 0 to 1:
//
//	U / (U + D)
//
// with U the simple average over n bars of high − high₁ where positive, else 0, and D that of
// low₁ − low. It is undefined when both are 0. Warm-up: n + 1.
type DeMarker struct {
	core
	ups, downs total
	high, low  float64
}

// NewDeMarker makes the oscillator; usual is 14.
func NewDeMarker(period int) *DeMarker {
	d := &DeMarker{ups: newTotal(period), downs: newTotal(period)}
	d.start(d, period+1, named("DeMarker").period("period", period))
	return d
}

// Update adds a bar and returns the new Value.
func (d *DeMarker) Update(b market.Bar) float64 {
	if !d.acceptBar(&b) {
		return d.Value()
	}
	up, down := max(0, b.High-d.high), max(0, d.low-b.Low)
	d.high, d.low = b.High, b.Low
	if d.taken == 1 {
		return math.NaN()
	}
	up, down = d.ups.push(up), d.downs.push(down)
	return d.set(up / (up + down))
}

func (d *DeMarker) state(c *codec) {
	d.ups.state(c)
	d.downs.state(c)
	c.number(&d.high)
	c.number(&d.low)
}
