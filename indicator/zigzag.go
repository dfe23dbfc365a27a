package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// ZigZag is the price of the latest turning point: a high from which a low has fallen, or a low from
// which a high has risen, by at least p percent. A bar that extends the leg does not end it too. It is
// made for prices above 0. Warm-up: at least 2, until the first turning point.
type ZigZag struct {
	core
	rise, fall  float64 // factors from an extreme to what ends its leg
	high, low   float64 // extremes of the leg; both count before the first turning point
	up, started bool
	pivot       float64
}

// NewZigZag makes the indicator for turns of the given percentage.
func NewZigZag(percent float64) *ZigZag {
	z := &ZigZag{rise: 1 + percent/100, fall: 1 - percent/100}
	z.start(z, 2, named("ZigZag").number("percent", percent, 0.0001, 99.9999))
	return z
}

// Update adds a bar and returns the new Value.
func (z *ZigZag) Update(b market.Bar) float64 {
	if !z.acceptBar(&b) {
		return z.Value()
	}
	if z.taken == 1 {
		z.high, z.low = b.High, b.Low
		return math.NaN()
	}
	open := !z.started
	switch {
	case (open || z.up) && b.High > z.high:
		z.high = b.High
		if open && b.High >= z.low*z.rise {
			z.turn(true, z.low)
		}
	case (open || !z.up) && b.Low < z.low:
		z.low = b.Low
		if open && b.Low <= z.high*z.fall {
			z.turn(false, z.high)
		}
	case z.started && z.up && b.Low <= z.high*z.fall:
		z.low = b.Low
		z.turn(false, z.high)
	case z.started && !z.up && b.High >= z.low*z.rise:
		z.high = b.High
		z.turn(true, z.low)
	}
	return z.set(z.pivot)
}

func (z *ZigZag) turn(up bool, pivot float64) { z.up, z.started, z.pivot = up, true, pivot }

// Up reports that the price has risen since the latest turning point, which then was a low.
func (z *ZigZag) Up() bool { return z.started && z.up }

// Extreme is the end of the leg so far: the highest high since a low turning point, or the lowest low
// since a high one.
func (z *ZigZag) Extreme() float64 {
	switch {
	case !z.started:
		return math.NaN()
	case z.up:
		return z.high
	}
	return z.low
}

func (z *ZigZag) state(c *codec) {
	c.number(&z.high)
	c.number(&z.low)
	c.flag(&z.up)
	c.flag(&z.started)
	c.output(&z.pivot)
}
