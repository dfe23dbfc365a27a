package indicator

import "github.com/tidemark/tidemark/market"

// ChandeKroll is the stop of Chande and Kroll (The New Technical Trader, 1994):
//
//	short = highest of q values of (highest high of p bars − k ATR(p))
//	long = lowest of q values of (lowest low of p bars + k ATR(p))
//
// named, as by its authors, for the side whose positions the line ends. Its value is the short one.
// Warm-up: p + q − 1.
type ChandeKroll struct {
	core
	width  float64
	window span
	ranges *ATR
	shorts *Highest
	longs  *Lowest
}

// NewChandeKroll makes the stop over period and then stop bars; usual are 10, 1 and 9.
func NewChandeKroll(period int, width float64, stop int) *ChandeKroll {
	k := &ChandeKroll{
		width: width, window: newSpan(period), ranges: NewATR(period),
		shorts: NewHighest(stop), longs: NewLowest(stop),
	}
	k.start(k, period+stop-1, named("ChandeKroll").
		period("period", period).number("width", width, 0, 100).period("stop", stop))
	return k
}

// Update adds a bar and returns the new Value, the short stop.
func (k *ChandeKroll) Update(b market.Bar) float64 {
	if !k.acceptBar(&b) {
		return k.Value()
	}
	top, bottom := k.window.push(b.High, b.Low)
	distance := k.width * k.ranges.Update(b)
	k.longs.Update(bottom + distance)
	return k.set(k.shorts.Update(top - distance))
}

// Short is the line of the highs.
func (k *ChandeKroll) Short() float64 { return k.shorts.Value() }

// Long is the line of the lows.
func (k *ChandeKroll) Long() float64 { return k.longs.Value() }

func (k *ChandeKroll) state(c *codec) {
	k.window.state(c)
	c.visit(k.ranges, k.shorts, k.longs)
}
