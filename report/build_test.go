package report_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report"
	"github.com/tidemark/tidemark/report/stats"
)

func want(t *testing.T, name string, got stats.Value, want float64) {
	t.Helper()
	x, ok := got.Float()
	if !ok || math.Abs(x-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s: got %s, want %v", name, got, want)
	}
}

func TestCostsByHand(t *testing.T) {
	c := build(t, smallRun()).Costs
	// 1 + 1 USD, and 0.50 EUR at 1.10; traded 1001 + 1033.50 + 2·50·1.10.
	if !c.Fees.Equal(d("2.55")) || !c.Traded.Equal(d("2144.50")) || c.Fills != 3 || c.Unconverted != 0 {
		t.Errorf("fees %s, traded %s, fills %d, unconverted %d", c.Fees, c.Traded, c.Fills, c.Unconverted)
	}
	want(t, "basis points", c.BasisPoints, 2.55/2144.5*10_000)
	want(t, "per fill", c.PerFill, 0.85)
	want(t, "share", c.Share, 2.55/(28.30+2.55))
	if len(c.ByCurrency) != 2 || c.ByCurrency[0].Currency != "EUR" || !c.ByCurrency[0].Amount.Equal(d("0.5")) || !c.ByCurrency[1].Amount.Equal(d("2")) {
		t.Errorf("by currency: %v", c.ByCurrency)
	}
}

func TestUnknownRateIsSaid(t *testing.T) {
	run := smallRun()
	run.Fills[2].Rate, run.Fills[2].FeeRate = d("0"), d("0")
	result := build(t, run)
	if result.Costs.Unconverted != 1 || !result.Costs.Traded.Equal(d("2034.50")) {
		t.Errorf("unconverted %d, traded %s", result.Costs.Unconverted, result.Costs.Traded)
	}
	if !mentions(result, "1 fill is missing in costs") {
		t.Errorf("findings say nothing of it: %v", result.Findings)
	}
}

func TestTripWithoutRateIsSaid(t *testing.T) {
	run := smallRun()
	run.RoundTrips[0].Base = nil
	result := build(t, run)
	want(t, "trades", result.Statistics.Value("trades"), 0)
	if !mentions(result, "1 round trip is missing in the statistics of trades") {
		t.Errorf("findings say nothing of it: %v", result.Findings)
	}
}

func mentions(r *report.Result, text string) bool {
	for _, f := range r.Findings {
		if strings.Contains(f.Text, text) {
			return true
		}
	}
	return false
}

// The first trip lasts 25 hours of the 120 between the samples, the second 6; overlap counts once.
func TestTimeInMarket(t *testing.T) {
	run := smallRun()
	want(t, "all time", build(t, run).Statistics.Value("time_in_market"), 31.0/120)

	twin := run.RoundTrips[0]
	twin.EntryTime = at(5, 1)
	run.RoundTrips = append(run.RoundTrips, twin)
	want(t, "overlap", build(t, run).Statistics.Value("time_in_market"), 31.0/120)

	// The market is open from 14 to 21 h: 6 + 2 + 6 of 21 hours from the 4th to the 6th.
	run.SessionTime = func(from, to market.Time) time.Duration {
		var open time.Duration
		for day := 4; day <= 6; day++ {
			open += max(0, min(to, at(day, 21)).Sub(max(from, at(day, 14))))
		}
		return open
	}
	want(t, "session time", build(t, run).Statistics.Value("time_in_market"), 14.0/21)
}

// Trades and equity of the small run: one closed trade of +30.50; +18, +12.50 and -2.20 in three periods.
func TestSmallRunByHand(t *testing.T) {
	r := build(t, smallRun())
	want(t, "net profit", r.Statistics.Value("net_profit"), 28.30)
	want(t, "total return", r.Statistics.Value("total_return"), 0.00283)
	want(t, "worst", r.Statistics.Value("worst_period"), -2.20/10030.50)
	want(t, "expectancy", r.Statistics.Value("expectancy"), 30.50)
	want(t, "trades", r.Statistics.Value("trades"), 1)
	want(t, "average gross", r.Statistics.Value("average_gross_exposure"), (1020/10018.0+110/10028.3)/3)
	want(t, "average net", r.Statistics.Value("average_net_exposure"), (1020/10018.0-110/10028.3)/3)
	want(t, "turnover", r.Statistics.Value("turnover"), 2144.5/((10000+10018+10030.5+10028.3)/4)*252/3)
	want(t, "benchmark", r.Statistics.Value("benchmark_return"), 0.02)
	want(t, "March", r.Monthly[0].Return, 0.00283)
	if len(r.Drawdowns) != 1 || r.Drawdowns[0].Recovered || r.Drawdowns[0].Peak != at(5, 21) {
		t.Errorf("drawdowns: %+v", r.Drawdowns)
	}
	if r.Orders.Total != 5 || r.Orders.Unfilled != 2 {
		t.Errorf("orders: %+v", r.Orders)
	}
	for _, split := range r.Splits {
		if len(split.Groups) != 1 || split.Groups[0].Trades != 1 || !split.Groups[0].Net.Equal(d("30.50")) {
			t.Errorf("by %s: %+v", split.By, split.Groups)
		}
	}
}

// A sample without a fresh price of the benchmark is bridged: its return is paired with the strategy's
// over both periods.
func TestStaleBenchmarkIsBridged(t *testing.T) {
	run := smallRun()
	run.Benchmark.Points = []report.Point{run.Benchmark.Points[0], run.Benchmark.Points[1], run.Benchmark.Points[3]}
	s, _ := build(t, run).Statistics.Get("tracking_error")
	if s.N != 2 {
		t.Fatalf("%d pairs, want 2", s.N)
	}
	a := 0.0018 - 0.01
	b := (10028.3/10018 - 1) - (510.0/505 - 1)
	want(t, "tracking error", s.Value, math.Abs(a-b)/math.Sqrt2*math.Sqrt(252)) // s1 of two values
}

func TestRiskFreeRate(t *testing.T) {
	run := smallRun()
	run.Manifest.RiskFree = 0
	plain, _ := build(t, run).Statistics.Value("sharpe").Float()
	// A series that is 0 and then changes at the last sample changes nothing: a period's rate is known at its start.
	run.RiskFree = []report.Point{{Time: at(6, 21), Value: 0.5}}
	want(t, "late change", build(t, run).Statistics.Value("sharpe"), plain)
	run.RiskFree = []report.Point{{Time: at(1, 21), Value: 0.05}}
	series := build(t, run).Statistics.Value("sharpe")
	run.RiskFree, run.Manifest.RiskFree = nil, 0.05
	constant, _ := build(t, run).Statistics.Value("sharpe").Float()
	want(t, "series like the constant", series, constant)
	if constant >= plain {
		t.Errorf("a rate of 5 %% does not lower the ratio: %v, %v", constant, plain)
	}
}

// 50 are deposited with the strategy in the second period: 10018 grows by 12.50 to 10080.50, not by 62.50.
func TestFlowsOfAStrategy(t *testing.T) {
	run := smallRun()
	for i := 2; i < 4; i++ {
		run.Samples[i].Equity = run.Samples[i].Equity.Add(d("50"))
		run.Samples[i].Strategies[0].Equity = run.Samples[i].Equity
	}
	run.Samples[2].Flow, run.Samples[2].Strategies[0].Flow = d("50"), d("50")
	r := build(t, run)
	growth := 1.0018 * (1 + 12.5/10018) * (1 - 2.2/10080.5)
	want(t, "account", r.Statistics.Value("total_return"), growth-1)
	want(t, "strategy", r.Strategies[0].Statistics.Value("total_return"), growth-1)
	want(t, "profit", r.Strategies[0].Statistics.Value("net_profit"), 28.30)
}

func TestSecondSampleOfAMomentReplacesTheFirst(t *testing.T) {
	recorder := report.NewRecorder(nil, report.RecorderOptions{})
	recorder.Sample(report.Sample{Time: at(1, 21), Equity: d("100"), Flow: d("10"), Strategies: []report.Share{{Equity: d("100"), Flow: d("10")}}})
	recorder.Sample(report.Sample{Time: at(1, 21), Equity: d("105"), Flow: d("5"), Strategies: []report.Share{{Equity: d("105"), Flow: d("5")}}})
	samples := recorder.Finish(report.Manifest{}, nil).Samples
	if len(samples) != 1 || !samples[0].Equity.Equal(d("105")) || !samples[0].Flow.Equal(d("15")) || !samples[0].Strategies[0].Flow.Equal(d("15")) {
		t.Errorf("got %+v", samples)
	}
}

func TestManifestIsChecked(t *testing.T) {
	run := smallRun()
	run.Manifest.Zone, run.Manifest.Base, run.Manifest.PeriodsPerYear = "Mars/Olympus", "", 0
	_, err := report.Build(run)
	for _, text := range []string{"Mars/Olympus", "base currency", "periods per year"} {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("got %v, want it to mention %s", err, text)
		}
	}
	run = smallRun()
	run.Samples[2].Time = run.Samples[1].Time
	if _, err := report.Build(run); err == nil || !strings.Contains(err.Error(), "not after") {
		t.Errorf("samples out of order: got %v", err)
	}
}

func TestEverySampleIsValidJSON(t *testing.T) {
	for name, sample := range samples {
		var text strings.Builder
		if err := build(t, sample()).WriteJSON(&text); err != nil {
			t.Fatal(err)
		}
		var back map[string]any
		if err := json.Unmarshal([]byte(text.String()), &back); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key, value := range back {
			if value == nil {
				t.Errorf("%s: %s is null, want an empty list", name, key)
			}
		}
	}
}

func TestFindings(t *testing.T) {
	for name, texts := range map[string][]string{
		"idle":   {"did not trade"},
		"ruin":   {"fell to zero", "10 trades were closed"},
		"single": {"did not trade"},
		"busy":   {"BBB has no bar"},
	} {
		result := build(t, samples[name]())
		for _, text := range texts {
			if !mentions(result, text) {
				t.Errorf("%s: no finding says %q: %v", name, text, result.Findings)
			}
		}
	}
}

// A strategy that is flat at every close has positions that no sample sees.
func TestFindingOfExposureBetweenSamples(t *testing.T) {
	run := samples["busy"]()
	for i := range run.Samples {
		run.Samples[i].Gross, run.Samples[i].Net = decimal.Zero, decimal.Zero
	}
	if result := build(t, run); !mentions(result, "flat whenever equity was sampled") {
		t.Errorf("findings say nothing of it: %v", result.Findings)
	}
}
