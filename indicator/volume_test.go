package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func volumeSubjects() []subject {
	return []subject{
		ofBarSeries(func() *OBV { return NewOBV() }, single(func(h history) []float64 {
			signs := of(func(r ...float64) float64 {
				switch {
				case math.IsNaN(r[0]) || r[0] > 0:
					return r[1]
				case r[0] < 0:
					return -r[1]
				}
				return 0
			}, change(h.close, 1), h.volume)
			return running(signs)
		})),
		ofBarSeries(func() *AccumulationDistribution { return NewAccumulationDistribution() }, single(func(h history) []float64 {
			return running(moneyFlow(h))
		})),
		ofBarSeries(func() *ChaikinOscillator { return NewChaikinOscillator(3, 7) }, single(func(h history) []float64 {
			return minus(ema(running(moneyFlow(h)), 3), ema(running(moneyFlow(h)), 7))
		})),
		ofBarSeries(func() *ChaikinMoneyFlow { return NewChaikinMoneyFlow(5) }, single(func(h history) []float64 {
			return over(sumOf(moneyFlow(h), 5), sumOf(h.volume, 5))
		})),
		ofBarSeries(func() *TwiggsMoneyFlow { return NewTwiggsMoneyFlow(5) }, single(func(h history) []float64 {
			before := ago(h.close, 1)
			wide := h
			wide.high = of(func(r ...float64) float64 { return max(r[0], r[1]) }, h.high, before)
			wide.low = of(func(r ...float64) float64 { return min(r[0], r[1]) }, h.low, before)
			return over(wilder(moneyFlow(wide), 5), wilder(from(1, h.volume), 5))
		})),
		ofBarSeries(func() *MFI { return NewMFI(5) }, single(func(h history) []float64 {
			flow := func(direction float64) []float64 {
				return of(func(r ...float64) float64 {
					switch {
					case math.IsNaN(r[1]):
						return nan
					case direction*r[1] > 0:
						return r[0] * r[2]
					}
					return 0
				}, h.typical(), change(h.typical(), 1), h.volume)
			}
			return share(sumOf(flow(1), 5), sumOf(flow(-1), 5))
		})),
		ofBarSeries(func() *ForceIndex { return NewForceIndex(5) }, single(func(h history) []float64 {
			return ema(times(change(h.close, 1), h.volume), 5)
		})),
		ofBarSeries(func() *EaseOfMovement { return NewEaseOfMovement(5, 1000) }, single(func(h history) []float64 {
			boxRatio := over(scaled(1.0/1000, h.volume), minus(h.high, h.low))
			return sma(over(change(h.median(), 1), boxRatio), 5)
		})),
		ofBarSeries(func() *PVT { return NewPVT() }, single(func(h history) []float64 {
			return running(of(func(r ...float64) float64 {
				if math.IsNaN(r[0]) {
					return 0
				}
				return r[0] / 100 * r[1]
			}, roc(h.close, 1), h.volume))
		})),
		ofBarSeries(func() *NVI { return NewNVI() }, single(func(h history) []float64 { return volumeIndex(h, -1) })),
		ofBarSeries(func() *PVI { return NewPVI() }, single(func(h history) []float64 { return volumeIndex(h, 1) })),
		ofBarSeries(func() *RelativeVolume { return NewRelativeVolume(5) }, single(func(h history) []float64 {
			return over(h.volume, ago(sma(h.volume, 5), 1))
		})),
		ofBarSeries(func() *MarketFacilitation { return NewMarketFacilitation() }, single(func(h history) []float64 {
			return over(minus(h.high, h.low), h.volume)
		})),
		ofBarSeries(func() *WilliamsAD { return NewWilliamsAD() }, single(func(h history) []float64 {
			return running(of(func(r ...float64) float64 {
				c, high, low, before := r[0], r[1], r[2], r[3]
				switch {
				case c > before:
					return c - min(low, before)
				case c < before:
					return c - max(high, before)
				}
				return 0
			}, h.close, h.high, h.low, ago(h.close, 1)))
		})),
		ofBarSeries(func() *VWMA { return NewVWMA(5) }, single(func(h history) []float64 {
			return over(sumOf(times(h.close, h.volume), 5), sumOf(h.volume, 5))
		})),
		ofBarSeries(func() *RollingVWAP { return NewRollingVWAP(5) }, single(func(h history) []float64 {
			price := scaled(0.25, plus(plus(h.open, h.high), plus(h.low, h.close)))
			return over(sumOf(times(price, h.volume), 5), sumOf(h.volume, 5))
		})),
		ofBarSeries(func() *Klinger { return NewKlinger(4, 7, 3) }, plainKlinger,
			(*Klinger).Value, (*Klinger).Line, (*Klinger).Signal),
	}
}

func moneyFlow(h history) []float64 {
	up, down := minus(h.close, h.low), minus(h.high, h.close)
	return times(over(minus(up, down), minus(h.high, h.low)), h.volume)
}

func volumeIndex(h history, direction float64) []float64 {
	out := make([]float64, len(h.close))
	for i := range out {
		switch {
		case i == 0:
			out[i] = 1000
		case direction*(h.volume[i]-h.volume[i-1]) > 0:
			out[i] = out[i-1] * h.close[i] / h.close[i-1]
		default:
			out[i] = out[i-1]
		}
	}
	return out
}

func plainKlinger(h history) [][]float64 {
	total, dm := plus(plus(h.high, h.low), h.close), minus(h.high, h.low)
	force := from(len(dm), dm)
	trend, cm := 0.0, 0.0
	for i := 1; i < len(dm); i++ {
		before := trend
		if total[i] > total[i-1] {
			trend = 1
		} else if total[i] < total[i-1] {
			trend = -1
		}
		if i == 1 {
			continue
		}
		if trend != before || cm == 0 {
			cm = dm[i-1] + dm[i]
		} else {
			cm += dm[i]
		}
		force[i] = h.volume[i] * math.Abs(2*(dm[i]/cm-1)) * trend * 100
	}
	l := minus(ema(force, 4), ema(force, 7))
	return [][]float64{from(10, l), l, ema(l, 3)}
}
