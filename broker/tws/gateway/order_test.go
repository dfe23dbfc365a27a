package gateway_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// place sends an order under a new id.
func place(t *testing.T, c *client.Conn, k wire.Contract, o wire.Order) int {
	t.Helper()
	id, err := c.NextOrderID()
	if err != nil {
		t.Fatal(err)
	}
	o.Transmit, o.Short.ExemptCode = true, -1
	if err := c.PlaceOrder(t.Context(), &wire.PlaceOrder{OrderID: id, Contract: k, Order: o}); err != nil {
		t.Fatal(err)
	}
	return id
}

func marketOrder(action wire.Action, quantity string) wire.Order {
	return wire.Order{Action: action, TotalQuantity: dec(quantity), OrderType: wire.Market, TimeInForce: wire.Day, Ref: "test"}
}

// until reads order events up to the first for which stop is true.
func until(t *testing.T, c *client.Conn, stop func(wire.Message) bool) []wire.Message {
	t.Helper()
	var seen []wire.Message
	for {
		m, err := c.Orders().Next(t.Context())
		if err != nil {
			t.Fatalf("after %d events: %v", len(seen), err)
		}
		seen = append(seen, m)
		if stop(m) {
			return seen
		}
	}
}

func commissioned(m wire.Message) bool { _, ok := m.(*wire.CommissionReport); return ok }

// TestMarketOrderFills: a market order to buy fills at the ask of 100.02 at once. The commission of 100 shares is the
// minimum of 1.00 (100 times 0.005 is 0.50).
func TestMarketOrderFills(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, gateway.Options{}), 1, version)
		id := place(t, c, aapl, marketOrder(wire.Buy, "100"))
		var filled, opened bool
		for _, m := range until(t, c, commissioned) {
			switch m := m.(type) {
			case *wire.OpenOrder:
				opened = opened || m.OrderID == id && m.Order.Ref == "test"
			case *wire.OrderStatus:
				if m.OrderID != id {
					t.Errorf("status of order %d, want %d", m.OrderID, id)
				}
			case *wire.Executed:
				filled = true
				e := &m.Execution
				if !e.Price.Equal(dec("100.02")) || !e.Shares.Equal(dec("100")) || e.OrderID != id || e.Account != account {
					t.Errorf("execution %+v", e)
				}
			case *wire.CommissionReport:
				if !m.Commission.Value.Equal(dec("1")) {
					t.Errorf("commission %v, want 1", m.Commission)
				}
			}
		}
		if !filled || !opened {
			t.Errorf("filled %v, open order told %v", filled, opened)
		}
		positions, err := c.Positions(t.Context())
		if err != nil || len(positions) != 1 || !positions[0].Position.Equal(dec("100")) || positions[0].Contract.ConID != 265598 {
			t.Errorf("positions %v, %v", positions, err)
		}
		fills, err := c.Executions(t.Context(), wire.RequestExecutions{})
		if err != nil || len(fills) != 1 || fills[0].Commission == nil {
			t.Errorf("executions %v, %v", fills, err)
		}
	})
}

// TestCancelledOrder: an order below the market rests, and ends on request.
func TestCancelledOrder(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c := connect(t, start(t, gateway.Options{}), 1, version)
		o := marketOrder(wire.Buy, "10")
		o.OrderType, o.LimitPrice = wire.Limit, wire.Some(dec("90"))
		id := place(t, c, aapl, o)
		until(t, c, func(m wire.Message) bool {
			s, ok := m.(*wire.OrderStatus)
			return ok && s.Status == wire.Submitted
		})
		open, err := c.OpenOrders(t.Context())
		if err != nil || len(open) != 1 || open[0].OpenOrder.OrderID != id {
			t.Fatalf("open orders %v, %v", open, err)
		}
		if err := c.CancelOrder(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		until(t, c, func(m wire.Message) bool {
			s, ok := m.(*wire.OrderStatus)
			return ok && s.Status == wire.Cancelled
		})
		if open, err = c.OpenOrders(t.Context()); err != nil || len(open) != 0 {
			t.Errorf("open orders after the cancel: %v, %v", open, err)
		}
	})
}
