package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Vortex is Botes' and Siepman's vortex indicator (Stocks & Commodities 28:1, 2010):
//
//	plus = Σ |high − low₁| / Σ TR,  minus = Σ |low − high₁| / Σ TR
//
// over n bars, the true range from the second bar on. Its value is plus − minus; all are undefined
// while nothing moves. Warm-up: n + 1.
type Vortex struct {
	core
	high, low            float64
	ranges               trueRange
	pluses, minuses, trs total
	plus, minus          float64
}

// NewVortex makes the indicator; usual is 14.
func NewVortex(period int) *Vortex {
	v := &Vortex{pluses: newTotal(period), minuses: newTotal(period), trs: newTotal(period)}
	v.start(v, period+1, named("Vortex").period("period", period))
	return v
}

// Update adds a bar and returns the new Value.
func (v *Vortex) Update(b market.Bar) float64 {
	if !v.acceptBar(&b) {
		return v.Value()
	}
	plus, minus, tr := math.Abs(b.High-v.low), math.Abs(b.Low-v.high), v.ranges.push(&b)
	v.high, v.low = b.High, b.Low
	if v.taken == 1 {
		return math.NaN()
	}
	plus, minus, tr = v.pluses.push(plus), v.minuses.push(minus), v.trs.push(tr)
	if v.taken < v.warmup {
		return math.NaN()
	}
	v.plus, v.minus = plus/tr, minus/tr
	return v.set(v.plus - v.minus)
}

// Plus is the upward line.
func (v *Vortex) Plus() float64 { return v.plus }

// Minus is the downward line.
func (v *Vortex) Minus() float64 { return v.minus }

func (v *Vortex) state(c *codec) {
	c.number(&v.high)
	c.number(&v.low)
	v.ranges.state(c)
	v.pluses.state(c)
	v.minuses.state(c)
	v.trs.state(c)
	c.output(&v.plus)
	c.output(&v.minus)
}
