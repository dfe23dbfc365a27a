package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func bandSubjects() []subject {
	return []subject{
		ofSeries(func() *Bollinger { return NewBollinger(5, 2) }, plainBollinger,
			(*Bollinger).Upper, (*Bollinger).Middle, (*Bollinger).Lower, (*Bollinger).PercentB, (*Bollinger).BandWidth),
		ofSeries(func() *Envelope { return NewEnvelope(5, 3) }, func(h history) [][]float64 {
			m := sma(h.close, 5)
			return [][]float64{scaled(1.03, m), m, scaled(0.97, m)}
		}, (*Envelope).Upper, (*Envelope).Middle, (*Envelope).Lower),
		ofBarSeries(func() *Keltner { return NewKeltner(5, 1.5) }, func(h history) [][]float64 {
			return around(sma(h.typical(), 5), scaled(1.5, sma(h.trueRange(), 5)))
		}, (*Keltner).Upper, (*Keltner).Middle, (*Keltner).Lower),
		ofBarSeries(func() *RaschkeKeltner { return NewRaschkeKeltner(6, 4, 2) }, func(h history) [][]float64 {
			return around(ema(h.close, 6), scaled(2, wilder(h.trueRange(), 4)))
		}, (*RaschkeKeltner).Upper, (*RaschkeKeltner).Middle, (*RaschkeKeltner).Lower),
		ofBarSeries(func() *Starc { return NewStarc(4, 6, 2) }, func(h history) [][]float64 {
			return around(from(5, sma(h.close, 4)), scaled(2, wilder(h.trueRange(), 6)))
		}, (*Starc).Upper, (*Starc).Middle, (*Starc).Lower),
		ofBarSeries(func() *AccelerationBands { return NewAccelerationBands(5, 4) }, func(h history) [][]float64 {
			push := scaled(4, over(minus(h.high, h.low), plus(h.high, h.low)))
			upper := sma(plus(h.high, times(h.high, push)), 5)
			lower := sma(minus(h.low, times(h.low, push)), 5)
			return [][]float64{upper, sma(h.close, 5), lower}
		}, (*AccelerationBands).Upper, (*AccelerationBands).Middle, (*AccelerationBands).Lower),
		ofBarSeries(func() *Donchian { return NewDonchian(5) }, func(h history) [][]float64 {
			upper, lower := top(h.high, 5), bottom(h.low, 5)
			return [][]float64{upper, scaled(0.5, plus(upper, lower)), lower}
		}, (*Donchian).Upper, (*Donchian).Middle, (*Donchian).Lower),
		ofBarSeries(func() *Midprice { return NewMidprice(5) }, single(func(h history) []float64 {
			return scaled(0.5, plus(top(h.high, 5), bottom(h.low, 5)))
		})),
		ofBarSeries(func() *Squeeze { return NewSqueeze(5, 2.013, 1.507) }, plainSqueeze, (*Squeeze).Value, squeezeOn),
	}
}

func around(middle, distance []float64) [][]float64 {
	return [][]float64{plus(middle, distance), middle, minus(middle, distance)}
}

func plainBollinger(h history) [][]float64 {
	x := h.close
	b := around(sma(x, 5), scaled(2, windows(x, 5, deviation)))
	width := minus(b[0], b[2])
	return append(b, over(minus(x, b[2]), width), scaled(100, over(width, b[1])))
}

func plainSqueeze(h history) [][]float64 {
	m := sma(h.close, 5)
	distance := minus(h.close, scaled(0.5, plus(scaled(0.5, plus(top(h.high, 5), bottom(h.low, 5))), m)))
	momentum := windows(distance, 5, func(w []float64) float64 {
		intercept, slope := line(w)
		return intercept + 4*slope
	})
	on := of(func(r ...float64) float64 { return oneIf(r[0] < r[1]) }, scaled(2.013, windows(h.close, 5, deviation)), scaled(1.507, sma(h.trueRange(), 5)))
	return [][]float64{momentum, on}
}

func squeezeOn(s *Squeeze) float64 { return oneIf(s.On()) }

func volatilitySubjects() []subject {
	return []subject{
		ofBarSeries(func() *TrueRange { return NewTrueRange() }, single(history.trueRange)),
		ofBarSeries(func() *ATR { return NewATR(5) }, single(func(h history) []float64 { return wilder(h.trueRange(), 5) })),
		ofBarSeries(func() *NATR { return NewNATR(5) }, single(func(h history) []float64 {
			return scaled(100, over(wilder(from(1, h.trueRange()), 5), h.close))
		})),
		ofBarSeries(func() *AverageRange { return NewAverageRange(5) }, single(func(h history) []float64 {
			return sma(minus(h.high, h.low), 5)
		})),
		ofSeries(func() *HistoricalVolatility { return NewHistoricalVolatility(5) }, onClose(func(x []float64) []float64 {
			return windows(logs(x, ago(x, 1)), 5, sampleDeviation)
		})),
		ofBarSeries(func() *Parkinson { return NewParkinson(5) }, single(func(h history) []float64 {
			hl := logs(h.high, h.low)
			return roots(over(sumOf(times(hl, hl), 5), constant(hl, 4*5*math.Ln2)))
		})),
		ofBarSeries(func() *GarmanKlass { return NewGarmanKlass(5) }, single(func(h history) []float64 {
			hl, co := logs(h.high, h.low), logs(h.close, h.open)
			return roots(sma(minus(scaled(0.5, times(hl, hl)), scaled(2*math.Ln2-1, times(co, co))), 5))
		})),
		ofBarSeries(func() *RogersSatchell { return NewRogersSatchell(5) }, single(func(h history) []float64 {
			return roots(sma(plainRogersSatchell(h), 5))
		})),
		ofBarSeries(func() *YangZhang { return NewYangZhang(5) }, single(func(h history) []float64 {
			k := 0.34 / (1.34 + 6.0/4)
			jumps := windows(logs(h.open, ago(h.close, 1)), 5, sampleVariance)
			days := windows(from(1, logs(h.close, h.open)), 5, sampleVariance)
			return roots(plus(jumps, plus(scaled(k, days), scaled(1-k, sma(from(1, plainRogersSatchell(h)), 5)))))
		})),
		ofBarSeries(func() *ChaikinVolatility { return NewChaikinVolatility(5, 3) }, single(func(h history) []float64 {
			return roc(ema(minus(h.high, h.low), 5), 3)
		})),
		ofSeries(func() *UlcerIndex { return NewUlcerIndex(5) }, onClose(func(x []float64) []float64 {
			d := scaled(100, over(minus(x, top(x, 5)), top(x, 5)))
			return roots(sma(times(d, d), 5))
		})),
		ofSeries(func() *RelativeVolatility { return NewRelativeVolatility(5, 4) }, onClose(func(x []float64) []float64 {
			only := func(direction float64) []float64 {
				return of(func(r ...float64) float64 {
					if direction*r[1] > 0 {
						return r[0]
					}
					return 0 * r[0]
				}, windows(x, 5, deviation), change(x, 1))
			}
			return share(wilder(only(1), 4), wilder(only(-1), 4))
		})),
	}
}

func roots(x []float64) []float64 {
	return of(func(r ...float64) float64 { return math.Sqrt(r[0]) }, x)
}

func constant(x []float64, k float64) []float64 {
	return of(func(...float64) float64 { return k }, x)
}

func plainRogersSatchell(h history) []float64 {
	return plus(times(logs(h.high, h.close), logs(h.high, h.open)), times(logs(h.low, h.close), logs(h.low, h.open)))
}
