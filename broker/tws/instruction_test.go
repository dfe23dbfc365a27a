package tws

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func some(s string) wire.Opt[decimal.Decimal] { return wire.Some(dec(s)) }

// TestTerms: each type and instruction in the fields that the documentation of the API gives it, and back.
func TestTerms(t *testing.T) {
	at := market.At(time.Date(2025, 3, 5, 14, 30, 0, 0, time.UTC))
	for name, c := range map[string]struct {
		r    order.Request
		want wire.Order
	}{
		"trailing by an amount":     {order.Request{Type: order.TrailingStop, TrailAmount: dec("0.2")}, wire.Order{OrderType: "TRAIL", AuxPrice: some("0.2")}},
		"trailing by a percentage":  {order.Request{Type: order.TrailingStop, TrailPercent: dec("2.5"), StopPrice: dec("61.7")}, wire.Order{OrderType: "TRAIL", TrailingPercent: some("2.5"), TrailStopPrice: some("61.7")}},
		"trailing limit":            {order.Request{Type: order.TrailingStopLimit, TrailAmount: dec("0.2"), StopPrice: dec("61.7"), Offset: dec("0.1")}, wire.Order{OrderType: "TRAIL LIMIT", AuxPrice: some("0.2"), TrailStopPrice: some("61.7"), Adjust: wire.Adjust{LimitOffset: some("0.1")}}},
		"market if touched":         {order.Request{Type: order.MarketIfTouched, StopPrice: dec("61")}, wire.Order{OrderType: "MIT", AuxPrice: some("61")}},
		"limit if touched":          {order.Request{Type: order.LimitIfTouched, StopPrice: dec("61"), LimitPrice: dec("60.9")}, wire.Order{OrderType: "LIT", AuxPrice: some("61"), LimitPrice: some("60.9")}},
		"market on open":            {order.Request{TimeInForce: order.OPG}, wire.Order{OrderType: "MKT", TimeInForce: "OPG"}},
		"limit on open":             {order.Request{Type: order.Limit, LimitPrice: dec("61"), TimeInForce: order.OPG}, wire.Order{OrderType: "LMT", LimitPrice: some("61"), TimeInForce: "OPG"}},
		"market on close":           {order.Request{Type: order.MarketOnClose}, wire.Order{OrderType: "MOC"}},
		"limit on close":            {order.Request{Type: order.LimitOnClose, LimitPrice: dec("61")}, wire.Order{OrderType: "LOC", LimitPrice: some("61")}},
		"market to limit":           {order.Request{Type: order.MarketToLimit}, wire.Order{OrderType: "MTL"}},
		"at auction":                {order.Request{Type: order.MarketToLimit, TimeInForce: order.AUC}, wire.Order{OrderType: "MTL", TimeInForce: "AUC"}},
		"pegged":                    {order.Request{Type: order.PeggedToMid, Offset: dec("0.02"), LimitPrice: dec("62")}, wire.Order{OrderType: "PEG MID", AuxPrice: some("0.02"), LimitPrice: some("62")}},
		"relative":                  {order.Request{Type: order.Relative}, wire.Order{OrderType: "REL", AuxPrice: some("0")}},
		"iceberg":                   {order.Request{DisplaySize: dec("10")}, wire.Order{OrderType: "MKT", DisplaySize: wire.Some(10)}},
		"hidden, all or none":       {order.Request{Hidden: true, AllOrNone: true}, wire.Order{OrderType: "MKT", Hidden: true, AllOrNone: true}},
		"minimum quantity":          {order.Request{MinQuantity: dec("20")}, wire.Order{OrderType: "MKT", MinQuantity: wire.Some(20)}},
		"discretionary":             {order.Request{Type: order.Limit, LimitPrice: dec("61"), Discretion: dec("0.1")}, wire.Order{OrderType: "LMT", LimitPrice: some("61"), DiscretionaryAmt: some("0.1")}},
		"good after a time":         {order.Request{GoodAfter: at}, wire.Order{OrderType: "MKT", GoodAfterTime: "20250305-14:30:00"}},
		"trigger method":            {order.Request{Type: order.Stop, StopPrice: dec("61"), Trigger: order.LastOrBidAsk}, wire.Order{OrderType: "STP", AuxPrice: some("61"), TriggerMethod: 7}},
		"OCA":                       {order.Request{OCA: "g", OCAType: order.ReduceWithBlock}, wire.Order{OrderType: "MKT", OCA: wire.OCA{Group: "g", Type: 2}}},
		"adjusted to a stop limit":  {order.Request{Type: order.Stop, StopPrice: dec("61"), Adjust: &order.Adjustment{At: dec("65"), To: order.StopLimit, StopPrice: dec("63"), LimitPrice: dec("62.9")}}, wire.Order{OrderType: "STP", AuxPrice: some("61"), Adjust: wire.Adjust{OrderType: "STP LMT", TriggerPrice: some("65"), StopPrice: some("63"), StopLimitPrice: some("62.9")}}},
		"adjusted to trailing":      {order.Request{Type: order.Stop, StopPrice: dec("61"), Adjust: &order.Adjustment{At: dec("65"), To: order.TrailingStop, StopPrice: dec("63"), TrailAmount: dec("2")}}, wire.Order{OrderType: "STP", AuxPrice: some("61"), Adjust: wire.Adjust{OrderType: "TRAIL", TriggerPrice: some("65"), StopPrice: some("63"), TrailingAmount: some("2")}}},
		"adjusted to trailing by %": {order.Request{Type: order.Stop, StopPrice: dec("61"), Adjust: &order.Adjustment{At: dec("65"), To: order.TrailingStopLimit, TrailPercent: dec("2"), Offset: dec("0.1")}}, wire.Order{OrderType: "STP", AuxPrice: some("61"), Adjust: wire.Adjust{OrderType: "TRAIL LIMIT", TriggerPrice: some("65"), TrailingAmount: some("2"), TrailingUnit: 1, LimitOffset: some("0.1")}}},
	} {
		c.r.Side, c.want.Action = order.Sell, wire.Sell
		c.r.Quantity, c.want.TotalQuantity = dec("100"), dec("100")
		if c.want.TimeInForce == "" {
			c.want.TimeInForce = "DAY"
		}
		equal := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
		got := terms(&c.r)
		if diff := cmp.Diff(c.want, got, equal); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		back, unknown := read(&got, time.UTC)
		if diff := cmp.Diff(c.r, back, equal); diff != "" || unknown != "" {
			t.Errorf("%s, read again: %s\n%s", name, unknown, diff)
		}
		if differ := differences(&c.r, &got, ""); len(differ) > 0 {
			t.Errorf("%s: %v", name, differ)
		}
	}
}

// What IB does not do is refused.
func TestUnsupported(t *testing.T) {
	for name, c := range map[string]struct {
		kind market.Kind
		with func(*order.Request)
	}{
		"trailing at once":      {market.Equity, func(r *order.Request) { r.Type, r.TimeInForce = order.TrailingStop, order.IOC }},
		"touched at once":       {market.Equity, func(r *order.Request) { r.Type, r.TimeInForce = order.LimitIfTouched, order.FOK }},
		"auction in currencies": {market.Forex, func(r *order.Request) { r.TimeInForce = order.AUC }},
		"child at the opening":  {market.Equity, func(r *order.Request) { r.TimeInForce, r.Parent = order.OPG, "p" }},
		"discretionary iceberg": {market.Equity, func(r *order.Request) { r.DisplaySize, r.Discretion = dec("1"), dec("1") }},
		"part of a coin":        {market.Equity, func(r *order.Request) { r.DisplaySize = dec("0.5") }},
		"part of a coin, least": {market.Equity, func(r *order.Request) { r.MinQuantity = dec("0.5") }},
		"beyond the field":      {market.Equity, func(r *order.Request) { r.MinQuantity = dec("2147483647") }},
	} {
		r := order.NewLimit("SPY", order.Buy, dec("10"), dec("1"))
		with := c.with
		if with(&r); unsupported(&r, c.kind) == nil {
			t.Errorf("%s is sent", name)
		}
	}
	plain := order.NewLimit("SPY", order.Buy, dec("1"), dec("1"))
	if reason := unsupported(&plain, market.Equity); reason != nil {
		t.Error(reason)
	}
}

// What the contract does not list is not sent; without a list everything is.
func TestUnlisted(t *testing.T) {
	es := &listing{details: wire.Details{OrderTypes: "GAT,HID,ICE,LIT,LMT,MIT,MKT,MTL,STP,STPLMT,TRAIL,TRAILLMT"}}
	for want, r := range map[string]order.Request{
		"market-on-close orders": {Type: order.MarketOnClose}, "relative orders": {Type: order.Relative},
		"all-or-none orders": {AllOrNone: true}, "a discretionary amount": {Type: order.Limit, Discretion: dec("1")},
		"adjusted stops": {Type: order.Stop, Adjust: &order.Adjustment{}}, "": {Type: order.TrailingStop, Hidden: true, GoodAfter: 1, DisplaySize: dec("1")},
	} {
		if got := unlisted(es, &r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := unlisted(&listing{}, &r); got != "" {
			t.Errorf("without a list: %q", got)
		}
	}
}

// TestUnasked: what IB itself makes of an order is not an alteration by a preset.
func TestUnasked(t *testing.T) {
	trail := order.Request{Side: order.Sell, Type: order.TrailingStop, Quantity: dec("100"), TrailAmount: dec("1"), StopPrice: dec("169")}
	stop := order.Request{Side: order.Sell, Type: order.Stop, Quantity: dec("100"), StopPrice: dec("168"),
		Adjust: &order.Adjustment{At: dec("172"), To: order.TrailingStop, TrailAmount: dec("1"), StopPrice: dec("170.5")}}
	grouped := order.NewLimit("SPY", order.Buy, dec("100"), dec("165"))
	grouped.OCA, grouped.OCAType = "g", order.ReduceWithoutBlock
	cancelling := grouped
	cancelling.OCAType = order.CancelWithBlock
	for _, c := range []struct {
		name   string
		r      order.Request
		echo   func(*wire.Order)
		differ []string
		after  func(*order.Request)
	}{
		{"a stop that has followed", trail, func(o *wire.Order) { o.TrailStopPrice = some("171") }, nil, nil},
		{"a stop that has gone back", trail, func(o *wire.Order) { o.TrailStopPrice = some("168") }, []string{"trailing stop 168 instead of 169"}, nil},
		{"trailing by another amount", trail, func(o *wire.Order) { o.AuxPrice = some("2") }, []string{"trailing amount 2 instead of 1"}, nil},
		{"an adjusted stop", stop, func(o *wire.Order) {
			*o = wire.Order{Action: wire.Sell, TotalQuantity: dec("100"), TimeInForce: "DAY", OrderType: "TRAIL", AuxPrice: some("1"), TrailStopPrice: some("171")}
		}, nil, func(r *order.Request) {
			r.Type, r.StopPrice, r.TrailAmount, r.Adjust = order.TrailingStop, dec("170.5"), dec("1"), nil
		}},
		{"adjusted to something else", stop, func(o *wire.Order) { o.OrderType, o.AuxPrice = "TRAIL", some("3") }, []string{"type TRAIL instead of STP", "stop 3 instead of 168"}, nil},
		{"a reduced group", grouped, func(o *wire.Order) { o.TotalQuantity = dec("60") }, nil, func(r *order.Request) { r.Quantity = dec("60") }},
		{"a group that cancels", cancelling, func(o *wire.Order) { o.TotalQuantity = dec("60") }, []string{"quantity 60 instead of 100"}, nil},
		{"market to limit", order.Request{Type: order.MarketToLimit, Quantity: dec("100")}, func(o *wire.Order) { o.OrderType, o.LimitPrice = "LMT", some("170.02") }, nil,
			func(r *order.Request) { r.LimitPrice = dec("170.02") }},
		{"hidden no more", order.Request{Quantity: dec("100"), Hidden: true}, func(o *wire.Order) { o.Hidden = false }, []string{"hidden false instead of true"}, nil},
	} {
		o := terms(&c.r)
		c.echo(&o)
		change := unasked(&c.r, &o, "")
		got, want := change.Apply(c.r), c.r
		if c.after != nil {
			c.after(&want)
		}
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
		if differ := differences(&got, &o, ""); !slices.Equal(differ, c.differ) {
			t.Errorf("%s: %q, want %q", c.name, differ, c.differ)
		}
	}
}
