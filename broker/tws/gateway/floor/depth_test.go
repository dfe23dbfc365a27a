package floor_test

import (
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

func TestDepthHangsFromTheTop(t *testing.T) {
	f, l := plain(t)
	bids, asks := f.Depth(l.ID(), 5)
	if len(bids) != 5 || len(asks) != 5 || bids[0] != (floor.Level{Price: 100, Size: 1}) || asks[0] != (floor.Level{Price: 102, Size: 1}) {
		t.Fatalf("bids %v, asks %v", bids, asks)
	}
	for i := 1; i < 5; i++ {
		if bids[i].Price >= bids[i-1].Price || asks[i].Price <= asks[i-1].Price || bids[i].Size < 1 || asks[i].Size < 1 {
			t.Errorf("level %d: %v, %v", i, bids[i], asks[i])
		}
	}
	again, _ := f.Depth(l.ID(), 5)
	if !slices.Equal(bids, again) {
		t.Errorf("asked again: %v, then %v", bids, again)
	}
	if b, a := f.Depth(l.ID(), 0); len(b)+len(a) != 0 {
		t.Error("no rows asked for, some given")
	}
	if b, _ := f.Depth(l.ID(), 1<<30); len(b) > 100 {
		t.Errorf("%d rows", len(b))
	}
	if b, a := f.Depth(-1, 5); b != nil || a != nil {
		t.Error("depth of nothing")
	}
	none := resolve(t, listed(t), wire.Contract{ConID: 265598})
	if b, a := listed(t).Depth(none.ID(), 5); len(b)+len(a) != 0 {
		t.Error("depth without a quote")
	}
}

// A level keeps its size while the market moves past it.
func TestDepthKeepsItsLevels(t *testing.T) {
	var r floor.Recording
	for i, bid := range []float64{100, 100.01} {
		r.Quotes.Append(market.Quote{Time: on(t, "09:31:00") + market.Time(i), Bid: bid, Ask: bid + 0.01, BidSize: 5, AskSize: 5})
	}
	f := open(t, floor.Options{Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:00:00"), Archive: floor.Memory{"AAPL": r}})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	var ev market.Event
	f.Next(market.Never, &ev)
	before, _ := f.Depth(l.ID(), 3)
	f.Next(market.Never, &ev)
	after, _ := f.Depth(l.ID(), 4)
	// What was second, at 99.99, is third now.
	if before[1] != after[2] {
		t.Errorf("before %v, after %v", before, after)
	}
}

// The hot path makes no garbage.
func TestNextAllocatesNothing(t *testing.T) {
	f := synthetic(t, "10:00:00", floor.Spec{Symbol: "AAPL", Price: 250, Options: true}, floor.Spec{Symbol: "EUR", Kind: market.Forex})
	watched := 0
	for _, l := range f.Listings() {
		if l.SecType() == wire.Option && watched < 20 {
			watched++
			if err := f.Watch(l.ID()); err != nil {
				t.Fatal(err)
			}
		}
	}
	var ev market.Event
	if n := testing.AllocsPerRun(5000, func() { f.Next(market.Never, &ev) }); n != 0 {
		t.Errorf("%v allocations an event", n)
	}
}

// Book is the same levels, in as many as a market.Depth has room for. A best level without a size gets one, and the book of
// a future can lie below 0, where it ends before 0: the price 0 means none.
func TestBooks(t *testing.T) {
	var sizeless, negative floor.Recording
	sizeless.Quotes.Append(market.Quote{Time: on(t, "09:31:00"), Bid: 100, Ask: 100.01})
	negative.Quotes.Append(market.Quote{Time: on(t, "09:31:00"), Bid: -0.50, Ask: -0.02, BidSize: 5, AskSize: 5})
	future := floor.Spec{Symbol: "CL", Kind: market.Future, Months: "K", Expiries: 1, Last: floor.CrudeOil, Rule: 26, Exchange: "NYMEX"}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}, future}, Start: on(t, "09:00:00"),
		Archive: floor.Memory{"AAPL": sizeless, "CLK6": negative},
	})
	var ev market.Event
	for f.Next(market.Never, &ev) {
	}
	for _, l := range f.Listings() {
		b := market.Depth{Instrument: l.ID()}
		f.Book(&b)
		bids, asks := f.Depth(l.ID(), market.MaxLevels)
		if !slices.Equal(bids, b.Bids[:len(bids)]) || !slices.Equal(asks, b.Asks[:len(asks)]) {
			t.Errorf("%s: book %v, depth %v and %v", l.Instrument.Symbol, b, bids, asks)
		}
		switch l.Instrument.Kind {
		case market.Equity:
			if len(bids) != 10 || bids[0].Price != 100 || bids[0].Size < 1 {
				t.Errorf("no size at the top: %v", bids)
			}
		case market.Future:
			if len(bids) != 10 || bids[9].Price != -0.59 || len(asks) != 2 || asks[1].Price != -0.01 {
				t.Errorf("%s below 0: bids %v, asks %v", l.Instrument.Symbol, bids, asks)
			}
		}
	}
}

// recorded are two books of a share, at 09:31:00 and a second later.
func recorded(t *testing.T) []market.Depth {
	t.Helper()
	list := make([]market.Depth, 2)
	for i := range list {
		d := &list[i]
		d.Time = on(t, "09:31:00").Add(time.Duration(i) * time.Second)
		for level := range 3 {
			d.Bids[level] = market.Level{Price: float64(1000+i-2*level) / 10, Size: float64(10 + level)}
			d.Asks[level] = market.Level{Price: float64(1001+i+3*level) / 10, Size: float64(20 + level)}
		}
	}
	return list
}

// Recorded books are those of the market: their tops are its quotes, and what lies behind is as it was recorded.
func TestRecordedBooks(t *testing.T) {
	books := recorded(t)
	catalog, err := data.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := catalog.WriteDepth(t.Context(), "AAPL", data.FromDepth(books), data.Options{}); err != nil {
		t.Fatal(err)
	}
	held, err := floor.NewCatalog(catalog)
	if err != nil {
		t.Fatal(err)
	}
	for name, archive := range map[string]floor.Archive{"memory": floor.Memory{"AAPL": {Depth: books}}, "catalog": held} {
		t.Run(name, func(t *testing.T) {
			f := open(t, floor.Options{Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:30:00"), Archive: archive})
			l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
			var ev market.Event
			for i := range books {
				if !f.Next(market.Never, &ev) || ev.Kind != market.QuoteEvent || ev.Quote.Bid != books[i].Bids[0].Price || ev.Quote.AskSize != 20 {
					t.Fatalf("event %d: %+v", i, ev)
				}
				got := market.Depth{Instrument: l.ID()}
				f.Book(&got)
				if got.Bids != books[i].Bids || got.Asks != books[i].Asks {
					t.Errorf("book %d: %+v, want %+v", i, got, books[i])
				}
			}
			if f.Next(market.Never, &ev) {
				t.Errorf("more comes: %+v", ev)
			}
			// A floor that opens later has the book from before.
			f = open(t, floor.Options{Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:45:00"), Archive: archive})
			bids, asks := f.Depth(l.ID(), 2)
			if !slices.Equal(bids, books[1].Bids[:2]) || !slices.Equal(asks, books[1].Asks[:2]) {
				t.Errorf("later: %v, %v", bids, asks)
			}
			if first, ok := archive.First(l); !ok || first != books[0].Time {
				t.Errorf("first at %v", first)
			}
		})
	}
}

// A quote that is not the top of the recorded book has levels made up behind it.
func TestRecordedBooksBesideQuotes(t *testing.T) {
	books := recorded(t)
	var quotes market.Quotes
	quotes.Append(market.Quote{Time: books[0].Time, Bid: 99.5, BidSize: 5, Ask: 100.1, AskSize: 20})
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:30:00"), Archive: floor.Memory{"AAPL": {Depth: books[:1], Quotes: quotes}},
	})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	var ev market.Event
	if !f.Next(market.Never, &ev) {
		t.Fatal("no quote")
	}
	bids, asks := f.Depth(l.ID(), 3)
	if len(bids) != 3 || bids[0] != (floor.Level{Price: 99.5, Size: 5}) || bids[1].Price != 99.49 || !slices.Equal(asks, books[0].Asks[:3]) {
		t.Errorf("bids %v, asks %v", bids, asks)
	}
}
