package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// holding is the position that lists have of a contract.
func holding(b *bench, conID int) string {
	for _, p := range b.desk.Positions("All") {
		if p.Contract.ConID == conID {
			return p.Position.String()
		}
	}
	return "none"
}

// TestForcedFill: an order far from the market fills as if it had been reached: in parts, with its children, and with
// the end of its group.
func TestForcedFill(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	bracket(b)
	b.told = nil
	among := func(what, want string) {
		t.Helper()
		if !slices.Contains(b.told, want) {
			t.Errorf("%s: %q is not among\n%s", what, want, strings.Join(b.told, "\n"))
		}
	}
	if err := b.desk.Fill(1, 5, dec("40"), dec("169.4")); err != nil {
		t.Fatal(err)
	}
	among("a part, at the price of the script", "1 exec 5 BOT 40 AAPL @ 169.4")
	among("the rest goes on working", "1 status 5 Submitted 40/60")
	if err := b.desk.Fill(1, 5, decimal.Zero, decimal.Zero); err != nil {
		t.Fatal(err)
	}
	among("the rest, at its limit", "1 exec 5 BOT 60 AAPL @ 169.5")
	among("it is complete", "1 status 5 Filled 100/0")
	among("its children are alive", "1 status 6 Submitted 0/100")
	if err := b.desk.Fill(1, 7, decimal.Zero, dec("167")); err != nil {
		t.Fatal(err)
	}
	among("the stop has closed the position", "1 exec 7 SLD 100 AAPL @ 167")
	among("the other exit ends with it", "1 status 6 Cancelled 0/100")
	if got := holding(b, aaplID); got != "0" {
		t.Errorf("position %s", got)
	}
	b.told = nil
	b.quote("AAPL", 180, 180.1)
	b.expect("the venue has none of these orders any more")
	if b.desk.Fill(1, 5, decimal.Zero, decimal.Zero) == nil || b.desk.Fill(1, 99, decimal.Zero, decimal.Zero) == nil {
		t.Error("an order that does not work was filled")
	}
}

// TestLiquidation is told as executions alone, to those who hear of manual orders.
func TestLiquidation(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1, aaplID, at(wire.Buy, "314"))
	b.told = nil
	if err := b.desk.Liquidate("", contract(aaplID), dec("231")); err != nil {
		t.Fatal(err)
	}
	// 231 × 0.005 = 1.155 and on the sale SEC 0.000008 × 39,270 = 0.31416 and FINRA 0.000166 × 231 = 0.038346.
	if len(b.told) != 2 || b.told[0] != "0 exec 0 SLD 231 AAPL @ 170" {
		t.Errorf("told %q", b.told)
	}
	if got := holding(b, aaplID); got != "83" {
		t.Errorf("position %s, want 314 - 231", got)
	}
	for _, m := range b.desk.Executions(&wire.RequestExecutions{}) {
		if e, ok := m.(*wire.Executed); ok && e.Execution.Liquidation != (e.Execution.OrderID == 0) {
			t.Errorf("execution %+v", e.Execution)
		}
	}
	if err := b.desk.Liquidate("", contract(aaplID), decimal.Zero); err != nil || holding(b, aaplID) != "0" {
		t.Errorf("all of it: %v, position %s", err, holding(b, aaplID))
	}
	if b.desk.Liquidate("", contract(aaplID), decimal.Zero) == nil || b.desk.Liquidate("DU0", contract(aaplID), decimal.Zero) == nil {
		t.Error("nothing is held, and no error")
	}
}

// TestAdjustment changes a position, nobody is told an execution, and it survives corrections and restarts.
func TestAdjustment(t *testing.T) {
	book := newShelf()
	b := newBench(t, "10:00:00", desk.Options{Book: book})
	b.quote("AAPL", 170, 170.02)
	if err := b.desk.Adjust("", contract(aaplID), dec("-5"), dec("150")); err != nil {
		t.Fatal(err)
	}
	b.expect("nothing is told")
	b.place(1, 1, aaplID, at(wire.Buy, "4"))
	executions := b.desk.Executions(&wire.RequestExecutions{})
	if len(executions) != 3 { // one, its commission, the end
		t.Fatalf("executions:\n%s", lines(executions))
	}
	if err := b.desk.Correct(executions[0].(*wire.Executed).Execution.ExecID, dec("169"), dec("4")); err != nil {
		t.Fatal(err)
	}
	if got := holding(b, aaplID); got != "-1" {
		t.Errorf("after a correction the position is %s", got)
	}
	b.open(desk.Options{Book: book})
	if got := holding(b, aaplID); got != "-1" {
		t.Errorf("after a restart the position is %s", got)
	}
}

// TestTwins: two orders of one id work; the id means the later one, which lists have first.
func TestTwins(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 9, aaplID, stop(wire.Sell, "10", "160"))
	if err := b.desk.Twin(1, &wire.PlaceOrder{OrderID: 9, Contract: contract(aaplID), Order: stop(wire.Sell, "10", "165")}); err != nil {
		t.Fatal(err)
	}
	var stops []string
	for _, m := range b.desk.OpenOrders(1) {
		if o, ok := m.(*wire.OpenOrder); ok && o.OrderID == 9 {
			stops = append(stops, o.Order.AuxPrice.Value.String())
		}
	}
	if len(stops) != 2 || stops[0] != "165" || stops[1] != "160" {
		t.Errorf("stops %v", stops)
	}
	b.cancel(1, 9)
	if got := lines(b.desk.OpenOrders(1)); got != "open 9 PreSubmitted\nstatus 9 PreSubmitted 0/10 trigger\n*wire.OpenOrdersEnd" {
		t.Errorf("after the cancel of one:\n%s", got)
	}
	if b.desk.Twin(1, &wire.PlaceOrder{OrderID: 8, Contract: contract(aaplID)}) == nil {
		t.Error("an order that is not there has a twin")
	}
}

// TestResetOfOrderIDs: ids begin at 1 again, and one of an order that has ended can be used again.
func TestResetOfOrderIDs(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 1514, aaplID, at(wire.Buy, "10"))
	b.desk.ResetOrderIDs()
	if next := b.desk.NextOrderID(1); next != 1 {
		t.Errorf("next id %d", next)
	}
	b.told = nil
	b.place(1, 1514, aaplID, stop(wire.Sell, "10", "160"))
	b.has("a new order of that id", "1 open 1514 PreSubmitted")
}
