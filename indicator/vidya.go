package indicator

import "math"

// VIDYA is Chande's variable index dynamic average (Stocks & Commodities 10:3, 1992; with CMO as the
// index since The New Technical Trader, 1994), an exponential average that slows down without momentum:
//
//	VIDYA = VIDYA₁ + α |CMO/100| (x − VIDYA₁),  α = 2 / (n + 1)
//
// While CMO is undefined, for lack of any change, the average stands still. Seed: the input before
// the first CMO. Warm-up: the momentum period + 1.
type VIDYA struct {
	core
	momentum *CMO
	alpha    float64
	average  float64
}

// NewVIDYA makes the average with the alpha of the given period, and CMO over momentum changes; usual
// is 9 for the latter.
func NewVIDYA(period, momentum int) *VIDYA {
	v := &VIDYA{momentum: NewCMO(momentum), alpha: 2 / (float64(period) + 1)}
	v.start(v, momentum+1, named("VIDYA").period("period", period).period("momentum", momentum))
	return v
}

// Update adds an input and returns the new Value.
func (v *VIDYA) Update(x float64) float64 {
	if !v.accept(x) {
		return v.Value()
	}
	cmo := v.momentum.Update(x)
	switch {
	case v.taken < v.warmup:
		v.average = x
	case v.momentum.Ready():
		v.average += v.alpha * math.Abs(cmo) / 100 * (x - v.average)
	}
	return v.set(v.average)
}

func (v *VIDYA) state(c *codec) {
	c.visit(v.momentum)
	c.number(&v.average)
}
