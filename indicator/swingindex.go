package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// SwingIndex is Wilder's swing index (New Concepts in Technical Trading Systems, 1978):
//
//	SI = 50 (C − C₁ + (C − O)/2 + (C₁ − O₁)/4) / R × K / T
//	K = max(|H − C₁|, |L − C₁|)
//	R, by the largest of these: |H − C₁| − |L − C₁|/2 + |C₁ − O₁|/4, or
//	   |L − C₁| − |H − C₁|/2 + |C₁ − O₁|/4, or H − L + |C₁ − O₁|/4
//
// with T the limit move, the largest price change of a day. It is 0 where R is. Warm-up: 2.
type SwingIndex struct {
	core
	limitMove   float64
	open, close float64
}

// NewSwingIndex makes the index; the limit move is in the price's unit.
func NewSwingIndex(limitMove float64) *SwingIndex {
	s := &SwingIndex{limitMove: limitMove}
	s.start(s, 2, named("SwingIndex").number("limit move", limitMove, 1e-12, 1e12))
	return s
}

// Update adds a bar and returns the new Value.
func (s *SwingIndex) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	open, closed := s.open, s.close
	s.open, s.close = b.Open, b.Close
	if s.taken == 1 {
		return math.NaN()
	}
	high, low, body := math.Abs(b.High-closed), math.Abs(b.Low-closed), math.Abs(closed-open)/4
	r := b.High - b.Low + body
	switch {
	case high >= low && high >= b.High-b.Low:
		r = high - low/2 + body
	case low >= high && low >= b.High-b.Low:
		r = low - high/2 + body
	}
	if r == 0 {
		return s.set(0)
	}
	move := b.Close - closed + (b.Close-b.Open)/2 + (closed-open)/4
	return s.set(50 * move / r * max(high, low) / s.limitMove)
}

func (s *SwingIndex) state(c *codec) {
	c.number(&s.open)
	c.number(&s.close)
}
