package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func ehlersSubjects() []subject {
	return []subject{
		ofSeries(func() *Laguerre { return NewLaguerre(0.8) }, onClose(func(x []float64) []float64 {
			return of(func(l ...float64) float64 { return (l[0] + 2*l[1] + 2*l[2] + l[3]) / 6 },
				plainLaguerreRow(x, 0.8)...)
		})),
		ofSeries(func() *SuperSmoother { return NewSuperSmoother(6) }, onClose(plainSuperSmoother)),
		ofBarSeries(func() *FRAMA { return NewFRAMA(8) }, single(plainFRAMA)),
		ofSeries(func() *MAMA { return NewMAMA(0.5, 0.05) }, plainMAMA, (*MAMA).Value, (*MAMA).FAMA),
	}
}

func plainSuperSmoother(x []float64) []float64 {
	a := math.Exp(-1.4142135623730951 * math.Pi / 6)
	b := 2 * a * math.Cos(1.4142135623730951*math.Pi/6)
	out := make([]float64, len(x))
	for i := range x {
		if out[i] = x[i]; i >= 2 {
			out[i] = (1-b+a*a)*(x[i]+x[i-1])/2 + b*out[i-1] - a*a*out[i-2]
		}
	}
	return from(5, out)
}

func plainFRAMA(h history) []float64 {
	m := h.median()
	out := make([]float64, len(m))
	for i := range m {
		if out[i] = m[i]; i < 8 {
			continue
		}
		extent := func(first, last int) float64 {
			return top(h.high[first:last+1], last-first+1)[last-first] - bottom(h.low[first:last+1], last-first+1)[last-first]
		}
		n1, n2, n3 := extent(i-3, i)/4, extent(i-7, i-4)/4, extent(i-7, i)/8
		d := (math.Log(n1+n2) - math.Log(n3)) / math.Log(2)
		alpha := max(0.01, min(1, math.Exp(-4.6*(d-1))))
		out[i] = alpha*m[i] + (1-alpha)*out[i-1]
	}
	return from(7, out)
}

// plainMAMA follows the listing in Ehlers' article, with whole columns in place of its bar references.
func plainMAMA(h history) [][]float64 {
	price := h.close
	n := len(price)
	column := func() []float64 { return make([]float64, n) }
	at := func(x []float64, i int) float64 {
		if i < 0 {
			return 0
		}
		return x[i]
	}
	priceAt := func(i int) float64 { return price[max(i, 0)] }
	smooth, detrender, i1, q1, i2, q2 := column(), column(), column(), column(), column(), column()
	re, im, period, phase, mama, fama := column(), column(), column(), column(), column(), column()
	for i := range price {
		adjust := 0.075*at(period, i-1) + 0.54
		transform := func(x []float64) float64 {
			// Differences of equal prices must be exactly 0: the angles below depend on their sign.
			return (0.0962*(at(x, i)-at(x, i-6)) + 0.5769*(at(x, i-2)-at(x, i-4))) * adjust
		}
		smooth[i] = (4*price[i] + 3*priceAt(i-1) + 2*priceAt(i-2) + priceAt(i-3)) / 10
		detrender[i] = transform(smooth)
		q1[i], i1[i] = transform(detrender), at(detrender, i-3)
		jI, jQ := transform(i1), transform(q1)
		i2[i] = 0.2*(i1[i]-jQ) + 0.8*at(i2, i-1)
		q2[i] = 0.2*(q1[i]+jI) + 0.8*at(q2, i-1)
		re[i] = 0.2*(i2[i]*at(i2, i-1)+q2[i]*at(q2, i-1)) + 0.8*at(re, i-1)
		im[i] = 0.2*(i2[i]*at(q2, i-1)-q2[i]*at(i2, i-1)) + 0.8*at(im, i-1)
		before := at(period, i-1)
		p := before
		if im[i] != 0 && re[i] != 0 {
			p = 360 / (math.Atan(im[i]/re[i]) * 180 / math.Pi)
		}
		p = min(p, 1.5*before)
		p = max(p, 0.67*before)
		p = min(max(p, 6), 50)
		period[i] = 0.2*p + 0.8*before
		if phase[i] = at(phase, i-1); i1[i] != 0 {
			phase[i] = math.Atan(q1[i]/i1[i]) * 180 / math.Pi
		}
		alpha := max(0.5/max(at(phase, i-1)-phase[i], 1), 0.05)
		mama[i] = alpha*price[i] + (1-alpha)*priceOr(mama, i-1, price[0])
		fama[i] = 0.5*alpha*mama[i] + (1-0.5*alpha)*priceOr(fama, i-1, price[0])
	}
	return [][]float64{from(32, mama), from(32, fama)}
}

func priceOr(x []float64, i int, first float64) float64 {
	if i < 0 {
		return first
	}
	return x[i]
}
