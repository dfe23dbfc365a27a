package lean_test

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/tidemark/tidemark/data/lean"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/market"
)

// allBars reads a whole selection into memory.
func allBars(t testing.TB, tree *lean.Tree, s lean.Selection) market.Bars {
	t.Helper()
	stream, err := tree.Bars(s)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var batch, all market.Bars
	drain(t, func() error { return stream.Next(&batch) }, func() {
		for i := range batch.Len() {
			var b market.Bar
			batch.Row(i, &b)
			all.Append(b)
		}
	})
	return all
}

// Raw prices on days whose close is public: SPY's first row in the file divided by 10,000, Apple on both
// sides of its 7:1 split (645.57 and 93.70).
func TestKnownPrices(t *testing.T) {
	tree := openTree(t)
	spy := allBars(t, tree, lean.Selection{Market: "usa", Symbol: "SPY", From: 19980102, To: 19980102})
	if got, want := [5]float64{spy.Open[0], spy.High[0], spy.Low[0], spy.Close[0], spy.Volume[0]},
		[5]float64{97.31, 97.53, 96.53, 97.36, 2150000}; got != want {
		t.Errorf("SPY on 1998-01-02: %v, the file has %v", got, want)
	}
	apple := allBars(t, tree, lean.Selection{Market: "usa", Symbol: "aapl", From: 20140606, To: 20140609})
	if apple.Len() != 2 || apple.Close[0] != 645.57 || apple.Close[1] != 93.70 {
		t.Errorf("AAPL closes of 2014-06-06 and 09: %v, published 645.57 and 93.70", apple.Close)
	}
}

// Start and end by the exchange's hours: 09:30 to 16:00, to 13:00 on half days; winter and summer time.
func TestSessionBounds(t *testing.T) {
	tree := openTree(t)
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	type bounds = [2]string
	for _, test := range []struct {
		name string
		sel  lean.Selection
		want []bounds
	}{
		{"daily, half day", lean.Selection{Symbol: "SPY", From: 20151223, To: 20151224},
			[]bounds{{"2015-12-23 09:30", "2015-12-23 16:00"}, {"2015-12-24 09:30", "2015-12-24 13:00"}}},
		{"daily, summer", lean.Selection{Symbol: "SPY", From: 20140703, To: 20140707}, // 3 July is a half day
			[]bounds{{"2014-07-03 09:30", "2014-07-03 13:00"}, {"2014-07-07 09:30", "2014-07-07 16:00"}}},
		{"hour, half day", lean.Selection{Symbol: "SPY", Resolution: lean.Hour, From: 20131129, To: 20131129},
			[]bounds{{"2013-11-29 09:30", "2013-11-29 10:00"}, {"2013-11-29 10:00", "2013-11-29 11:00"},
				{"2013-11-29 11:00", "2013-11-29 12:00"}, {"2013-11-29 12:00", "2013-11-29 13:00"}}},
		{"minute, before the open", lean.Selection{Symbol: "SPY", Resolution: lean.Minute, From: 20131007, To: 20131007},
			[]bounds{{"2013-10-07 04:00", "2013-10-07 04:01"}}},
	} {
		test.sel.Market = "usa"
		bars := allBars(t, tree, test.sel)
		for i, want := range test.want {
			got := bounds{bars.Start[i].In(newYork).Format("2006-01-02 15:04"), bars.End[i].In(newYork).Format("2006-01-02 15:04")}
			if got != want {
				t.Errorf("%s: bar %d covers %v, want %v", test.name, i, got, want)
			}
		}
		if test.sel.Resolution != lean.Minute && bars.Len() != len(test.want) {
			t.Errorf("%s: %d bars, want %d", test.name, bars.Len(), len(test.want))
		}
	}
}

// FXCM's stamps are UTC-5 all year, OANDA's UTC: the same hour of 1 May 2014 must have about the same
// prices, and the FXCM day must end at 05:00 UTC.
func TestZones(t *testing.T) {
	tree := openTree(t)
	hour := lean.Selection{Type: lean.Forex, Symbol: "EURUSD", Resolution: lean.Hour, Price: market.Mid, From: 20140501, To: 20140501}
	fxcm, oanda := hour, hour
	fxcm.Market, oanda.Market = "fxcm", "oanda"
	a, b := allBars(t, tree, fxcm), allBars(t, tree, oanda)
	matched := 0
	for i, start := range a.Start {
		for j := range b.Start {
			if b.Start[j] == start {
				matched++
				if diff := a.Close[i] - b.Close[j]; diff > 0.0005 || diff < -0.0005 {
					t.Errorf("%s: FXCM closes at %.5f, OANDA at %.5f", start, a.Close[i], b.Close[j])
				}
			}
		}
	}
	if matched != 19 { // 05:00 to 23:00 UTC
		t.Errorf("%d hours in common, want 19", matched)
	}
	daily := lean.Selection{Type: lean.Forex, Market: "fxcm", Symbol: "EURUSD", Price: market.Bid, From: 20140502, To: 20140502}
	if day := allBars(t, tree, daily); day.End[0].String() != "2014-05-03T05:00:00Z" {
		t.Errorf("the FXCM day 2014-05-02 ends at %s, want 2014-05-03T05:00:00Z", day.End[0])
	}
}

// Mid is half way between the sides and Spread their distance: the first row of OANDA's EURUSD minutes of
// 2014-05-01 closes at bid 1.38686 and ask 1.38697.
func TestPriceSources(t *testing.T) {
	tree := openTree(t)
	s := lean.Selection{Type: lean.Forex, Market: "oanda", Symbol: "EURUSD", Resolution: lean.Minute, From: 20140501, To: 20140501}
	bid, ask := 1.38686, 1.38697
	for price, want := range map[market.PriceSource]float64{market.Bid: bid, market.Ask: ask, market.Mid: (bid + ask) / 2} {
		s.Price = price
		bars := allBars(t, tree, s)
		if bars.Close[0] != want {
			t.Errorf("%s: close %v, want %v", price, bars.Close[0], want)
		}
		if price == market.Mid && (bars.Spread[0] < 0.000109 || bars.Spread[0] > 0.000111) {
			t.Errorf("spread %v, want 0.00011", bars.Spread[0])
		}
	}
	s.Price = market.Last
	if _, err := tree.Bars(s); !errors.Is(err, lean.ErrNoTrades) {
		t.Errorf("trade bars of forex: error %v, want ErrNoTrades", err)
	}
}

func TestSelectionErrors(t *testing.T) {
	tree := openTree(t)
	for name, s := range map[string]lean.Selection{
		"no symbol":      {Market: "usa"},
		"path in symbol": {Market: "usa", Symbol: "../../etc/passwd"},
		"path in market": {Market: "..", Symbol: "SPY"},
		"dates reversed": {Market: "usa", Symbol: "SPY", From: 20140102, To: 20140101},
		"no file":        {Market: "usa", Symbol: "NOSUCH"},
		"no contract":    {Type: lean.Future, Market: "cme", Symbol: "ES"},
	} {
		if _, err := tree.Bars(s); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	_, err := tree.Bars(lean.Selection{Market: "usa", Symbol: "NOSUCH"})
	var missing *lean.NoDataError
	if !errors.As(err, &missing) {
		t.Errorf("a symbol without files: error %v, want a *NoDataError", err)
	}
}

func ExampleTree_Bars() {
	tree, err := lean.Open("testdata/lean")
	if err != nil {
		fmt.Println(err)
		return
	}
	bars, err := tree.Bars(lean.Selection{Market: "usa", Symbol: "SPY", Resolution: lean.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer bars.Close()
	var batch market.Bars
	for {
		err := bars.Next(&batch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		for i := range batch.Len() {
			fmt.Println(batch.End[i], batch.Close[i])
		}
	}
}

func BenchmarkBars(b *testing.B) {
	tree, err := lean.Open(datapack.Path(b, "lean"))
	if err != nil {
		b.Fatal(err)
	}
	s := lean.Selection{Type: lean.Forex, Market: "oanda", Symbol: "EURUSD", Resolution: lean.Hour, Price: market.Mid}
	var batch market.Bars
	count := 0
	b.ReportAllocs()
	for b.Loop() {
		stream, err := tree.Bars(s)
		if err != nil {
			b.Fatal(err)
		}
		for stream.Next(&batch) == nil {
			count += batch.Len()
		}
		if err := stream.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(count)/b.Elapsed().Seconds(), "bars/s")
}
