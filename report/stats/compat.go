package stats

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Foreign is a number under the name, and by the definition, of another product, where that differs
// from ours. It explains why two programs show different ratios for the same equity.
type Foreign struct {
	Name  string `json:"name"`
	Value Value  `json:"value"`
	Text  string `json:"definition"`
}

// Products are the names that Compat knows: backtesting.py 0.6 and quantstats 0.0.86.
func Products() []string { return []string{"backtesting", "quantstats"} }

// Compat computes what a product would show for a series, which must hold one point a session.
func Compat(product string, s Series, b Basis) ([]Foreign, error) {
	returns, whole := s.Returns()
	if !whole || len(returns) < 2 {
		returns = nil // everything is undefined below
	}
	switch product {
	case "backtesting":
		return backtestingPy(s, returns, b), nil
	case "quantstats":
		return quantStats(s, returns, b), nil
	}
	return nil, fmt.Errorf("product %q: want one of %v", product, Products())
}

func backtestingPy(s Series, returns []float64, b Basis) []Foreign {
	t := b.PeriodsPerYear
	annual, volatility, downside := Undefined(TooFewSamples), Undefined(TooFewSamples), Undefined(TooFewSamples)
	if returns != nil {
		growth := math.Pow(s.Value[s.Len()-1]/s.Value[0], 1/float64(len(returns)))
		annual = Of(math.Pow(growth, t) - 1)
		volatility = Of(math.Sqrt(math.Pow(stat.Variance(returns, nil)+growth*growth, t) - math.Pow(growth, 2*t)))
		downside = Of(math.Sqrt(lowerMoment(returns) * t))
	}
	return []Foreign{
		{"Return (Ann.)", annual, "Geometric mean return, compounded T times."},
		{"Volatility (Ann.)", volatility, "√((s1² + (1 + g)²)^T − (1 + g)^(2T)) with the geometric mean return g."},
		{"Sharpe Ratio", annual.Over(volatility, NoVariation), "Return (Ann.) / Volatility (Ann.)."},
		{"Sortino Ratio", annual.Over(downside, NoLosses), "Return (Ann.) / (√mean(min(r, 0)²) × √T)."},
		{"Calmar Ratio", annual.Over(Of(-MaxDepth(Drawdowns(s))), NoDrawdown), "Return (Ann.) / |maximum drawdown|."},
	}
}

// lowerMoment is mean(min(r, 0)²).
func lowerMoment(returns []float64) float64 {
	var squares float64
	for _, r := range returns {
		below := math.Min(r, 0)
		squares += below * below
	}
	return squares / float64(len(returns))
}

func quantStats(s Series, returns []float64, b Basis) []Foreign {
	cagr, risk, shortfall, ulcer := Undefined(TooFewSamples), Undefined(TooFewSamples), Undefined(TooFewSamples), Undefined(TooFewSamples)
	if returns != nil {
		years := float64(len(returns)) / b.PeriodsPerYear
		cagr = Of(math.Pow(s.Value[s.Len()-1]/s.Value[0], 1/years) - 1)
		mean, s1 := stat.MeanStdDev(returns, nil)
		z := distuv.UnitNormal.Quantile(0.05)
		risk, shortfall = Of(mean+s1*z), Of(mean-s1*distuv.UnitNormal.Prob(z)/0.05)
		n := float64(len(returns))
		ulcer = Ulcer(s).Then(func(u float64) float64 { return u * math.Sqrt(n/(n-1)) })
	}
	return []Foreign{
		{"CAGR", cagr, "(E_end / E_start)^(T / n) − 1, by the number of periods."},
		{"Calmar", cagr.Over(Of(-MaxDepth(Drawdowns(s))), NoDrawdown), "That CAGR / |maximum drawdown|."},
		{"Value-at-Risk", risk, "mean + s1 × Φ⁻¹(5 %): as if returns were normal."},
		{"Expected Shortfall (cVaR)", shortfall, "mean − s1 × φ(Φ⁻¹(5 %)) / 5 %: as if returns were normal."},
		{"Ulcer Index", ulcer, "√(Σ drawdown² / (n − 1))."},
	}
}
