package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// ADX is Wilder's directional movement system (New Concepts in Technical Trading Systems, 1978). A
// bar's movement is high − high₁ upwards (+DM) or low₁ − low downwards (−DM), whichever is larger, if
// positive; the other is 0.
//
//	+DI = 100 average(+DM) / average(TR),  −DI likewise
//	DX = 100 |+DI − −DI| / (+DI + −DI),  ADX = average of DX
//
// with Wilder's averages. Bars whose DX is undefined, since nothing moved for a whole period, are
// left out of ADX. Seed: the first n movements, from the second bar on, and the first n DX.
// Warm-up: 2n; Plus, Minus and DX are there after n + 1.
type ADX struct {
	core
	moves                    directional
	plusMove, minusMove, trs smoothing
	index                    smoothing
	plus, minus, dx          float64
}

// NewADX makes the system; Wilder's period is 14.
func NewADX(period int) *ADX {
	w := wilders(period)
	a := &ADX{plusMove: w, minusMove: w, trs: w, index: w}
	a.start(a, 2*period, named("ADX").period("period", period))
	return a
}

// Update adds a bar and returns the new Value, the ADX.
func (a *ADX) Update(b market.Bar) float64 {
	if !a.acceptBar(&b) {
		return a.Value()
	}
	plus, minus, tr, ok := a.moves.push(&b)
	if !ok {
		return math.NaN()
	}
	plus, minus, tr = a.plusMove.push(plus), a.minusMove.push(minus), a.trs.push(tr)
	a.plus, a.minus = 100*plus/tr, 100*minus/tr
	a.dx = 100 * math.Abs(a.plus-a.minus) / (a.plus + a.minus)
	if math.IsNaN(a.dx) {
		return a.Value()
	}
	return a.set(a.index.push(a.dx))
}

// Plus is +DI, the upward movement in percent of the true range.
func (a *ADX) Plus() float64 { return a.plus }

// Minus is −DI, the downward movement in percent of the true range.
func (a *ADX) Minus() float64 { return a.minus }

// DX is the directional index that ADX averages.
func (a *ADX) DX() float64 { return a.dx }

func (a *ADX) state(c *codec) {
	a.moves.state(c)
	a.plusMove.state(c)
	a.minusMove.state(c)
	a.trs.state(c)
	a.index.state(c)
	c.output(&a.plus)
	c.output(&a.minus)
	c.output(&a.dx)
}

// directional gives Wilder's directional movement and true range from the second bar on.
type directional struct {
	high, low float64
	ranges    trueRange
	started   bool
}

func (d *directional) push(b *market.Bar) (plus, minus, tr float64, ok bool) {
	up, down := b.High-d.high, d.low-b.Low
	tr, ok = d.ranges.push(b), d.started
	d.high, d.low, d.started = b.High, b.Low, true
	switch {
	case up > down && up > 0:
		plus = up
	case down > up && down > 0:
		minus = down
	}
	return plus, minus, tr, ok
}

func (d *directional) state(c *codec) {
	c.number(&d.high)
	c.number(&d.low)
	d.ranges.state(c)
	c.flag(&d.started)
}
