package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Donchian is Donchian's channel (1960): the highest high and the lowest low of the last n bars, this
// one included, and the middle between them, which is its value. For a breakout compare a bar with
// the lines as they were before it. Warm-up: n.
type Donchian struct {
	core
	band
	window span
}

// NewDonchian makes the channel of the last period bars.
func NewDonchian(period int) *Donchian {
	d := &Donchian{window: newSpan(period)}
	d.start(d, period, named("Donchian").period("period", period))
	return d
}

// Update adds a bar and returns the new Value.
func (d *Donchian) Update(b market.Bar) float64 {
	if !d.acceptBar(&b) {
		return d.Value()
	}
	top, bottom := d.window.push(b.High, b.Low)
	if d.taken < d.warmup {
		return math.NaN()
	}
	d.upper, d.middle, d.lower = top, (top+bottom)/2, bottom
	return d.set(d.middle)
}

func (d *Donchian) state(c *codec) {
	d.band.state(c)
	d.window.state(c)
}
