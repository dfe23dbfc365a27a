package order_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var spy = market.NewEquity("SPY")

// buy is a new order to buy 100 SPY at 50 or better.
func buy() *order.Order {
	return &order.Order{
		Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("50")),
		ID:      "A-1", Strategy: "alpha", Instrument: &spy,
	}
}

func head(seconds int) order.Header {
	return order.Header{Order: "A-1", Time: market.Time(seconds) * 1e9}
}

func fill(at int, exec, quantity, price string) order.Event {
	return order.WasFilled{Header: head(at), Fill: &order.Fill{
		ExecID: exec, Order: "A-1", Strategy: "alpha", Instrument: &spy, Side: order.Buy,
		Quantity: dec(quantity), Price: dec(price), Time: head(at).Time,
	}}
}

func quantity(q string) order.Change {
	d := dec(q)
	return order.Change{Quantity: &d}
}

func same(t *testing.T, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(dec(want)) {
		t.Errorf("%s = %s, want %s", what, got, want)
	}
}
