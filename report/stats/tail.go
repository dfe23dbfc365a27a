package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// ValueAtRisk is the historical value at risk as a return: the (1 - confidence) quantile of the returns,
// interpolated linearly between order statistics (Hyndman and Fan 1996, type 7). It needs enough returns
// for one to lie beyond: 20 at 0.95, 100 at 0.99.
func ValueAtRisk(returns []float64, confidence float64) Value {
	return valueAtRisk(sorted(returns), confidence)
}

func valueAtRisk(sorted []float64, confidence float64) Value {
	if tooFewForTail(len(sorted), confidence) {
		return Undefined(TooFewSamples)
	}
	return Of(quantile(sorted, 1-confidence))
}

// ConditionalValueAtRisk is the mean of the returns at or below ValueAtRisk, also known as expected
// shortfall.
func ConditionalValueAtRisk(returns []float64, confidence float64) Value {
	return conditionalValueAtRisk(sorted(returns), confidence)
}

func conditionalValueAtRisk(sorted []float64, confidence float64) Value {
	if tooFewForTail(len(sorted), confidence) {
		return Undefined(TooFewSamples)
	}
	bound := quantile(sorted, 1-confidence)
	var sum float64
	n := 0
	for ; n < len(sorted) && sorted[n] <= bound; n++ {
		sum += sorted[n]
	}
	return Of(sum / float64(n))
}

func tooFewForTail(n int, confidence float64) bool {
	return float64(n) < math.Round(1/(1-confidence))
}

func sorted(values []float64) []float64 {
	ascending := slices.Clone(values)
	slices.Sort(ascending)
	return ascending
}

func quantile(sorted []float64, p float64) float64 {
	place := p * float64(len(sorted)-1)
	below := int(place)
	if below+1 == len(sorted) {
		return sorted[below]
	}
	share := place - float64(below)
	return sorted[below] + share*(sorted[below+1]-sorted[below])
}

// Skew is the bias-corrected sample skewness G1 = n/((n-1)(n-2)) Σ((r-mean)/s1)³.
func Skew(returns []float64) Value {
	if len(returns) < 3 {
		return Undefined(TooFewSamples)
	}
	if _, _, ok, reason := deviation(returns); !ok {
		return Undefined(reason)
	}
	return Of(stat.Skew(returns, nil))
}

// ExcessKurtosis is the bias-corrected sample excess kurtosis G2, 0 for a normal distribution.
func ExcessKurtosis(returns []float64) Value {
	if len(returns) < 4 {
		return Undefined(TooFewSamples)
	}
	if _, _, ok, reason := deviation(returns); !ok {
		return Undefined(reason)
	}
	return Of(stat.ExKurtosis(returns, nil))
}
