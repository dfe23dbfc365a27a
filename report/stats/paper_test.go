package stats_test

import (
	"math"
	"testing"

	"github.com/tidemark/tidemark/report/stats"
)

func compound(perDay float64) float64 { return math.Pow(1+perDay, 252) - 1 }

// Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier" (2012), numerical example: 24 monthly
// returns with a Sharpe ratio of 0.458, skewness -2.448 and kurtosis 10.164 give PSR(0) = 0.913; assuming
// normal returns it would be 0.982.
func TestProbabilisticSharpeOfThePaper(t *testing.T) {
	rounded := func(v stats.Value) float64 {
		number, _ := v.Float()
		return math.Round(number*1000) / 1000
	}
	if got := rounded(stats.ProbabilisticSharpe(0.458, 0, 24, -2.448, 10.164)); got != 0.913 {
		t.Errorf("PSR with the sample's moments: got %v, want 0.913", got)
	}
	if got := rounded(stats.ProbabilisticSharpe(0.458, 0, 24, 0, 3)); got != 0.982 {
		t.Errorf("PSR of normal returns: got %v, want 0.982", got)
	}
}

// Bailey and López de Prado, "The Deflated Sharpe Ratio" (2014), numerical example: an annual ratio of 2.5
// from 1250 daily returns (250 a year) with skewness -3 and kurtosis 10, the best of 100 trials whose annual
// ratios have the variance 1/2, gives DSR = 0.9004; had there been 46 trials, it would reach 0.9505.
func TestDeflatedSharpeOfThePaper(t *testing.T) {
	perDay := 2.5 / math.Sqrt(250)
	for trials, want := range map[int]float64{100: 0.9004, 46: 0.9505} {
		got, ok := stats.DeflatedSharpe(perDay, 1250, -3, 10, trials, 0.5/250).Float()
		if !ok || math.Round(got*1e4)/1e4 != want {
			t.Errorf("DSR with %d trials: got %v, want %v", trials, got, want)
		}
	}
	single, _ := stats.DeflatedSharpe(0.1, 250, 0, 3, 1, 0.5).Float()
	plain, _ := stats.ProbabilisticSharpe(0.1, 0, 250, 0, 3).Float()
	if single != plain {
		t.Errorf("a single trial deflates the ratio: %v, want %v", single, plain)
	}
}

// Lo, "The Statistics of Sharpe Ratios" (2002): for monthly returns (q = 12) the factor is 3.46 without
// autocorrelation, 2.88 at +20 % and 4.17 at -20 %; in general q / √(q + 2 Σ (q-k)·ρ^k), k = 1..q-1.
func TestAutocorrelatedSharpeOfThePaper(t *testing.T) {
	general := func(rho, q float64) float64 {
		sum := q
		for k := 1.0; k < q; k++ {
			sum += 2 * (q - k) * math.Pow(rho, k)
		}
		return q / math.Sqrt(sum)
	}
	for rho, want := range map[float64]float64{0: 3.46, 0.2: 2.88, -0.2: 4.17} {
		if got := math.Round(general(rho, 12)*100) / 100; got != want {
			t.Fatalf("the general formula gives %v for ρ = %v, the paper %v", got, rho, want)
		}
	}
	// The sample has mean 2 % and deviations +1, -2, +3, -2 (in %): Σd² = 18, Σd(t)d(t-1) = -2 -6 -6 = -14,
	// so ρ = -7/9; s1 = √(18/3).
	returns := percent(3, 0, 5, 0)
	want := 2 / math.Sqrt(6) * general(-7.0/9, 12)
	wantClose(t, "AR(1) adjusted", stats.AutocorrelatedSharpe(returns, monthly), want)
}

// Lo (2002): for independent normal returns the standard error is √((1 + SR²/2) / n) (n-1 here). The
// returns have skewness 0 by symmetry; the kurtosis term is added by hand.
//
// -2, -1, 0, 1, 2 (in %) shifted by 1: mean 1, s1 = √(10/4); SR = 1/√2.5.
// G2 = n(n+1)/((n-1)(n-2)(n-3))·Σz⁴ - 3(n-1)²/((n-2)(n-3)) = 30/24·(34/6.25) - 48/6 = 6.8 - 8 = -1.2.
// variance = (1 + (1.8-1)/4·SR²) / 4 = (1 + 0.2·0.4) / 4 = 0.27.
func TestSharpeErrorByHand(t *testing.T) {
	wantClose(t, "standard error", stats.SharpeError(percent(-1, 0, 1, 2, 3), one), math.Sqrt(0.27))
	wantClose(t, "annualised", stats.SharpeError(percent(-1, 0, 1, 2, 3), monthly), math.Sqrt(0.27*12))
}
