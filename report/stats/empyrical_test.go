package stats_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/report/stats"
)

// The series and expected values of the test suite of empyrical (stefan-jansen/empyrical-reloaded,
// empyrical/tests/test_stats.py), for the functions whose definitions are ours.
var (
	simpleBenchmark = percent(0, 1, 0, 1, 0, 1, 0, 1, 0)
	positiveReturns = percent(1, 2, 1, 1, 1, 1, 1, 1, 1)
	negativeReturns = percent(0, -6, -7, -1, -9, -2, -6, -8, -5)
	allNegative     = percent(-2, -6, -7, -1, -9, -2, -6, -8, -5)
	mixedReturns    = percent(1, 10, -4, 2, 3, 2, 1, -10) // without its leading NaN
	longMixed       = percent(0, 1, 10, -4, 2, 3, 2, 1, -10)
	seriesOne       = []float64{-0.00171614, 0.01322056, 0.03063862, -0.01422057, -0.00489779, 0.01268925, -0.03357711, 0.01797036}
	seriesTwo       = []float64{0.01846232, 0.00793951, -0.01448395, 0.00422537, -0.00339611, 0.03756813, 0.0151531, 0.03549769}
)

var (
	weekly  = stats.Daily(52, "weeks")
	monthly = stats.Daily(12, "months")
)

func percent(values ...float64) []float64 {
	fractions := make([]float64, len(values))
	for i, v := range values {
		fractions[i] = v / 100
	}
	return fractions
}

// curve compounds returns from 100, one point a day.
func curve(returns []float64) stats.Series {
	s := stats.Series{Time: []market.Time{day(0)}, Value: []float64{100}}
	for i, r := range returns {
		s.Time = append(s.Time, day(i+1))
		s.Value = append(s.Value, s.Value[i]*(1+r))
	}
	return s
}

func day(n int) market.Time {
	return market.At(time.Date(2024, time.January, 1+n, 0, 0, 0, 0, time.UTC))
}

func TestEmpyricalRisk(t *testing.T) {
	wantClose(t, "sharpe mixed", stats.Sharpe(mixedReturns, xnys), 1.7238613961706866)
	wantClose(t, "sharpe positive", stats.Sharpe(positiveReturns, xnys), 52.915026221291804)
	wantClose(t, "sharpe negative", stats.Sharpe(negativeReturns, xnys), -24.406808633910085)

	above := make([]float64, len(mixedReturns))
	for i, r := range mixedReturns {
		above[i] = r - simpleBenchmark[i+1]
	}
	wantClose(t, "sharpe over simple benchmark", stats.Sharpe(above, xnys), 0.34111411441060574)

	wantClose(t, "volatility daily", stats.Volatility(mixedReturns, xnys), 0.9136465399704637)
	wantClose(t, "volatility weekly", stats.Volatility(longMixed, weekly), 0.38851569394870583)
	wantClose(t, "volatility monthly", stats.Volatility(longMixed, monthly), 0.18663690238892558)

	wantClose(t, "sortino mixed", stats.Sortino(mixedReturns, 0, xnys), 2.605531251673693)
	wantClose(t, "sortino mixed, target 1 %", stats.Sortino(mixedReturns, 0.01, xnys), -1.3934779588919977)
	wantClose(t, "sortino negative", stats.Sortino(negativeReturns, 0, xnys), -13.532743075043401)
	wantClose(t, "sortino weekly", stats.Sortino(longMixed, 0, weekly), 1.1158901056866439)
	wantClose(t, "sortino monthly", stats.Sortino(longMixed, 0, monthly), 0.53605626741889756)
	wantClose(t, "sortino one", stats.Sortino(seriesOne, 0, xnys), 3.0639640966566306)
	wantClose(t, "sortino two", stats.Sortino(seriesTwo, 0, xnys), 38.090963117002495)
	// The suite expects infinity here; we call it undefined.
	wantUndefined(t, "sortino positive", stats.Sortino(positiveReturns, 0, xnys), stats.NoLosses)
}

func TestEmpyricalDrawdown(t *testing.T) {
	for _, test := range []struct {
		name    string
		returns []float64
		want    float64
	}{
		{"one return", percent(1), 0},
		{"simple benchmark", simpleBenchmark, 0},
		{"mixed", mixedReturns, -0.1},
		{"positive", positiveReturns, 0},
		{"negative", negativeReturns, -0.36590730349873601},
		{"up, down, up", percent(10, -10, 10), -0.10},
	} {
		wantClose(t, test.name, stats.Of(stats.MaxDepth(stats.Drawdowns(curve(test.returns)))), test.want)
	}
}

func TestEmpyricalBenchmark(t *testing.T) {
	pair := func(mine, theirs []float64) stats.Pairs {
		zero := make([]float64, len(mine))
		return stats.Pairs{Strategy: mine, Benchmark: theirs, RiskFree: zero}
	}
	fit := pair(mixedReturns, negativeReturns[1:]).Regress(xnys)
	wantClose(t, "beta mixed on negative", fit.Beta, -0.71296296296296313)
	// empyrical of that time annualised alpha as a·252 = -8.306666666666668; the current one and ours compound.
	wantClose(t, "alpha mixed on negative", fit.Alpha, compound(-8.306666666666668/252))

	same := pair(mixedReturns, mixedReturns).Regress(xnys)
	wantClose(t, "beta on itself", same.Beta, 1)
	wantClose(t, "alpha on itself", same.Alpha, 0)

	mixed := longMixed[1:]
	wantClose(t, "information ratio", pair(mixed, percent(0, 0, 0, 0, 0, 0, 0, 0)).InformationRatio(one), 0.10859306069076737)
	wantClose(t, "information ratio over 1 %", pair(mixed, percent(1, 1, 1, 1, 1, 1, 1, 1)).InformationRatio(one), -0.06515583641446039)

	wantClose(t, "down capture, all negative", pair(allNegative[1:], mixedReturns).DownCapture(xnys), 0.99956025703798634)
	wantClose(t, "down capture, positive", pair(positiveReturns[1:], mixedReturns).DownCapture(xnys), -11.27400221)
	wantClose(t, "down capture of itself", pair(mixedReturns, mixedReturns).DownCapture(xnys), 1)
}

var one = stats.Daily(1, "not annualised")

func TestEmpyricalMonths(t *testing.T) {
	s := curve(simpleBenchmark)
	start := market.At(time.Date(2000, time.January, 29, 0, 0, 0, 0, time.UTC))
	for i := range s.Time {
		s.Time[i] = start.Add(time.Duration(i) * 24 * time.Hour) // returns from 2000-01-30 on
	}
	months := stats.Monthly(s, time.UTC)
	if len(months) != 2 {
		t.Fatalf("got %d months, want 2", len(months))
	}
	wantClose(t, "January", months[0].Return, 0.01)
	wantClose(t, "February", months[1].Return, 0.03030099999999991)
	wantClose(t, "year", stats.Yearly(s, time.UTC)[0].Return, 0.040604010000000024)
}

func TestEmpyricalRollingSharpe(t *testing.T) {
	for _, test := range []struct {
		returns []float64
		want    []float64
	}{
		{negativeReturns, []float64{-18.09162052, -26.79897486, -26.69138263, -25.72298838}},
		{mixedReturns, []float64{8.22784105, 8.22784105, -3.1374751}}, // its first window has the NaN
	} {
		got := stats.RollingSharpe(test.returns, 6, 1, xnys)
		if len(got) != len(test.want) {
			t.Fatalf("got %d windows, want %d", len(got), len(test.want))
		}
		for i, want := range test.want {
			if number, _ := got[i].Float(); number-want > 1e-8 || want-number > 1e-8 {
				t.Errorf("window %d: got %v, want %v", i, number, want)
			}
		}
	}
}
