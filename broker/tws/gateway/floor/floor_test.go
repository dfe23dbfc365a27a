package floor_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// on is a moment of the wall clock in New York, on 2025-06-03, a Tuesday with a full session.
func on(t testing.TB, clock string) market.Time {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04:05", "2025-06-03 "+clock, zone)
	if err != nil {
		t.Fatal(err)
	}
	return market.At(at)
}

func open(t testing.TB, o floor.Options) *floor.Floor {
	t.Helper()
	f, err := floor.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestNextDeliversInOrderAndKeepsTheTop(t *testing.T) {
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: on(t, "09:29:00"), Bid: 99, Ask: 99.5, BidSize: 1, AskSize: 2})
	quotes.Append(market.Quote{Time: on(t, "09:31:00"), Bid: 100, Ask: 100.02, BidSize: 300, AskSize: 200})
	var trades market.Trades
	trades.Append(market.Trade{Time: on(t, "09:30:30"), Price: 100, Size: 10})
	trades.Append(market.Trade{Time: on(t, "09:31:00"), Price: 100.02, Size: 50})
	trades.Append(market.Trade{Time: on(t, "09:32:00"), Price: 99.98, Size: 40})
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL", ConID: 265598}},
		Archive:  floor.Memory{"AAPL": {Quotes: quotes, Trades: trades}}, Start: on(t, "09:30:00"),
	})
	aapl, refusal := f.Resolve(&wire.Contract{ConID: 265598})
	if refusal != nil {
		t.Fatal(refusal)
	}
	top := f.Top(aapl.ID())
	if top.Bid != 0 && top.QuoteTime > f.Now() {
		t.Errorf("top at the start is of %v, later than %v", top.QuoteTime, f.Now())
	}
	type step struct {
		kind  market.EventKind
		clock string
	}
	var ev market.Event
	for _, want := range []step{
		{market.TradeEvent, "09:30:30"}, {market.QuoteEvent, "09:31:00"}, {market.TradeEvent, "09:31:00"}, {market.TradeEvent, "09:32:00"},
	} {
		if due := f.Due(); due != on(t, want.clock) {
			t.Errorf("due %v, want %v", due, want.clock)
		}
		if f.Next(on(t, want.clock)-1, &ev) {
			t.Fatalf("delivered %v before its time", ev.Time)
		}
		if !f.Next(on(t, want.clock), &ev) || ev.Kind != want.kind || ev.Time != on(t, want.clock) || f.Now() != ev.Time {
			t.Fatalf("got %v at %v (now %v), want %v at %v", ev.Kind, ev.Time, f.Now(), want.kind, want.clock)
		}
	}
	if f.Next(market.Never, &ev) || f.Due() != market.Never {
		t.Error("the market goes on after its last event")
	}
	got := *f.Top(aapl.ID())
	want := floor.Top{
		Bid: 100, Ask: 100.02, BidSize: 300, AskSize: 200, QuoteTime: on(t, "09:31:00"),
		Last: 99.98, LastSize: 40, LastTime: on(t, "09:32:00"), Session: 20250603,
		Open: 100, High: 100.02, Low: 99.98, Volume: 100, Value: 10*100 + 50*100.02 + 40*99.98, Trades: 3,
	}
	if got != want {
		t.Errorf("top\n got %+v\nwant %+v", got, want)
	}
}
