package stats_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// Each test below is a mistake that a published backtesting library makes or made.

func nets(amounts ...string) []stats.Trade {
	trades := make([]stats.Trade, len(amounts))
	for i, amount := range amounts {
		trades[i] = stats.Trade{Net: decimal.RequireFromString(amount), Entry: day(i), Exit: day(i + 1), Bars: 1}
	}
	return trades
}

// 1. A loss rate shown as win rate, and net profit over losses shown as profit factor.
func TestWinRateCountsWinsAndProfitFactorIsGross(t *testing.T) {
	tally := stats.TallyOf(nets("30", "10", "20", "-15"))
	wantClose(t, "win rate", tally.WinRate(), 0.75)        // 3 of 4, not 1 of 4
	wantClose(t, "profit factor", tally.ProfitFactor(), 4) // 60/15, not 45/15
}

// 2. Excess kurtosis fed into the formula of the probabilistic Sharpe ratio, which wants the raw one: with
// kurtosis 0 in place of 3 the variance is 1 - SR²/4 in place of 1 + SR²/2.
func TestPSRTakesRawKurtosis(t *testing.T) {
	// Eight returns of ±1 around 0.5 (in %): mean 0.5, s1² = 8/7, skewness 0 by symmetry,
	// G2 = 9·8/(7·6·5)·Σz⁴ - 3·49/30, Σz⁴ = 8·(7/8)² = 6.125: 2.1 - 4.9 = -2.8, raw 0.2.
	returns := percent(1.5, -0.5, 1.5, -0.5, 1.5, -0.5, 1.5, -0.5)
	sr := 0.5 / math.Sqrt(8.0/7)
	deviation := math.Sqrt((1 + (0.2-1)/4*sr*sr) / 7)
	want := 0.5 * math.Erfc(-sr/deviation/math.Sqrt2)
	wantClose(t, "PSR", stats.PSR(returns), want)
}

// 3. The downside deviation taken around the mean of the losses, which is 0 when all losses are equal.
func TestSortinoOfEqualLosses(t *testing.T) {
	// mean 1 %, Σ min(r,0)² / n = (1+1)/4 %²: 1/√0.5.
	wantClose(t, "sortino", stats.Sortino(percent(3, -1, 3, -1), 0, one), 1/math.Sqrt(0.5))
}

// 4. The longest recovered drawdown shown as the recovery of the deepest, and an open one ignored.
func TestOpenDrawdownIsCounted(t *testing.T) {
	s := series(100, 99, 98, 97, 100, 60, 61) // 3 % recovered after 4 days, then 40 %, open for 2
	all := stats.Drawdowns(s)
	if len(all) != 2 || !all[0].Recovered || all[1].Recovered {
		t.Fatalf("got %+v, want a recovered and an open drawdown", all)
	}
	sheet := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys})
	wantClose(t, "depth", sheet.Value("max_drawdown"), -0.4)
	wantClose(t, "days of the deepest", sheet.Value("max_drawdown_days"), 2)
	wantClose(t, "longest", sheet.Value("longest_drawdown_days"), 4)
}

// 5. A Calmar ratio that divides a logarithmic return of one period by a drawdown in percent points.
func TestCalmarDividesLikeByLike(t *testing.T) {
	year := 365.25 * 24 * time.Hour
	s := stats.Series{
		Time:  []market.Time{day(0), day(0).Add(year / 2), day(0).Add(year)},
		Value: []float64{100, 80, 110}, // -20 %, then up to +10 % after exactly a year
	}
	wantClose(t, "calmar", stats.Calmar(s, xnys), 0.10/0.20)
}

// 6. Annualising with the number of observations: a longer record of the same returns has another ratio.
func TestAnnualisingDoesNotCountObservations(t *testing.T) {
	short := percent(1, -1, 2, -1)
	var long []float64
	for range 100 {
		long = append(long, short...)
	}
	// The sample deviation differs by √((n-1)/n) terms only: √((4/3)/(400/399)).
	ratio := math.Sqrt((4.0 / 3) / (400.0 / 399))
	wantClose(t, "sharpe", stats.Sharpe(long, xnys), number(stats.Sharpe(short, xnys))*ratio)
	wantClose(t, "sortino", stats.Sortino(long, 0, xnys), number(stats.Sortino(short, 0, xnys)))
}

// 7. One period too many in CAGR, and a high-water mark that forgets the first point.
func TestFirstPointCounts(t *testing.T) {
	year := 365.25 * 24 * time.Hour
	s := stats.Series{Time: []market.Time{day(0), day(0).Add(year)}, Value: []float64{100, 90}}
	wantClose(t, "cagr", stats.CAGR(s, xnys), -0.10)
	wantClose(t, "drawdown", stats.Of(stats.MaxDepth(stats.Drawdowns(s))), -0.10)
}

// 8. A Sharpe ratio of profits in money, which changes with the size of the account and does not compound.
func TestRatiosAreOfReturnsNotMoney(t *testing.T) {
	small, large := series(100, 103, 101, 107), series(1e6, 1.03e6, 1.01e6, 1.07e6)
	a, _ := small.Returns()
	b, _ := large.Returns()
	wantClose(t, "sharpe", stats.Sharpe(b, xnys), number(stats.Sharpe(a, xnys)))
	constant, _ := series(100, 110, 121, 133.1).Returns() // +10 % each time; profits of 10, 11, 12.1
	wantUndefined(t, "sharpe of constant growth", stats.Sharpe(constant, xnys), stats.NoVariation)
}

// 9. The deviation of trades under the mean of days: the ratio changes with the number of trades.
func TestSharpeIgnoresHowManyTradesMadeTheCurve(t *testing.T) {
	s := series(100, 103, 101, 107)
	few := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys, Trades: nets("7")})
	many := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys, Trades: nets("3", "-1", "-1", "3", "3")})
	wantClose(t, "sharpe", many.Value("sharpe"), number(few.Value("sharpe")))
}

// 10. Weekends counted as days without a return.
func TestWeekendIsNoReturn(t *testing.T) {
	friday, monday := market.NewDate(2024, time.March, 1), market.NewDate(2024, time.March, 4)
	s := stats.Series{
		Time:  []market.Time{market.At(friday.Clock(21, 0, time.UTC)), market.At(monday.Clock(21, 0, time.UTC))},
		Value: []float64{100, 101},
	}
	if returns, _ := s.Returns(); len(returns) != 1 {
		t.Errorf("got %d returns from Friday to Monday, want 1", len(returns))
	}
}

// 11. Break-even trades in the denominator of one number and not of another: expectancy times trades must
// be the net profit.
func TestExpectancyTimesTradesIsNetProfit(t *testing.T) {
	tally := stats.TallyOf(nets("30", "0", "0", "-10"))
	wantClose(t, "expectancy", tally.Expectancy(), 5)
	if got := number(tally.Expectancy()) * float64(tally.Trades); got != 20 {
		t.Errorf("expectancy × trades = %v, want the net profit 20", got)
	}
	wantClose(t, "win rate", tally.WinRate(), 0.25)
	if tally.BreakEven != 2 {
		t.Errorf("got %d break-even trades, want 2", tally.BreakEven)
	}
}

// 12. Profit factor and expectancy of percentages, which give a small position the weight of a large one.
func TestProfitFactorIsInMoney(t *testing.T) {
	// +10 % on 1,000 and -5 % on 10,000: in percent the factor is 2, in money 100/500.
	tally := stats.TallyOf(nets("100", "-500"))
	wantClose(t, "profit factor", tally.ProfitFactor(), 0.2)
	wantClose(t, "expectancy", tally.Expectancy(), -200)
}

// 13. Sentinels in place of "does not exist": every undefined number is null in JSON and has a reason.
func TestUndefinedIsNull(t *testing.T) {
	s := series(100, 101)
	sheet := compute(t, stats.Input{Time: s.Time, Equity: s.Value, Basis: xnys, Trades: nets("1")})
	for id, reason := range map[string]string{
		"profit_factor": "no-losses", "payoff": "no-losses", "kelly": "no-losses", "average_loss": "no-losses",
		"sharpe": "too-few-samples", "sortino": "too-few-samples", "var_95": "too-few-samples",
		"cagr": "too-short", "calmar": "too-short", "recovery_factor": "no-drawdown", "sqn": "too-few-samples",
		"beta": "no-benchmark", "turnover": "not-computed", "average_gross_exposure": "not-recorded",
	} {
		statistic, ok := sheet.Get(id)
		if !ok {
			t.Errorf("%s is not in the sheet", id)
			continue
		}
		text, err := json.Marshal(statistic)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), `"value":null`) || !strings.Contains(string(text), `"reason":"`+reason+`"`) {
			t.Errorf("%s: got %s, want null for the reason %s", id, text, reason)
		}
	}
}

func series(values ...float64) stats.Series {
	s := stats.Series{Value: values}
	for i := range values {
		s.Time = append(s.Time, day(i))
	}
	return s
}

func compute(t *testing.T, in stats.Input) stats.Sheet {
	t.Helper()
	sheet, err := stats.Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func number(v stats.Value) float64 {
	x, _ := v.Float()
	return x
}
