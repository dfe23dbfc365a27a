package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Fractal is Williams' fractal (Trading Chaos, 1995): a bar whose high is above the highs of s bars on
// each side, or whose low is below their lows. It is known s bars later. Its value is the latest high
// fractal. Warm-up: at least 2s + 1, until the first high fractal.
type Fractal struct {
	core
	side        int
	highs, lows ring
	high, low   float64
}

// NewFractal makes the indicator; Williams has 2 bars on each side.
func NewFractal(side int) *Fractal {
	f := &Fractal{side: side, highs: newRing(2*side + 1), lows: newRing(2*side + 1)}
	f.start(f, 2*side+1, named("Fractal").number("side", float64(side), 1, 1000))
	return f
}

// Update adds a bar and returns the new Value. It compares 2s bars.
func (f *Fractal) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	f.highs.push(b.High)
	f.lows.push(-b.Low)
	if f.taken < f.warmup {
		return math.NaN()
	}
	if top, ok := peak(&f.highs, f.side); ok {
		f.high = top
	}
	if bottom, ok := peak(&f.lows, f.side); ok {
		f.low = -bottom
	}
	return f.set(f.high)
}

// peak is the middle of a full ring, if it is above everything else in it.
func peak(r *ring, side int) (top float64, ok bool) {
	middle := (r.next + side) % len(r.slots)
	for i, x := range r.slots {
		if i != middle && x >= r.slots[middle] {
			return 0, false
		}
	}
	return r.slots[middle], true
}

// High is the latest high fractal, NaN before the first.
func (f *Fractal) High() float64 { return f.high }

// Low is the latest low fractal, NaN before the first.
func (f *Fractal) Low() float64 { return f.low }

func (f *Fractal) state(c *codec) {
	f.highs.state(c)
	f.lows.state(c)
	c.output(&f.high)
	c.output(&f.low)
}
