package floor_test

import (
	"slices"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// watchLive plays a market until a time and collects the bars that end, as a server would.
func watchLive(t *testing.T, f *floor.Floor, v *floor.Live, id market.ID, until market.Time) []floor.Bar {
	t.Helper()
	var bars []floor.Bar
	end := func(limit market.Time) {
		for v.Due() <= limit {
			if b, ok := v.Advance(v.Due()); ok {
				bars = append(bars, b)
			}
		}
	}
	var ev market.Event
	for f.Next(until, &ev) {
		end(ev.Time - 1)
		if ev.Instrument == id {
			v.Observe(&ev)
		}
	}
	f.Advance(until)
	end(until)
	return bars
}

// The bars that are built as the market moves are those that history has afterwards.
func TestLiveBarsAreThoseOfHistory(t *testing.T) {
	for _, c := range []struct {
		spec     floor.Spec
		contract wire.Contract
		what     floor.What
		size     floor.BarSize
		duration string
		rth      bool
	}{
		{floor.Spec{Symbol: "AAPL"}, wire.Contract{Symbol: "AAPL"}, floor.Trades, "5 secs", "1800 S", true},
		{floor.Spec{Symbol: "AAPL"}, wire.Contract{Symbol: "AAPL"}, floor.Trades, "1 min", "1 D", true},
		{floor.Spec{Symbol: "AAPL"}, wire.Contract{Symbol: "AAPL"}, floor.BidAsk, "1 min", "1 D", true},
		{floor.Spec{Symbol: "AAPL"}, wire.Contract{Symbol: "AAPL"}, floor.Midpoint, "5 mins", "1 D", false},
		{floor.Spec{Symbol: "EUR", Kind: market.Forex}, wire.Contract{Symbol: "EUR"}, floor.Bid, "10 secs", "1800 S", false},
		{floor.Spec{Symbol: "BTC", Kind: market.Crypto}, wire.Contract{Symbol: "BTC"}, floor.AggregatedTrades, "1 min", "1 D", false},
		{floor.Spec{Symbol: "AAPL"}, wire.Contract{Symbol: "AAPL"}, floor.Trades, "1 day", "2 D", true},
	} {
		f := synthetic(t, "10:00:17", c.spec)
		l := resolve(t, f, c.contract)
		start := f.Now()
		v, err := f.Live(l, c.what, c.size, c.rth)
		if err != nil {
			t.Fatal(err)
		}
		got := watchLive(t, f, v, l.ID(), on(t, "10:20:10"))
		forming, ok := v.Bar()
		h, err := f.Bars(floor.BarQuery{Listing: l, What: c.what, Size: c.size, Duration: c.duration, RTH: c.rth})
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			got = append(got, forming)
		}
		if c.size == "1 day" {
			// History takes a day's mean price from its minutes, and does not count its trades.
			got[0].WAP, got[0].Count = h.Bars[1].WAP, h.Bars[1].Count
		}
		want := h.Bars
		for len(want) > 0 && want[0].End <= start {
			want = want[1:]
		}
		if c.what == floor.BidAsk && len(got) == len(want) {
			// The averages of the bar that is forming go on until now in history, and until the last quote live.
			got[len(got)-1].Open, got[len(got)-1].Close = want[len(want)-1].Open, want[len(want)-1].Close
		}
		if len(want) < 1 || !slices.Equal(got, want[:min(len(got), len(want))]) || len(want)-len(got) > 0 {
			n := 0
			for n < min(len(got), len(want)) && got[n] == want[n] {
				n++
			}
			t.Errorf("%s %s of %s: %d live bars, %d of history, different from %d on: live\n%v\nhistory\n%v",
				c.spec.Symbol, c.what, c.size, len(got), len(want), n, rows(got[n:min(n+2, len(got))]), rows(want[n:min(n+2, len(want))]))
		}
	}
}

// Real-time bars come every five seconds of the session, also when nothing happens, and not outside it.
func TestLiveBarsComeInSilence(t *testing.T) {
	var trades market.Trades
	trades.Append(market.Trade{Time: on(t, "15:59:31"), Price: 100, Size: 7})
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "15:59:32"), Archive: floor.Memory{"AAPL": {Trades: trades}},
	})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	v, err := f.Live(l, floor.Trades, floor.FiveSeconds, true)
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := v.Bar(); !ok || b.Volume != 7 {
		t.Errorf("forming %+v %v, want the trade before the start", b, ok)
	}
	got := watchLive(t, f, v, l.ID(), on(t, "17:00:00"))
	if len(got) != 6 || got[0].Volume != 7 || got[1].Volume != 0 || got[5].Close != 100 || got[5].End != on(t, "16:00:00") {
		t.Errorf("bars %v", rows(got))
	}
	if next := on(t, "09:30:05").Add(24 * 60 * 60 * 1e9); v.Due() != next {
		t.Errorf("next due %v, want the first of the next session, %v", v.Due(), next)
	}
}

func TestLiveIsRefused(t *testing.T) {
	f := listed(t)
	share, euro := resolve(t, f, wire.Contract{ConID: 265598}), resolve(t, f, wire.Contract{ConID: 12087792})
	for name, ask := range map[string]func() (*floor.Live, error){
		"size":          func() (*floor.Live, error) { return f.Live(share, floor.Trades, "7 secs", true) },
		"series":        func() (*floor.Live, error) { return f.Live(euro, floor.Trades, floor.FiveSeconds, true) },
		"no live bars":  func() (*floor.Live, error) { return f.Live(share, floor.HistoricalVol, floor.FiveSeconds, true) },
		"only sessions": func() (*floor.Live, error) { return f.Live(share, floor.ScheduleOnly, floor.FiveSeconds, true) },
	} {
		if _, err := ask(); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

// Bars that begin exactly when one ends begin with the next one: that one is history.
func TestLiveBarsBeginBetweenTwo(t *testing.T) {
	var trades market.Trades
	for _, clock := range []string{"09:31:03", "09:31:07", "09:31:13"} {
		trades.Append(market.Trade{Time: on(t, clock), Price: 100, Size: 1})
	}
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "AAPL"}}, Start: on(t, "09:31:05"), Archive: floor.Memory{"AAPL": {Trades: trades}},
	})
	l := resolve(t, f, wire.Contract{Symbol: "AAPL"})
	v, err := f.Live(l, floor.Trades, floor.FiveSeconds, true)
	if err != nil {
		t.Fatal(err)
	}
	got := watchLive(t, f, v, l.ID(), on(t, "09:31:15"))
	if len(got) != 2 || got[0].Start != on(t, "09:31:05") || got[1].Start != on(t, "09:31:10") {
		t.Errorf("bars %v", rows(got))
	}
}
