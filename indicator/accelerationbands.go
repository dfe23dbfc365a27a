package indicator

import "github.com/tidemark/tidemark/market"

// AccelerationBands is Headley's (Big Trends in Trading, 2002):
//
//	upper = SMA(n) of high (1 + k (high − low)/(high + low)),  middle = SMA(n) of the close,
//	lower = SMA(n) of low (1 − k (high − low)/(high + low))
//
// A bar whose high + low is 0 counts with its high and low. Its value is the middle. Warm-up: n.
type AccelerationBands struct {
	core
	band
	width               float64
	highs, closes, lows *SMA
}

// NewAccelerationBands makes the bands; usual are period 20 and width 4.
func NewAccelerationBands(period int, width float64) *AccelerationBands {
	a := &AccelerationBands{width: width, highs: NewSMA(period), closes: NewSMA(period), lows: NewSMA(period)}
	a.start(a, period, named("AccelerationBands").period("period", period).number("width", width, 0, 100))
	return a
}

// Update adds a bar and returns the new Value.
func (a *AccelerationBands) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	push := 0.0
	if sum := b.High + b.Low; sum != 0 {
		push = a.width * (b.High - b.Low) / sum
	}
	a.upper = a.highs.Update(b.High * (1 + push))
	a.middle = a.closes.Update(b.Close)
	a.lower = a.lows.Update(b.Low * (1 - push))
	return a.set(a.middle)
}

func (a *AccelerationBands) state(c *codec) {
	a.band.state(c)
	c.visit(a.highs, a.closes, a.lows)
}
