package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func trendSubjects() []subject {
	return []subject{
		ofBarSeries(func() *ADX { return NewADX(5) }, plainADX, (*ADX).Value, (*ADX).Plus, (*ADX).Minus, (*ADX).DX),
		ofBarSeries(func() *ADXR { return NewADXR(5) }, single(func(h history) []float64 {
			adx := plainADX(h)[0]
			return scaled(0.5, plus(adx, ago(adx, 4)))
		})),
		ofBarSeries(func() *Aroon { return NewAroon(5) }, plainAroon, (*Aroon).Value, (*Aroon).Up, (*Aroon).Down),
		ofBarSeries(func() *Vortex { return NewVortex(5) }, plainVortex, (*Vortex).Value, (*Vortex).Plus, (*Vortex).Minus),
		ofBarSeries(func() *MassIndex { return NewMassIndex(4, 5) }, single(func(h history) []float64 {
			e := ema(minus(h.high, h.low), 4)
			return sumOf(over(e, ema(e, 4)), 5)
		})),
		ofBarSeries(func() *Choppiness { return NewChoppiness(5) }, single(func(h history) []float64 {
			return of(func(r ...float64) float64 { return 100 * math.Log10(r[0]/(r[1]-r[2])) / math.Log10(5) },
				sumOf(from(1, h.trueRange()), 5), top(h.high, 5), bottom(h.low, 5))
		})),
		ofSeries(func() *VerticalHorizontal { return NewVerticalHorizontal(5) }, onClose(func(x []float64) []float64 {
			return over(minus(top(x, 5), bottom(x, 5)), sumOf(sizes(change(x, 1)), 5))
		})),
		ofBarSeries(func() *ParabolicSAR { return NewParabolicSAR(0.02, 0.02, 0.2) }, single(func(h history) []float64 {
			a := Acceleration{Start: 0.02, Step: 0.02, Max: 0.2}
			return plainSAR(h, ParabolicOptions{Long: a, Short: a})
		})),
		ofBarSeries(func() *ParabolicSAR { return NewExtendedParabolicSAR(extended) }, single(func(h history) []float64 {
			return plainSAR(h, extended)
		})),
		ofBarSeries(func() *Supertrend { return NewSupertrend(5, 2) }, plainSupertrend, (*Supertrend).Value, supertrendUp),
		ofBarSeries(func() *Chandelier { return NewChandelier(5, 3) }, func(h history) [][]float64 {
			atr := scaled(3, wilder(h.trueRange(), 5))
			long := minus(top(h.high, 5), atr)
			return [][]float64{long, long, plus(bottom(h.low, 5), atr)}
		}, (*Chandelier).Value, (*Chandelier).Long, (*Chandelier).Short),
		ofBarSeries(func() *ChandeKroll { return NewChandeKroll(5, 2, 3) }, func(h history) [][]float64 {
			atr := scaled(2, wilder(h.trueRange(), 5))
			return [][]float64{top(minus(top(h.high, 5), atr), 3), bottom(plus(bottom(h.low, 5), atr), 3)}
		}, (*ChandeKroll).Short, (*ChandeKroll).Long),
		ofBarSeries(func() *Ichimoku { return NewIchimoku(3, 6, 12, 5) }, plainIchimoku,
			(*Ichimoku).Value, (*Ichimoku).Tenkan, (*Ichimoku).Kijun, (*Ichimoku).SenkouA, (*Ichimoku).SenkouB),
		ofBarSeries(func() *Alligator { return NewAlligator() }, func(h history) [][]float64 {
			m := h.median()
			return [][]float64{ago(wilder(m, 13), 8), ago(wilder(m, 8), 5), ago(wilder(m, 5), 3)}
		}, (*Alligator).Jaw, (*Alligator).Teeth, (*Alligator).Lips),
		ofBarSeries(func() *SwingIndex { return NewSwingIndex(3) }, single(plainSwing)),
		ofBarSeries(func() *AccumulativeSwing { return NewAccumulativeSwing(3) }, single(func(h history) []float64 {
			return running(plainSwing(h))
		})),
		late(func() *Fractal { return NewFractal(2) }, plainFractal, (*Fractal).Value, (*Fractal).High, (*Fractal).Low),
		late(func() *ZigZag { return NewZigZag(3) }, plainZigZag, (*ZigZag).Value, (*ZigZag).Extreme, zigZagUp),
	}
}

func plainADX(h history) [][]float64 {
	up, down := change(h.high, 1), scaled(-1, change(h.low, 1))
	larger := func(r ...float64) float64 {
		switch {
		case math.IsNaN(r[0]):
			return nan
		case r[0] > r[1] && r[0] > 0:
			return r[0]
		}
		return 0
	}
	tr := wilder(from(1, h.trueRange()), 5)
	plusDI := scaled(100, over(wilder(of(larger, up, down), 5), tr))
	minusDI := scaled(100, over(wilder(of(larger, down, up), 5), tr))
	dx := scaled(100, over(sizes(minus(plusDI, minusDI)), plus(plusDI, minusDI)))
	return [][]float64{wilder(dx, 5), plusDI, minusDI, dx}
}

func plainAroon(h history) [][]float64 {
	// The latest of equal extremes counts.
	since := func(x []float64) []float64 {
		return windows(x, 6, func(w []float64) float64 {
			age := 0
			for k := range w {
				if w[5-k] > w[5-age] {
					age = k
				}
			}
			return float64(age)
		})
	}
	line := func(x []float64) []float64 {
		return of(func(r ...float64) float64 { return 100 * (5 - r[0]) / 5 }, since(x))
	}
	up, down := line(h.high), line(scaled(-1, h.low))
	return [][]float64{minus(up, down), up, down}
}

func plainVortex(h history) [][]float64 {
	tr := sumOf(from(1, h.trueRange()), 5)
	up := over(sumOf(sizes(minus(h.high, ago(h.low, 1))), 5), tr)
	down := over(sumOf(sizes(minus(h.low, ago(h.high, 1))), 5), tr)
	return [][]float64{minus(up, down), up, down}
}

func plainSupertrend(h history) [][]float64 {
	atr, m := scaled(2, wilder(h.trueRange(), 5)), h.median()
	out, side := from(len(m), m), make([]float64, len(m))
	var upper, lower float64
	isUp := false
	for i := range m {
		if math.IsNaN(atr[i]) {
			continue
		}
		basicUpper, basicLower := m[i]+atr[i], m[i]-atr[i]
		first := i == 4
		if first || basicUpper < upper || h.close[i-1] > upper {
			upper = basicUpper
		}
		if first || basicLower > lower || h.close[i-1] < lower {
			lower = basicLower
		}
		if isUp && h.close[i] < lower || !isUp && h.close[i] > upper {
			isUp = !isUp
		}
		if out[i] = upper; isUp {
			out[i], side[i] = lower, 1
		}
	}
	return [][]float64{out, side}
}

func supertrendUp(s *Supertrend) float64 { return oneIf(s.Up()) }

func zigZagUp(z *ZigZag) float64 { return oneIf(z.Up()) }

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func plainIchimoku(h history) [][]float64 {
	middle := func(n int) []float64 { return scaled(0.5, plus(top(h.high, n), bottom(h.low, n))) }
	tenkan, kijun := middle(3), middle(6)
	return [][]float64{
		from(16, tenkan), tenkan, kijun, ago(scaled(0.5, plus(tenkan, kijun)), 5), ago(middle(12), 5),
	}
}

func plainSwing(h history) []float64 {
	return of(func(r ...float64) float64 {
		o, hi, lo, c, o1, c1 := r[0], r[1], r[2], r[3], r[4], r[5]
		a, b, d := math.Abs(hi-c1), math.Abs(lo-c1), hi-lo
		e := math.Abs(c1-o1) / 4
		rr := d + e
		if a >= b && a >= d {
			rr = a - b/2 + e
		} else if b >= a && b >= d {
			rr = b - a/2 + e
		}
		if rr == 0 {
			return 0
		}
		return 50 * ((c - c1) + (c-o)/2 + (c1-o1)/4) / rr * max(a, b) / 3
	}, h.open, h.high, h.low, h.close, ago(h.open, 1), ago(h.close, 1))
}

func plainFractal(h history) [][]float64 {
	peaks := func(x []float64) []float64 {
		latest := nan
		return of(func(r ...float64) float64 {
			if !math.IsNaN(r[0]) {
				latest = r[0]
			}
			return latest
		}, windows(x, 5, func(w []float64) float64 {
			if w[2] > max(w[0], w[1], w[3], w[4]) {
				return w[2]
			}
			return nan
		}))
	}
	highs := peaks(h.high)
	return [][]float64{highs, highs, scaled(-1, peaks(scaled(-1, h.low)))}
}

// plainZigZag keeps the list of turning points, each a bar and a price, and looks from the last one.
func plainZigZag(h history) [][]float64 {
	pivots, extremes, up := make([]float64, len(h.high)), make([]float64, len(h.high)), make([]float64, len(h.high))
	side, pivot, extreme := 0, nan, nan
	high, low := h.high[0], h.low[0]
	for i := range h.high {
		hi, lo := h.high[i], h.low[i]
		switch {
		case i == 0:
		case side == 0 && hi > high:
			if high = hi; hi >= low*1.03 {
				side, pivot, extreme = 1, low, hi
			}
		case side == 0 && lo < low:
			if low = lo; lo <= high*0.97 {
				side, pivot, extreme = -1, high, lo
			}
		case side > 0 && hi > extreme, side < 0 && lo < extreme:
			if extreme = hi; side < 0 {
				extreme = lo
			}
		case side > 0 && lo <= extreme*0.97:
			side, pivot, extreme = -1, extreme, lo
		case side < 0 && hi >= extreme*1.03:
			side, pivot, extreme = 1, extreme, hi
		}
		pivots[i], extremes[i], up[i] = pivot, extreme, oneIf(side > 0)
	}
	return [][]float64{pivots, extremes, up}
}
