package stats_test

import (
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/report/stats"
)

// smaCross trades GOOG as the test suite of backtesting.py does: in at the next open, long when the 10-day
// average crosses above the 30-day one and short when it crosses below, all in, in whole shares, without
// costs; the last position is closed at the last open.
func smaCross(t *testing.T) (equity stats.Series, trades []stats.Trade) {
	data := readTable(t, "ohlc/backtesting.py/GOOG.csv")
	open, close := data.columns["Open"], data.columns["Close"]
	fast, slow := average(close, 10), average(close, 30)
	equity.Time = data.time

	cash, size, entry := 10_000.0, 0.0, 0
	exit := func(i int) {
		if size != 0 {
			profit := size * (open[i] - open[entry])
			cash += profit
			trades = append(trades, stats.Trade{
				Net: decimal.NewFromFloat(profit).Round(6), Entry: data.time[entry], Exit: data.time[i], Bars: i - entry,
			})
			size = 0
		}
	}
	signal := 0.0
	for i := range close {
		if signal != 0 {
			exit(i)
			size, entry = signal*math.Floor(cash/open[i]), i
		}
		signal = 0
		if i > 29 {
			before, now := fast[i-1]-slow[i-1], fast[i]-slow[i]
			if before < 0 && now > 0 {
				signal = 1
			} else if before > 0 && now < 0 {
				signal = -1
			}
		}
		if i == len(close)-1 {
			exit(i)
		}
		equity.Value = append(equity.Value, cash+size*(close[i]-open[entry]))
	}
	return equity, trades
}

func average(values []float64, n int) []float64 {
	averages := make([]float64, len(values))
	for i := n - 1; i < len(values); i++ {
		for _, v := range values[i-n+1 : i+1] {
			averages[i] += v / float64(n)
		}
	}
	return averages
}

// The expected values are those that backtesting.py 0.6.6 publishes in test_compute_stats of its test
// suite, for the statistics that it defines as we do.
func TestBacktestingPy(t *testing.T) {
	equity, trades := smaCross(t)
	sheet, err := stats.Compute(stats.Input{Time: equity.Time, Equity: equity.Value, Basis: xnys, Trades: trades})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]float64{
		"trades":           66,                   // '# Trades'
		"net_profit":       51422.99 - 10000,     // 'Equity Final [$]'
		"total_return":     4.142298999999996,    // 'Return [%]'
		"cagr":             0.21160245705962623,  // 'CAGR [%]'
		"max_drawdown":     -0.4798012705007589,  // 'Max. Drawdown [%]'
		"average_drawdown": -0.05925851581948801, // 'Avg. Drawdown [%]'
		"win_rate":         0.4696969696969697,   // 'Win Rate [%]'
		"sqn":              1.0766187356697705,   // 'SQN'
		"kelly":            0.1518705127029717,   // 'Kelly Criterion'
	} {
		wantClose(t, id, sheet.Value(id), want)
	}
	wantClose(t, "longest drawdown", sheet.Value("longest_drawdown_days"), 584) // 'Max. Drawdown Duration'
	// Durations that are averages are published rounded up to whole days.
	for id, want := range map[string]float64{
		"average_drawdown_days": 41, // 'Avg. Drawdown Duration'
		"average_hold_days":     46, // 'Avg. Trade Duration'
	} {
		if got, _ := sheet.Value(id).Float(); math.Ceil(got) != want {
			t.Errorf("%s: got %v, want %v rounded up", id, got, want)
		}
	}
	if got := equity.Elapsed(); got != 3116*24*time.Hour { // 'Duration'
		t.Errorf("elapsed %v, want 3116 days", got)
	}
}
