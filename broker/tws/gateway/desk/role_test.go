package desk_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

func TestMasterClient(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Master: wire.Some(9)})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "1", "169"))
	b.told = nil
	b.cancel(1, 5)
	b.expect("statuses, but not errors", "1 status 5 PendingCancel 0/1", "9 status 5 PendingCancel 0/1",
		"1 status 5 Cancelled 0/1", "9 status 5 Cancelled 0/1", "1 error 5 202")
	b.place(1, 6, aaplID, at(wire.Buy, "1"))
	b.has("commissions", "9 commission 1")
	b.place(9, 6, aaplID, limit(wire.Buy, "1", "169"))
	b.has("its own orders once", "9 open 6 Submitted")
	b.cancel(9, 5)
	b.expect("it cannot cancel what is not its own", "9 error 5 10147")
}

func TestOpenOrdersByClient(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, limit(wire.Buy, "1", "169"))
	b.place(2, 5, msftID, limit(wire.Buy, "1", "400"))
	if got := lines(b.desk.OpenOrders(1)); got != "open 5 Submitted\nstatus 5 Submitted 0/1\n*wire.OpenOrdersEnd" {
		t.Errorf("of client 1:\n%s", got)
	}
	if got := lines(b.desk.AllOpenOrders()); got != "open 5 Submitted\nstatus 5 Submitted 0/1\nopen 5 Submitted\nstatus 5 Submitted 0/1\n*wire.OpenOrdersEnd" {
		t.Errorf("of all:\n%s", got)
	}
}

func (b *bench) manual(quantity, price string) int64 {
	b.t.Helper()
	id, err := b.desk.Manual("", contract(aaplID), order.NewLimit("", order.Buy, dec(quantity), dec(price)))
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

func TestManualOrdersAreBound(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(0, 7, msftID, limit(wire.Buy, "1", "400"))
	b.told = nil
	permID := b.manual("100", "169")
	b.expect("client 0 hears of it without an id",
		"0 open 0 PreSubmitted", "0 status 0 PreSubmitted 0/100", "0 open 0 Submitted", "0 status 0 Submitted 0/100", "0 status 0 Submitted 0/100")
	if got := lines(b.desk.OpenOrders(1)); got != "*wire.OpenOrdersEnd" {
		t.Errorf("client 1 sees it:\n%s", got)
	}
	if got := lines(b.desk.OpenOrders(0)); got != "bound 8\nopen 7 Submitted\nstatus 7 Submitted 0/1\nopen 8 Submitted\nstatus 8 Submitted 0/100\n*wire.OpenOrdersEnd" {
		t.Errorf("asking binds:\n%s", got)
	}
	if next := b.desk.NextOrderID(0); next != 9 {
		t.Errorf("next id %d", next)
	}
	b.place(0, 8, aaplID, limit(wire.Buy, "100", "168"))
	b.has("a bound order can be changed", "0 open 8 Submitted")
	if !b.desk.CancelManual(permID) || b.desk.CancelManual(permID) {
		t.Error("cancelling by hand works once")
	}
	b.has("and hears of its end", "0 error 8 202")
}

func TestAutoBinding(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	if got := lines(b.desk.AutoOpenOrders(3, true)); got != "error -1 327" {
		t.Errorf("client 3: %s", got)
	}
	if got := b.desk.AutoOpenOrders(0, true); got != nil {
		t.Errorf("client 0: %s", lines(got))
	}
	b.manual("100", "169")
	b.expect("bound before anything is told", "0 bound 1",
		"0 open 1 PreSubmitted", "0 status 1 PreSubmitted 0/100", "0 open 1 Submitted", "0 status 1 Submitted 0/100", "0 status 1 Submitted 0/100")
}

func TestCompletedOrders(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, at(wire.Buy, "100"))
	b.place(1, 2, aaplID, limit(wire.Buy, "100", "169"))
	b.cancel(1, 2)
	b.manual("50", "171")
	// A filled order reports a total of 0: see "completed orders" in the semantics.
	want := `completed Filled 0 "Filled Size: 100"` + "\n" + `completed Cancelled 100 "Cancelled by Trader"` + "\n"
	if got := lines(b.desk.CompletedOrders(true)); got != want+"*wire.CompletedOrdersEnd" {
		t.Errorf("of the API:\n%s", got)
	}
	list := b.desk.CompletedOrders(false)
	if got := lines(list); got != want+`completed Filled 0 "Filled Size: 50"`+"\n*wire.CompletedOrdersEnd" {
		t.Errorf("all:\n%s", got)
	}
	first := list[0].(*wire.CompletedOrder)
	if first.State.CompletedTime != "20240304 10:00:00 US/Eastern" || !first.Order.FilledQuantity.Value.Equal(dec("100")) ||
		first.Order.ParentPermID.Value != 1<<63-1 {
		t.Errorf("completed order %+v", first)
	}
	b.wait("2024-03-05 00:00:00")
	if got := lines(b.desk.CompletedOrders(false)); got != "*wire.CompletedOrdersEnd" {
		t.Errorf("on the next day:\n%s", got)
	}
}
