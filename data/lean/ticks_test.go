package lean_test

import (
	"testing"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/market"
)

func allQuotes(t testing.TB, tree *lean.Tree, s lean.Selection) (market.Quotes, rows.Summary) {
	t.Helper()
	stream, err := tree.Quotes(s)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch, all market.Quotes
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i := range batch.Len() {
			var q market.Quote
			batch.Row(i, &q)
			all.Append(q)
		}
	})
	return all, stream.Summary()
}

// LEAN built IBM's minute quote bars of 2013-10-07 from the same ticks that the tick file holds, without
// the suspicious ones. So the quote that stood at the end of each of the 554 minutes must be the bar's
// close, prices and sizes.
func TestQuoteTicksAgreeWithMinutes(t *testing.T) {
	tree := openTree(t)
	s := lean.Selection{Market: "usa", Symbol: "IBM", Resolution: lean.Tick, From: 20131007, To: 20131007, DropSuspicious: true}
	ticks, summary := allQuotes(t, tree, s)
	if n := skipped(&summary, rows.Suspicious); n != 1 {
		t.Errorf("%d suspicious ticks, want 1", n)
	}
	if accounted := summary.Yielded + summary.Dropped + skipped(&summary, rows.Suspicious) + skipped(&summary, rows.Merged); accounted != summary.Rows {
		t.Errorf("%d of %d rows are accounted for", accounted, summary.Rows)
	}
	s.Resolution = lean.Minute
	minutes, _ := allQuotes(t, tree, s)
	next := 0
	var standing market.Quote
	for i := range minutes.Len() {
		var bar market.Quote
		minutes.Row(i, &bar)
		for next < ticks.Len() && ticks.Time[next] < bar.Time {
			ticks.Row(next, &standing)
			next++
		}
		standing.Time = bar.Time
		if i > 0 && standing != bar { // the first minute began with a bid from the day before
			t.Errorf("%s: the ticks leave %v, the minute bar closes with %v", bar.Time, standing, bar)
		}
	}
}

// SPY's trades of 2013-10-07: the volume of all ticks that are not suspicious in the minute of the open
// cannot be below that of LEAN's bar, which leaves more of them out, and their prices must span the bar's.
func TestTradeTicksSpanMinute(t *testing.T) {
	tree := openTree(t)
	s := lean.Selection{Market: "usa", Symbol: "SPY", Resolution: lean.Tick, From: 20131007, To: 20131007, DropSuspicious: true}
	stream, err := tree.Trades(s)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	s.Resolution = lean.Minute
	minutes := allBars(t, tree, s)
	open := 0
	for minutes.Start[open].String() != "2013-10-07T13:30:00Z" {
		open++
	}
	var bar market.Bar
	minutes.Row(open, &bar)
	var batch market.Trades
	volume, low, high := 0.0, 1e9, 0.0
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i, at := range batch.Time {
			if at >= bar.Start && at < bar.End {
				volume += batch.Size[i]
				low, high = min(low, batch.Price[i]), max(high, batch.Price[i])
			}
		}
	})
	if volume < bar.Volume || low > bar.Low || high < bar.High {
		t.Errorf("ticks: volume %v, %v to %v; bar: volume %v, %v to %v", volume, low, high, bar.Volume, bar.Low, bar.High)
	}
}
