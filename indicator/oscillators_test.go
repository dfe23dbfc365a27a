package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func oscillatorSubjects() []subject {
	return []subject{
		ofBarSeries(func() *Stochastic { return NewStochastic(6, 3, 2) }, plainStochastic,
			(*Stochastic).Value, (*Stochastic).K, (*Stochastic).D),
		ofBarSeries(func() *StochasticMomentum { return NewStochasticMomentum(5, 4, 3, 4) }, plainStochasticMomentum,
			(*StochasticMomentum).Value, (*StochasticMomentum).Line, (*StochasticMomentum).Signal),
		ofBarSeries(func() *PremierStochastic { return NewPremierStochastic(5, 3) }, single(func(h history) []float64 {
			raw := place(h.close, h.high, h.low, 5)
			s := ema(ema(of(func(r ...float64) float64 { return (r[0] - 50) / 10 }, raw), 3), 3)
			return of(func(r ...float64) float64 { return (math.Exp(r[0]) - 1) / (math.Exp(r[0]) + 1) }, s)
		})),
		ofBarSeries(func() *WilliamsR { return NewWilliamsR(5) }, single(func(h history) []float64 {
			highest := top(h.high, 5)
			return scaled(-100, over(minus(highest, h.close), minus(highest, bottom(h.low, 5))))
		})),
		ofBarSeries(func() *CCI { return NewCCI(5) }, single(func(h history) []float64 {
			tp := h.typical()
			return over(minus(tp, sma(tp, 5)), scaled(0.015, windows(tp, 5, meanDeviation)))
		})),
		ofBarSeries(func() *UltimateOscillator { return NewUltimateOscillator(3, 5, 8) }, single(plainUltimate)),
		ofBarSeries(func() *AwesomeOscillator { return NewAwesomeOscillator(3, 7) }, single(func(h history) []float64 {
			return minus(sma(h.median(), 3), sma(h.median(), 7))
		})),
		ofBarSeries(func() *AcceleratorOscillator { return NewAcceleratorOscillator(3, 7, 4) }, single(func(h history) []float64 {
			ao := minus(sma(h.median(), 3), sma(h.median(), 7))
			return minus(ao, sma(ao, 4))
		})),
		ofBarSeries(func() *FisherTransform { return NewFisherTransform(5) }, plainFisher,
			(*FisherTransform).Value, (*FisherTransform).Signal),
		ofBarSeries(func() *WaveTrend { return NewWaveTrend(4, 5, 3) }, plainWaveTrend,
			(*WaveTrend).Value, (*WaveTrend).Line, (*WaveTrend).Signal),
		ofBarSeries(func() *RelativeVigor { return NewRelativeVigor(5) }, plainVigor,
			(*RelativeVigor).Value, (*RelativeVigor).Line, (*RelativeVigor).Signal),
		ofBarSeries(func() *DeMarker { return NewDeMarker(5) }, single(func(h history) []float64 {
			up, down := sma(ups(change(h.high, 1)), 5), sma(downs(change(h.low, 1)), 5)
			return over(up, plus(up, down))
		})),
		ofBarSeries(func() *ElderRay { return NewElderRay(5) }, func(h history) [][]float64 {
			bull := minus(h.high, ema(h.close, 5))
			return [][]float64{bull, bull, minus(h.low, ema(h.close, 5))}
		}, (*ElderRay).Value, (*ElderRay).Bull, (*ElderRay).Bear),
		ofBarSeries(func() *QStick { return NewQStick(5) }, single(func(h history) []float64 {
			return sma(minus(h.close, h.open), 5)
		})),
		ofBarSeries(func() *BalanceOfPower { return NewBalanceOfPower() }, single(func(h history) []float64 {
			return over(minus(h.close, h.open), minus(h.high, h.low))
		})),
		ofBarSeries(func() *InternalBarStrength { return NewInternalBarStrength() }, single(func(h history) []float64 {
			return over(minus(h.close, h.low), minus(h.high, h.low))
		})),
		ofBarSeries(func() *HeikinAshi { return NewHeikinAshi() }, plainHeikinAshi,
			(*HeikinAshi).Open, (*HeikinAshi).High, (*HeikinAshi).Low, (*HeikinAshi).Close),
	}
}

func meanDeviation(w []float64) float64 {
	m, s := mean(w), 0.0
	for _, v := range w {
		s += math.Abs(v - m)
	}
	return s / float64(len(w))
}

func plainStochastic(h history) [][]float64 {
	k := sma(place(h.close, h.high, h.low, 6), 3)
	return [][]float64{from(8, k), k, sma(k, 2)}
}

func plainStochasticMomentum(h history) [][]float64 {
	highest, lowest := top(h.high, 5), bottom(h.low, 5)
	distance := minus(h.close, scaled(0.5, plus(highest, lowest)))
	l := scaled(100, over(ema(ema(distance, 4), 3), ema(ema(scaled(0.5, minus(highest, lowest)), 4), 3)))
	return [][]float64{from(12, l), l, ema(l, 4)}
}

func plainUltimate(h history) []float64 {
	before := ago(h.close, 1)
	pressure := minus(h.close, of(func(r ...float64) float64 { return min(r[0], r[1]) }, h.low, before))
	tr := from(1, h.trueRange())
	part := func(n int) []float64 { return over(sumOf(pressure, n), sumOf(tr, n)) }
	return scaled(100.0/7, plus(plus(scaled(4, part(3)), scaled(2, part(5))), part(8)))
}

func plainFisher(h history) [][]float64 {
	m := h.median()
	where := place(m, m, m, 5)
	value, signal := make([]float64, len(m)), make([]float64, len(m))
	v, f := 0.0, 0.0
	for i := range m {
		if value[i], signal[i] = nan, nan; i < 4 {
			continue
		}
		p := 0.0
		if !math.IsNaN(where[i]) {
			p = where[i]/100 - 0.5
		}
		v = max(-0.9999, min(0.9999, 0.33*2*p+0.67*v))
		signal[i] = f
		f = 0.5*math.Log((1+v)/(1-v)) + 0.5*f
		value[i] = f
	}
	return [][]float64{value, signal}
}

func plainWaveTrend(h history) [][]float64 {
	tp := h.typical()
	apart := minus(tp, ema(tp, 4))
	wt1 := ema(over(apart, scaled(0.015, ema(sizes(apart), 4))), 5)
	return [][]float64{from(12, wt1), wt1, sma(wt1, 3)}
}

func plainVigor(h history) [][]float64 {
	w := func(x []float64) []float64 {
		return windows(x, 4, func(w []float64) float64 { return (w[0] + 2*w[1] + 2*w[2] + w[3]) / 6 })
	}
	l := over(sma(w(minus(h.close, h.open)), 5), sma(w(minus(h.high, h.low)), 5))
	return [][]float64{from(10, l), l, w(l)}
}

func plainHeikinAshi(h history) [][]float64 {
	closes := of(func(r ...float64) float64 { return (r[0] + r[1] + r[2] + r[3]) / 4 }, h.open, h.high, h.low, h.close)
	opens := make([]float64, len(closes))
	for i := range opens {
		if opens[i] = (h.open[0] + h.close[0]) / 2; i > 0 {
			opens[i] = (opens[i-1] + closes[i-1]) / 2
		}
	}
	highs := of(func(r ...float64) float64 { return max(r[0], r[1], r[2]) }, h.high, opens, closes)
	lows := of(func(r ...float64) float64 { return min(r[0], r[1], r[2]) }, h.low, opens, closes)
	return [][]float64{opens, highs, lows, closes}
}
