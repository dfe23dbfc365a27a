package indicator

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// ADXR is Wilder's directional movement rating (1978): the mean of ADX now and n − 1 bars ago, as in
// his worksheets and TA-Lib. Warm-up: 3n − 1.
type ADXR struct {
	core
	adx    *ADX
	values lag
}

// NewADXR makes the rating; the period is at least 2.
func NewADXR(period int) *ADXR {
	r := &ADXR{adx: NewADX(period), values: newLag(period - 1)}
	r.start(r, 3*period-1, named("ADXR").atLeast(2, "period", period))
	return r
}

// Update adds a bar and returns the new Value.
func (r *ADXR) Update(b market.Bar) float64 {
	if !r.acceptBar(&b) {
		return r.Value()
	}
	v := r.adx.Update(b)
	if !r.adx.Ready() {
		return math.NaN()
	}
	return r.set((v + r.values.push(v)) / 2)
}

func (r *ADXR) state(c *codec) {
	c.visit(r.adx)
	r.values.state(c)
}
