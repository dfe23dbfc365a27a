package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func averageSubjects() []subject {
	return []subject{
		ofSeries(func() *SMA { return NewSMA(5) }, onClose(func(x []float64) []float64 { return sma(x, 5) })),
		ofSeries(func() *SMA { return NewSMA(1) }, onClose(func(x []float64) []float64 { return x })),
		ofSeries(func() *EMA { return NewEMA(5) }, onClose(func(x []float64) []float64 { return ema(x, 5) })),
		ofSeries(func() *Wilder { return NewWilder(5) }, onClose(func(x []float64) []float64 { return wilder(x, 5) })),
		ofSeries(func() *WMA { return NewWMA(5) }, onClose(func(x []float64) []float64 { return wma(x, 5) })),
		ofSeries(func() *DEMA { return NewDEMA(5) }, onClose(plainDEMA)),
		ofSeries(func() *TEMA { return NewTEMA(5) }, onClose(plainTEMA)),
		ofSeries(func() *T3 { return NewT3(3, 0.7) }, onClose(plainT3)),
		ofSeries(func() *HMA { return NewHMA(9) }, onClose(func(x []float64) []float64 {
			return wma(minus(scaled(2, wma(x, 4)), wma(x, 9)), 3)
		})),
		ofSeries(func() *TRIMA { return NewTRIMA(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, func(w []float64) float64 { return (w[0] + 2*w[1] + 3*w[2] + 2*w[3] + w[4]) / 9 })
		})),
		ofSeries(func() *TRIMA { return NewTRIMA(6) }, onClose(func(x []float64) []float64 {
			return windows(x, 6, func(w []float64) float64 {
				return (w[0] + 2*w[1] + 3*w[2] + 3*w[3] + 2*w[4] + w[5]) / 12
			})
		})),
		ofSeries(func() *ZLEMA { return NewZLEMA(7) }, onClose(func(x []float64) []float64 {
			return ema(minus(scaled(2, x), ago(x, 3)), 7)
		})),
		ofSeries(func() *ZLEMA { return NewZLEMA(2) }, onClose(func(x []float64) []float64 { return ema(x, 2) })),
		ofSeries(func() *ALMA { return NewALMA(9, 6, 0.85) }, onClose(plainALMA)),
		ofSeries(func() *McGinley { return NewMcGinley(5) }, onClose(plainMcGinley)),
		ofSeries(func() *KAMA { return NewKAMA(5, 2, 30) }, onClose(plainKAMA)),
		ofSeries(func() *VIDYA { return NewVIDYA(6, 4) }, onClose(plainVIDYA)),
	}
}

func plainDEMA(x []float64) []float64 {
	e := ema(x, 5)
	return minus(scaled(2, e), ema(e, 5))
}

func plainTEMA(x []float64) []float64 {
	e1 := ema(x, 5)
	e2 := ema(e1, 5)
	return plus(scaled(3, minus(e1, e2)), ema(e2, 5))
}

// plainT3 expands Tillson's own form, three times GD = (1 + v) EMA − v EMA(EMA), with v = 0.7.
func plainT3(x []float64) []float64 {
	e3 := ema(ema(ema(x, 3), 3), 3)
	e4 := ema(e3, 3)
	e5 := ema(e4, 3)
	e6 := ema(e5, 3)
	const v, w = 0.7, 1.7
	return plus(minus(scaled(w*w*w, e3), scaled(3*w*w*v, e4)), minus(scaled(3*w*v*v, e5), scaled(v*v*v, e6)))
}

func plainALMA(x []float64) []float64 {
	return windows(x, 9, func(w []float64) float64 {
		m, s := math.Floor(0.85*8), 9.0/6
		value, weights := 0.0, 0.0
		for i, v := range w {
			weight := math.Exp(-(float64(i) - m) * (float64(i) - m) / (2 * s * s))
			value, weights = value+weight*v, weights+weight
		}
		return value / weights
	})
}

func plainMcGinley(x []float64) []float64 {
	out := sma(x, 5)
	for i := 5; i < len(x); i++ {
		m := out[i-1]
		out[i] = m + (x[i]-m)/(5*math.Pow(x[i]/m, 4))
	}
	return out
}

func plainKAMA(x []float64) []float64 {
	efficiency := plainEfficiency(x, 5)
	out := make([]float64, len(x))
	for i := range x {
		if i <= 4 {
			out[i] = x[i]
			continue
		}
		er := efficiency[i]
		if math.IsNaN(er) {
			er = 0
		}
		s := er*(2.0/3-2.0/31) + 2.0/31
		out[i] = out[i-1] + s*s*(x[i]-out[i-1])
	}
	return from(5, out)
}

func plainVIDYA(x []float64) []float64 {
	cmo := plainCMO(x, 4)
	out := make([]float64, len(x))
	for i := range x {
		switch {
		case i < 4:
			out[i] = x[i]
		case math.IsNaN(cmo[i]):
			out[i] = out[i-1]
		default:
			k := 2.0 / 7 * math.Abs(cmo[i]) / 100
			out[i] = k*x[i] + (1-k)*out[i-1]
		}
	}
	return from(4, out)
}

func plainEfficiency(x []float64, n int) []float64 {
	return over(sizes(change(x, n)), sumOf(sizes(change(x, 1)), n))
}

func plainCMO(x []float64, n int) []float64 {
	c := change(x, 1)
	up, down := sumOf(ups(c), n), sumOf(downs(c), n)
	return scaled(100, over(minus(up, down), plus(up, down)))
}
