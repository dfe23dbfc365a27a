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
		r := anyRequest(t)
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

func anyRequest(t *rapid.T) order.Request {
	price := func(name string) decimal.Decimal { return decimal.New(rapid.Int64Range(1, 1e6).Draw(t, name), -2) }
	some := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	moment := func(name string) market.Time { return market.Time(rapid.Int64Range(1, 4e9).Draw(t, name) * 1e9) }
	r := order.Request{
		Symbol: "AAPL", Side: order.Side(rapid.IntRange(0, 1).Draw(t, "side")), Type: order.Type(rapid.IntRange(0, int(order.Relative)).Draw(t, "type")),
		Quantity: price("quantity"), TimeInForce: order.TimeInForce(rapid.IntRange(0, int(order.AUC)).Draw(t, "tif")),
		OutsideRTH: rapid.Bool().Draw(t, "outside"), Tag: rapid.StringMatching("[a-z]*").Draw(t, "tag"),
		Hidden: rapid.Bool().Draw(t, "hidden"), AllOrNone: rapid.Bool().Draw(t, "all or none"),
	}
	if r.Type.HasLimit() || r.Type.Pegs() && some("cap") {
		r.LimitPrice = price("limit")
	}
	if r.Type.HasStop() || r.Type.Trails() && some("first stop") {
		r.StopPrice = price("stop")
	}
	if r.Type.Waits() {
		r.Trigger = order.Trigger(rapid.IntRange(0, int(order.Midpoint)).Draw(t, "trigger"))
	}
	if r.Type.Pegs() || r.Type == order.TrailingStopLimit {
		r.Offset = price("offset")
	}
	if r.Type.Trails() {
		r.TrailAmount, r.TrailPercent = anyTrail(t)
	}
	if r.TimeInForce == order.GTD {
		r.GoodTill = moment("till")
	}
	if some("later") {
		r.GoodAfter = moment("after")
	}
	if some("iceberg") {
		r.DisplaySize = decimal.NewFromInt(rapid.Int64Range(1, 1000).Draw(t, "display"))
	}
	if some("at least") {
		r.MinQuantity = decimal.NewFromInt(rapid.Int64Range(1, 1000).Draw(t, "minimum"))
	}
	if some("discretionary") {
		r.Discretion = price("discretion")
	}
	if (r.Type == order.Stop || r.Type == order.StopLimit) && some("adjusted") {
		a := &order.Adjustment{At: price("at"), StopPrice: price("adjusted stop")}
		a.To = rapid.SampledFrom([]order.Type{order.Stop, order.StopLimit, order.TrailingStop, order.TrailingStopLimit}).Draw(t, "to")
		if a.To == order.StopLimit {
			a.LimitPrice = price("adjusted limit")
		}
		if a.To.Trails() {
			a.TrailAmount, a.TrailPercent = anyTrail(t)
		}
		if a.To == order.TrailingStopLimit {
			a.Offset = price("adjusted offset")
		}
		r.Adjust = a
	}
	return r
}

func anyTrail(t *rapid.T) (amount, percent decimal.Decimal) {
	distance := decimal.New(rapid.Int64Range(1, 9999).Draw(t, "trail"), -2)
	if rapid.Bool().Draw(t, "percent") {
		return amount, distance
	}
	return distance, percent
}

// TestFields: each type in the fields that the description of the API gives it.
func TestFields(t *testing.T) {
	dec := decimal.RequireFromString
	some := func(s string) wire.Opt[decimal.Decimal] { return wire.Some(dec(s)) }
	for name, c := range map[string]struct {
		w    wire.Order
		want order.Request
	}{
		"TRAIL by an amount":     {wire.Order{OrderType: "TRAIL", AuxPrice: some("0.2"), TrailStopPrice: some("61.7")}, order.Request{Type: order.TrailingStop, TrailAmount: dec("0.2"), StopPrice: dec("61.7")}},
		"TRAIL by a percentage":  {wire.Order{OrderType: "TRAIL", TrailingPercent: some("2.5"), AuxPrice: some("0")}, order.Request{Type: order.TrailingStop, TrailPercent: dec("2.5")}},
		"TRAIL LIMIT, an offset": {wire.Order{OrderType: "TRAIL LIMIT", AuxPrice: some("0.2"), TrailStopPrice: some("61.7"), Adjust: wire.Adjust{LimitOffset: some("0.1")}}, order.Request{Type: order.TrailingStopLimit, TrailAmount: dec("0.2"), StopPrice: dec("61.7"), Offset: dec("0.1")}},
		"TRAIL LIMIT, a limit":   {wire.Order{OrderType: "TRAIL LIMIT", AuxPrice: some("0.2"), TrailStopPrice: some("61.7"), LimitPrice: some("61.6")}, order.Request{Type: order.TrailingStopLimit, TrailAmount: dec("0.2"), StopPrice: dec("61.7"), Offset: dec("0.1")}},
		"MIT":                    {wire.Order{OrderType: "MIT", AuxPrice: some("61")}, order.Request{Type: order.MarketIfTouched, StopPrice: dec("61")}},
		"LIT":                    {wire.Order{OrderType: "LIT", AuxPrice: some("61"), LimitPrice: some("60.9")}, order.Request{Type: order.LimitIfTouched, StopPrice: dec("61"), LimitPrice: dec("60.9")}},
		"MOC":                    {wire.Order{OrderType: "MOC"}, order.Request{Type: order.MarketOnClose}},
		"LOC":                    {wire.Order{OrderType: "LOC", LimitPrice: some("61")}, order.Request{Type: order.LimitOnClose, LimitPrice: dec("61")}},
		"MOO":                    {wire.Order{OrderType: "MKT", TimeInForce: "OPG"}, order.Request{Type: order.Market, TimeInForce: order.OPG}},
		"MTL at auction":         {wire.Order{OrderType: "MTL", TimeInForce: "AUC"}, order.Request{Type: order.MarketToLimit, TimeInForce: order.AUC}},
		"PEG MID":                {wire.Order{OrderType: "PEG MID", AuxPrice: some("0.02"), LimitPrice: some("62")}, order.Request{Type: order.PeggedToMid, Offset: dec("0.02"), LimitPrice: dec("62")}},
		"PEGMID":                 {wire.Order{OrderType: "PEGMID"}, order.Request{Type: order.PeggedToMid}},
		"REL":                    {wire.Order{OrderType: "REL", AuxPrice: some("0.02"), LimitPrice: some("62")}, order.Request{Type: order.Relative, Offset: dec("0.02"), LimitPrice: dec("62")}},
		"trigger 8":              {wire.Order{OrderType: "STP", AuxPrice: some("61"), TriggerMethod: 8}, order.Request{Type: order.Stop, StopPrice: dec("61"), Trigger: order.Midpoint}},
		"trigger of no stop":     {wire.Order{OrderType: "MKT", TriggerMethod: 8}, order.Request{Type: order.Market}},
		"instructions": {wire.Order{OrderType: "MKT", Hidden: true, AllOrNone: true, DisplaySize: wire.Some(10), MinQuantity: wire.Some(20), DiscretionaryAmt: some("0.1"), GoodAfterTime: "20240304-15:00:00"},
			order.Request{Hidden: true, AllOrNone: true, DisplaySize: dec("10"), MinQuantity: dec("20"), Discretion: dec("0.1"), GoodAfter: market.At(time.Date(2024, 3, 4, 15, 0, 0, 0, time.UTC))}},
		"adjusted by percent": {wire.Order{OrderType: "STP", AuxPrice: some("61"), Adjust: wire.Adjust{OrderType: "TRAIL LIMIT", TriggerPrice: some("65"), StopPrice: some("63"), TrailingAmount: some("2"), TrailingUnit: 1, LimitOffset: some("0.1")}},
			order.Request{Type: order.Stop, StopPrice: dec("61"), Adjust: &order.Adjustment{At: dec("65"), To: order.TrailingStopLimit, StopPrice: dec("63"), TrailPercent: dec("2"), Offset: dec("0.1")}}},
	} {
		c.w.Action, c.want.Side = wire.Sell, order.Sell
		got, refusal := request("", &c.w, time.UTC)
		if refusal != nil {
			t.Errorf("%s: %v", name, refusal)
		} else if diff := cmp.Diff(c.want, got, cmp.Comparer(decimal.Decimal.Equal)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
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
