package custody_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// dollar is a dollar an order.
var dollar = fee.Schedule{Default: fee.PerUnit{Minimum: decimal.NewFromInt(1)}}

// A cash account of 10,000 with a dollar of commission: 100 shares at 100 cost 10,001.
func TestCashPaysForWhatItBuys(t *testing.T) {
	b := newBench(t, settings{cash: true, fees: dollar}, market.NewEquity("A"))
	b.trade("A", 100)
	b.refused(b.send("buy 100 A"), order.InsufficientFunds, "10000 10001")
	b.accepted(b.send("buy 60 A 99"))                                        // reserves 5,941
	b.refused(b.send("buy 41 A 99"), order.InsufficientFunds, "10000 10001") // 5,941 + 4,060
	last := b.send("buy 40 A 101")
	b.accepted(last) // 5,941 + 4,041 = 9,982
	b.trade("A", 100)
	b.holds("A", "40")
	b.settled("USD", "5999") // 10,000 − 4,001
	b.accepted(b.send("sell 40 A"))
	b.refused(b.send("sell 1 A"), order.InsufficientFunds, "40 41")
}

// A market order is asked for when it arrives, at 100, and again when the next price is 102: 98 × 102 + 1 = 9,997 is there, a
// second one of 1 at 102 + 1 is not.
func TestCashIsAskedForAgain(t *testing.T) {
	b := newBench(t, settings{cash: true, fees: dollar}, market.NewEquity("A"))
	b.trade("A", 100)
	first, second := b.send("buy 98 A"), b.send("buy 1 A")
	b.accepted(second)
	b.trade("A", 102)
	b.holds("A", "98")
	b.accepted(first)
	b.refused(second, order.InsufficientFunds, "3 103")
	b.settled("USD", "3")
}

// The cycles of the table, by hand from the calendars of those weeks.
func TestSettlement(t *testing.T) {
	for _, c := range []struct{ name, sold, before, after string }{
		{"T+1: Monday, paid on Tuesday", "2024-07-01 10:00", "2024-07-01 23:59", "2024-07-02 00:00"},
		{"T+1 over Independence Day and a weekend: from Wednesday to Friday", "2024-07-03 10:00", "2024-07-04 23:59", "2024-07-05 00:00"},
		{"the first day of T+1 is 28 May 2024", "2024-05-28 10:00", "2024-05-28 23:59", "2024-05-29 00:00"},
		{"the last of T+2 was the Friday before: it too is paid on Wednesday", "2024-05-24 10:00", "2024-05-28 23:59", "2024-05-29 00:00"},
		{"T+3 on 1 September 2017: Labor Day lies between", "2017-09-01 10:00", "2017-09-06 23:59", "2017-09-07 00:00"},
		{"T+2 from 5 September 2017: both are paid on the 7th", "2017-09-05 10:00", "2017-09-06 23:59", "2017-09-07 00:00"},
		{"Columbus Day 2024: Friday's trades are paid on Tuesday", "2024-10-11 10:00", "2024-10-14 23:59", "2024-10-15 00:00"},
		{"Monday's, the holiday's, too", "2024-10-14 10:00", "2024-10-14 23:59", "2024-10-15 00:00"},
		{"Veterans Day 2024, a Monday", "2024-11-08 10:00", "2024-11-11 23:59", "2024-11-12 00:00"},
	} {
		b := newBench(t, settings{cash: true, start: "2010-01-04 10:00"}, market.NewEquity("A"))
		b.trade("A", 100)
		b.send("buy 100 A")
		b.trade("A", 100)
		b.settled("USD", "0")
		b.at(c.sold)
		b.trade("A", 100)
		b.send("sell 100 A")
		b.trade("A", 90)
		b.holds("A", "0")
		b.at(c.before)
		b.settled("USD", "0")
		b.refused(b.send("buy 1 A"), order.InsufficientFunds, "0 90")
		b.at(c.after)
		b.settled("USD", "9000")
		b.accepted(b.send("buy 1 A"))
	}
}

// Of two orders that cancel each other only one can trade.
func TestCashOfAGroup(t *testing.T) {
	b := newBench(t, settings{cash: true}, market.NewEquity("A"))
	b.trade("A", 100)
	group := func(r *order.Request) { r.OCA = "one" }
	b.accepted(b.send("buy 90 A 90", group))  // 8,100
	b.accepted(b.send("buy 100 A 99", group)) // 9,900 in its place
	b.refused(b.send("buy 2 A 99"), order.InsufficientFunds, "10000 10098")
	b.accepted(b.send("buy 1 A 99"))
}

// A call needs 100 shares each, a put its strike in cash.
func TestCashWritesOptions(t *testing.T) {
	call, put := market.NewEquity("C"), market.NewEquity("P")
	for _, o := range []*market.Instrument{&call, &put} {
		o.Kind, o.Underlying, o.Multiplier, o.Strike = market.Option, "A", dec("100"), dec("50")
		o.Expiry = market.NewDate(2024, 9, 20)
	}
	call.Right, put.Right = market.Call, market.Put
	b := newBench(t, settings{cash: true}, market.NewEquity("A"), call, put)
	b.trade("A", 40)
	b.trade("C", 2)
	b.trade("P", 11)
	b.refused(b.send("sell 1 C"), order.InsufficientFunds, "0 1")
	b.refused(b.send("sell 3 P"), order.InsufficientFunds, "10000 15000")
	b.send("buy 100 A")
	b.trade("A", 40)
	b.accepted(b.send("sell 1 C"))
	b.trade("C", 2)
	b.holds("C", "-1")
	b.refused(b.send("sell 1 C"), order.InsufficientFunds, "0 1")
	b.refused(b.send("sell 1 A"), order.InsufficientFunds, "0 1") // they cover the call
	b.settled("USD", "6000")                                      // the 200 for the call come tomorrow
	b.accepted(b.send("sell 1 P"))
	b.trade("P", 11)
	b.holds("P", "-1")
	b.refused(b.send("buy 26 A 40"), order.InsufficientFunds, "1000 1040") // 5,000 are locked
	b.accepted(b.send("buy 25 A 40"))
}

// A currency is bought with settled cash of the other one, and comes two days later.
func TestCashBuysCurrency(t *testing.T) {
	sap := market.NewEquity("SAP")
	sap.Currency = "EUR"
	b := newBench(t, settings{cash: true}, market.NewForex("EUR", "USD"), sap)
	b.trade("EURUSD", 1.25)
	b.trade("SAP", 100)
	b.refused(b.send("buy 10 SAP"), order.InsufficientFunds, "0 1000")
	b.refused(b.send("buy 8001 EURUSD 1.25"), order.InsufficientFunds, "10000 10001.25")
	b.refused(b.send("sell 1 EURUSD"), order.InsufficientFunds, "0 1")
	b.accepted(b.send("buy 4000 EURUSD"))
	b.trade("EURUSD", 1.25)
	b.settled("USD", "5000")
	b.settled("EUR", "0")
	b.refused(b.send("buy 10 SAP"), order.InsufficientFunds, "0 1000")
	b.at("2024-07-03 10:00")
	b.settled("EUR", "4000")
	b.accepted(b.send("buy 40 SAP"))
}

// 5,000 × 50 × 8.8 % = 22,000 are locked for one contract; 25 points cost 1,250, and Unrealised losses stay locked.
func TestCashLocksMarginOfFutures(t *testing.T) {
	es := market.NewFuture("ES", "ES", market.NewDate(2024, 9, 20), dec("50"), dec("0.25"))
	b := newBench(t, settings{cash: true, money: "30000"}, es, market.NewEquity("A"))
	b.trade("A", 100)
	b.trade("ES", 5000)
	b.refused(b.send("buy 2 ES"), order.InsufficientFunds, "30000 44000")
	b.accepted(b.send("buy 1 ES"))
	b.trade("ES", 5000)
	b.holds("ES", "1")
	b.refused(b.send("buy 81 A 100"), order.InsufficientFunds, "8000 8100")
	b.trade("ES", 4975) // 21,890 locked and 1,250 lost
	b.refused(b.send("buy 69 A 100"), order.InsufficientFunds, "6860 6900")
	b.accepted(b.send("buy 68 A 100"))
}

func TestCashRefusesKinds(t *testing.T) {
	cfd := market.NewEquity("CFD")
	cfd.Kind = market.CFD
	b := newBench(t, settings{cash: true}, cfd)
	b.trade("CFD", 10)
	b.refused(b.send("buy 1 CFD"), order.Unsupported, "0 0")
}

// A contract of 4,000 × 50 asks for 8.8 %, 17,600 of the 20,000. Two sales turn one held into one owed, which asks for no more;
// a third would make it two.
func TestCashClosesAFutureOnce(t *testing.T) {
	es := market.NewFuture("ES", "CME", market.NewDate(2024, 9, 20), dec("50"), dec("0.25"))
	b := newBench(t, settings{cash: true, money: "20000", rules: margin.Paid()}, es)
	b.trade("ES", 4000)
	b.send("buy 1 ES")
	b.trade("ES", 4000)
	b.holds("ES", "1")
	b.accepted(b.send("sell 1 ES"))
	b.accepted(b.send("sell 1 ES"))
	b.refused(b.send("sell 1 ES"), order.InsufficientFunds, "2400 17600")
	b.trade("ES", 4000)
	b.holds("ES", "-1")
}
