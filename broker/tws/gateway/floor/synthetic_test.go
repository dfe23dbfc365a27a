package floor_test

import (
	"math"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// synthetic is a floor over a made-up market that begins ten days before 2025-06-03.
func synthetic(t testing.TB, clock string, listings ...floor.Spec) *floor.Floor {
	t.Helper()
	a, err := floor.NewSynthetic(1, 20250523, 20250613)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, floor.Options{Listings: listings, Archive: a, Start: on(t, clock)})
}

func resolve(t testing.TB, f *floor.Floor, k wire.Contract) *floor.Listing {
	t.Helper()
	l, refusal := f.Resolve(&k)
	if refusal != nil {
		t.Fatalf("%+v: %v", k, refusal)
	}
	return l
}

func TestSyntheticMarketIsOpenAndConsistent(t *testing.T) {
	f := synthetic(t, "10:00:00", floor.Default()...)
	last := make([]market.Time, len(f.Listings()))
	quoted := map[market.Kind]bool{}
	var ev, before market.Event
	events := 0
	for f.Next(on(t, "10:05:00"), &ev) {
		events++
		l := f.Listing(ev.Instrument)
		if events > 1 && ev.Time < before.Time {
			t.Fatalf("%s at %v after %v", l.Instrument.Symbol, ev.Time, before.Time)
		}
		before, last[ev.Instrument] = ev, ev.Time
		switch ev.Kind {
		case market.QuoteEvent:
			q := &ev.Quote
			if q.Bid <= 0 || q.Ask <= q.Bid || q.BidSize <= 0 || q.AskSize <= 0 {
				t.Fatalf("%s: quote %+v", l.Instrument.Symbol, *q)
			}
			quoted[l.Instrument.Kind] = true
		case market.TradeEvent:
			if l.Instrument.Kind == market.Index != (ev.Trade.Size == 0) {
				t.Fatalf("%s: trade %+v", l.Instrument.Symbol, ev.Trade)
			}
			if k := l.Instrument.Kind; k == market.Forex || k == market.CFD {
				t.Fatalf("%s reports trades", l.Instrument.Symbol)
			}
		default:
			t.Fatalf("%s: a %v", l.Instrument.Symbol, ev.Kind)
		}
	}
	if f.Err() != nil || events < 2000 {
		t.Errorf("%d events, error %v", events, f.Err())
	}
	for _, k := range []market.Kind{market.Equity, market.ETF, market.Future, market.Forex, market.Crypto, market.CFD, market.Bond} {
		if !quoted[k] {
			t.Errorf("no quote of any %v", k)
		}
	}
	if quoted[market.Index] {
		t.Error("an index is quoted")
	}
}

// A future costs what holding its index until expiry costs: F = S × e^((r − q) T). For ESU5, 108 days before
// expiry, with r = 4 % and q = 1.2 %: e^(0.028 × 108.25/365) = 1.00834.
func TestFuturesCarry(t *testing.T) {
	f := synthetic(t, "10:30:00", floor.Default()...)
	var ev market.Event
	for f.Next(on(t, "10:32:00"), &ev) {
	}
	spx := f.Top(resolve(t, f, wire.Contract{ConID: 416904}).ID())
	es := f.Top(resolve(t, f, wire.Contract{LocalSymbol: "ESU5"}).ID())
	if spx.Last == 0 || es.Bid == 0 {
		t.Fatalf("index %v, future %v", spx.Last, es.Bid)
	}
	if ratio := es.Mid() / spx.Last; math.Abs(ratio-1.00834) > 0.0003 {
		t.Errorf("ESU5 at %v over SPX at %v is %.5f, want 1.00834", es.Mid(), spx.Last, ratio)
	}
	if es.Bid != math.Round(es.Bid*4)/4 || es.Ask-es.Bid > 1 {
		t.Errorf("ESU5 %v to %v: off the quarter points, or wide", es.Bid, es.Ask)
	}
	// The expiries go up with time when money costs more than shares yield.
	previous := 0.0
	for _, local := range []string{"ESM5", "ESU5", "ESZ5", "ESH6"} {
		mid := f.Top(resolve(t, f, wire.Contract{LocalSymbol: local}).ID()).Mid()
		if mid <= previous {
			t.Errorf("%s at %v is not above the one before at %v", local, mid, previous)
		}
		previous = mid
	}
}

func TestTopAtTheStartIsThatOfTheSessionBefore(t *testing.T) {
	f := synthetic(t, "08:00:00", floor.Spec{Symbol: "AAPL", Price: 200})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	top := *f.Top(l.ID())
	if top.Bid == 0 || top.Last == 0 || top.Session != 20250602 || top.Volume == 0 {
		t.Fatalf("before the open: %+v", top)
	}
	var ev market.Event
	if !f.Next(market.Never, &ev) || ev.Time <= on(t, "09:30:00") || ev.Time > on(t, "09:31:00") {
		t.Fatalf("the first event is at %v", ev.Time)
	}
	for f.Next(on(t, "09:35:00"), &ev) {
	}
	if now := f.Top(l.ID()); now.Close != top.Last || now.Session != 20250603 || now.Volume >= top.Volume {
		t.Errorf("after the open: %+v, want the close %v", *now, top.Last)
	}
}

func TestSameSeedSameMarket(t *testing.T) {
	list := []floor.Spec{{Symbol: "AAPL"}, {Symbol: "EUR", Kind: market.Forex}}
	a, b := synthetic(t, "09:30:00", list...), synthetic(t, "09:30:00", list...)
	var x, y market.Event
	for i := range 500 {
		if !a.Next(market.Never, &x) || !b.Next(market.Never, &y) || x != y {
			t.Fatalf("event %d: %+v and %+v", i, x, y)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	for _, c := range []struct {
		name  string
		floor func(b *testing.B) *floor.Floor
	}{{"memory", hundred}, {"synthetic", hundredSynthetic}} {
		b.Run(c.name, func(b *testing.B) {
			f := c.floor(b)
			var ev market.Event
			b.ReportAllocs()
			for b.Loop() {
				if !f.Next(market.Never, &ev) {
					b.StopTimer()
					f = c.floor(b)
					b.StartTimer()
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mevents/s")
		})
	}
}

// hundred is a floor of a hundred shares with a million quotes and trades in memory, not aligned.
func hundred(b *testing.B) *floor.Floor {
	memory, specs := floor.Memory{}, []floor.Spec{}
	for i := range 100 {
		var r floor.Recording
		for k := range 5000 {
			at := on(b, "09:30:00").Add(time.Duration(k)*4*time.Second + time.Duration(i)*37*time.Millisecond)
			price := 100 + float64((k*7+i)%100)/100
			r.Quotes.Append(market.Quote{Time: at, Bid: price - 0.01, Ask: price, BidSize: 100, AskSize: 100})
			r.Trades.Append(market.Trade{Time: at, Price: price, Size: 10})
		}
		symbol := "S" + string(rune('A'+i/26)) + string(rune('A'+i%26))
		memory[symbol] = r
		specs = append(specs, floor.Spec{Symbol: symbol})
	}
	return open(b, floor.Options{Listings: specs, Archive: memory, Start: on(b, "09:00:00")})
}

func hundredSynthetic(b *testing.B) *floor.Floor {
	var specs []floor.Spec
	for i := range 100 {
		specs = append(specs, floor.Spec{Symbol: "S" + string(rune('A'+i/26)) + string(rune('A'+i%26))})
	}
	return synthetic(b, "09:30:00", specs...)
}

// BenchmarkNew opens the default listings with a year of history before them.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		a, err := floor.NewSynthetic(1, 20240603, 20250613)
		if err != nil {
			b.Fatal(err)
		}
		open(b, floor.Options{Archive: a, Start: on(b, "12:00:00")})
	}
}
