package stats

import (
	"math"
)

// AverageExposure is the mean of exposure/equity over the points after the first. Points with an equity
// at or below zero are left out. It serves gross and net exposure alike.
func AverageExposure(exposure, equity []float64) (mean Value, n int) {
	var sum float64
	for i := 1; i < len(exposure) && i < len(equity); i++ {
		if equity[i] > 0 {
			sum += exposure[i] / equity[i]
			n++
		}
	}
	if n == 0 {
		return Undefined(NotRecorded), 0
	}
	return Of(sum / float64(n)), n
}

// LargestExposure is the largest exposure/equity at a point.
func LargestExposure(exposure, equity []float64) Value {
	largest := math.Inf(-1)
	for i := range min(len(exposure), len(equity)) {
		if equity[i] > 0 {
			largest = math.Max(largest, exposure[i]/equity[i])
		}
	}
	if math.IsInf(largest, -1) {
		return Undefined(NotRecorded)
	}
	return Of(largest)
}

// Turnover is the traded notional over the mean equity, annualised: traded / mean(E) × T / n, where n is
// the number of periods. Buying and selling the whole equity once a year is a turnover of 2.
func Turnover(traded float64, equity []float64, b Basis) Value {
	if len(equity) < 2 {
		return Undefined(TooFewSamples)
	}
	var sum float64
	for _, e := range equity {
		sum += e
	}
	mean := sum / float64(len(equity))
	if !(mean > 0) {
		return Undefined(EquityGone)
	}
	return Of(traded / mean * b.PeriodsPerYear / float64(len(equity)-1))
}
