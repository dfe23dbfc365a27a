package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Alligator is Williams' alligator (New Trading Dimensions, 1998), three of Wilder's averages of
// (high + low)/2, drawn ahead:
//
//	jaw = average(13) of 8 bars ago,  teeth = average(8) of 5 bars ago,  lips = average(5) of 3 bars ago
//
// Its value is the jaw. Seed: the mean of each average's first inputs. Warm-up: 21; the teeth are
// there after 13, the lips after 8.
type Alligator struct {
	core
	jawAverage, teethAverage, lipsAverage *Wilder
	jawLag, teethLag, lipsLag             lag
	jaw, teeth, lips                      float64
}

// NewAlligator makes the indicator with Williams' periods.
func NewAlligator() *Alligator {
	a := &Alligator{
		jawAverage: NewWilder(13), teethAverage: NewWilder(8), lipsAverage: NewWilder(5),
		jawLag: newLag(8), teethLag: newLag(5), lipsLag: newLag(3),
	}
	a.start(a, 13+8, named("Alligator"))
	return a
}

// Update adds a bar and returns the new Value, the jaw.
func (a *Alligator) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	m := median(&b)
	a.jaw = delayed(a.jawAverage, &a.jawLag, m)
	a.teeth = delayed(a.teethAverage, &a.teethLag, m)
	a.lips = delayed(a.lipsAverage, &a.lipsLag, m)
	return a.set(a.jaw)
}

func delayed(average *Wilder, l *lag, x float64) float64 {
	v := average.Update(x)
	if !average.Ready() {
		return math.NaN()
	}
	return l.push(v)
}

// Jaw is the slowest line.
func (a *Alligator) Jaw() float64 { return a.jaw }

// Teeth is the middle line.
func (a *Alligator) Teeth() float64 { return a.teeth }

// Lips is the fastest line.
func (a *Alligator) Lips() float64 { return a.lips }

func (a *Alligator) state(c *codec) {
	c.visit(a.jawAverage, a.teethAverage, a.lipsAverage)
	a.jawLag.state(c)
	a.teethLag.state(c)
	a.lipsLag.state(c)
	c.output(&a.jaw)
	c.output(&a.teeth)
	c.output(&a.lips)
}
