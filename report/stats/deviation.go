package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// flat is the standard deviation below which values count as not varying: what is left of equal
// returns after rounding.
const flat = 1e-12

// deviation is mean and s1 of values, or the reason why there is no s1.
func deviation(values []float64) (mean, s1 float64, ok bool, reason Reason) {
	if len(values) < 2 {
		return 0, 0, false, TooFewSamples
	}
	mean, s1 = stat.MeanStdDev(values, nil)
	if s1 < flat {
		return mean, s1, false, NoVariation
	}
	return mean, s1, true, 0
}

// Volatility is s1 × √T. It is 0 for returns that do not vary.
func Volatility(returns []float64, b Basis) Value {
	_, s1, ok, reason := deviation(returns)
	if !ok && reason == TooFewSamples {
		return Undefined(reason)
	}
	return Of(s1 * math.Sqrt(b.PeriodsPerYear))
}

// excess is what returns earned above the rates of their periods. The rates are for the points of the
// series, of which the first has no return; nil is zero.
func excess(returns, rates []float64) []float64 {
	if len(rates) == 0 {
		return returns
	}
	return less(returns, rates[1:])
}

func less(a, b []float64) []float64 {
	difference := make([]float64, len(a))
	for i := range a {
		difference[i] = a[i] - b[i]
	}
	return difference
}
