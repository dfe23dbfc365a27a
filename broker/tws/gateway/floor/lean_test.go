package floor_test

import (
	"errors"
	"io"
	"math"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// published reads bars of SPY, 7 to 11 October 2013, that the source published.
func published(t *testing.T, r lean.Resolution) market.Bars {
	t.Helper()
	tree, err := lean.Open(datapack.Path(t, "lean"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := tree.Bars(lean.Selection{Type: lean.Equity, Market: "usa", Resolution: r, Symbol: "SPY", From: 20131007, To: 20131011})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all, batch market.Bars
	for {
		err := s.Next(&batch)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		var b market.Bar
		for i := range batch.Len() {
			batch.Row(i, &b)
			all.Append(b)
		}
	}
}

// The published hours of a real share are hours of the clock that begin with half an hour at the open, as
// IB's do. Their volumes are exact; their prices come from another cleaning of the trades, a few cents away,
// and two hours leave out a price that the minutes have. The days are exact, but for one low by a cent.
func TestHistoryOfARealShare(t *testing.T) {
	minutes := published(t, lean.Minute)
	end := market.At(market.Date(20131011).Clock(23, 0, time.UTC))
	f := open(t, floor.Options{
		Listings: []floor.Spec{{Symbol: "SPY", Kind: market.ETF}}, Start: end,
		Archive: floor.Memory{"SPY": {Bars: minutes, Spec: market.Minutes(1)}},
	})
	l := resolve(t, f, wire.Contract{Symbol: "SPY"})
	for _, c := range []struct {
		size    floor.BarSize
		lean    lean.Resolution
		cents   float64
		unequal int
	}{{"1 hour", lean.Hour, 3, 2}, {"1 day", lean.Daily, 0, 1}} {
		want := published(t, c.lean)
		got := bars(t, f, floor.BarQuery{Listing: l, What: floor.Trades, Size: c.size, Duration: "5 D", RTH: true})
		if len(got) != want.Len() {
			t.Fatalf("%s: %d bars, %d published", c.size, len(got), want.Len())
		}
		unequal := 0
		for i, b := range got {
			var w market.Bar
			want.Row(i, &w)
			if b.Start != w.Start || b.End != w.End || b.Volume != w.Volume {
				t.Errorf("%s: bar %v to %v of %v, published %v to %v of %v", c.size, b.Start, b.End, b.Volume, w.Start, w.End, w.Volume)
			}
			far := 0.0
			for _, d := range []float64{b.Open - w.Open, b.High - w.High, b.Low - w.Low, b.Close - w.Close} {
				far = max(far, math.Abs(d))
			}
			if far > c.cents/100+1e-9 {
				unequal++
			}
		}
		if unequal != c.unequal {
			t.Errorf("%s: %d bars differ, want %d", c.size, unequal, c.unequal)
		}
	}
}
