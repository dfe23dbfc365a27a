package indicator

import "github.com/tidemark/tidemark/market"

// Chandelier is LeBeau's chandelier exit:
//
//	long = highest high of n bars − k ATR(n),  short = lowest low of n bars + k ATR(n)
//
// Its value is the stop for a long position. Warm-up: n.
type Chandelier struct {
	core
	width       float64
	window      span
	ranges      *ATR
	long, short float64
}

// NewChandelier makes the exit; usual are period 22 and width 3.
func NewChandelier(period int, width float64) *Chandelier {
	k := &Chandelier{width: width, window: newSpan(period), ranges: NewATR(period)}
	k.start(k, period, named("Chandelier").period("period", period).number("width", width, 0, 100))
	return k
}

// Update adds a bar and returns the new Value, the long stop.
func (k *Chandelier) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	top, bottom := k.window.push(b.High, b.Low)
	distance := k.width * k.ranges.Update(b)
	k.long, k.short = top-distance, bottom+distance
	return k.set(k.long)
}

// Long is the stop for a long position.
func (k *Chandelier) Long() float64 { return k.long }

// Short is the stop for a short position.
func (k *Chandelier) Short() float64 { return k.short }

func (k *Chandelier) state(c *codec) {
	k.window.state(c)
	c.visit(k.ranges)
	c.output(&k.long)
	c.output(&k.short)
}
