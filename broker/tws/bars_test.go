package tws

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

func TestBarSize(t *testing.T) {
	for text, want := range map[string]string{
		"1s": "1 secs", "30s": "30 secs", "1m": "1 min", "2m": "2 mins", "60m": "1 hour", "4h": "4 hours", "8h": "8 hours",
		"1d": "1 day", "1h-mid": "1 hour", "5m-bid": "5 mins",
	} {
		spec, err := market.ParseBarSpec(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := BarSize(spec)
		if err != nil || got != want {
			t.Errorf("BarSize(%s) = %q, %v; want %q", text, got, err, want)
		}
		back, err := BarSpec(got)
		if err != nil || back != spec.Of(market.Last) {
			t.Errorf("BarSpec(%q) = %v, %v; want %s", got, back, err, text)
		}
	}
	for _, spec := range []market.BarSpec{market.Minutes(7), market.Hours(24), market.Sessions(5), market.Ticks(100), market.Renko(1), {}} {
		if got, err := BarSize(spec); err == nil {
			t.Errorf("BarSize(%v) = %q, want an error", spec, got)
		}
		if span := MaxSpan(spec); span != 0 {
			t.Errorf("MaxSpan(%v) = %v, want 0", spec, span)
		}
	}
	for _, size := range []string{"", "1 week", "1 month", "5 min", "1 Min"} {
		if got, err := BarSpec(size); err == nil {
			t.Errorf("BarSpec(%q) = %v, want an error", size, got)
		}
	}
}

// IB documents for each duration the bar sizes that go with it.
func TestMaxSpan(t *testing.T) {
	for _, c := range []struct {
		spec market.BarSpec
		want string
	}{
		{market.Seconds(1), "1800 S"}, {market.Seconds(5), "3600 S"}, {market.Seconds(10), "14400 S"}, {market.Seconds(30), "28800 S"},
		{market.Minutes(1), "1 D"}, {market.Minutes(2), "2 D"}, {market.Minutes(3), "7 D"}, {market.Minutes(20), "7 D"},
		{market.Minutes(30), "28 D"}, {market.Hours(8), "28 D"}, {market.Daily(), "365 D"}, {market.Daily().Of(market.Bid), "365 D"},
	} {
		if got := Duration(MaxSpan(c.spec)); got != c.want {
			t.Errorf("%v: %s, want %s", c.spec, got, c.want)
		}
	}
}

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		span time.Duration
		want string
	}{
		{0, "1 S"}, {-time.Hour, "1 S"}, {time.Second, "1 S"}, {time.Second + 1, "2 S"}, {24*time.Hour - 1, "86400 S"},
		{24 * time.Hour, "1 D"}, {25 * time.Hour, "2 D"}, {365 * 24 * time.Hour, "365 D"}, {366 * 24 * time.Hour, "2 Y"},
		{730 * 24 * time.Hour, "2 Y"},
	} {
		if got := Duration(c.span); got != c.want {
			t.Errorf("Duration(%v) = %q, want %q", c.span, got, c.want)
		}
	}
}

func TestWhatToShow(t *testing.T) {
	for _, c := range []struct {
		kind  market.Kind
		price market.PriceSource
		want  string
	}{
		{market.Equity, market.Last, "TRADES"}, {market.Equity, market.Bid, "BID"}, {market.ETF, market.Ask, "ASK"},
		{market.Future, market.Mid, "MIDPOINT"}, {market.Option, market.Last, "TRADES"}, {market.Index, market.Last, "TRADES"},
		{market.Forex, market.Last, "MIDPOINT"}, {market.Forex, market.Mid, "MIDPOINT"}, {market.Forex, market.Bid, "BID"},
		{market.CFD, market.Last, "MIDPOINT"}, {market.Crypto, market.Last, "AGGTRADES"}, {market.Crypto, market.Mid, "MIDPOINT"},
		{market.Index, market.Bid, ""}, {market.Index, market.Mid, ""},
	} {
		if got, ok := WhatToShow(c.kind, c.price); got != c.want || ok != (c.want != "") {
			t.Errorf("WhatToShow(%v, %v) = %q, %v; want %q", c.kind, c.price, got, ok, c.want)
		}
	}
}
