package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// with is an order changed.
func with(o wire.Order, change func(*wire.Order)) wire.Order {
	change(&o)
	return o
}

// trailing is an order to sell that trails by an amount.
func trailing(amount string) wire.Order {
	o := newOrder(wire.Sell, wire.Trail, "100")
	o.AuxPrice = wire.Some(dec(amount))
	return o
}

// adjusted is a stop at 168 that becomes another order.
func adjusted(to wire.Adjust) wire.Order {
	o := stop(wire.Sell, "100", "168")
	o.Adjust = to
	return o
}

// The codes are those of IB's table of API message codes; the texts begin as there.
func TestRefusals(t *testing.T) {
	good := limit(wire.Buy, "100", "169")
	for _, c := range []struct {
		name  string
		conID int
		order wire.Order
		code  int
		text  string
	}{
		{"unknown contract", 7, good, 200, "No security definition"},
		{"an index", spxID, good, 203, "The security SPX is not available"},
		{"no action", aaplID, with(good, func(o *wire.Order) { o.Action = 0 }), 303, "Invalid action"},
		{"institutional action", aaplID, with(good, func(o *wire.Order) { o.Action = wire.SellShort }), 346, "Not an institutional"},
		{"size zero", aaplID, limit(wire.Buy, "0", "169"), 434, "The order size cannot be zero"},
		{"negative size", aaplID, limit(wire.Buy, "-5", "169"), 388, "Order size is smaller"},
		{"half a share", aaplID, limit(wire.Buy, "0.5", "169"), 388, "Order size is smaller"},
		{"off the size grid", aaplID, limit(wire.Buy, "1.5", "169"), 355, "Order size does not conform"},
		{"off the price grid", aaplID, limit(wire.Buy, "100", "169.005"), 110, "The price does not conform"},
		{"off the price grid of a future", esID, limit(wire.Buy, "1", "5000.1"), 110, "The price does not conform"},
		{"stop off the price grid", aaplID, stop(wire.Buy, "100", "169.005"), 110, "The price does not conform"},
		{"no limit price", aaplID, newOrder(wire.Buy, wire.Limit, "100"), 321, "Error validating request"},
		{"limit price 0", aaplID, limit(wire.Buy, "100", "0"), 321, "Error validating request"},
		{"no stop price", aaplID, newOrder(wire.Buy, wire.Stop, "100"), 403, "Invalid stop price"},
		{"unsupported type", aaplID, newOrder(wire.Buy, "PEG BEST", "100"), 387, "Unsupported order type"},
		{"unknown time in force", aaplID, with(good, func(o *wire.Order) { o.TimeInForce = "XYZ" }), 10052, "Invalid time in force:XYZ"},
		{"stop that is IOC", aaplID, with(stop(wire.Buy, "1", "171"), func(o *wire.Order) { o.TimeInForce = "IOC" }), 111, "The TIF"},
		{"stop at the opening", aaplID, with(stop(wire.Buy, "1", "171"), func(o *wire.Order) { o.TimeInForce = "OPG" }), 111, "The TIF"},
		{"GTD without a date", aaplID, with(good, func(o *wire.Order) { o.TimeInForce = "GTD" }), 334, "Invalid Good Till Date"},
		{"GTD of no date", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "soon" }), 337, "The date, time"},
		{"GTD in the past", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "20240301 10:00:00 US/Eastern" }), 334, "Invalid Good Till Date"},
		{"GTD in the year 9999", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "99991231-23:59:59" }), 337, "The date, time"},
		{"GTD in the year 2290", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "22900101-00:00:00" }), 334, "Invalid Good Till Date"},
		{"GTD until a day of it", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "22900101" }), 334, "Invalid Good Till Date"},
		{"GTD until a day of the year 9999", aaplID, with(good, func(o *wire.Order) { o.TimeInForce, o.GoodTillDate = "GTD", "99991231" }), 337, "The date, time"},
		{"unknown account", aaplID, with(good, func(o *wire.Order) { o.Account = "U9" }), 321, "Error validating request"},
		{"missing parent", aaplID, with(good, func(o *wire.Order) { o.ParentID = 4 }), 10006, "Missing parent order"},
		{"conditions", aaplID, with(good, func(o *wire.Order) { o.Wait.Conditions = make([]wire.Condition, 1) }), 402, "Conditions are not"},
		{"algorithm", aaplID, with(good, func(o *wire.Order) { o.Algo.Strategy = "Adaptive" }), 442, "Specified algorithm"},
		{"cash quantity", aaplID, with(good, func(o *wire.Order) { o.CashQuantity = wire.Some(dec("500")) }), 10244, "Cash quantity"},
		{"volatility", aaplID, with(good, func(o *wire.Order) { o.Volatility.Volatility = wire.Some(dec("20")) }), 371, "VOL order"},
		{"group of an advisor", aaplID, with(good, func(o *wire.Order) { o.Advisor.Group = "All" }), 344, "The account logged into"},
		{"trigger method", aaplID, with(good, func(o *wire.Order) { o.TriggerMethod = 5 }), 146, "Invalid trigger method"},
		{"display size", aaplID, with(good, func(o *wire.Order) { o.DisplaySize = wire.Some(200) }), 10020, "Display size"},
		{"trailing by nothing", aaplID, newOrder(wire.Sell, wire.Trail, "100"), 158, "You must specify an offset amount"},
		{"trailing by both", aaplID, with(trailing("1"), func(o *wire.Order) { o.TrailingPercent = wire.Some(dec("1")) }), 158, "You must specify an offset amount"},
		{"trailing by all of it", aaplID, with(trailing("0"), func(o *wire.Order) { o.TrailingPercent = wire.Some(dec("100")) }), 159, "The percent offset value"},
		{"trailing off the grid", aaplID, with(trailing("1"), func(o *wire.Order) { o.TrailStopPrice = wire.Some(dec("168.005")) }), 110, "The price does not conform"},
		{"trailing at once", aaplID, with(trailing("1"), func(o *wire.Order) { o.TimeInForce = "IOC" }), 111, "The TIF"},
		{"trailing limit without a limit", aaplID, with(trailing("1"), func(o *wire.Order) { o.OrderType = wire.TrailLimit }), 321, "Error validating request"},
		{"trailing limit without a stop", aaplID, with(trailing("1"), func(o *wire.Order) { o.OrderType, o.LimitPrice = wire.TrailLimit, wire.Some(dec("168")) }), 403, "Invalid stop price"},
		{"if touched without a price", aaplID, newOrder(wire.Buy, wire.IfTouched, "100"), 403, "Invalid stop price"},
		{"on close until cancelled", aaplID, with(newOrder(wire.Buy, wire.MarketOnClose, "100"), func(o *wire.Order) { o.TimeInForce = "GTC" }), 113, "The TIF option should be set to DAY"},
		{"on close of a future", esID, newOrder(wire.Buy, wire.MarketOnClose, "1"), 387, "Unsupported order type"},
		{"relative in currencies", eurID, newOrder(wire.Buy, wire.Relative, "20000"), 387, "Unsupported order type"},
		{"relative by a percentage", aaplID, with(newOrder(wire.Buy, wire.Relative, "100"), func(o *wire.Order) { o.PercentOffset = wire.Some(dec("0.01")) }), 387, "Unsupported order type"},
		{"pegged at once", aaplID, with(newOrder(wire.Buy, wire.PegMid, "100"), func(o *wire.Order) { o.TimeInForce = "FOK" }), 111, "The TIF"},
		{"market at auction", aaplID, with(newOrder(wire.Buy, wire.Market, "100"), func(o *wire.Order) { o.TimeInForce = "AUC" }), 111, "The TIF"},
		{"opening of a future", esID, with(newOrder(wire.Buy, wire.Market, "1"), func(o *wire.Order) { o.TimeInForce = "OPG" }), 111, "The TIF"},
		{"hidden in currencies", eurID, with(limit(wire.Buy, "20000", "1.08"), func(o *wire.Order) { o.Hidden = true }), 152, `The "hidden" order`},
		{"hidden iceberg", aaplID, with(good, func(o *wire.Order) { o.Hidden, o.DisplaySize = true, wire.Some(10) }), 152, `The "hidden" order`},
		{"discretionary iceberg", aaplID, with(good, func(o *wire.Order) { o.DiscretionaryAmt, o.DisplaySize = wire.Some(dec("0.1")), wire.Some(10) }), 157, "An order can be EITHER Iceberg"},
		{"discretionary stop", aaplID, with(stop(wire.Buy, "100", "171"), func(o *wire.Order) { o.DiscretionaryAmt = wire.Some(dec("0.1")) }), 325, "Discretionary orders"},
		{"discretion of half a cent", aaplID, with(good, func(o *wire.Order) { o.DiscretionaryAmt = wire.Some(dec("0.005")) }), 168, "Discretionary amount"},
		{"discretion on a future", esID, with(limit(wire.Buy, "1", "4900"), func(o *wire.Order) { o.DiscretionaryAmt = wire.Some(dec("1")) }), 325, "Discretionary orders"},
		{"all or none of a future", esID, with(limit(wire.Buy, "1", "4900"), func(o *wire.Order) { o.AllOrNone = true }), 387, "Unsupported order type"},
		{"minimum above the size", aaplID, with(good, func(o *wire.Order) { o.MinQuantity = wire.Some(101) }), 201, "Order rejected"},
		{"good after no time", aaplID, with(good, func(o *wire.Order) { o.GoodAfterTime = "soon" }), 337, "The date, time"},
		{"good after, at once", aaplID, with(good, func(o *wire.Order) { o.GoodAfterTime, o.TimeInForce = "20240304 11:00:00 US/Eastern", "IOC" }), 111, "The TIF"},
		{"adjusted without a trigger", aaplID, adjusted(wire.Adjust{OrderType: wire.Stop, StopPrice: wire.Some(dec("169"))}), 361, "Invalid trigger price"},
		{"adjusted on the wrong side", aaplID, adjusted(wire.Adjust{OrderType: wire.Stop, TriggerPrice: wire.Some(dec("167")), StopPrice: wire.Some(dec("169"))}), 361, "Invalid trigger price"},
		{"adjusted without a stop", aaplID, adjusted(wire.Adjust{OrderType: wire.Stop, TriggerPrice: wire.Some(dec("172"))}), 362, "Invalid adjusted stop price"},
		{"adjusted without a limit", aaplID, adjusted(wire.Adjust{OrderType: wire.StopLimit, TriggerPrice: wire.Some(dec("172")), StopPrice: wire.Some(dec("169"))}), 363, "Invalid adjusted stop limit price"},
		{"adjusted without an amount", aaplID, adjusted(wire.Adjust{OrderType: wire.Trail, TriggerPrice: wire.Some(dec("172"))}), 364, "Invalid adjusted trailing amount"},
		{"adjusted to a limit order", aaplID, adjusted(wire.Adjust{OrderType: wire.Limit, TriggerPrice: wire.Some(dec("172"))}), 387, "Unsupported order type"},
		{"adjusted limit order", aaplID, with(good, func(o *wire.Order) {
			o.Adjust = wire.Adjust{OrderType: wire.Stop, TriggerPrice: wire.Some(dec("172")), StopPrice: wire.Some(dec("169"))}
		}), 387, "Unsupported order type"},
		{"what-if that is held", aaplID, with(good, func(o *wire.Order) { o.WhatIf, o.Transmit = true, false }), 413, "What-if order"},
		{"size precaution", aaplID, limit(wire.Buy, "501", "169"), 383, `The following order "BUY 501 AAPL NASDAQ" size exceeds the Size Limit of 500.`},
		{"percentage precaution", aaplID, limit(wire.Buy, "100", "175.12"), 163, `The following order "BUY 100 AAPL NASDAQ" price exceeds the Percentage constraint of 3%.`},
		{"tick precaution", aaplID, limit(wire.Sell, "100", "168"), 382, `The following order "SELL 100 AAPL NASDAQ" price exceeds the Tick Size Limit of 150.`},
		{"value precaution", esID, limit(wire.Buy, "1", "5000.25"), 451, `The following order "BUY 1 ESM4 CME" value estimate of 250012.50 USD exceeds the Total Value Limit of 250000 USD.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, "10:00:00", desk.Options{Precautions: desk.Precautions{
				Size: dec("500"), Percent: dec("3"), Ticks: dec("150"), Value: dec("250000"),
			}})
			b.quote("AAPL", 170, 170.02)
			b.quote("ESM4", 5000, 5000.25)
			b.place(1, 5, c.conID, c.order)
			b.expect("refused", fmt.Sprintf("1 error 5 %d", c.code))
			if !strings.HasPrefix(b.lastError(), c.text) {
				t.Errorf("text %q, want it to begin with %q", b.lastError(), c.text)
			}
			if got := lines(b.desk.AllOpenOrders()); got != "*wire.OpenOrdersEnd" {
				t.Errorf("something is left of the order: %s", got)
			}
			b.place(1, 5, aaplID, good)
			b.has("the id can still be used", "1 open 5 Submitted")
		})
	}
}

func TestSeveralAccounts(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1"}, {Name: "DU2"}}})
	b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
	b.expect("no account", "1 error 5 435")
	b.place(1, 5, aaplID, with(limit(wire.Buy, "100", "169"), func(o *wire.Order) { o.Account = "DU2" }))
	b.has("an account", "1 open 5 Submitted")
	if got := b.desk.ManagedAccounts(); got != "DU1,DU2" {
		t.Errorf("managed accounts %q", got)
	}
}

func TestReadOnly(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{ReadOnly: true})
	b.place(1, 5, aaplID, at(wire.Buy, "1"))
	b.cancel(1, 5)
	b.desk.GlobalCancel(1)
	b.desk.Exercise(1, &wire.ExerciseOptions{OrderID: 6, Contract: contract(callID), Action: wire.Exercise, Quantity: 1})
	b.expect("everything is refused", "1 error 5 321", "1 error 5 321", "1 error -1 321", "1 error 6 321")
	for _, list := range [][]wire.Message{b.desk.OpenOrders(1), b.desk.AllOpenOrders(), b.desk.CompletedOrders(true)} {
		if got := lines(list); got != "error -1 321" {
			t.Errorf("question answered by %s", got)
		}
	}
}

func TestOrderIDs(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	if got := b.desk.NextOrderID(1); got != 1 {
		t.Errorf("first id %d", got)
	}
	b.place(1, 10, aaplID, at(wire.Buy, "1"))
	b.place(1, 11, aaplID, limit(wire.Buy, "1", "169"))
	b.cancel(1, 11)
	b.told = nil
	for _, c := range []struct{ id, code int }{
		{9, 103}, {0, 103}, {-3, 103}, // never used, and too low
		{10, 104}, // filled
		{11, 103}, // cancelled
	} {
		b.place(1, c.id, aaplID, limit(wire.Buy, "1", "169"))
		if c.id == 0 {
			b.expect("nobody can be told about id 0")
			continue
		}
		b.expect(fmt.Sprint("id ", c.id), fmt.Sprintf("1 error %d %d", c.id, c.code))
	}
	if one, two := b.desk.NextOrderID(1), b.desk.NextOrderID(2); one != 12 || two != 1 {
		t.Errorf("next ids %d and %d, want 12 for client 1 and 1 for client 2", one, two)
	}
	b.place(2, 10, aaplID, limit(wire.Buy, "1", "169"))
	b.has("ids belong to clients", "2 open 10 Submitted")
}

func TestTooManyActiveOrders(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	for id := 1; id <= 20; id++ {
		b.place(1, id, aaplID, limit(wire.Buy, "1", "169"))
	}
	b.told = nil
	b.place(1, 21, aaplID, limit(wire.Buy, "1", "169"))
	b.expect("the twenty-first", "1 open 21 Inactive", "1 status 21 Inactive 0/1", "1 error 21 201")
	b.place(1, 22, aaplID, limit(wire.Sell, "1", "172"))
	b.has("the other side", "1 open 22 Submitted")
	b.place(1, 23, msftID, limit(wire.Buy, "1", "400"))
	b.has("another contract", "1 open 23 Submitted")
}

// 10,000 × 170.02 = 1,700,200; 25 % of that is 425,050 at the middle of 170.01: 10,000 × 170.01 × 0.25 = 425,025.00.
// Of the cash of 100,000 the commission of 50.00 goes, and the distance to the middle, 10,000 × 0.01.
func TestBuyingPower(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("100000")}}})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, at(wire.Buy, "10000"))
	b.expect("too much", "1 open 5 Inactive", "1 status 5 Inactive 0/10000", "1 error 5 201")
	want := "Order rejected - reason:YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN " +
		"VALUE [99850.00 USD] MUST EXCEED THE INITIAL MARGIN [425025.00 USD]"
	if got := b.lastError(); got != want {
		t.Errorf("text\n %q, want\n %q", got, want)
	}
	if got := lines(b.desk.CompletedOrders(false)); got != "completed Inactive 10000 \"Rejected\"\n*wire.CompletedOrdersEnd" {
		t.Errorf("completed: %s", got)
	}
	b.place(1, 6, aaplID, at(wire.Buy, "2000"))
	b.has("with margin 2000 × 170 × 0.25 = 85,000 is enough", "1 exec 6 BOT 2000 AAPL @ 170.02")
	b.place(1, 7, aaplID, at(wire.Sell, "2000"))
	b.has("closing is always allowed", "1 exec 7 SLD 2000 AAPL @ 170")
}

func TestAttachedPresets(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	for _, c := range []struct {
		attached wire.AttachedOrders
		code     int
	}{
		{wire.AttachedOrders{StopLossID: wire.Some(6), StopLossOrderType: "PRESET"}, 10355},
		{wire.AttachedOrders{ProfitID: wire.Some(6)}, 320},
		{wire.AttachedOrders{ProfitID: wire.Some(6), ProfitTakerOrderType: "LMT"}, 320},
	} {
		b.desk.Place(1, &wire.PlaceOrder{OrderID: 5, Contract: contract(aaplID), Order: limit(wire.Buy, "1", "169"), Attached: c.attached})
		b.expect("attached", fmt.Sprintf("1 error 5 %d", c.code))
	}
}
