package report_test

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/report"
)

func manifest(strategies ...string) report.Manifest {
	m := report.Manifest{
		Version: "0.9.0", GoVersion: "go1.26", Seed: 42, Base: "USD", Calendar: "XNYS", Zone: "America/New_York",
		Sampling: "session close", PeriodsPerYear: 252, RiskFree: 0.02, Timing: "next bar's open",
		Costs: "1 USD a fill, no slippage", DataPoints: 3_141,
		From: close(start), To: close(start.AddDays(1461)),
		Config: "account:\n  base: USD\n  cash: 100000\nstrategies:\n  - name: trend\n    fast: 20\n    slow: 50\n",
		Files: []report.DataFile{
			{Path: "bars/AAA/1d/2021.parquet", SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Rows: 252},
		},
	}
	for _, name := range strategies {
		m.Strategies = append(m.Strategies, report.StrategyInfo{Name: name, Parameters: "fast: 20\nslow: 50"})
	}
	return m
}

// busyRun is four years of two strategies in three instruments with a benchmark: some three hundred trades.
func busyRun() *report.Run {
	k := newDesk(true, "AAA", "BBB", "CCC", "INDEX")
	var trend, back []*book
	var fast, slow []*report.Line
	for _, in := range k.instruments[:3] {
		trend, back = append(trend, k.book("trend", in)), append(back, k.book("reversion", in))
		fast = append(fast, k.recorder.Plot("trend", "SMA 5", in.Symbol, ""))
		slow = append(slow, k.recorder.Plot("trend", "SMA 20", in.Symbol, ""))
	}
	falls := k.recorder.Plot("reversion", "Streak", "AAA", "Streak")
	held := k.recorder.Plot("trend", "Positions held", "", "Positions held")
	history := make([][]float64, 3)
	k.now = close(start)
	k.sample("trend", "reversion")
	for n, date := range sessions(start, 1008) {
		k.step(close(date).Add(-390*time.Minute), close(date), 0.0004, 0.016)
		for i := range history {
			history[i] = append(history[i], k.prices[i])
			short, long := mean(history[i], 5), mean(history[i], 20)
			fast[i].Add(k.now, short)
			slow[i].Add(k.now, long)
			follow(k, trend[i], short > long, long)
			revert(k, back[i], history[i])
		}
		falls.Add(k.now, streak(history[0]))
		held.Add(k.now, k.held())
		if n%20 == 3 {
			k.refuse(back[n%3], "55.25")
		}
		k.sample("trend", "reversion")
	}
	run := k.finish(manifest("trend", "reversion"))
	run.Diagnostics = append(run.Diagnostics, report.Finding{Severity: report.Note, Text: "BBB has no bar on 3 of 1,008 sessions."})
	return run
}

// follow is long above the average and short below it.
func follow(k *desk, b *book, up bool, ready float64) {
	if math.IsNaN(ready) {
		return
	}
	switch {
	case up && !b.size.IsPositive():
		if b.size.IsNegative() {
			k.trade(b, -b.size.IntPart(), "reversed")
		}
		k.trade(b, 150, "cross up")
	case !up && !b.size.IsNegative():
		if b.size.IsPositive() {
			k.trade(b, -b.size.IntPart(), "reversed")
		}
		k.trade(b, -100, "cross down")
	}
}

// revert buys three falls in a row and leaves at the second rise or after eight bars.
func revert(k *desk, b *book, history []float64) {
	switch s := streak(history); {
	case b.size.IsZero() && s <= -3:
		k.trade(b, 200, "three down")
	case !b.size.IsZero() && s >= 2:
		k.trade(b, -b.size.IntPart(), "rise")
	case !b.size.IsZero() && b.bars >= 8:
		k.trade(b, -b.size.IntPart(), "time")
	}
}

func mean(values []float64, n int) float64 {
	if len(values) < n {
		return math.NaN()
	}
	sum := 0.0
	for _, v := range values[len(values)-n:] {
		sum += v
	}
	return sum / float64(n)
}

// streak counts the last rises (above zero) or falls (below) in a row.
func streak(values []float64) float64 {
	n := 0.0
	for i := len(values) - 1; i > 0; i-- {
		switch change := values[i] - values[i-1]; {
		case change > 0 && n >= 0:
			n++
		case change < 0 && n <= 0:
			n--
		default:
			return n
		}
	}
	return n
}

// idleRun never trades.
func idleRun() *report.Run {
	k := newDesk(false, "AAA")
	k.now = close(start)
	k.sample("idle")
	for _, date := range sessions(start, 60) {
		k.step(close(date).Add(-390*time.Minute), close(date), 0, 0.01)
		k.sample("idle")
	}
	return k.finish(manifest("idle"))
}

// ruinRun loses everything, and then some.
func ruinRun() *report.Run {
	k := newDesk(false, "AAA")
	b := k.book("gambler", k.instruments[0])
	k.now = close(start)
	k.sample("gambler")
	for n, date := range sessions(start, 90) {
		k.step(close(date).Add(-390*time.Minute), close(date), -0.012, 0.02)
		if n%6 == 2 && b.size.IsZero() {
			k.trade(b, 4000, "double down")
		} else if n%6 == 5 && n < 60 {
			k.trade(b, -b.size.IntPart(), "stop")
		}
		k.sample("gambler")
	}
	m := manifest("gambler")
	m.Optimistic = []string{"Orders fill at the close of the bar that caused them.", "Partial fills are switched off: every order fills whole."}
	return k.finish(m)
}

// singleRun has one sample and nothing else.
func singleRun() *report.Run {
	k := newDesk(false, "AAA")
	k.now = close(start)
	k.sample("once")
	return k.finish(manifest("once"))
}

// minuteRun trades two days of minutes; samples are half an hour apart.
func minuteRun() *report.Run {
	k := newDesk(false, "AAA")
	b := k.book("scalper", k.instruments[0])
	plot := k.recorder.Plot("scalper", "Position", "", "Position")
	k.now = close(start)
	k.sample("scalper")
	for _, date := range sessions(start, 5) {
		open := close(date).Add(-390 * time.Minute)
		for minute := range 390 {
			from := open.Add(time.Duration(minute) * time.Minute)
			k.step(from, from.Add(time.Minute), 0.00001, 0.0008)
			if minute%45 == 10 && b.size.IsZero() {
				k.trade(b, 300, "clock")
			} else if minute%45 == 30 && !b.size.IsZero() {
				k.trade(b, -b.size.IntPart(), "clock")
			}
			plot.Add(k.now, b.size.InexactFloat64())
			if minute%30 == 29 {
				k.sample("scalper")
			}
		}
	}
	m := manifest("scalper")
	m.Sampling, m.PeriodsPerYear = "every 30 minutes", 252*13
	return k.finish(m)
}
