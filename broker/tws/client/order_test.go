package client_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func marketOrder(id int) *wire.PlaceOrder {
	return &wire.PlaceOrder{OrderID: id, Contract: stock("X"), Order: wire.Order{
		Action: wire.Buy, TotalQuantity: dec("100"), OrderType: wire.Market, Transmit: true,
	}}
}

func openOrder(id int, permID int64) *wire.OpenOrder {
	m := marketOrder(id)
	m.Order.PermID = permID
	return &wire.OpenOrder{OrderID: id, Contract: m.Contract, Order: m.Order, State: wire.OrderState{Status: wire.Submitted}}
}

// TestOrderEvents: what happens to an order comes in order, refusals included, and the commission of a live fill.
func TestOrderEvents(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			id := expect[*wire.PlaceOrder](p).OrderID
			p.send(openOrder(id, 900),
				&wire.OrderStatus{OrderID: id, Status: wire.Submitted, PermID: 900},
				&wire.Error{RequestID: id, Code: 399, Message: "Warning: will not be placed until the open"},
				&wire.Executed{RequestID: -1, Contract: stock("X"), Execution: wire.Execution{
					OrderID: id, ExecID: "a.01", Side: wire.Bought, Shares: dec("100"), Price: dec("10"),
				}},
				&wire.CommissionReport{ExecID: "a.01", Commission: wire.Some(dec("1")), Currency: "USD"},
				&wire.Error{RequestID: id, Code: 201, Message: "Order rejected"})
		}()
		id, err := c.NextOrderID()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.PlaceOrder(t.Context(), marketOrder(id)); err != nil {
			t.Fatal(err)
		}
		want := []wire.Kind{
			(*wire.OpenOrder)(nil).Kind(), (*wire.OrderStatus)(nil).Kind(), (*wire.Error)(nil).Kind(),
			(*wire.Executed)(nil).Kind(), (*wire.CommissionReport)(nil).Kind(), (*wire.Error)(nil).Kind(),
		}
		for _, kind := range want {
			m, err := c.Orders().Next(t.Context())
			if err != nil || m.Kind() != kind {
				t.Fatalf("%v, %v, want %v", m, err, kind)
			}
		}
		for _, class := range []client.Class{client.Warning, client.Failure} {
			n, err := c.Notices().Next(t.Context())
			if err != nil || n.Code.Class != class || n.RequestID != id {
				t.Error(n, err)
			}
		}
	})
}

// TestOpenOrders: the list pairs orders with their status, and an order reported twice is one.
func TestOpenOrders(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		go func() {
			expect[*wire.RequestAllOpenOrders](p)
			p.send(openOrder(3, 900), &wire.OrderStatus{OrderID: 3, Status: wire.PreSubmitted, PermID: 900},
				openOrder(0, 901), openOrder(0, 902),
				openOrder(9, 903), openOrder(9, 904), // one id, two orders (fault C17)
				openOrder(5, 0), openOrder(6, 0), &wire.OrderStatus{OrderID: 5, Status: wire.PendingSubmit},
				openOrder(3, 900), &wire.OrderStatus{OrderID: 3, Status: wire.Submitted, PermID: 900},
				&wire.OpenOrdersEnd{})
		}()
		rows, err := c.AllOpenOrders(t.Context())
		if err != nil || len(rows) != 7 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if s := rows[5].Status; s == nil || s.OrderID != 5 || rows[6].Status != nil {
			t.Errorf("new orders %+v %+v", rows[5], rows[6])
		}
		if s := rows[0].Status; rows[0].OpenOrder.OrderID != 3 || s == nil || s.Status != wire.Submitted {
			t.Errorf("first %+v", rows[0])
		}
		if rows[1].Order.PermID != 901 || rows[2].Order.PermID != 902 || rows[2].Status != nil {
			t.Errorf("manual orders %+v %+v", rows[1], rows[2])
		}
	})
}

// TestExecutions: each execution comes with its commission, corrections are rows of their own, and a live fill in
// between is not part of the answer.
func TestExecutions(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{})
		fill := func(request int, id string) *wire.Executed {
			return &wire.Executed{RequestID: request, Contract: stock("X"), Execution: wire.Execution{
				OrderID: 3, ExecID: id, Side: wire.Sold, Shares: dec("1"), Price: dec("10"),
			}}
		}
		cost := func(id, amount string) *wire.CommissionReport {
			return &wire.CommissionReport{ExecID: id, Commission: wire.Some(dec(amount)), Currency: "USD"}
		}
		go func() {
			r := expect[*wire.RequestExecutions](p).RequestID
			p.send(fill(r, "a.01"), fill(-1, "live.01"), cost("live.01", "9"), cost("a.01", "1.5"),
				fill(r, "a.02"), &wire.ExecutionsEnd{RequestID: r})
		}()
		rows, err := c.Executions(t.Context(), wire.RequestExecutions{})
		if err != nil || len(rows) != 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if k := rows[0].Commission; rows[0].Execution.ExecID != "a.01" || k == nil || !k.Commission.Value.Equal(dec("1.5")) {
			t.Errorf("first %+v", rows[0])
		}
		if rows[1].Execution.ExecID != "a.02" || rows[1].Commission != nil {
			t.Errorf("second %+v", rows[1])
		}
	})
}

// TestOrderIDs: ids never repeat and never go back, whatever the gateway says.
func TestOrderIDs(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, p := connect(t, version, client.Options{FirstOrderID: 50}) // the gateway says 17
		take := func(n, want int) {
			t.Helper()
			synctest.Wait()
			if first, err := c.NextOrderIDs(n); first != want || err != nil {
				t.Errorf("%d, %v, want %d", first, err, want)
			}
		}
		take(1, 50)
		take(3, 51)
		p.send(&wire.NextValidID{OrderID: 20})
		take(1, 54)
		p.send(&wire.NextValidID{OrderID: 100})
		take(1, 100)
		p.send(openOrder(131, 7))
		take(1, 132)
		p.send(openOrder(2147483647, 8), openOrder(-5, 9), openOrder(0, 10)) // manual orders
		take(1, 133)
		go c.PlaceOrder(t.Context(), marketOrder(200)) // an id of the caller's own
		expect[*wire.PlaceOrder](p)
		take(1, 201)
		if _, err := c.NextOrderIDs(1_500_000_000); !errors.Is(err, client.ErrOrderIDs) {
			t.Error(err)
		}
		if _, err := c.NextOrderIDs(0); err == nil {
			t.Error("reserved nothing without an error")
		}
	})
}
