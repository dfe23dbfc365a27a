package indicator

import "github.com/tidemark/tidemark/market"

// WilliamsR is Williams' %R, from −100 at the bottom of the range of n bars to 0 at its top:
//
//	%R = −100 (highest high − close) / (highest high − lowest low)
//
// It is undefined while all n bars are one price. Warm-up: n.
type WilliamsR struct {
	core
	window span
}

// NewWilliamsR makes the oscillator over period bars; usual is 14.
func NewWilliamsR(period int) *WilliamsR {
	w := &WilliamsR{window: newSpan(period)}
	w.start(w, period, named("WilliamsR").period("period", period))
	return w
}

// Update adds a bar and returns the new Value.
func (w *WilliamsR) Update(b market.Bar) float64 {
	if !w.acceptBar(&b) {
		return w.Value()
	}
	top, bottom := w.window.push(b.High, b.Low)
	return w.set(position(b.Close, bottom, top) - 100)
}

func (w *WilliamsR) state(c *codec) { w.window.state(c) }
