package desk

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestWordsAndBack: a request in TWS's words is the same request when it is read.
func TestWordsAndBack(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		price := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(1, 1e6).Draw(t, name), -2) }
		r := order.Request{
			Symbol: "AAPL", Side: order.Side(rapid.IntRange(0, 1).Draw(t, "side")), Type: order.Type(rapid.IntRange(0, 3).Draw(t, "type")),
			Quantity: price("quantity"), TimeInForce: order.TimeInForce(rapid.IntRange(0, 5).Draw(t, "tif")),
			OutsideRTH: rapid.Bool().Draw(t, "outside"), Tag: rapid.StringMatching("[a-z]*").Draw(t, "tag"),
		}
		if r.Type.HasLimit() {
			r.LimitPrice = price("limit")
		}
		if r.Type.HasStop() {
			r.StopPrice = price("stop")
		}
		if r.TimeInForce == order.GTD {
			r.GoodTill = market.Time(rapid.Int64Range(0, 4e9).Draw(t, "till") * 1e9)
		}
		w := words(&r, zone)
		back, refusal := request("AAPL", &w, zone)
		if refusal != nil {
			t.Fatal(refusal)
		}
		if diff := cmp.Diff(r, back, cmp.Comparer(decimal.Decimal.Equal)); diff != "" {
			t.Error(diff)
		}
	})
}

// The forms of a good-till date, in New York: with a zone, in UTC, without a zone, and a day alone.
func TestGoodTill(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want time.Time
	}{
		{"20240304 15:30:00 US/Eastern", time.Date(2024, 3, 4, 20, 30, 0, 0, time.UTC)},
		{"20240304-15:30:00", time.Date(2024, 3, 4, 15, 30, 0, 0, time.UTC)},
		{"20240304 15:30:00", time.Date(2024, 3, 4, 20, 30, 0, 0, time.UTC)},
		{"20240304", time.Date(2024, 3, 5, 4, 59, 59, 0, time.UTC)},
	} {
		var r order.Request
		if refusal := goodTill(&r, c.text, zone); refusal != nil || r.GoodTill != market.At(c.want) {
			t.Errorf("%s: %v (%v), want %v", c.text, r.GoodTill, refusal, c.want)
		}
	}
}

func TestSpell(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{zone: zone}
	m := &wire.Executed{Execution: wire.Execution{Time: "20240304 10:00:00 US/Eastern"}}
	for version, want := range map[int]string{100: "20240304  10:00:00", 173: "20240304  10:00:00", 174: "20240304 10:00:00 US/Eastern"} {
		if got := d.Spell(m, version).(*wire.Executed).Execution.Time; got != want {
			t.Errorf("version %d: %q, want %q", version, got, want)
		}
	}
	if m.Execution.Time != "20240304 10:00:00 US/Eastern" {
		t.Error("the message was changed")
	}
	if d.Spell(&wire.OrderBound{}, 143) != nil || d.Spell(&wire.OrderBound{}, 144) == nil {
		t.Error("orderBound exists from version 144")
	}
}
