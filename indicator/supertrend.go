package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Supertrend is Seban's trailing line:
//
//	basic upper and lower = (high + low)/2 ± k ATR(n)
//
// The upper line only falls, until a close has been above it, and the lower one only rises, until a
// close has been below it; then they start anew at the basic line. The trend turns up with a close
// above the upper line and down with one below the lower. The value is the lower line in an up-trend,
// the upper in a down-trend.
//
// Seed: an up-trend if the first close with an ATR is above the basic upper line, else a down-trend.
// Warm-up: n.
type Supertrend struct {
	core
	width        float64
	ranges       *ATR
	upper, lower float64
	close        float64
	up, started  bool
}

// NewSupertrend makes the line; usual are period 10 and width 3.
func NewSupertrend(period int, width float64) *Supertrend {
	s := &Supertrend{width: width, ranges: NewATR(period)}
	s.start(s, period, named("Supertrend").period("period", period).number("width", width, 0, 100))
	return s
}

// Update adds a bar and returns the new Value.
func (s *Supertrend) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	distance := s.width * s.ranges.Update(b)
	if !s.ranges.Ready() {
		s.close = b.Close
		return math.NaN()
	}
	upper, lower := median(&b)+distance, median(&b)-distance
	if s.started {
		if s.close <= s.upper {
			upper = min(upper, s.upper)
		}
		if s.close >= s.lower {
			lower = max(lower, s.lower)
		}
	}
	if s.up {
		s.up = b.Close >= lower
	} else {
		s.up = b.Close > upper
	}
	s.upper, s.lower, s.close, s.started = upper, lower, b.Close, true
	if s.up {
		return s.set(lower)
	}
	return s.set(upper)
}

// Up reports an up-trend.
func (s *Supertrend) Up() bool { return s.up }

func (s *Supertrend) state(c *codec) {
	c.visit(s.ranges)
	c.number(&s.upper)
	c.number(&s.lower)
	c.number(&s.close)
	c.flag(&s.up)
	c.flag(&s.started)
}
