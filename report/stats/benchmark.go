package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Pairs are returns of a strategy and of its benchmark over the same periods, with the risk-free rate of
// each period.
type Pairs struct {
	Strategy, Benchmark, RiskFree []float64
}

// Align pairs the returns of two curves with points at the same times. benchmark is NaN where it has no
// fresh value; the returns then reach over that point. riskFree[i] is the rate
// of the period that ends with point i; nil is zero.
func Align(strategy, benchmark, riskFree []float64) Pairs {
	var p Pairs
	last, rate := -1, 1.0
	for i := range min(len(strategy), len(benchmark)) {
		if len(riskFree) > 0 {
			rate *= 1 + riskFree[i]
		}
		if math.IsNaN(benchmark[i]) || !(benchmark[i] > 0) || !(strategy[i] > 0) {
			continue
		}
		if last >= 0 {
			p.Strategy = append(p.Strategy, strategy[i]/strategy[last]-1)
			p.Benchmark = append(p.Benchmark, benchmark[i]/benchmark[last]-1)
			p.RiskFree = append(p.RiskFree, rate-1)
		}
		last, rate = i, 1
	}
	return p
}

// Regression is the least-squares line of the strategy's excess returns on the benchmark's.
type Regression struct {
	// Alpha is annualised, (1+a)^T - 1; Beta is the slope.
	Alpha, Beta, RSquared Value
}

// Regress fits (r - rf) = a + beta·(b - rf). It needs three pairs and a benchmark that moves.
func (p Pairs) Regress(b Basis) Regression {
	mine, theirs := less(p.Strategy, p.RiskFree), less(p.Benchmark, p.RiskFree)
	if len(mine) < 3 {
		none := Undefined(TooFewSamples)
		return Regression{none, none, none}
	}
	if _, _, ok, reason := deviation(theirs); !ok {
		none := Undefined(reason)
		return Regression{none, none, none}
	}
	alpha, beta := stat.LinearRegression(theirs, mine, nil, false)
	fit := Regression{
		Alpha:    Of(math.Pow(1+alpha, b.PeriodsPerYear) - 1),
		Beta:     Of(beta),
		RSquared: Undefined(NoVariation),
	}
	if _, _, ok, _ := deviation(mine); ok {
		fit.RSquared = Of(math.Pow(stat.Correlation(theirs, mine, nil), 2))
	}
	return fit
}

// TrackingError is s1(r - b) × √T.
func (p Pairs) TrackingError(b Basis) Value { return Volatility(p.active(), b) }

// InformationRatio is mean(r - b) / s1(r - b) × √T.
func (p Pairs) InformationRatio(b Basis) Value { return Sharpe(p.active(), b) }

func (p Pairs) active() []float64 { return less(p.Strategy, p.Benchmark) }

// UpCapture is the strategy's compound annual return over the periods in which the benchmark rose,
// divided by the benchmark's.
func (p Pairs) UpCapture(b Basis) Value {
	return p.capture(b, func(r float64) bool { return r > 0 })
}

// DownCapture is UpCapture for the periods in which the benchmark fell.
func (p Pairs) DownCapture(b Basis) Value {
	return p.capture(b, func(r float64) bool { return r < 0 })
}

func (p Pairs) capture(b Basis, counts func(float64) bool) Value {
	mine, theirs, n := 0.0, 0.0, 0
	for i, r := range p.Benchmark {
		if counts(r) {
			mine += math.Log1p(p.Strategy[i])
			theirs += math.Log1p(r)
			n++
		}
	}
	if n == 0 {
		return Undefined(TooFewSamples)
	}
	years := float64(n) / b.PeriodsPerYear
	return Of(math.Expm1(mine/years)).Over(Of(math.Expm1(theirs/years)), NoVariation)
}
