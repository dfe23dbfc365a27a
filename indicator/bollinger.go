package indicator

import "math"

// Bollinger is Bollinger's bands (Bollinger on Bollinger Bands, 2001):
//
//	middle = mean of the last n inputs,  upper and lower = middle ± k standard deviations (divisor n)
//
// Its value is the middle. Warm-up: n.
type Bollinger struct {
	core
	band
	width  float64
	window moments
	latest float64
}

// NewBollinger makes the bands; usual are period 20 and width 2.
func NewBollinger(period int, width float64) *Bollinger {
	b := &Bollinger{width: width, window: newMoments(period)}
	b.start(b, period, named("Bollinger").period("period", period).number("width", width, 0, 100))
	return b
}

// Update adds an input and returns the new Value.
func (b *Bollinger) Update(x float64) float64 {
	if !b.accept(x) {
		return b.Value()
	}
	m := b.window.push(x)
	b.latest = x
	if b.taken < b.warmup {
		return math.NaN()
	}
	b.around(m.mean, b.width*math.Sqrt(m.variance()))
	return b.set(b.middle)
}

// PercentB is where the latest input lies between the lower band, 0, and the upper, 1; NaN if they
// are one.
func (b *Bollinger) PercentB() float64 { return (b.latest - b.lower) / (b.upper - b.lower) }

// BandWidth is the distance of the bands in percent of the middle; NaN or infinite if that is 0.
func (b *Bollinger) BandWidth() float64 { return 100 * (b.upper - b.lower) / b.middle }

func (b *Bollinger) state(c *codec) {
	b.band.state(c)
	b.window.state(c)
	c.number(&b.latest)
}
