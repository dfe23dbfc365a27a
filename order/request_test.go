package order_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func TestRequestCheck(t *testing.T) {
	es := market.NewFuture("ESZ5", "ES", market.NewDate(2025, 12, 19), dec("50"), dec("0.25"))
	eurusd := market.NewForex("EUR", "USD")
	vix := market.Instrument{Symbol: "VIX", Kind: market.Index}
	spread := es
	spread.Symbol, spread.Kind = "ES-SPREAD", market.Combo
	call := market.NewEquity("SPY C500")
	call.Kind, call.Multiplier, call.Underlying, call.Right, call.Strike = market.Option, dec("100"), "SPY", market.Call, dec("500")
	const now = market.Time(1000)
	exercise := order.NewExercise("SPY C500", dec("2"))
	with := func(change func(*order.Request)) order.Request {
		r := exercise
		change(&r)
		return r
	}
	buyStop := func(price string) order.Request { return order.NewStop("SPY", order.Buy, dec("1"), dec(price)) }
	limit := func(quantity, price string) order.Request {
		return order.NewLimit("SPY", order.Sell, dec(quantity), dec(price))
	}
	market1 := order.NewMarket("SPY", order.Buy, dec("1"))

	for _, c := range []struct {
		name string
		in   *market.Instrument
		r    order.Request
		want order.Code
	}{
		{"a share", &spy, market1, order.NoReason},
		{"an index", &vix, market1, order.NotTradable},
		{"nothing", &spy, order.NewMarket("SPY", order.Buy, decimal.Zero), order.BadQuantity},
		{"less than nothing", &spy, order.NewMarket("SPY", order.Buy, dec("-5")), order.BadQuantity},
		{"half a share", &spy, order.NewMarket("SPY", order.Buy, dec("0.5")), order.OffSizeGrid},
		{"a share and a half", &spy, order.NewMarket("SPY", order.Buy, dec("1.5")), order.OffSizeGrid},
		{"cents", &spy, limit("1", "412.37"), order.NoReason},
		{"a tenth of a cent above a dollar", &spy, limit("1", "412.375"), order.OffPriceGrid},
		{"a hundredth of a cent below a dollar", &spy, limit("1", "0.9999"), order.NoReason},
		{"a forgotten limit", &spy, limit("1", "0"), order.NoPrice},
		{"a negative limit", &spy, limit("1", "-1"), order.NoPrice},
		{"a quarter point", &es, limit("1", "4512.25"), order.NoReason},
		{"a tenth of a point", &es, limit("1", "4512.10"), order.OffPriceGrid},
		{"a future below zero", &es, limit("1", "-37.50"), order.NoReason},
		{"a future's forgotten limit", &es, limit("1", "0"), order.NoPrice},
		{"an even combo", &spread, limit("1", "0"), order.NoReason},
		{"a twentieth of a pip", &eurusd, limit("20000", "1.10125"), order.NoReason},
		{"a hundredth of a pip", &eurusd, limit("20000", "1.101251"), order.OffPriceGrid},
		{"a stop", &spy, buyStop("420"), order.NoReason},
		{"a forgotten stop", &spy, buyStop("0"), order.NoPrice},
		{"a stop off the grid", &spy, buyStop("420.001"), order.OffPriceGrid},
		{"a stop-limit's limit", &spy, order.NewStopLimit("SPY", order.Buy, dec("1"), dec("420"), dec("420.001")), order.OffPriceGrid},
		{"until later", &spy, market1.Until(now + 1), order.NoReason},
		{"until now", &spy, market1.Until(now), order.AlreadyExpired},
		{"until earlier", &spy, market1.Until(now - 1), order.AlreadyExpired},
		{"a limit at the open", &spy, limit("1", "412").For(order.OPG), order.NoReason},
		{"a stop at the open", &spy, buyStop("420").For(order.OPG), order.Unsupported},
		{"an exercise", &call, exercise, order.NoReason},
		{"a lapse with a tag", &call, with(func(r *order.Request) { r.Type, r.Tag = order.Lapse, "why not" }), order.NoReason},
		{"half an exercise", &call, order.NewExercise("SPY C500", dec("0.5")), order.OffSizeGrid},
		{"an exercise of shares", &spy, order.NewExercise("SPY", dec("2")), order.NotExercisable},
		{"an exercise at a price", &call, with(func(r *order.Request) { r.LimitPrice = dec("1") }), order.Unsupported},
		{"an exercise for the day", &call, exercise.For(order.Day), order.Unsupported},
		{"an exercise that buys", &call, with(func(r *order.Request) { r.Side = order.Buy }), order.Unsupported},
		{"an exercise in a group", &call, with(func(r *order.Request) { r.OCA = "x" }), order.Unsupported},
	} {
		got := order.NoReason
		if reason := c.r.Check(c.in, now); reason != nil {
			got = reason.Code
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestChangeLeavesTheRestAlone(t *testing.T) {
	r := order.NewStopLimit("SPY", order.Sell, dec("10"), dec("48"), dec("47.50"))
	stop := dec("49")
	r = order.Change{StopPrice: &stop}.Apply(r)
	same(t, "quantity", r.Quantity, "10")
	same(t, "stop", r.StopPrice, "49")
	same(t, "limit", r.LimitPrice, "47.50")
}
