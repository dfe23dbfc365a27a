package desk_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// The order of messages is that of a captured live market order (semantics of TWS, "order status"): openOrder,
// orderStatus, execution, the order again, once more with its commission, the commission report.
func TestMarketOrder(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, at(wire.Buy, "100"))
	b.expect("bought at the ask",
		"1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100",
		"1 exec 5 BOT 100 AAPL @ 170.02",
		"1 open 5 Filled", "1 status 5 Filled 100/0", "1 open 5 Filled", "1 status 5 Filled 100/0",
		"1 commission 1", // 100 × 0.005 is below the minimum of 1
	)
}

func TestLimitOrderRestsAndFills(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169.5"))
	b.expect("resting",
		"1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100",
		"1 open 5 Submitted", "1 status 5 Submitted 0/100", "1 status 5 Submitted 0/100",
	)
	b.wait("10:00:01")
	b.quote("AAPL", 169.4, 169.45)
	b.expect("filled at its limit: it was there before",
		"1 exec 5 BOT 100 AAPL @ 169.5",
		"1 open 5 Filled", "1 status 5 Filled 100/0", "1 open 5 Filled", "1 status 5 Filled 100/0", "1 commission 1",
	)
}

func TestStopOrder(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, stop(wire.Buy, "10", "171"))
	b.expect("held", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/10 trigger")
	b.wait("10:00:01")
	b.quote("AAPL", 171.03, 171.05)
	b.expect("stops of shares look at trades")
	b.trade("AAPL", 171.04)
	b.has("elected and filled", "1 exec 5 BOT 10 AAPL @ 171.05")
}

func TestClosedMarket(t *testing.T) {
	b := newBench(t, "20:30:00", desk.Options{})
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169.5"))
	b.expect("held for the session", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100", "1 error 5 399")
	want := "Order Message:\nBUY 100 AAPL NASDAQ\nWarning: Your order will not be placed at the exchange until 20240305 09:30:00 US/Eastern."
	if got := b.lastError(); got != want {
		t.Errorf("note %q, want %q", got, want)
	}
	b.wait("2024-03-05 09:30:01")
	b.quote("AAPL", 170, 170.02)
	b.expect("at the exchange", "1 open 5 Submitted", "1 status 5 Submitted 0/100", "1 status 5 Submitted 0/100")
	b.wait("2024-03-05 16:00:00")
	b.expect("the day is over", "1 status 5 Cancelled 0/100", "1 error 5 202")
}

func TestTimesInForce(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	o := limit(wire.Buy, "100", "169")
	o.TimeInForce = wire.ImmediateOrCancel
	b.place(1, 5, aaplID, o)
	b.expect("IOC", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100", "1 status 5 Cancelled 0/100", "1 error 5 202")
	o.TimeInForce, o.GoodTillDate = wire.GoodTillDate, "20240304 10:30:00 US/Eastern"
	b.place(1, 6, aaplID, o)
	b.told = nil
	b.wait("10:29:59")
	b.expect("not yet")
	b.wait("10:30:00")
	b.expect("GTD", "1 status 6 Cancelled 0/100", "1 error 6 202")
	o.TimeInForce = wire.GoodTillCancelled
	b.place(1, 7, aaplID, o)
	b.told = nil
	b.wait("2024-03-05 12:00:00")
	b.expect("GTC outlives the day")
	if got := lines(b.desk.OpenOrders(1)); !strings.HasPrefix(got, "open 7 ") {
		t.Errorf("open orders:\n%s", got)
	}
}

func bracket(b *bench) {
	parent, profit, loss := limit(wire.Buy, "100", "169.5"), limit(wire.Sell, "100", "172"), stop(wire.Sell, "100", "168")
	parent.Transmit, profit.Transmit = false, false
	profit.ParentID, loss.ParentID = 5, 5
	b.place(1, 5, aaplID, parent)
	b.place(1, 6, aaplID, profit)
	b.expect("held orders are told of by nobody")
	b.place(1, 7, aaplID, loss)
}

func TestBracket(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	bracket(b)
	b.expect("the last child transmits the family",
		"1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/100",
		"1 open 6 PreSubmitted", "1 status 6 PreSubmitted 0/100 child",
		"1 open 7 PreSubmitted", "1 status 7 PreSubmitted 0/100 child",
		"1 open 5 Submitted", "1 status 5 Submitted 0/100", "1 status 5 Submitted 0/100",
	)
	b.wait("10:00:01")
	b.quote("AAPL", 169.4, 169.5)
	b.expect("the parent fills and the children come to life",
		"1 exec 5 BOT 100 AAPL @ 169.5",
		"1 open 5 Filled", "1 status 5 Filled 100/0", "1 open 5 Filled", "1 status 5 Filled 100/0", "1 commission 1",
		"1 open 6 Submitted", "1 status 6 Submitted 0/100", "1 status 6 Submitted 0/100",
		"1 open 7 PreSubmitted", "1 status 7 PreSubmitted 0/100 trigger",
	)
	b.wait("10:00:02")
	b.quote("AAPL", 172, 172.1)
	// 100 × (172 − 169.5) = 250, less 1.00 to open and 1.00 to close plus charges on the sale: SEC 0.000008 × 17,200
	// = 0.1376 and FINRA 0.000166 × 100 = 0.0166.
	b.expect("the profit is taken and the stop ends",
		"1 exec 6 SLD 100 AAPL @ 172",
		"1 open 6 Filled", "1 status 6 Filled 100/0", "1 open 6 Filled", "1 status 6 Filled 100/0",
		"1 commission 1.1542 realised 247.8458",
		"1 status 7 Cancelled 0/100", "1 error 7 202",
	)
}

func TestCancelledParentEndsChildren(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	bracket(b)
	b.told = nil
	b.cancel(1, 5)
	b.expect("all of the family",
		"1 status 5 PendingCancel 0/100", "1 status 5 Cancelled 0/100", "1 error 5 202",
		"1 status 6 Cancelled 0/100", "1 error 6 202", "1 status 7 Cancelled 0/100", "1 error 7 202",
	)
}

func TestHeldOrders(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	o := limit(wire.Buy, "100", "169.5")
	o.Transmit = false
	b.place(1, 5, aaplID, o)
	if got := lines(b.desk.OpenOrders(1)); got != "*wire.OpenOrdersEnd" {
		t.Errorf("a held order is in the list of open ones:\n%s", got)
	}
	b.cancel(1, 5)
	b.expect("discarded", "1 error 5 202")
	if !strings.Contains(b.lastError(), "order was discarded") {
		t.Errorf("text %q", b.lastError())
	}
	b.cancel(1, 5)
	b.expect("unknown since", "1 error 5 10147")
	b.place(1, 6, aaplID, o)
	o.Transmit = true
	b.place(1, 6, aaplID, o)
	b.has("transmitted by sending it again", "1 open 6 Submitted")
}

func TestOCA(t *testing.T) {
	grouped := func(o wire.Order, kind wire.OCAType) wire.Order {
		o.OCA = wire.OCA{Group: "g", Type: kind}
		return o
	}
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, grouped(limit(wire.Buy, "100", "169"), wire.CancelWithBlock))
	b.place(1, 2, msftID, grouped(limit(wire.Buy, "100", "400"), wire.CancelWithBlock))
	b.told = nil
	b.wait("10:00:01")
	b.quote("AAPL", 168, 169)
	b.has("cancelled by the group", "1 status 2 Cancelled 0/100")

	for _, kind := range []wire.OCAType{wire.ReduceWithBlock, wire.ReduceNoBlock} {
		b = newBench(t, "10:00:00", desk.Options{})
		b.quote("AAPL", 170, 170.02)
		b.place(1, 1, aaplID, grouped(limit(wire.Buy, "40", "169"), kind))
		b.place(1, 2, aaplID, grouped(limit(wire.Buy, "100", "165"), kind))
		b.told = nil
		if err := b.desk.Fill(1, 1, dec("16"), dec("169")); err != nil {
			t.Fatal(err)
		}
		b.has("24 of 40 are left, and so 60 of 100", "1 status 2 Submitted 0/60")
		wider := grouped(limit(wire.Buy, "60", "165"), kind)
		wider.OutsideRTH = true
		b.place(1, 2, aaplID, wider)
		b.has("a change takes nothing off again", "1 status 2 Submitted 0/60")
		b.wait("10:00:01")
		b.quote("AAPL", 168, 169)
		b.has("nothing is left for the other", "1 status 2 Cancelled 0/60")
	}
}

func TestStopLimitOrder(t *testing.T) {
	o := stop(wire.Buy, "10", "171")
	o.OrderType, o.LimitPrice, o.TimeInForce = wire.StopLimit, wire.Some(dec("171.1")), wire.GoodTillCancelled
	opts := desk.Options{Book: newShelf()}
	b := newBench(t, "10:00:00", opts)
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, o)
	b.expect("held", "1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/10 trigger")
	b.wait("10:00:01")
	b.quote("AAPL", 171.5, 171.6)
	b.trade("AAPL", 171.5)
	b.expect("elected, and not met", "1 open 5 Submitted", "1 status 5 Submitted 0/10", "1 status 5 Submitted 0/10")
	b.open(opts)
	b.wait("10:00:02")
	b.quote("AAPL", 170.7, 170.8)
	b.has("it is a limit order since, also after a restart", "1 exec 5 BOT 10 AAPL @ 170.8")
}

func TestAutoCancelParent(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
	child := limit(wire.Sell, "100", "172")
	child.ParentID, child.AutoCancelParent = 5, true
	b.place(1, 6, aaplID, child)
	b.told = nil
	b.cancel(1, 6)
	b.expect("the child takes its parent along",
		"1 status 6 PendingCancel 0/100", "1 status 6 Cancelled 0/100", "1 error 6 202",
		"1 status 5 Cancelled 0/100", "1 error 5 202",
	)
}

func TestCancelAnswers(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, at(wire.Buy, "100"))
	b.place(1, 6, aaplID, limit(wire.Buy, "100", "169"))
	b.told = nil
	b.cancel(1, 6)
	b.expect("working", "1 status 6 PendingCancel 0/100", "1 status 6 Cancelled 0/100", "1 error 6 202")
	for _, c := range []struct {
		id, version, code int
		text              string
	}{
		{5, 200, 10148, "OrderId 5 that needs to be cancelled can not be cancelled, state: Filled."},
		{6, 200, 10148, "OrderId 6 that needs to be cancelled can not be cancelled, state: Cancelled."},
		{9, 200, 10147, "OrderId 9 that needs to be cancelled is not found."},
		{0, 200, 10147, "OrderId 0 that needs to be cancelled is not found."},
		{5, 100, 161, "Cancel attempted when order is not in a cancellable state.  Order permId =1000000001"},
		{9, 100, 135, "Can't find order with id =9"},
	} {
		b.desk.Cancel(1, c.version, &wire.CancelOrder{OrderID: c.id})
		e := b.all[len(b.all)-1].(*wire.Error)
		if e.Code != c.code || e.Message != c.text || e.RequestID != c.id {
			t.Errorf("cancel %d at version %d: %d %q, want %d %q", c.id, c.version, e.Code, e.Message, c.code, c.text)
		}
	}
	b.told = nil
	b.cancel(2, 6)
	b.expect("of another client", "2 error 6 10147")
}

func TestGlobalCancel(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
	b.place(2, 5, msftID, limit(wire.Buy, "100", "169"))
	b.told = nil
	b.desk.GlobalCancel(3)
	b.expect("each order by itself",
		"1 status 5 PendingCancel 0/100", "1 status 5 Cancelled 0/100", "1 error 5 202",
		"2 status 5 PendingCancel 0/100", "2 status 5 Cancelled 0/100", "2 error 5 202",
	)
}
