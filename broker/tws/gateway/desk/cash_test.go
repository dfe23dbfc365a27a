package desk_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A cash account of 10,000. 60 shares at the ask of 170.02 and a dollar of commission are too much, 50 cost 8,501 and 1. In
// March 2024 what is sold on Monday is paid on Wednesday.
func TestCashAccount(t *testing.T) {
	s := newShelf()
	o := desk.Options{Book: s, Accounts: []desk.Account{{Name: "DU1", Cash: dec("10000"), Paid: true}}}
	b := newBench(t, "10:00:00", o)
	b.quote("AAPL", 170, 170.02)
	settled := func(want string) {
		t.Helper()
		for _, v := range b.desk.Values("DU1") {
			if v.Key == "SettledCash" && v.Value != want {
				t.Errorf("settled cash %s, want %s", v.Value, want)
			}
		}
	}
	refused := func(id int, what string, order wire.Order, want string) {
		t.Helper()
		b.place(1, id, aaplID, order)
		b.has(what, "1 error "+string(rune('0'+id))+" 201")
		if got := b.lastError(); got != "Order rejected - reason:"+want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	refused(1, "too much", at(wire.Buy, "60"), "Available settled cash converted to base: 10000.00 USD "+
		"Cash needed for this order and other pending orders: 10202.20 USD")
	b.place(1, 2, aaplID, at(wire.Buy, "50"))
	b.has("enough", "1 exec 2 BOT 50 AAPL @ 170.02")
	settled("1498.00")
	b.place(1, 3, aaplID, limit(wire.Buy, "5", "150"))
	refused(4, "with the order that works, 2 × 751", limit(wire.Buy, "5", "150"), "Available settled cash converted to base: 1498.00 USD "+
		"Cash needed for this order and other pending orders: 1502.00 USD")
	refused(5, "short", at(wire.Sell, "51"), "a cash account sells only what it holds of AAPL")
	b.place(1, 6, aaplID, at(wire.Sell, "50"))
	b.has("sold", "1 exec 6 SLD 50 AAPL @ 170")
	settled("1498.00")

	b.pit.now = clock("2024-03-05 23:59:59")
	b.told, b.all = nil, nil
	b.open(o)
	settled("1498.00")
	b.wait("2024-03-06 00:00:00")
	for _, v := range b.desk.Values("DU1") {
		if v.Key == "TotalCashValue" {
			settled(v.Value)
		}
	}
}

// The exits of a bracket sell what its entry will have bought.
func TestCashAccountTakesABracket(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("20000"), Paid: true}}})
	b.quote("AAPL", 170, 170.02)
	bracket(b)
	b.wait("10:00:01")
	b.quote("AAPL", 169.3, 169.4)
	b.has("the entry", "1 exec 5 BOT 100 AAPL @ 169.5")
	b.wait("10:00:02")
	b.quote("AAPL", 172.5, 172.52)
	b.has("an exit", "1 exec 6 SLD 100 AAPL @ 172.5")
}
