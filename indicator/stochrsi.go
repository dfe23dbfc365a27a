package indicator

import "math"

// StochRSI is the stochastic oscillator of an RSI (Chande and Kroll, The New Technical Trader, 1994):
//
//	raw = 100 (RSI − lowest) / (highest − lowest) of the last m RSI values
//	%K = SMA of raw,  %D = SMA of %K
//
// Updates whose raw value is undefined are left out of %K. Its value is %K.
// Warm-up: n + m + k + d − 2; K is there d − 1 updates earlier.
type StochRSI struct {
	core
	rsi    *RSI
	window span
	k, d   *SMA
}

// NewStochRSI makes the oscillator of an RSI over rsi changes, its range over period values; usual are
// 14, 14, 3 and 3.
func NewStochRSI(rsi, period, k, d int) *StochRSI {
	s := &StochRSI{rsi: NewRSI(rsi), window: newSpan(period), k: NewSMA(k), d: NewSMA(d)}
	s.start(s, rsi+period+k+d-2, named("StochRSI").
		period("RSI period", rsi).period("period", period).period("k", k).period("d", d))
	return s
}

// Update adds an input and returns the new Value, %K.
func (s *StochRSI) Update(x float64) float64 {
	if !s.accept(x) {
		return s.Value()
	}
	rsi := s.rsi.Update(x)
	if !s.rsi.Ready() {
		return math.NaN()
	}
	top, bottom := s.window.push(rsi, rsi)
	if !s.window.full() {
		return math.NaN()
	}
	s.k.Update(position(rsi, bottom, top))
	s.d.Update(s.k.Value())
	return s.set(s.k.Value())
}

// K is %K.
func (s *StochRSI) K() float64 { return s.k.Value() }

// D is %D.
func (s *StochRSI) D() float64 { return s.d.Value() }

func (s *StochRSI) state(c *codec) {
	c.visit(s.rsi, s.k, s.d)
	s.window.state(c)
}
