package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// PremierStochastic is Leibfarth's premier stochastic oscillator (Stocks & Commodities 26:8, 2008),
// from −1 to 1:
//
//	s = EMA(smooth) of EMA(smooth) of (raw − 50)/10,  value = (eˢ − 1) / (eˢ + 1)
//
// with the raw stochastic of n bars. Undefined raw values are left out. Seed: each EMA starts with the
// mean of its first inputs. Warm-up: n + 2 smooth − 2.
type PremierStochastic struct {
	core
	window        span
	first, second *EMA
}

// NewPremierStochastic makes the oscillator; Leibfarth's periods are 8 and 5.
func NewPremierStochastic(period, smooth int) *PremierStochastic {
	s := &PremierStochastic{window: newSpan(period), first: NewEMA(smooth), second: NewEMA(smooth)}
	s.start(s, period+2*smooth-2, named("PremierStochastic").
		period("period", period).period("smooth", smooth))
	return s
}

// Update adds a bar and returns the new Value.
func (s *PremierStochastic) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	top, bottom := s.window.push(b.High, b.Low)
	if !s.window.full() {
		return math.NaN()
	}
	raw := position(b.Close, bottom, top)
	return s.set(math.Tanh(s.second.Update(s.first.Update((raw-50)/10)) / 2))
}

func (s *PremierStochastic) state(c *codec) {
	s.window.state(c)
	c.visit(s.first, s.second)
}
