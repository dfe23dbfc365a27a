package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Starc is Stoller's average range channel:
//
//	middle = SMA(n) of the close,  upper and lower = middle ± k ATR
//
// Its value is the middle. Warm-up: the longer of both periods.
type Starc struct {
	core
	band
	width  float64
	prices *SMA
	ranges *ATR
}

// NewStarc makes the channel; usual are an average over 6, an ATR over 15 and width 2.
func NewStarc(period, atr int, width float64) *Starc {
	s := &Starc{width: width, prices: NewSMA(period), ranges: NewATR(atr)}
	s.start(s, max(period, atr), named("Starc").
		period("period", period).period("ATR period", atr).number("width", width, 0, 100))
	return s
}

// Update adds a bar and returns the new Value.
func (s *Starc) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	middle, distance := s.prices.Update(b.Close), s.width*s.ranges.Update(b)
	if s.taken < s.warmup {
		return math.NaN()
	}
	s.around(middle, distance)
	return s.set(middle)
}

func (s *Starc) state(c *codec) {
	s.band.state(c)
	c.visit(s.prices, s.ranges)
}
