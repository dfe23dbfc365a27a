package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Sortino is (mean(r) - target) / √(Σ min(r - target, 0)² / n) × √T. The target is a return per period;
// the denominator counts every return, not only the losing ones (Sortino and Price 1994).
func Sortino(returns []float64, target float64, b Basis) Value {
	if len(returns) < 2 {
		return Undefined(TooFewSamples)
	}
	var squares float64
	for _, r := range returns {
		shortfall := math.Min(r-target, 0)
		squares += shortfall * shortfall
	}
	downside := math.Sqrt(squares / float64(len(returns)))
	if downside < flat {
		return Undefined(NoLosses)
	}
	return Of((stat.Mean(returns, nil) - target) / downside * math.Sqrt(b.PeriodsPerYear))
}
