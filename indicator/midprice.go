package indicator

import "github.com/tidemark/tidemark/market"

// Midprice is the middle between the highest high and the lowest low of the last n bars. Warm-up: n.
type Midprice struct {
	core
	window span
}

// NewMidprice makes the middle of the last period bars.
func NewMidprice(period int) *Midprice {
	m := &Midprice{window: newSpan(period)}
	m.start(m, period, named("Midprice").period("period", period))
	return m
}

// Update adds a bar and returns the new Value.
func (m *Midprice) Update(b market.Bar) float64 {
	if !m.acceptBar(&b) {
		return m.Value()
	}
	top, bottom := m.window.push(b.High, b.Low)
	return m.set((top + bottom) / 2)
}

func (m *Midprice) state(c *codec) { m.window.state(c) }
