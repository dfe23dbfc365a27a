package custody_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// 40,000 at the close before carry 160,000 during the day. Before it ends the memorandum account is 40,000 − 80,000 short:
// shares of 80,000 give half of their value back, 800 of 1,600.
func TestPatternDayTrader(t *testing.T) {
	b := newBench(t, settings{day: true, money: "40000"}, market.NewEquity("A"))
	b.trade("A", 100)
	b.refused(b.send("buy 1601 A"), order.InsufficientFunds, "160000 160100")
	b.accepted(b.send("buy 1600 A"))
	b.trade("A", 100)
	b.holds("A", "1600")
	b.at("2024-07-01 15:49")
	b.trade("A", 100)
	if len(b.said) != 0 {
		t.Fatalf("said %v", b.said)
	}
	b.at("2024-07-01 15:50")
	b.trade("A", 100)
	b.trade("A", 100)
	b.holds("A", "800")
	if len(b.said) != 3 || b.said[0].Kind != custody.Overnight || b.said[2].Kind != custody.Restored {
		t.Errorf("said %v", b.said)
	}
	// The next day begins with an excess of 40,000 − 25 % of 80,000.
	b.at("2024-07-02 10:00")
	b.trade("A", 100)
	b.refused(b.send("buy 801 A"), order.InsufficientFunds, "80000 80100")
	b.accepted(b.send("buy 800 A"))
}

// What is bought and sold on one day leaves the memorandum account as it was, and what was held overnight owes
// nothing to Regulation T when it falls: 40,000 hold 80,000, which at 90 are 72,000 with 32,000 of equity, less than half and more than a
// quarter.
func TestOvernightIsAskedOnce(t *testing.T) {
	b := newBench(t, settings{day: true, money: "40000"}, market.NewEquity("A"))
	b.trade("A", 100)
	b.send("buy 1600 A")
	b.trade("A", 100)
	b.send("sell 800 A")
	b.trade("A", 100)
	for _, clock := range []string{"2024-07-01 15:55", "2024-07-02 10:00", "2024-07-02 15:55", "2024-07-03 12:55"} {
		b.at(clock)
		b.trade("A", 90)
	}
	b.holds("A", "800")
	if len(b.said) != 0 {
		t.Errorf("said %v", b.said)
	}
}

// Below 25,000 three day trades are allowed in five business days: 1, 2, 3, 5 and 8 July 2024 are five. Closing is always.
func TestDayTradesAreCounted(t *testing.T) {
	b := newBench(t, settings{day: true}, market.NewEquity("A"))
	b.trade("A", 100)
	b.refused(b.send("buy 201 A"), order.InsufficientFunds, "10000 10050") // twice, not four times
	for range 3 {
		b.accepted(b.send("buy 10 A"))
		b.trade("A", 100)
		b.accepted(b.send("sell 10 A"))
		b.trade("A", 100)
	}
	b.refused(b.send("buy 1 A"), order.DayTradeLimit, "3 3")
	b.at("2024-07-08 10:00")
	b.trade("A", 100)
	b.refused(b.send("sell 1 A"), order.DayTradeLimit, "3 3")
	b.at("2024-07-09 10:00")
	b.trade("A", 100)
	b.accepted(b.send("buy 10 A"))
	b.trade("A", 100)
	b.at("2024-07-10 10:00")
	b.trade("A", 100)
	b.accepted(b.send("sell 10 A")) // held overnight: no day trade
	b.trade("A", 100)
	b.accepted(b.send("buy 1 A"))
}

// On 4 June 2026 the pattern day trader ends: 10,000 carry 40,000 at once.
func TestIntradayMargin(t *testing.T) {
	for _, c := range []struct{ start, refused, numbers, accepted string }{
		{"2026-06-03 10:00", "buy 201 A", "10000 10050", "buy 200 A"},
		{"2026-06-04 10:00", "buy 401 A", "10000 10025", "buy 400 A"},
	} {
		b := newBench(t, settings{day: true, start: c.start}, market.NewEquity("A"))
		b.trade("A", 100)
		b.refused(b.send(c.refused), order.InsufficientFunds, c.numbers)
		b.accepted(b.send(c.accepted))
	}
}
