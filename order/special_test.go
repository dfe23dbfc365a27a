package order_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestSpecialRequests: what is asked of the rarer types and instructions, beginning from requests that pass.
func TestSpecialRequests(t *testing.T) {
	now := market.Time(time.Hour)
	spy := market.NewEquity("SPY")
	base := func(typ order.Type) order.Request {
		r := order.Request{Symbol: "SPY", Side: order.Sell, Type: typ, Quantity: dec("100")}
		if typ.HasLimit() {
			r.LimitPrice = dec("50")
		}
		if typ.HasStop() {
			r.StopPrice = dec("48")
		}
		if typ.Trails() {
			r.TrailAmount = dec("1")
		}
		return r
	}
	for typ := order.Market; typ <= order.Relative; typ++ {
		if reason := ptr(base(typ)).Check(&spy, now); reason != nil {
			t.Errorf("%s: %s", typ, reason)
		}
	}
	for _, c := range []struct {
		name string
		typ  order.Type
		with func(*order.Request)
		want order.Code
	}{
		{"nothing to trail by", order.TrailingStop, func(r *order.Request) { r.TrailAmount = decimal.Zero }, order.NoPrice},
		{"two distances", order.TrailingStop, func(r *order.Request) { r.TrailPercent = dec("1") }, order.NoPrice},
		{"a negative distance", order.TrailingStop, func(r *order.Request) { r.TrailAmount = dec("-1") }, order.NoPrice},
		{"half a cent", order.TrailingStop, func(r *order.Request) { r.TrailAmount = dec("1.005") }, order.OffPriceGrid},
		{"a start between ticks", order.TrailingStop, func(r *order.Request) { r.StopPrice = dec("48.005") }, order.OffPriceGrid},
		{"a negative offset", order.TrailingStopLimit, func(r *order.Request) { r.Offset = dec("-1") }, order.OffPriceGrid},
		{"a touch without a price", order.MarketIfTouched, func(r *order.Request) { r.StopPrice = decimal.Zero }, order.NoPrice},
		{"a negative cap", order.Relative, func(r *order.Request) { r.LimitPrice = dec("-1") }, order.NoPrice},
		{"a peg off the grid", order.PeggedToMid, func(r *order.Request) { r.Offset = dec("1.001") }, order.OffPriceGrid},
		{"an immediate peg", order.PeggedToMid, func(r *order.Request) { r.TimeInForce = order.FOK }, order.Unsupported},
		{"a close good till cancelled", order.LimitOnClose, func(r *order.Request) { r.TimeInForce = order.GTC }, order.Unsupported},
		{"an auction at any price", order.Market, func(r *order.Request) { r.TimeInForce = order.AUC }, order.Unsupported},
		{"an opening that is touched", order.MarketIfTouched, func(r *order.Request) { r.TimeInForce = order.OPG }, order.Unsupported},
		{"at once, later", order.Market, func(r *order.Request) { r.TimeInForce, r.GoodAfter = order.IOC, now+1 }, order.Unsupported},
		{"good till before good after", order.Limit, func(r *order.Request) { *r = r.Until(now + 5); r.GoodAfter = now + 5 }, order.AlreadyExpired},
		{"a trigger of nothing", order.Limit, func(r *order.Request) { r.Trigger = order.Last }, order.Unsupported},
		{"an unknown trigger", order.Stop, func(r *order.Request) { r.Trigger = 99 }, order.Unsupported},
		{"an unknown OCA type", order.Limit, func(r *order.Request) { r.OCAType = 99 }, order.Unsupported},
		{"more shown than there is", order.Limit, func(r *order.Request) { r.DisplaySize = dec("101") }, order.OffSizeGrid},
		{"shown and hidden", order.Limit, func(r *order.Request) { r.DisplaySize, r.Hidden = dec("10"), true }, order.Unsupported},
		{"half a share at least", order.Limit, func(r *order.Request) { r.MinQuantity = dec("0.5") }, order.OffSizeGrid},
		{"discretion of a market order", order.Market, func(r *order.Request) { r.Discretion = dec("0.1") }, order.Unsupported},
		{"negative discretion", order.Limit, func(r *order.Request) { r.Discretion = dec("-0.1") }, order.OffPriceGrid},
		{"an adjusted limit", order.Limit, func(r *order.Request) { r.Adjust = &order.Adjustment{} }, order.Unsupported},
		{"adjusted to a market order", order.Stop, func(r *order.Request) { r.Adjust = &order.Adjustment{At: dec("52")} }, order.Unsupported},
		{"adjusted behind the stop", order.Stop, func(r *order.Request) {
			r.Adjust = &order.Adjustment{At: dec("47"), To: order.Stop, StopPrice: dec("50")}
		}, order.Unsupported},
		{"adjusted to half a cent", order.Stop, func(r *order.Request) {
			r.Adjust = &order.Adjustment{At: dec("52"), To: order.Stop, StopPrice: dec("50.005")}
		}, order.OffPriceGrid},
		{"adjusted", order.Stop, func(r *order.Request) {
			r.Adjust = &order.Adjustment{At: dec("52"), To: order.TrailingStop, TrailPercent: dec("2")}
		}, order.NoReason},
	} {
		r := base(c.typ)
		c.with(&r)
		got := order.NoReason
		if reason := r.Check(&spy, now); reason != nil {
			got = reason.Code
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func ptr[T any](x T) *T { return &x }

// TestWorst: limit 50 with 0.05 of discretion is 50.05 for a buyer and 49.95 for a seller.
func TestWorst(t *testing.T) {
	limit := order.NewLimit("SPY", order.Buy, dec("1"), dec("50"))
	limit.Discretion = dec("0.05")
	worst, ok := limit.Worst()
	same(t, "buyer", worst, "50.05")
	limit.Side = order.Sell
	worst, _ = limit.Worst()
	same(t, "seller", worst, "49.95")
	free := order.Request{Type: order.Relative}
	capped := order.Request{Type: order.Relative, LimitPrice: dec("50")}
	meaningless := order.Request{Type: order.Market, LimitPrice: dec("50")}
	_, isFree := free.Worst()
	_, isCapped := capped.Worst()
	_, market := meaningless.Worst()
	if !ok || isFree || !isCapped || market {
		t.Errorf("bounds: %t %t %t %t", ok, isFree, isCapped, market)
	}
}

func TestWords(t *testing.T) {
	full := order.NewStop("SPY", order.Sell, dec("10"), dec("48")).For(order.GTC)
	full.Adjust = &order.Adjustment{At: dec("52"), To: order.TrailingStop, TrailAmount: dec("2")}
	full.Trigger, full.AllOrNone, full.Hidden, full.MinQuantity = order.DoubleLast, true, true, dec("5")
	trail := order.Request{Side: order.Buy, Type: order.TrailingStopLimit, Quantity: dec("1"), TrailPercent: dec("2"), Offset: dec("0.1")}
	for want, r := range map[string]order.Request{
		"buy 1 market day":                                         order.NewMarket("SPY", order.Buy, dec("1")),
		"sell 1 limit 50 day":                                      order.NewLimit("SPY", order.Sell, dec("1"), dec("50")),
		"sell 1 stop 48 limit 47.5 day":                            order.NewStopLimit("SPY", order.Sell, dec("1"), dec("48"), dec("47.5")),
		"buy 1 market-if-touched at 48 day":                        order.NewMarketIfTouched("SPY", order.Buy, dec("1"), dec("48")),
		"buy 1 trailing-stop-limit trail-percent 2 offset 0.1 day": trail,
		"sell 10 stop 48 gtc by double-last adjust 52 to trailing-stop trail 2 minimum 5 hidden all-or-none": full,
	} {
		if got := r.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestChangeOfAStop: an adjustment changes the type, and is over then.
func TestChangeOfAStop(t *testing.T) {
	r := order.NewStop("SPY", order.Sell, dec("10"), dec("48"))
	r.Adjust = &order.Adjustment{At: dec("52"), To: order.StopLimit, StopPrice: dec("50"), LimitPrice: dec("49.5")}
	adjusted := r.Adjust.Change().Apply(r)
	if adjusted.Type != order.StopLimit || adjusted.Adjust != nil {
		t.Errorf("adjusted to %s, %v", adjusted.Type, adjusted.Adjust)
	}
	same(t, "stop", adjusted.StopPrice, "50")
	same(t, "limit", adjusted.LimitPrice, "49.5")
	till := order.GTD
	later := order.Change{TimeInForce: &till, GoodTill: 7}.Apply(r)
	if later.TimeInForce != order.GTD || later.GoodTill != 7 {
		t.Errorf("%s until %d", later.TimeInForce, later.GoodTill)
	}
	less, more, price := dec("5"), dec("15"), dec("47")
	if !(order.Change{Quantity: &less}).Reduces(&r) || (order.Change{Quantity: &more}).Reduces(&r) ||
		(order.Change{Quantity: &less, StopPrice: &price}).Reduces(&r) {
		t.Error("only a smaller quantity, and nothing else, reduces")
	}
}
