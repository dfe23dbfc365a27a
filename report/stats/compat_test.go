package stats_test

import (
	"testing"

	"github.com/tidemark/tidemark/report/stats"
)

func compat(t *testing.T, product string, s stats.Series, want map[string]float64) {
	t.Helper()
	all, err := stats.Compat(product, s, xnys)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(want) {
		t.Errorf("%s: %d numbers, want %d", product, len(all), len(want))
	}
	for _, c := range all {
		wantClose(t, product+" "+c.Name, c.Value, want[c.Name])
	}
}

// The values of test_compute_stats in the test suite of backtesting.py 0.6.6; see TestBacktestingPy.
func TestCompatBacktesting(t *testing.T) {
	equity, _ := smaCross(t)
	compat(t, "backtesting", equity, map[string]float64{
		"Return (Ann.)": 0.21191099249053224, "Volatility (Ann.)": 0.3649716090702389, "Sharpe Ratio": 0.5806232244485349,
		"Sortino Ratio": 1.0853434352488662, "Calmar Ratio": 0.44166409202994605,
	})
}

// Computed with quantstats 0.0.86 from the closes of GOOG.
func TestCompatQuantStats(t *testing.T) {
	compat(t, "quantstats", google(t), map[string]float64{
		"CAGR": 0.2770806653191571, "Calmar": 0.42435360117084214, "Value-at-Risk": -0.0344463676094315,
		"Expected Shortfall (cVaR)": -0.04350288371248045, "Ulcer Index": 0.2512483297732764,
	})
}

func TestCompatOfNothing(t *testing.T) {
	for _, product := range stats.Products() {
		for _, s := range []stats.Series{{}, series(100), series(100, 90, -5)} {
			all, err := stats.Compat(product, s, xnys)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range all {
				wantUndefined(t, product+" "+c.Name, c.Value, stats.TooFewSamples)
			}
		}
	}
	if _, err := stats.Compat("other", google(t), xnys); err == nil {
		t.Error("an unknown product is no error")
	}
}
