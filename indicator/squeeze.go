package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Squeeze is Carter's TTM squeeze (Mastering the Trade, 2005) in LazyBear's form. It is on while
// Bollinger's bands of n closes, width kB, lie inside the channel of SMA(n) ± kK SMA(n) of the true
// range; its value is the momentum that waits to be released:
//
//	end of the least-squares line through n values of close − (m + SMA(n))/2
//
// where m is the middle between highest high and lowest low of n bars. Warm-up: 2n − 1.
type Squeeze struct {
	core
	bands        *Bollinger
	ranges       trueRange
	widths       *SMA
	channelWidth float64
	window       span
	momentum     *LinReg
	on           bool
}

// NewSqueeze makes the indicator; usual are period 20, band width 2 and channel width 1.5. The period
// is at least 2.
func NewSqueeze(period int, bandWidth, channelWidth float64) *Squeeze {
	s := &Squeeze{
		bands: NewBollinger(period, bandWidth), widths: NewSMA(period), channelWidth: channelWidth,
		window: newSpan(period), momentum: NewLinReg(period),
	}
	s.start(s, 2*period-1, named("Squeeze").atLeast(2, "period", period).
		number("band width", bandWidth, 0, 100).number("channel width", channelWidth, 0, 100))
	return s
}

// Update adds a bar and returns the new Value, the momentum.
func (s *Squeeze) Update(b market.Bar) float64 {
	if !s.acceptBar(&b) {
		return s.Value()
	}
	mean := s.bands.Update(b.Close)
	distance := s.channelWidth * s.widths.Update(s.ranges.push(&b))
	top, bottom := s.window.push(b.High, b.Low)
	if !s.bands.Ready() {
		return math.NaN()
	}
	s.on = s.bands.Upper() < mean+distance
	return s.set(s.momentum.Update(b.Close - ((top+bottom)/2+mean)/2))
}

// On reports that the bands lie inside the channel; it is known after n bars.
func (s *Squeeze) On() bool { return s.on }

func (s *Squeeze) state(c *codec) {
	c.visit(s.bands, s.widths, s.momentum)
	s.ranges.state(c)
	s.window.state(c)
	c.flag(&s.on)
}
