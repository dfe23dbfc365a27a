package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Sharpe is mean(r - rf) / s1(r - rf) × √T, of returns in excess of the risk-free rate (Sharpe 1994).
func Sharpe(excess []float64, b Basis) Value {
	return periodSharpe(excess).Then(func(sr float64) float64 { return sr * math.Sqrt(b.PeriodsPerYear) })
}

func periodSharpe(excess []float64) Value {
	mean, s1, ok, reason := deviation(excess)
	if !ok {
		return Undefined(reason)
	}
	return Of(mean / s1)
}

// SharpeError is the standard error of Sharpe, annualised like it, for independent returns of any
// distribution: √((1 - g3·SR + (g4-1)/4·SR²) / (n-1)) × √T, where SR is the ratio of one period, g3 the
// skewness and g4 the raw kurtosis, 3 for a normal distribution (Mertens 2002; Bailey and López de
// Prado 2012). For normal returns it is Lo's (2002) √((1 + SR²/2)/(n-1)).
func SharpeError(excess []float64, b Basis) Value {
	return periodError(excess).Then(func(e float64) float64 { return e * math.Sqrt(b.PeriodsPerYear) })
}

func periodError(excess []float64) Value {
	sr, skew, kurtosis := moments(excess)
	if !kurtosis.Defined() {
		return kurtosis
	}
	return Of(math.Sqrt(sharpeVariance(sr.number, len(excess), skew.number, kurtosis.number)))
}

// moments are what the distribution of an estimated Sharpe ratio depends on: the ratio of one period, the
// skewness and the raw kurtosis. All exist when the kurtosis does, which needs most samples.
func moments(excess []float64) (sr, skew, kurtosis Value) {
	raw := ExcessKurtosis(excess).Then(func(k float64) float64 { return k + 3 })
	return periodSharpe(excess), Skew(excess), raw
}

func sharpeVariance(sr float64, n int, skew, kurtosis float64) float64 {
	return (1 - skew*sr + (kurtosis-1)/4*sr*sr) / float64(n-1)
}

// AutocorrelatedSharpe is Sharpe with the √T replaced by Lo's (2002) factor for returns that follow an
// AR(1) process with the first autocorrelation ρ of the sample:
// √T / √(1 + 2ρ/(1-ρ) · (1 - (1-ρ^T)/(T(1-ρ)))). Returns that trend (ρ > 0), such as those of positions
// marked with stale prices, earn a lower ratio.
func AutocorrelatedSharpe(excess []float64, b Basis) Value {
	if len(excess) < 3 {
		return Undefined(TooFewSamples)
	}
	return periodSharpe(excess).Then(func(sr float64) float64 {
		return sr * annualFactor(autocorrelation(excess), b.PeriodsPerYear)
	})
}

func annualFactor(rho, periods float64) float64 {
	if rho == 0 {
		return math.Sqrt(periods)
	}
	inner := 1 - (1-math.Pow(rho, math.Round(periods)))/(periods*(1-rho))
	return math.Sqrt(periods) / math.Sqrt(1+2*rho/(1-rho)*inner)
}

// autocorrelation is the first autocorrelation coefficient of the sample, about its one mean.
func autocorrelation(values []float64) float64 {
	mean := stat.Mean(values, nil)
	var joint, own float64
	for i, v := range values {
		own += (v - mean) * (v - mean)
		if i > 0 {
			joint += (v - mean) * (values[i-1] - mean)
		}
	}
	return joint / own
}

// ProbabilisticSharpe is the probability that the true Sharpe ratio is above benchmark, given the
// estimate sr from n returns (Bailey and López de Prado 2012):
// Φ((sr - benchmark)·√(n-1) / √(1 - skew·sr + (kurtosis-1)/4·sr²)). Both ratios are per period, not
// annualised, and kurtosis is raw: 3 for a normal distribution.
func ProbabilisticSharpe(sr, benchmark float64, n int, skew, kurtosis float64) Value {
	if n < 2 {
		return Undefined(TooFewSamples)
	}
	variance := sharpeVariance(sr, n, skew, kurtosis)
	if !(variance > 0) {
		return Undefined(NoVariation)
	}
	return Of(distuv.UnitNormal.CDF((sr - benchmark) / math.Sqrt(variance)))
}

// PSR is ProbabilisticSharpe of the returns against a true ratio of zero.
func PSR(excess []float64) Value {
	sr, skew, kurtosis := moments(excess)
	if !kurtosis.Defined() {
		return kurtosis
	}
	return ProbabilisticSharpe(sr.number, 0, len(excess), skew.number, kurtosis.number)
}

// DeflatedSharpe is ProbabilisticSharpe against the best ratio to be expected from luck alone among
// independent trials whose ratios (per period) have the given variance (Bailey and López de Prado 2014):
// √variance · ((1-γ)·Φ⁻¹(1 - 1/trials) + γ·Φ⁻¹(1 - 1/(trials·e))), γ being Euler's constant.
func DeflatedSharpe(sr float64, n int, skew, kurtosis float64, trials int, variance float64) Value {
	if trials < 1 || !(variance >= 0) {
		return Undefined(TooFewSamples)
	}
	return ProbabilisticSharpe(sr, expectedBest(trials, variance), n, skew, kurtosis)
}

const euler = 0.57721566490153286060651209008240243

func expectedBest(trials int, variance float64) float64 {
	if trials == 1 {
		return 0
	}
	n := float64(trials)
	first := distuv.UnitNormal.Quantile(1 - 1/n)
	second := distuv.UnitNormal.Quantile(1 - 1/(n*math.E))
	return math.Sqrt(variance) * ((1-euler)*first + euler*second)
}
