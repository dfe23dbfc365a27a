package indicator_test

import (
	"math"
	"slices"

	. "github.com/tidemark/tidemark/indicator"
)

func statisticSubjects() []subject {
	return []subject{
		ofSeries(func() *Sum { return NewSum(5) }, onClose(func(x []float64) []float64 { return sumOf(x, 5) })),
		ofSeries(func() *Cumulative { return NewCumulative() }, onClose(running)),
		ofSeries(func() *Highest { return NewHighest(5) }, func(h history) [][]float64 {
			return [][]float64{top(h.close, 5), ages(h.close, 5)}
		}, (*Highest).Value, (*Highest).Age),
		ofSeries(func() *Lowest { return NewLowest(5) }, func(h history) [][]float64 {
			return [][]float64{bottom(h.close, 5), ages(scaled(-1, h.close), 5)}
		}, (*Lowest).Value, (*Lowest).Age),
		ofSeries(func() *Midpoint { return NewMidpoint(5) }, onClose(func(x []float64) []float64 {
			return scaled(0.5, plus(top(x, 5), bottom(x, 5)))
		})),
		ofSeries(func() *Variance { return NewVariance(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, func(w []float64) float64 { return squares(w) / 5 })
		})),
		ofSeries(func() *Variance { return NewSampleVariance(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, sampleVariance)
		})),
		ofSeries(func() *StdDev { return NewStdDev(5) }, onClose(func(x []float64) []float64 { return windows(x, 5, deviation) })),
		ofSeries(func() *StdDev { return NewSampleStdDev(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, sampleDeviation)
		})),
		ofSeries(func() *ZScore { return NewZScore(5) }, onClose(func(x []float64) []float64 {
			return over(minus(x, sma(x, 5)), windows(x, 5, deviation))
		})),
		ofSeries(func() *MeanAbsoluteDeviation { return NewMeanAbsoluteDeviation(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, meanDeviation)
		})),
		ofSeries(func() *Quantile { return NewMedian(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, func(w []float64) float64 { return slices.Sorted(slices.Values(w))[2] })
		})),
		ofSeries(func() *Quantile { return NewQuantile(6, 0.3) }, onClose(func(x []float64) []float64 {
			// h = 5 × 0.3 = 1.5: halfway between the second and the third
			return windows(x, 6, func(w []float64) float64 {
				s := slices.Sorted(slices.Values(w))
				return (s[1] + s[2]) / 2
			})
		})),
		ofSeries(func() *PercentRank { return NewPercentRank(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 6, func(w []float64) float64 {
				n := 0.0
				for _, v := range w[:5] {
					if v < w[5] {
						n++
					}
				}
				return 100 * n / 5
			})
		})),
		ofSeries(func() *LinReg { return NewLinReg(5) }, plainLinReg,
			(*LinReg).Value, (*LinReg).Slope, (*LinReg).Intercept, (*LinReg).Forecast, (*LinReg).R2, squaredError),
		ofSeries(func() *ForecastOscillator { return NewForecastOscillator(5) }, onClose(func(x []float64) []float64 {
			forecast := windows(x, 5, func(w []float64) float64 {
				intercept, slope := line(w)
				return intercept + 5*slope
			})
			return scaled(100, over(minus(x, ago(forecast, 1)), x))
		})),
		ofSeries(func() *CenterOfGravity { return NewCenterOfGravity(5) }, onClose(func(x []float64) []float64 {
			return windows(x, 5, func(w []float64) float64 {
				return 3 - (5*w[0]+4*w[1]+3*w[2]+2*w[3]+w[4])/sum(w)
			})
		})),
		ofPairs(func() *Correlation { return NewCorrelation(5) }, badPairs, overPairs(5, func(x, y []float64) float64 {
			return products(x, y) / math.Sqrt(squares(x)*squares(y))
		})),
		ofPairs(func() *Covariance { return NewCovariance(5) }, badPairs, overPairs(5, func(x, y []float64) float64 {
			return products(x, y) / 4
		})),
		ofPairs(func() *Beta { return NewBeta(5) }, badPairs, overPairs(5, func(x, y []float64) float64 {
			return products(x, y) / squares(y)
		})),
		ofSeries(func() *McClellan { return NewMcClellan(4, 7) }, func(h history) [][]float64 {
			l := minus(ema(h.close, 4), ema(h.close, 7))
			return [][]float64{l, running(l)}
		}, (*McClellan).Value, (*McClellan).Summation),
	}
}

// ages is how long ago the highest of n was, the latest of equal ones.
func ages(x []float64, n int) []float64 {
	return windows(x, n, func(w []float64) float64 {
		for age := 0; ; age++ {
			if w[n-1-age] == slices.Max(w) {
				return float64(age)
			}
		}
	})
}

func plainLinReg(h history) [][]float64 {
	each := func(f func(w []float64, intercept, slope float64) float64) []float64 {
		return windows(h.close, 5, func(w []float64) float64 {
			intercept, slope := line(w)
			return f(w, intercept, slope)
		})
	}
	left := func(w []float64, intercept, slope float64) float64 {
		s := 0.0
		for i, v := range w {
			d := v - intercept - slope*float64(i)
			s += d * d
		}
		return s
	}
	return [][]float64{
		each(func(_ []float64, a, b float64) float64 { return a + 4*b }),
		each(func(_ []float64, _, b float64) float64 { return b }),
		each(func(_ []float64, a, _ float64) float64 { return a }),
		each(func(_ []float64, a, b float64) float64 { return a + 5*b }),
		each(func(w []float64, a, b float64) float64 { return 1 - left(w, a, b)/squares(w) }),
		each(func(w []float64, a, b float64) float64 { return left(w, a, b) / 3 }),
	}
}

// squaredError is compared in place of its root, which magnifies rounding errors near 0.
func squaredError(l *LinReg) float64 { return l.StdErr() * l.StdErr() }

func products(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += (x[i] - mean(x)) * (y[i] - mean(y))
	}
	return s
}

// overPairs applies f to the last n closes and opens.
func overPairs(n int, f func(x, y []float64) float64) func(history) [][]float64 {
	return single(func(h history) []float64 {
		out := make([]float64, len(h.close))
		for i := range out {
			if out[i] = nan; i >= n-1 {
				out[i] = f(h.close[i-n+1:i+1], h.open[i-n+1:i+1])
			}
		}
		return out
	})
}
