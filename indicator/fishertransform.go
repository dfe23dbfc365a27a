package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// FisherTransform is Ehlers' Fisher transform (Stocks & Commodities 20:11, 2002), which makes
// turning points sharp. With m = (high + low)/2 and its range over n bars:
//
//	v = 0.66 ((m − lowest)/(highest − lowest) − 1/2) + 0.67 v₁, kept within ±0.9999
//	F = ln((1 + v)/(1 − v))/2 + F₁/2
//
// Without a range the first term is 0. Seed: v and F start at 0, with the n-th bar; their start fades
// within some 20 bars. Warm-up: n.
type FisherTransform struct {
	core
	window          span
	position, trend float64
	previous        float64
}

// NewFisherTransform makes the transform over period bars; Ehlers' is 10.
func NewFisherTransform(period int) *FisherTransform {
	f := &FisherTransform{window: newSpan(period)}
	f.start(f, period, named("FisherTransform").period("period", period))
	return f
}

// Update adds a bar and returns the new Value.
func (f *FisherTransform) Update(b market.Bar) float64 {
	if !f.acceptBar(&b) {
		return f.Value()
	}
	m := median(&b)
	top, bottom := f.window.push(m, m)
	if f.taken < f.warmup {
		return math.NaN()
	}
	within := 0.0
	if top > bottom {
		within = (m-bottom)/(top-bottom) - 0.5
	}
	f.position = max(-0.9999, min(0.9999, 0.66*within+0.67*f.position))
	f.previous = f.trend
	f.trend = math.Atanh(f.position) + f.trend/2
	return f.set(f.trend)
}

// Signal is the value before, whose crossing Ehlers trades.
func (f *FisherTransform) Signal() float64 { return f.previous }

func (f *FisherTransform) state(c *codec) {
	f.window.state(c)
	c.number(&f.position)
	c.number(&f.trend)
	c.output(&f.previous)
}
