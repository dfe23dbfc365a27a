package stats_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

func TestDefinitionsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	groups := map[stats.Group]bool{}
	for _, group := range stats.Groups() {
		groups[group] = true
	}
	for _, d := range stats.Definitions() {
		if seen[d.ID] {
			t.Errorf("%s is defined twice", d.ID)
		}
		seen[d.ID] = true
		if d.Name == "" || d.Text == "" || !strings.HasSuffix(d.Text, ".") || d.Unit == "" || !groups[d.Group] {
			t.Errorf("%s: name %q, unit %q, group %q or definition %q is missing or odd", d.ID, d.Name, d.Unit, d.Group, d.Text)
		}
	}
}

// Whatever the equity does, a sheet has every statistic, and each is a finite number or says why not.
func TestSheetIsTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-10, 1000), 0, 150).Draw(t, "equity")
		in := stats.Input{Equity: values, Basis: xnys}
		for i := range values {
			in.Time = append(in.Time, day(i))
		}
		if rapid.Bool().Draw(t, "benchmark") {
			in.Benchmark = rapid.SliceOfN(rapid.Float64Range(0, 100), len(values), len(values)).Draw(t, "prices")
		}
		if rapid.Bool().Draw(t, "rate") {
			in.RiskFree = make([]float64, len(values))
		}
		for i, cents := range rapid.SliceOfN(rapid.Int64Range(-500, 500), 0, 20).Draw(t, "nets") {
			in.Trades = append(in.Trades, stats.Trade{Net: decimal.New(cents, -2), Entry: day(i), Exit: day(i + 1)})
		}
		sheet, err := stats.Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		if len(sheet) != len(stats.Definitions()) {
			t.Fatalf("got %d statistics, want %d", len(sheet), len(stats.Definitions()))
		}
		for _, s := range sheet {
			x, ok := s.Value.Float()
			if ok && (math.IsNaN(x) || math.IsInf(x, 0)) {
				t.Errorf("%s is %v", s.ID, x)
			}
			if s.N < 0 {
				t.Errorf("%s has sample size %d", s.ID, s.N)
			}
		}
		if text, err := json.Marshal(sheet); err != nil || !json.Valid(text) {
			t.Errorf("sheet does not encode: %v", err)
		}
	})
}

// Deposits and withdrawals change neither returns nor ratios.
func TestFlowsDoNotChangeReturns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		returns := rapid.SliceOfN(rapid.Float64Range(-0.2, 0.2), 1, 60).Draw(t, "returns")
		plain := curve(returns)
		equity, flow := []float64{100}, []float64{0}
		for i, r := range returns {
			grown := equity[i] * (1 + r)
			deposit := rapid.Float64Range(-0.5, 2).Draw(t, "share") * grown
			equity, flow = append(equity, grown+deposit), append(flow, deposit)
		}
		units := stats.Units(equity, flow)
		for i := range units {
			if math.Abs(units[i]-plain.Value[i]) > 1e-6*plain.Value[i] {
				t.Fatalf("point %d: got %v, want %v", i, units[i], plain.Value[i])
			}
		}
	})
}

// 100 grows to 110, then 50 are deposited (160), which grow by 5 % to 168: +10 % and +5 % compound to
// 15.5 %, and the profit is 168 - 100 - 50 = 18.
func TestFlowsByHand(t *testing.T) {
	sheet := compute(t, stats.Input{
		Time: []market.Time{day(0), day(1), day(2)}, Equity: []float64{100, 160, 168}, Flow: []float64{0, 50, 0}, Basis: xnys,
	})
	wantClose(t, "return", sheet.Value("total_return"), 0.155)
	wantClose(t, "profit", sheet.Value("net_profit"), 18)
}

func TestInputIsChecked(t *testing.T) {
	_, err := stats.Compute(stats.Input{
		Time: []market.Time{day(1), day(1)}, Equity: []float64{1, 2}, Gross: []float64{1},
	})
	for _, want := range []string{"not after", "periods per year", "gross exposure has 1 entries, want 2"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want it to say %q", err, want)
		}
	}
}

func TestBrokeAccount(t *testing.T) {
	s := series(100, 50, -20, -30)
	sheet := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys})
	wantClose(t, "total return", sheet.Value("total_return"), -1.3)
	wantClose(t, "maximum drawdown", sheet.Value("max_drawdown"), -1.3)
	wantClose(t, "net profit", sheet.Value("net_profit"), -130)
	for _, id := range []string{"sharpe", "sortino", "volatility", "psr", "calmar", "skew", "var_95"} {
		wantUndefined(t, id, sheet.Value(id), stats.EquityGone)
	}
}

func TestNothingHappened(t *testing.T) {
	for n := range 2 {
		s := series([]float64{100}[:n]...)
		sheet := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys})
		for _, id := range []string{"total_return", "net_profit", "cagr", "sharpe", "max_drawdown", "ulcer", "best_period"} {
			wantUndefined(t, id, sheet.Value(id), stats.TooFewSamples)
		}
		wantClose(t, "trades", sheet.Value("trades"), 0)
		wantUndefined(t, "win rate", sheet.Value("win_rate"), stats.NoTrades)
	}
}
