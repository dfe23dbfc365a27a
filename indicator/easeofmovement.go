package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// EaseOfMovement is Arms' ease of movement (Volume Cycles in the Stock Market, 1994), the simple
// average over n bars of
//
//	(m − m₁) (high − low) × scale / volume,  m = (high + low)/2
//
// A bar without volume counts 0. Warm-up: n + 1.
type EaseOfMovement struct {
	core
	scale  float64
	mean   *SMA
	middle float64
}

// NewEaseOfMovement makes the indicator; usual are period 14 and a scale that brings the volume to
// about the size of the prices, such as 10,000 or 100,000,000.
func NewEaseOfMovement(period int, scale float64) *EaseOfMovement {
	e := &EaseOfMovement{scale: scale, mean: NewSMA(period)}
	e.start(e, period+1, named("EaseOfMovement").period("period", period).number("scale", scale, 1e-12, 1e12))
	return e
}

// Update adds a bar and returns the new Value.
func (e *EaseOfMovement) Update(b market.Bar) float64 {
	if !e.acceptBar(&b) {
		return e.Value()
	}
	move := median(&b) - e.middle
	e.middle = median(&b)
	if e.taken == 1 {
		return math.NaN()
	}
	ease := 0.0
	if b.Volume != 0 {
		ease = move * (b.High - b.Low) * e.scale / b.Volume
	}
	return e.set(e.mean.Update(ease))
}

func (e *EaseOfMovement) state(c *codec) {
	c.visit(e.mean)
	c.number(&e.middle)
}
