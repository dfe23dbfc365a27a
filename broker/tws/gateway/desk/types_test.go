package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Each type of order from its placement to its fill, at the prices that IB's descriptions of the types ask for.
func TestTypes(t *testing.T) {
	price := func(s string) wire.Opt[decimal.Decimal] { return wire.Some(dec(s)) }
	for _, c := range []struct {
		name   string
		order  wire.Order
		market func(*bench)
		want   string
	}{
		{"trailing by an amount", trailing("1"), func(b *bench) { // from the bid of 170: 169; the trade of 171 brings it to 170
			b.move(171, 171.02, 171)
			b.move(170.01, 170.03, 170.02)
			b.expectNoFill()
			b.move(169.98, 170, 170)
		}, "1 exec 5 SLD 100 AAPL @ 169.98"},
		{"trailing by a percentage", with(trailing("0"), func(o *wire.Order) { o.TrailingPercent = price("1") }), func(b *bench) {
			b.move(168.32, 168.34, 168.31) // 1 % under 170 is 168.30
			b.expectNoFill()
			b.move(168.29, 168.31, 168.3)
		}, "1 exec 5 SLD 100 AAPL @ 168.29"},
		{"trailing from a stop", with(trailing("1"), func(o *wire.Order) { o.TrailStopPrice = price("169.5") }), func(b *bench) {
			b.move(169.48, 169.5, 169.5)
		}, "1 exec 5 SLD 100 AAPL @ 169.48"},
		{"trailing limit", with(trailing("1"), func(o *wire.Order) { o.OrderType, o.Adjust.LimitOffset = wire.TrailLimit, price("0.1") }), func(b *bench) {
			b.move(168.5, 168.52, 168.95) // elected at 169, and limited to 168.90
			b.expectNoFill()
			b.move(168.9, 168.92, 168.9)
		}, "1 exec 5 SLD 100 AAPL @ 168.9"},
		{"market if touched", with(stop(wire.Buy, "100", "169"), func(o *wire.Order) { o.OrderType = wire.IfTouched }), func(b *bench) {
			b.move(169.01, 169.03, 169.01)
			b.expectNoFill()
			b.move(168.99, 169.01, 169)
		}, "1 exec 5 BOT 100 AAPL @ 169.01"},
		{"limit if touched", with(limit(wire.Buy, "100", "168.5"), func(o *wire.Order) { o.OrderType, o.AuxPrice = wire.LimitTouched, price("169") }), func(b *bench) {
			b.move(168.99, 169.01, 169)
			b.expectNoFill()
			b.move(168.48, 168.5, 168.5)
		}, "1 exec 5 BOT 100 AAPL @ 168.5"},
		{"market to limit", newOrder(wire.Buy, wire.MarketToLimit, "100"), nil, "1 exec 5 BOT 100 AAPL @ 170.02"},
		{"pegged to the middle", newOrder(wire.Buy, wire.PegMid, "100"), func(b *bench) { b.move(169.98, 170, 170) }, "1 exec 5 BOT 100 AAPL @ 170.01"},
		{"pegged and capped", with(limit(wire.Buy, "100", "169.99"), func(o *wire.Order) { o.OrderType = wire.PegMid }), func(b *bench) {
			b.move(169.98, 170, 170)
			b.expectNoFill()
			b.move(169.97, 169.99, 169.98)
		}, "1 exec 5 BOT 100 AAPL @ 169.99"},
		{"relative", with(newOrder(wire.Sell, wire.Relative, "100"), func(o *wire.Order) { o.AuxPrice = price("0.01") }), func(b *bench) {
			b.move(170.01, 170.03, 170.02) // a cent better than the offer of 170.02
		}, "1 exec 5 SLD 100 AAPL @ 170.01"},
		{"on close", newOrder(wire.Buy, wire.MarketOnClose, "100"), func(b *bench) {
			b.wait("15:59:58")
			b.move(170.5, 170.52, 170.51)
			b.expectNoFill()
			b.wait("16:00:00")
		}, "1 exec 5 BOT 100 AAPL @ 170.51"},
		{"limit on close", with(limit(wire.Buy, "100", "170.51"), func(o *wire.Order) { o.OrderType = wire.LimitOnClose }), func(b *bench) {
			b.wait("15:59:58")
			b.move(170.5, 170.52, 170.51)
			b.wait("16:00:00")
		}, "1 exec 5 BOT 100 AAPL @ 170.51"},
		{"on open", with(newOrder(wire.Buy, wire.Market, "100"), func(o *wire.Order) { o.TimeInForce = wire.AtOpen }), func(b *bench) {
			b.wait("2024-03-05 09:30:00")
			b.move(171, 171.02, 171)
		}, "1 exec 5 BOT 100 AAPL @ 171.02"},
		{"limit on open", with(limit(wire.Buy, "100", "171.5"), func(o *wire.Order) { o.TimeInForce = wire.AtOpen }), func(b *bench) {
			b.wait("2024-03-05 09:30:00")
			b.move(171, 171.02, 171)
		}, "1 exec 5 BOT 100 AAPL @ 171.02"},
		{"at auction", with(newOrder(wire.Buy, wire.MarketToLimit, "100"), func(o *wire.Order) { o.TimeInForce = wire.AtAuction }), func(b *bench) {
			b.wait("2024-03-05 09:30:00")
			b.move(171, 171.02, 171)
		}, "1 exec 5 BOT 100 AAPL @ 171.02"},
		{"good after a time", with(limit(wire.Buy, "100", "171"), func(o *wire.Order) { o.GoodAfterTime = "20240304 11:00:00 US/Eastern" }), func(b *bench) {
			b.wait("10:59:58")
			b.move(170, 170.02, 170)
			b.expectNoFill()
			b.wait("11:00:00")
			b.move(170.1, 170.12, 170.1)
		}, "1 exec 5 BOT 100 AAPL @ 170.12"},
		{"discretionary", with(limit(wire.Buy, "100", "169.9"), func(o *wire.Order) { o.DiscretionaryAmt = price("0.05") }), func(b *bench) {
			b.move(169.94, 169.96, 169.95)
			b.expectNoFill()
			b.move(169.93, 169.95, 169.94)
		}, "1 exec 5 BOT 100 AAPL @ 169.95"},
		{"iceberg", with(limit(wire.Buy, "100", "169.9"), func(o *wire.Order) { o.DisplaySize = wire.Some(10) }), func(b *bench) { b.move(169.88, 169.9, 169.9) }, "1 exec 5 BOT 100 AAPL @ 169.9"},
		{"hidden", with(limit(wire.Buy, "100", "169.9"), func(o *wire.Order) { o.Hidden = true }), func(b *bench) { b.move(169.88, 169.9, 169.9) }, "1 exec 5 BOT 100 AAPL @ 169.9"},
		{"all or none", with(limit(wire.Buy, "100", "169.9"), func(o *wire.Order) { o.AllOrNone = true }), func(b *bench) { b.move(169.88, 169.9, 169.9) }, "1 exec 5 BOT 100 AAPL @ 169.9"},
		{"minimum quantity", with(limit(wire.Buy, "100", "169.9"), func(o *wire.Order) { o.MinQuantity = wire.Some(50) }), func(b *bench) { b.move(169.88, 169.9, 169.9) }, "1 exec 5 BOT 100 AAPL @ 169.9"},
		{"adjusted to a stop", adjusted(wire.Adjust{OrderType: wire.Stop, TriggerPrice: price("172"), StopPrice: price("170.5")}), func(b *bench) {
			b.move(171.99, 172.01, 172)
			b.move(170.48, 170.5, 170.5)
		}, "1 exec 5 SLD 100 AAPL @ 170.48"},
		{"adjusted to a trailing stop", adjusted(wire.Adjust{OrderType: wire.Trail, TriggerPrice: price("172"), TrailingAmount: price("1")}), func(b *bench) {
			b.move(171.99, 172.01, 172)
			b.move(172.49, 172.51, 172.5) // the stop comes to 171.50
			b.move(171.48, 171.5, 171.5)
		}, "1 exec 5 SLD 100 AAPL @ 171.48"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, "10:00:00", desk.Options{})
			b.quote("AAPL", 170, 170.02)
			b.place(1, 5, aaplID, c.order)
			if c.market != nil {
				b.expectNoFill()
				c.market(b)
			}
			b.has(c.name, c.want)
		})
	}
}

// move is a quote a second later, and a trade in it.
func (b *bench) move(bid, ask, last float64) {
	b.pit.now = b.pit.now.Add(time.Second)
	b.desk.Advance(b.pit.now)
	b.quote("AAPL", bid, ask)
	b.trade("AAPL", last)
}

func (b *bench) expectNoFill() {
	b.t.Helper()
	for _, line := range b.told {
		if strings.Contains(line, " exec ") || strings.Contains(line, " error ") {
			b.t.Errorf("too early: %s", line)
		}
	}
	b.told = nil
}
