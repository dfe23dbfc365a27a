package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Stochastic is Lane's stochastic oscillator, from 0 to 100:
//
//	raw = 100 (close − lowest low) / (highest high − lowest low) of the last n bars
//	%K = SMA of raw,  %D = SMA of %K
//
// With %K over 1 bar it is the fast, with 3 the slow stochastic. Bars whose raw value is undefined,
// since all n bars are one price, are left out of %K. Its value is %K.
// Warm-up: n + k + d − 2; K is there d − 1 updates earlier.
type Stochastic struct {
	core
	window span
	k, d   *SMA
}

// NewStochastic makes the oscillator over period bars, %K smoothed over k and %D over d; usual are 14,
// 3 and 3.
func NewStochastic(period, k, d int) *Stochastic {
	s := &Stochastic{window: newSpan(period), k: NewSMA(k), d: NewSMA(d)}
	s.start(s, period+k+d-2, named("Stochastic").period("period", period).period("k", k).period("d", d))
	return s
}

// Update adds a bar and returns the new Value, %K.
func (s *Stochastic) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	top, bottom := s.window.push(b.High, b.Low)
	if !s.window.full() {
		return math.NaN()
	}
	s.k.Update(position(b.Close, bottom, top))
	s.d.Update(s.k.Value())
	return s.set(s.k.Value())
}

// K is %K.
func (s *Stochastic) K() float64 { return s.k.Value() }

// D is %D.
func (s *Stochastic) D() float64 { return s.d.Value() }

func (s *Stochastic) state(c *codec) {
	s.window.state(c)
	c.visit(s.k, s.d)
}

// position is where x lies between bottom, 0, and top, 100; NaN when they are equal.
func position(x, bottom, top float64) float64 { return 100 * ((x - bottom) / (top - bottom)) }
