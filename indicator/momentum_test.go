package indicator_test

import (
	"math"

	. "github.com/tidemark/tidemark/indicator"
)

func momentumSubjects() []subject {
	return []subject{
		ofSeries(func() *RSI { return NewRSI(5) }, onClose(func(x []float64) []float64 { return rsi(x, 5) })),
		ofSeries(func() *RMI { return NewRMI(5, 3) }, onClose(func(x []float64) []float64 {
			c := change(x, 3)
			return share(wilder(ups(c), 5), wilder(downs(c), 5))
		})),
		ofSeries(func() *CutlerRSI { return NewCutlerRSI(5) }, onClose(func(x []float64) []float64 {
			c := change(x, 1)
			return share(sumOf(ups(c), 5), sumOf(downs(c), 5))
		})),
		ofSeries(func() *CMO { return NewCMO(5) }, onClose(func(x []float64) []float64 { return plainCMO(x, 5) })),
		ofSeries(func() *WilderCMO { return NewWilderCMO(5) }, onClose(func(x []float64) []float64 {
			c := change(x, 1)
			up, down := wilder(ups(c), 5), wilder(downs(c), 5)
			return scaled(100, over(minus(up, down), plus(up, down)))
		})),
		ofSeries(func() *LaguerreRSI { return NewLaguerreRSI(0.5) }, onClose(plainLaguerreRSI)),
		ofSeries(func() *ConnorsRSI { return NewConnorsRSI(3, 2, 20) }, onClose(plainConnors)),
		ofSeries(func() *Momentum { return NewMomentum(5) }, onClose(func(x []float64) []float64 { return change(x, 5) })),
		ofSeries(func() *Delay { return NewDelay(5) }, onClose(func(x []float64) []float64 { return ago(x, 5) })),
		ofSeries(func() *ROC { return NewROC(5) }, onClose(func(x []float64) []float64 { return roc(x, 5) })),
		ofSeries(func() *ROCR { return NewROCR(5) }, onClose(func(x []float64) []float64 { return over(x, ago(x, 5)) })),
		ofSeries(func() *LogReturn { return NewLogReturn(5) }, onClose(func(x []float64) []float64 { return logs(x, ago(x, 5)) })),
		ofSeries(func() *EfficiencyRatio { return NewEfficiencyRatio(5) }, onClose(func(x []float64) []float64 { return plainEfficiency(x, 5) })),
		ofSeries(func() *APO { return NewAPO(Simple, 3, 7) }, onClose(func(x []float64) []float64 { return minus(sma(x, 3), sma(x, 7)) })),
		ofSeries(func() *PPO { return NewPPO(Exponential, 3, 7) }, onClose(func(x []float64) []float64 {
			return scaled(100, over(minus(ema(x, 3), ema(x, 7)), ema(x, 7)))
		})),
		ofSeries(func() *DPO { return NewDPO(6) }, onClose(func(x []float64) []float64 { return minus(ago(x, 4), sma(x, 6)) })),
		ofSeries(func() *DisparityIndex { return NewDisparityIndex(5) }, onClose(func(x []float64) []float64 {
			return scaled(100, over(minus(x, sma(x, 5)), sma(x, 5)))
		})),
		ofSeries(func() *TRIX { return NewTRIX(4) }, onClose(func(x []float64) []float64 { return roc(ema(ema(ema(x, 4), 4), 4), 1) })),
		ofSeries(func() *Coppock { return NewCoppock(5, 7, 4) }, onClose(func(x []float64) []float64 {
			return wma(plus(roc(x, 5), roc(x, 7)), 4)
		})),
		ofSeries(func() *DerivativeOscillator { return NewDerivativeOscillator(6, 4, 3, 5) }, onClose(func(x []float64) []float64 {
			s := ema(ema(rsi(x, 6), 4), 3)
			return minus(s, sma(s, 5))
		})),
		ofSeries(func() *PsychologicalLine { return NewPsychologicalLine(5) }, onClose(func(x []float64) []float64 {
			rose := of(func(r ...float64) float64 {
				if math.IsNaN(r[0]) || r[0] > 0 {
					return r[0] / r[0]
				}
				return 0
			}, change(x, 1))
			return scaled(100, sma(rose, 5))
		})),
		ofSeries(func() *MACD { return NewMACD(4, 9, 3) }, plainMACD,
			(*MACD).Value, (*MACD).Line, (*MACD).Signal, (*MACD).Histogram),
		ofSeries(func() *TSI { return NewTSI(7, 4, 3) }, plainTSI, (*TSI).Value, (*TSI).Line, (*TSI).Signal),
		ofSeries(func() *KST { return NewKST([4]int{2, 3, 4, 6}, [4]int{3, 3, 4, 5}, 4) }, plainKST,
			(*KST).Value, (*KST).Line, (*KST).Signal),
		ofSeries(func() *PMO { return NewPMO(7, 5, 4) }, plainPMO, (*PMO).Value, (*PMO).Line, (*PMO).Signal),
		ofSeries(func() *StochRSI { return NewStochRSI(5, 6, 3, 2) }, plainStochRSI,
			(*StochRSI).Value, (*StochRSI).K, (*StochRSI).D),
		ofSeries(func() *SchaffTrendCycle { return NewSchaffTrendCycle(5, 6, 11) }, onClose(plainSchaff)),
	}
}

func logs(x, y []float64) []float64 {
	return of(func(r ...float64) float64 { return math.Log(r[0]) - math.Log(r[1]) }, x, y)
}

func plainLaguerreRSI(x []float64) []float64 {
	return of(func(r ...float64) float64 {
		up, down := 0.0, 0.0
		for i := range 3 {
			up += max(0, r[i]-r[i+1])
			down += max(0, r[i+1]-r[i])
		}
		return up / (up + down)
	}, plainLaguerreRow(x, 0.5)...)
}

// plainLaguerreRow is the four filters, without the first three rows.
func plainLaguerreRow(x []float64, gamma float64) [][]float64 {
	rows := make([][]float64, 4)
	input := x
	for k := range rows {
		rows[k] = make([]float64, len(x))
		for i := range x {
			switch {
			case i == 0:
				rows[k][i] = x[0]
			case k == 0:
				rows[k][i] = (1-gamma)*x[i] + gamma*rows[k][i-1]
			default:
				rows[k][i] = -gamma*input[i] + input[i-1] + gamma*rows[k][i-1]
			}
		}
		input = rows[k]
	}
	for k := range rows {
		rows[k] = from(3, rows[k])
	}
	return rows
}

func plainConnors(x []float64) []float64 {
	streak := make([]float64, len(x))
	for i := 1; i < len(x); i++ {
		for k := i; k > 0 && x[k] > x[k-1]; k-- {
			streak[i]++
		}
		for k := i; k > 0 && x[k] < x[k-1]; k-- {
			streak[i]--
		}
	}
	rank := windows(roc(x, 1), 21, func(w []float64) float64 {
		n := 0.0
		for _, v := range w[:20] {
			if v < w[20] {
				n++
			}
		}
		return 100 * n / 20
	})
	return scaled(1.0/3, plus(plus(rsi(x, 3), rsi(streak, 2)), rank))
}

func plainMACD(h history) [][]float64 {
	l := minus(ema(h.close, 4), ema(h.close, 9))
	signal := ema(l, 3)
	return [][]float64{from(10, l), l, signal, minus(l, signal)}
}

func plainTSI(h history) [][]float64 {
	c := change(h.close, 1)
	l := scaled(100, over(ema(ema(c, 7), 4), ema(ema(sizes(c), 7), 4)))
	return [][]float64{from(12, l), l, ema(l, 3)}
}

func plainKST(h history) [][]float64 {
	l := sma(roc(h.close, 2), 3)
	l = plus(l, scaled(2, sma(roc(h.close, 3), 3)))
	l = plus(l, scaled(3, sma(roc(h.close, 4), 4)))
	l = plus(l, scaled(4, sma(roc(h.close, 6), 5)))
	return [][]float64{from(13, l), l, sma(l, 4)}
}

func plainPMO(h history) [][]float64 {
	l := scaled(10, smoothed(smoothed(roc(h.close, 1), 7, 2.0/7), 5, 2.0/5))
	return [][]float64{from(14, l), l, ema(l, 4)}
}

func plainStochRSI(h history) [][]float64 {
	// Where no close changes the RSI stands still and has no range, but for rounding.
	r := of(func(r ...float64) float64 { return math.Round(r[0]*1e9) / 1e9 }, rsi(h.close, 5))
	k := sma(place(r, r, r, 6), 3)
	return [][]float64{from(13, k), k, sma(k, 2)}
}

func plainSchaff(x []float64) []float64 {
	half := func(x []float64) []float64 {
		keep := nan
		f := of(func(r ...float64) float64 {
			if !math.IsNaN(r[0]) {
				keep = r[0]
			} else if !math.IsNaN(r[1]) && math.IsNaN(keep) {
				keep = 0
			}
			return keep
		}, place(x, x, x, 5), top(x, 5))
		return smoothed(f, 1, 0.5)
	}
	return half(half(minus(ema(x, 6), ema(x, 11))))
}
