package desk_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A trailing stop is reported where it stands, also after a restart, and a change leaves it there.
func TestTrailingStopIsShownWhereItStands(t *testing.T) {
	opts := desk.Options{Book: newShelf()}
	b := newBench(t, "10:00:00", opts)
	b.quote("AAPL", 170, 170.02)
	o := trailing("1")
	o.OrderType, o.Adjust.LimitOffset, o.TimeInForce = wire.TrailLimit, wire.Some(dec("0.1")), wire.GoodTillCancelled
	b.place(1, 5, aaplID, o)
	shows := func(what, stop, limit string) {
		t.Helper()
		w := b.shown(1, 5)
		if !w.TrailStopPrice.Value.Equal(dec(stop)) || !w.LimitPrice.Value.Equal(dec(limit)) || !w.AuxPrice.Value.Equal(dec("1")) {
			t.Errorf("%s: stop %v, limit %v, trailing by %v; want %s and %s by 1", what, w.TrailStopPrice, w.LimitPrice, w.AuxPrice, stop, limit)
		}
	}
	shows("from the bid", "169", "168.9")
	b.move(171, 171.02, 171)
	shows("followed", "170", "169.9")
	b.move(170.5, 170.52, 170.5)
	shows("stays", "170", "169.9")
	b.open(opts)
	shows("after a restart", "170", "169.9")
	o.TotalQuantity = dec("50")
	b.place(1, 5, aaplID, o)
	shows("changed in size", "170", "169.9")
	o.OutsideRTH = true
	b.place(1, 5, aaplID, o)
	shows("changed in its hours", "170", "169.9")
	o.TrailStopPrice = wire.Some(dec("169.5"))
	b.place(1, 5, aaplID, o)
	shows("put lower by its owner", "169.5", "169.4")
	b.told = nil
	b.move(169.3, 169.32, 169.5)
	b.has("elected at 169.50: the limit is 169.40", "1 open 5 Submitted")
	b.move(169.4, 169.42, 169.4)
	b.has("filled", "1 exec 5 SLD 50 AAPL @ 169.4")
}

// What an adjusted stop has become is told unasked.
func TestAdjustedStopIsTold(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, adjusted(wire.Adjust{OrderType: wire.Trail, TriggerPrice: wire.Some(dec("172")), TrailingAmount: wire.Some(dec("1")), StopPrice: wire.Some(dec("170.5"))}))
	b.told = nil
	b.move(171.99, 172.01, 172)
	b.expect("the order as it is now", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100 trigger")
	w := b.shown(1, 5)
	if w.OrderType != wire.Trail || !w.AuxPrice.Value.Equal(dec("1")) || !w.TrailStopPrice.Value.Equal(dec("171")) || w.Adjust.OrderType != "" {
		t.Errorf("%s by %v from %v, adjusted to %q: want TRAIL by 1 from 171", w.OrderType, w.AuxPrice, w.TrailStopPrice, w.Adjust.OrderType)
	}
}

// The default trigger method is IB's for the kind of contract: Last for shares and futures, double bid/ask for
// options, bid/ask for currencies. A method of the order's own overrides it.
func TestTriggerMethods(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	fills := func(id string) bool {
		defer func() { b.told = nil }()
		for _, line := range b.told {
			if line[:len("1 exec ")] == "1 exec " && line[len("1 exec "):][:1] == id {
				return true
			}
		}
		return false
	}
	b.quote("EURUSD", 1.08, 1.0801)
	b.quote("AAPL C170", 5, 5.1)
	b.quote("ESM4", 5000, 5000.25)
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, eurID, stop(wire.Sell, "20000", "1.079"))
	b.place(1, 2, callID, stop(wire.Buy, "1", "5.5"))
	b.place(1, 3, esID, stop(wire.Sell, "1", "4990"))
	b.place(1, 4, aaplID, with(stop(wire.Sell, "100", "169"), func(o *wire.Order) { o.TriggerMethod = wire.TriggerBidAsk }))
	b.place(1, 5, aaplID, with(stop(wire.Sell, "100", "169"), func(o *wire.Order) { o.TriggerMethod = wire.TriggerDoubleLast }))
	b.told = nil
	b.wait("10:00:01")
	if b.quote("EURUSD", 1.0788, 1.079); !fills("1") {
		t.Error("forex: an ask at the stop triggers")
	}
	if b.quote("AAPL C170", 5.5, 5.6); fills("2") {
		t.Error("options: one bid is not enough")
	}
	b.wait("10:00:02")
	if b.quote("AAPL C170", 5.6, 5.7); !fills("2") {
		t.Error("options: two bids trigger")
	}
	if b.quote("ESM4", 4989, 4989.25); fills("3") {
		t.Error("futures: a quote does not trigger")
	}
	if b.trade("ESM4", 4989); !fills("3") {
		t.Error("futures: a trade triggers")
	}
	if b.quote("AAPL", 168.98, 169); !fills("4") {
		t.Error("bid/ask: an ask at the stop triggers")
	}
	if b.trade("AAPL", 169); fills("5") {
		t.Error("double last: one trade is not enough")
	}
	b.wait("10:00:03")
	if b.trade("AAPL", 168.99); !fills("5") {
		t.Error("double last: two trades trigger")
	}
}

// Orders for the close are bound in the last ten minutes.
func TestTheCloseIsNear(t *testing.T) {
	b := newBench(t, "15:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	loc := with(limit(wire.Buy, "100", "171"), func(o *wire.Order) { o.OrderType = wire.LimitOnClose })
	b.place(1, 5, aaplID, loc)
	b.expect("works", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100", "1 open 5 Submitted", "1 status 5 Submitted 0/100", "1 status 5 Submitted 0/100")
	b.wait("15:55:00")
	b.cancel(1, 5)
	b.expect("cannot be cancelled", "1 status 5 PendingCancel 0/100", "1 error 5 136", "1 open 5 Submitted", "1 status 5 Submitted 0/100", "1 status 5 Submitted 0/100")
	b.place(1, 5, aaplID, with(loc, func(o *wire.Order) { o.LimitPrice = wire.Some(dec("165")) }))
	b.expect("nor changed", "1 error 5 201")
	b.place(1, 5, aaplID, with(loc, func(o *wire.Order) { o.OutsideRTH = true }))
	b.expect("in no way", "1 error 5 201")
	if err := b.desk.Fill(1, 5, dec("10"), dec("170")); err == nil {
		t.Error("filled before the close")
	}
	b.place(1, 6, aaplID, newOrder(wire.Buy, wire.MarketOnClose, "100"))
	b.has("nor joined", "1 error 6 201")
	b.quote("AAPL", 170, 170.02)
	b.wait("16:00:00")
	b.has("filled as it was", "1 exec 5 BOT 100 AAPL @ 170.02")
}

// An order that rested gave liquidity, one that came took it.
func TestLastLiquidity(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, newOrder(wire.Buy, wire.PegMid, "100"))
	b.move(169.98, 170, 170)
	b.place(1, 6, aaplID, limit(wire.Sell, "100", "169"))
	want := map[int]wire.Liquidity{5: wire.LiquidityAdded, 6: wire.LiquidityRemoved}
	for _, m := range b.all {
		if e, ok := m.(*wire.Executed); ok {
			if e.Execution.LastLiquidity != want[e.Execution.OrderID] {
				t.Errorf("order %d: %v, want %v", e.Execution.OrderID, e.Execution.LastLiquidity, want[e.Execution.OrderID])
			}
			delete(want, e.Execution.OrderID)
		}
	}
	if len(want) != 0 {
		t.Errorf("no executions of %v", want)
	}
}
