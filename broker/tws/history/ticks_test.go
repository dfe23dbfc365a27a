package history_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/broker/tws/history"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// ticksOf is a target for ticks.
func ticksOf(s data.Series, from, to market.Date) history.Target {
	t := shares(market.BarSpec{}, from, to)
	t.Series = s
	return t
}

// trading fills IB with a trade each ten seconds of a session, from the second of the open on, and three in one
// second each hour; the prices count up.
func (b *ib) trading(day string) {
	open := at(day + "T14:30:00Z").UTC().Unix()
	for second := int64(0); second < 390*60; second += 10 {
		n := 1
		if second%3600 == 0 {
			n = 3
		}
		for range n {
			b.trades = append(b.trades, wire.HistoricalTrade{
				Time: open + second, Price: float64(len(b.trades) + 1), Size: wire.Some(100.0), Exchange: "NYSE",
			})
		}
	}
}

// prices are those of the trades in the catalog.
func (d *desk) prices(s data.Series) (all []float64) {
	d.t.Helper()
	stream, err := d.Catalog.Trades(s.Symbol, data.Beginning, market.Never)
	if err != nil {
		d.t.Fatal(err)
	}
	defer stream.Close()
	var batch market.Trades
	for stream.Next(&batch) == nil {
		all = append(all, batch.Price...)
	}
	return all
}

func counted(n int) (list []float64) {
	for i := range n {
		list = append(list, float64(i+1))
	}
	return list
}

// A session of 2340 steps of ten seconds, with two more trades each of its seven hours begun, is 2354 trades: three
// pages, and a fourth that finds nothing.
func TestTrades(t *testing.T) {
	b := &ib{}
	b.trading("2024-01-18")
	d := newDesk(t, b)
	target := ticksOf(data.TradeSeries("X"), 20240118, 20240118)
	result := d.download(target)
	if result.Rows != 2354 || result.First != at("2024-01-18T14:30:00Z") || result.Last != at("2024-01-18T20:59:50Z") {
		t.Errorf("%+v", result)
	}
	// Trade 1000 is at 14:30:00 + 9930 s: of the first 994 steps, those of 0, 3600 and 7200 s have two more. The next
	// 994 have those of 10800, 14400 and 18000 s, and end at 19870 s.
	want := []string{"trades | 20240118-14:30:00", "trades | 20240118-17:15:31", "trades | 20240118-20:01:11", "trades | 20240118-20:59:51"}
	if diff := cmp.Diff(want, b.asked); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(counted(2354), d.prices(target.Series)); diff != "" {
		t.Error(diff)
	}
	if p := d.plan(target); len(p.Steps) != 0 {
		t.Errorf("steps are left: %+v", p.Steps)
	}
}

// An interrupt between pages keeps the pages, and the rest follows.
func TestTradesInterrupted(t *testing.T) {
	b := &ib{}
	b.trading("2024-01-18")
	b.trading("2024-01-19")
	d := newDesk(t, b)
	target := ticksOf(data.TradeSeries("X"), 20240118, 20240119)
	var first []string // of what each run asks
	for _, failing := range []int{3, 2, 4} {
		ctx, interrupt := context.WithCancel(t.Context())
		b.asked, b.before = nil, func(ctx context.Context, n int) error {
			if n == failing {
				interrupt()
			}
			return ctx.Err()
		}
		if _, err := d.Run(ctx, d.plan(target)); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		first = append(first, b.asked[0])
		interrupt()
	}
	// See TestTrades: after two pages, and after one more, which reaches into the next session and ends the first.
	want := []string{"trades | 20240118-14:30:00", "trades | 20240118-20:01:11", "trades | 20240119-14:30:00"}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
	b.before = nil
	d.download(target)
	if diff := cmp.Diff(counted(2*2354), d.prices(target.Series)); diff != "" {
		t.Error(diff)
	}
}

// Of a session under way the last minute is left to the next run.
func TestTradesUnderWay(t *testing.T) {
	b := &ib{}
	b.trading("2024-01-22")
	d := newDesk(t, b)
	target := ticksOf(data.TradeSeries("X"), 20240122, 20240122)
	d.now = at("2024-01-22T15:00:30Z").UTC()
	if result := d.download(target); result.Last != at("2024-01-22T14:59:30Z") {
		t.Errorf("%+v", result)
	}
	d.now = at("2024-01-23T12:00:00Z").UTC()
	d.download(target)
	if diff := cmp.Diff(counted(2354), d.prices(target.Series)); diff != "" {
		t.Error(diff)
	}
}

// Trades that were not reported, and notes that trading is halted, are no trades.
func TestNoTrades(t *testing.T) {
	second := at("2024-01-18T15:00:00Z").UTC().Unix()
	b := &ib{trades: []wire.HistoricalTrade{
		{Time: second, Price: 10, Size: wire.Some(5.0)},
		{Time: second + 1, Price: 11, Size: wire.Some(5.0), Unreported: true},
		{Time: second + 2, PastLimit: true},
		{Time: second + 3, Price: 12},
	}}
	d := newDesk(t, b)
	target := ticksOf(data.TradeSeries("X"), 20240118, 20240118)
	d.download(target)
	if diff := cmp.Diff([]float64{10, 12}, d.prices(target.Series)); diff != "" {
		t.Error(diff)
	}
}

// A side that nobody quotes has neither price nor size.
func TestQuotes(t *testing.T) {
	second := at("2024-01-18T15:00:00Z").UTC().Unix()
	b := &ib{quotes: []wire.HistoricalQuote{
		{Time: second, Bid: 10, Ask: 10.02, BidSize: wire.Some(3.0), AskSize: wire.Some(4.0)},
		{Time: second, Bid: -1, Ask: 10.02, BidSize: wire.Some(0.0), AskSize: wire.Some(4.0)},
	}}
	d := newDesk(t, b)
	target := ticksOf(data.QuoteSeries("X"), 20240118, 20240118)
	if result := d.download(target); result.Rows != 2 || b.asked[0] != "quotes | 20240118-14:30:00" {
		t.Errorf("%+v, asked %q", result, b.asked)
	}
	stream, err := d.Catalog.Quotes("X", data.Beginning, market.Never)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch market.Quotes
	if err := stream.Next(&batch); err != nil {
		t.Fatal(err)
	}
	if batch.Len() != 2 || batch.Bid[0] != 10 || batch.Bid[1] != 0 || batch.BidSize[1] != 0 || batch.Ask[1] != 10.02 || batch.AskSize[1] != 4 {
		t.Errorf("%+v", batch)
	}
}

// Ticks that do not lead on are an error and not an endless loop.
func TestStuckTicks(t *testing.T) {
	d := newDesk(t, &ib{})
	d.Source = stuck{d.ib}
	if _, err := d.Run(t.Context(), d.plan(ticksOf(data.TradeSeries("X"), 20240118, 20240118))); err == nil {
		t.Error("no error")
	}
}

// stuck answers every question with the same old tick.
type stuck struct{ *ib }

func (stuck) HistoricalTrades(context.Context, wire.RequestHistoricalTicks) ([]wire.HistoricalTrade, error) {
	return []wire.HistoricalTrade{{Time: 1, Price: 1}}, nil
}
