package desk_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// 10,000 carry 200 shares at 170.02: 24,005 are owed with the commission. At 150.01, 30,002 − 24,005 = 5,997 stand against a
// quarter, 7,500.50: 1,503.50 are missing, 37.5025 a share, and the commission of some 1.06: 41 go, at the bid. The sale
// that works is cancelled, for it would sell what is gone; the purchase stays.
func TestMarginIsMissing(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("10000"), Liquidates: true}}})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, at(wire.Buy, "200"))
	b.place(1, 2, aaplID, limit(wire.Sell, "200", "180"))
	b.place(1, 3, aaplID, limit(wire.Buy, "10", "100"))
	b.told = nil
	b.wait("10:00:01")
	b.quote("AAPL", 150, 150.02)
	b.has("the broker's sale", "0 exec 0 SLD 41 AAPL @ 150")
	if got := holding(b, aaplID); got != "159" {
		t.Errorf("position %s, want 200 - 41", got)
	}
	for _, m := range b.desk.Executions(&wire.RequestExecutions{}) {
		if e, ok := m.(*wire.Executed); ok && e.Execution.Liquidation != (e.Execution.OrderID == 0) {
			t.Errorf("execution %+v", e.Execution)
		}
	}
	if list := lines(b.desk.OpenOrders(1)); list != "open 3 Submitted\nstatus 3 Submitted 0/10\n*wire.OpenOrdersEnd" {
		t.Errorf("open orders:\n%s", list)
	}
	b.told = nil
	b.wait("10:00:03")
	b.quote("AAPL", 150, 150.02)
	b.expect("once is enough")
}
