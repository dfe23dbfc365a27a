package order_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func TestCheckCombo(t *testing.T) {
	in := market.NewEquity("SPREAD")
	in.Kind, in.Grid = market.Combo, market.UniformGrid(dec("0.01"))
	limit := func(change func(*order.Request)) order.Request {
		r := order.NewLimit("SPREAD", order.Buy, dec("10"), dec("-1.25"))
		if change != nil {
			change(&r)
		}
		return r
	}
	for _, c := range []struct {
		name string
		req  order.Request
		want order.Code
	}{
		{"a credit", limit(nil), order.NoReason},
		{"a market order that must fill at once", order.NewMarket("SPREAD", order.Sell, dec("1")).For(order.FOK), order.NoReason},
		{"after a time, until another", limit(func(r *order.Request) { *r = r.Until(900); r.GoodAfter = 200 }), order.NoReason},
		{"a stop", order.NewStop("SPREAD", order.Sell, dec("1"), dec("1")), order.Unsupported},
		{"a trailing stop", order.NewTrailingStop("SPREAD", order.Sell, dec("1"), dec("1")), order.Unsupported},
		{"on close", order.NewMarketOnClose("SPREAD", order.Sell, dec("1")), order.Unsupported},
		{"in the opening", limit(func(r *order.Request) { r.TimeInForce = order.OPG }), order.Unsupported},
		{"an iceberg", limit(func(r *order.Request) { r.DisplaySize = decimal.NewFromInt(1) }), order.Unsupported},
		{"hidden", limit(func(r *order.Request) { r.Hidden = true }), order.Unsupported},
		{"all or none", limit(func(r *order.Request) { r.AllOrNone = true }), order.Unsupported},
		{"a minimum", limit(func(r *order.Request) { r.MinQuantity = decimal.NewFromInt(5) }), order.Unsupported},
		{"with discretion", limit(func(r *order.Request) { r.Discretion = dec("0.05") }), order.Unsupported},
	} {
		got := order.NoReason
		if reason := c.req.Check(&in, 100); reason != nil {
			got = reason.Code
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
