package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// StochasticMomentum is Blau's stochastic momentum index (Stocks & Commodities 11:1, 1993), from −100
// to 100: the distance of the close from the middle of the range of n bars, in halves of that range,
// each smoothed twice:
//
//	SMI = 100 EMA(second) of EMA(first) of (close − middle) / (the same of (high − low)/2)
//
// and its signal, an EMA. Seed: each EMA starts with the mean of its first inputs.
// Warm-up: n + first + second + signal − 3; Line is there signal − 1 updates earlier.
type StochasticMomentum struct {
	core
	window                       span
	distanceFirst, distanceTwice *EMA
	halfFirst, halfTwice         *EMA
	signal                       *EMA
	line                         float64
}

// NewStochasticMomentum makes the index over period bars; usual are 13, 25, 2 and 12.
func NewStochasticMomentum(period, first, second, signal int) *StochasticMomentum {
	s := &StochasticMomentum{
		window:        newSpan(period),
		distanceFirst: NewEMA(first), distanceTwice: NewEMA(second),
		halfFirst: NewEMA(first), halfTwice: NewEMA(second),
		signal: NewEMA(signal),
	}
	s.start(s, period+first+second+signal-3, named("StochasticMomentum").
		period("period", period).period("first", first).period("second", second).period("signal", signal))
	return s
}

// Update adds a bar and returns the new Value, the line.
func (s *StochasticMomentum) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	top, bottom := s.window.push(b.High, b.Low)
	if !s.window.full() {
		return math.NaN()
	}
	distance := s.distanceTwice.Update(s.distanceFirst.Update(b.Close - (top+bottom)/2))
	half := s.halfTwice.Update(s.halfFirst.Update((top - bottom) / 2))
	s.line = 100 * distance / half
	s.signal.Update(s.line)
	return s.set(s.line)
}

// Line is the index itself.
func (s *StochasticMomentum) Line() float64 { return s.line }

// Signal is the average of the index.
func (s *StochasticMomentum) Signal() float64 { return s.signal.Value() }

func (s *StochasticMomentum) state(c *codec) {
	s.window.state(c)
	c.visit(s.distanceFirst, s.distanceTwice, s.halfFirst, s.halfTwice, s.signal)
	c.output(&s.line)
}
