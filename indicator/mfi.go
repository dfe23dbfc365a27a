package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// MFI is the money flow index of Quong and Soudack (Stocks & Commodities 7:3, 1989), from 0 to 100:
//
//	MFI = 100 P / (P + N)
//
// with P the sum of TP × volume, TP = (high + low + close)/3, of those of the last n bars whose TP rose
// and N of those whose TP fell. It is undefined when there are none. Warm-up: n + 1.
type MFI struct {
	core
	positive, negative total
	typical            float64
}

// NewMFI makes the index; usual is 14.
func NewMFI(period int) *MFI {
	m := &MFI{positive: newTotal(period), negative: newTotal(period)}
	m.start(m, period+1, named("MFI").period("period", period))
	return m
}

// Update adds a bar and returns the new Value.
func (m *MFI) Update(b market.Bar) float64 {
	if !m.acceptBar(&b) {
		return m.Value()
	}
	typical, before := b.Typical(), m.typical
	m.typical = typical
	if m.taken == 1 {
		return math.NaN()
	}
	up, down := 0.0, 0.0
	switch {
	case typical > before:
		up = typical * b.Volume
	case typical < before:
		down = typical * b.Volume
	}
	up, down = m.positive.push(up), m.negative.push(down)
	return m.set(strength(up, down))
}

func (m *MFI) state(c *codec) {
	m.positive.state(c)
	m.negative.state(c)
	c.number(&m.typical)
}
