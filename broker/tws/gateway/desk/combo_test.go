package desk_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk/deskfile"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// bag is a combo of legs such as "265598/100", with a ratio below 0 for what is sold.
func bag(exchange string, legs ...[2]int) wire.Contract {
	k := wire.Contract{Symbol: "AAPL", SecType: wire.Combo, Exchange: exchange, Currency: "USD"}
	for _, leg := range legs {
		l := wire.ComboLeg{ConID: leg[0], Ratio: leg[1], Action: wire.Buy, Exchange: exchange, ExemptCode: -1}
		if l.Ratio < 0 {
			l.Ratio, l.Action = -l.Ratio, wire.Sell
		}
		k.ComboLegs = append(k.ComboLegs, l)
	}
	return k
}

// covered is 100 shares against a call that is written on them.
func covered() wire.Contract { return bag("SMART", [2]int{aaplID, 100}, [2]int{callID, -1}) }

func (b *bench) combine(client, id int, k wire.Contract, o wire.Order) {
	b.desk.Place(client, &wire.PlaceOrder{OrderID: id, Contract: k, Order: o})
}

func (b *bench) positions() string {
	var held []string
	for _, p := range b.desk.Positions("DU1") {
		held = append(held, p.Contract.LocalSymbol+" "+p.Position.String())
	}
	return strings.Join(held, ", ")
}

func (b *bench) executions() (list []*wire.Executed) {
	for _, m := range b.all {
		if x, ok := m.(*wire.Executed); ok {
			list = append(list, x)
		}
	}
	return list
}

// Two covered calls at the market: 200 shares are bought at the ask of 170.02 and 2 calls sold at the bid of 3.00, which is
// 167.02 a share. The whole is told first and costs nothing; legs have ids of the same beginning, and commissions: 200
// shares at 0.005 are the least of 1; 2 contracts at 0.65 are 1.30, and with 2 × 0.02685 regulatory, 2 × 0.02 clearing,
// 600 × 0.000008 SEC and 2 × 0.00279 FINRA 1.40408.
func TestComboFillsByItsLegs(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("100000")}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.combine(1, 5, covered(), at(wire.Buy, "2"))
	b.expect("bought",
		"1 open 5 PreSubmitted", "1 status 5 PreSubmitted 0/2",
		"1 exec 5 BOT 2 AAPL @ 167.02", "1 exec 5 BOT 200 AAPL @ 170.02", "1 exec 5 SLD 2 AAPL C170 @ 3",
		"1 open 5 Filled", "1 status 5 Filled 2/0", "1 open 5 Filled", "1 status 5 Filled 2/0",
		"1 commission 1", "1 commission 1.40408",
	)
	for i, x := range b.executions() {
		k := &x.Contract
		want := []string{"20240304.00000001.01.01 BAG 28812380 SMART", "20240304.00000001.02.01 STK 265598 NASDAQ", "20240304.00000001.03.01 OPT 2001 SMART"}
		if got := fmt.Sprintf("%s %s %d %s", x.Execution.ExecID, k.SecType, k.ConID, k.Exchange); got != want[i] || x.Execution.PermID == 0 || len(k.ComboLegs) > 0 {
			t.Errorf("execution %q, want %q", got, want[i])
		}
	}
	if got := b.positions(); got != "AAPL 200, AAPL C170 -2" {
		t.Error(got)
	}
	// 100,000 − 200 × 170.02 + 2 × 300 − 1 − 1.40408
	if got := b.value("TotalCashValue", "USD"); got != "66593.60" {
		t.Errorf("cash %s", got)
	}
	answer := lines(b.desk.Executions(&wire.RequestExecutions{RequestID: 9}))
	want := "exec 5 BOT 2 AAPL @ 167.02\nexec 5 BOT 200 AAPL @ 170.02\ncommission 1\nexec 5 SLD 2 AAPL C170 @ 3\ncommission 1.40408\n*wire.ExecutionsEnd"
	if answer != want {
		t.Errorf("%s\nwant\n%s", answer, want)
	}
	if answer := lines(b.desk.Executions(&wire.RequestExecutions{SecType: wire.Combo})); answer != "exec 5 BOT 2 AAPL @ 167.02\n*wire.ExecutionsEnd" {
		t.Error(answer)
	}
	done := b.desk.CompletedOrders(false)[0].(*wire.CompletedOrder)
	if done.Contract.SecType != wire.Combo || len(done.Contract.ComboLegs) != 2 || !done.Order.FilledQuantity.Value.Equal(dec("2")) {
		t.Errorf("%+v", done.Contract)
	}
}

// A spread bought for a credit: the limit is below zero, the legs come back as they were given, and the status has the net.
func TestComboForACredit(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("1000000")}}})
	b.quote("AAPL C170", 2.5, 2.6)
	b.quote("SPX C5000", 1.15, 1.25)
	k := bag("SMART", [2]int{callID, -1}, [2]int{spxCallID, 1})
	b.combine(1, 5, k, limit(wire.Buy, "1", "-1.30")) // −2.50 + 1.25 is not enough
	open := b.desk.OpenOrders(1)[0].(*wire.OpenOrder)
	if got := open.Contract; got.ConID != 28812380 || got.TradingClass != "COMB" || got.ComboLegsDescription != "2001|-1,2002|1" ||
		len(got.ComboLegs) != 2 || got.ComboLegs[0] != k.ComboLegs[0] || !open.Order.LimitPrice.Value.Equal(dec("-1.30")) {
		t.Errorf("%+v", got)
	}
	b.told = nil
	b.combine(1, 5, k, limit(wire.Buy, "1", "-1.25"))
	b.has("changed to what the legs show", "1 exec 5 BOT 1 AAPL @ -1.25")
	status := b.all[len(b.all)-3].(*wire.OrderStatus)
	if status.Status != wire.Filled || !status.AvgFillPrice.Equal(dec("-1.25")) || !status.LastFillPrice.Equal(dec("-1.25")) {
		t.Errorf("%+v", status)
	}
}

// A combo that rests is met by the quote of any leg, and cancelled like any order.
func TestComboRests(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("1000000")}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.combine(1, 5, covered(), limit(wire.Buy, "1", "166.9"))
	b.combine(1, 6, covered(), limit(wire.Buy, "1", "160"))
	b.told = nil
	b.wait("10:00:01")
	b.quote("AAPL", 169.9, 169.92)
	b.expect("166.92 is not enough")
	b.quote("AAPL C170", 3.02, 3.1)
	b.has("169.92 − 3.02", "1 exec 5 BOT 1 AAPL @ 166.9")
	b.cancel(1, 6)
	b.has("cancelled", "1 status 6 Cancelled 0/1")
}

// What is refused, by the numbers of IB's error codes.
func TestComboRefusals(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	for _, s := range []string{"AAPL", "MSFT", "ESM4", "EURUSD"} {
		b.quote(s, 170, 170.25)
	}
	b.quote("AAPL C170", 3, 3.1)
	pair, future := bag("SMART", [2]int{aaplID, 1}, [2]int{msftID, -1}), bag("CME", [2]int{esID, 1}, [2]int{callID, -1})
	with := func(change func(*wire.Order)) wire.Order {
		o := limit(wire.Buy, "1", "1")
		change(&o)
		return o
	}
	apart := func(o *wire.Order) { o.SmartCombo = []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}} }
	strange := covered()
	strange.ComboLegs[1].Ratio = 0
	priced := covered()
	priced.ComboLegs[0].Price = wire.Some(dec("170"))
	euros := covered()
	euros.Currency = "EUR"
	for i, c := range []struct {
		name string
		k    wire.Contract
		o    wire.Order
		code int
	}{
		{"no legs", wire.Contract{Symbol: "AAPL", SecType: wire.Combo, Exchange: "SMART"}, limit(wire.Buy, "1", "1"), 321},
		{"one leg", bag("SMART", [2]int{aaplID, 1}), limit(wire.Buy, "1", "1"), 312},
		{"ratios of 2 and 4", bag("SMART", [2]int{aaplID, 2}, [2]int{callID, -4}), limit(wire.Buy, "1", "1"), 312},
		{"a leg twice", bag("SMART", [2]int{aaplID, 2}, [2]int{aaplID, -1}), limit(wire.Buy, "1", "1"), 312},
		{"a ratio of 0", strange, limit(wire.Buy, "1", "1"), 313},
		{"a currency", bag("SMART", [2]int{aaplID, 1}, [2]int{eurID, -1}), limit(wire.Buy, "1", "1"), 313},
		{"an unknown leg", bag("SMART", [2]int{aaplID, 1}, [2]int{4711, -1}), limit(wire.Buy, "1", "1"), 200},
		{"a leg elsewhere", bag("SMART", [2]int{aaplID, 1}, [2]int{esID, -1}), limit(wire.Buy, "1", "1"), 200},
		{"shares at an exchange", bag("CBOE", [2]int{aaplID, 1}, [2]int{callID, -1}), limit(wire.Buy, "1", "1"), 200},
		{"options at CME", future, limit(wire.Buy, "1", "1"), 200},
		{"in euros", euros, limit(wire.Buy, "1", "1"), 10000},
		{"shares against shares", pair, limit(wire.Buy, "1", "1"), 10043},
		{"a stop", covered(), stop(wire.Buy, "1", "1"), 387},
		{"half a cent", covered(), limit(wire.Buy, "1", "1.005"), 110},
		{"for the opening", covered(), with(func(o *wire.Order) { o.TimeInForce = wire.AtOpen }), 111},
		{"hidden", covered(), with(func(o *wire.Order) { o.Hidden = true }), 152},
		{"at a time", covered(), with(func(o *wire.Order) { o.GoodAfterTime = "20240304 11:00:00 US/Eastern" }), 349},
		{"at least", covered(), with(func(o *wire.Order) { o.MinQuantity = wire.Some(1) }), 350},
		{"in a group", covered(), with(func(o *wire.Order) { o.OCA.Group = "g" }), 356},
		{"what if", covered(), with(func(o *wire.Order) { o.WhatIf = true }), 360},
		{"legs with prices", priced, limit(wire.Buy, "1", "1"), 10058},
	} {
		b.all = nil
		b.combine(1, 100+i, c.k, c.o)
		if e, ok := b.all[len(b.all)-1].(*wire.Error); !ok || e.Code != c.code || len(b.all) != 1 {
			t.Errorf("%s: %s, want error %d", c.name, lines(b.all), c.code)
		}
	}
	resting := with(func(o *wire.Order) { apart(o); o.LimitPrice = wire.Some(dec("-1")) }) // 170.25 − 170 is what it costs
	b.combine(1, 200, pair, resting)
	b.all = nil
	child := resting
	child.ParentID = 200
	if b.combine(1, 201, pair, child); line(b.all[0]) != "error 201 358" {
		t.Errorf("a child: %s", lines(b.all))
	}
	if n := len(b.desk.OpenOrders(1)); n != 3 { // the pair's open order, its status, the end
		t.Errorf("%d messages, want the pair that may fill apart", n)
	}
}

// What is done to a position cannot be done to a combo, which has none.
func TestComboIsNoPosition(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.desk.Exercise(1, &wire.ExerciseOptions{OrderID: 5, Contract: covered(), Action: wire.Exercise, Quantity: 1})
	b.expect("exercised", "1 error 5 322")
	if b.desk.Liquidate("DU1", covered(), decimal.Zero) == nil || b.desk.Adjust("DU1", covered(), dec("1"), dec("1")) == nil {
		t.Error("a position in a combo")
	}
}

// A combo needs the margin of its legs.
func TestComboNeedsTheMarginOfItsLegs(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("1000")}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.combine(1, 5, covered(), limit(wire.Buy, "1", "167.02"))
	b.has("1,000 do not carry 17,002 of shares", "1 error 5 201")
}

// A spread that is sold as one needs its width of 5 × 100, which 400 and the credit of 1.80 carry; its sold call alone asks for
// (5.10 + 20 % of 170.01) × 100.
func TestVerticalNeedsItsWidth(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("400")}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 5, 5.2)
	b.quote("AAPL C175", 3, 3.2)
	b.place(1, 5, callID, at(wire.Sell, "1"))
	b.has("the bare call", "1 error 5 201")
	b.combine(1, 6, bag("SMART", [2]int{callID, -1}, [2]int{call175ID, 1}), limit(wire.Buy, "1", "-1.8"))
	if got := b.positions(); got != "AAPL C170 -1, AAPL C175 1" {
		t.Errorf("%q is held: %v", got, b.told)
	}
}

// A cash account pays for the shares of a covered call, which then cover the call. On its own it may not be written.
func TestComboOfACashAccount(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("40000"), Paid: true}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.quote("SPX C5000", 1.15, 1.25)
	b.combine(1, 5, covered(), at(wire.Buy, "3"))
	b.has("300 shares and a fee of 1.50", "1 error 5 201")
	if want := "Order rejected - reason:Available settled cash converted to base: 40000.00 USD " +
		"Cash needed for this order and other pending orders: 51007.50 USD"; b.lastError() != want {
		t.Errorf("%q, want %q", b.lastError(), want)
	}
	b.combine(1, 6, bag("SMART", [2]int{spxCallID, 1}, [2]int{callID, -1}), at(wire.Buy, "1"))
	b.has("a call without its shares", "1 error 6 201")
	b.combine(1, 7, covered(), at(wire.Buy, "2"))
	b.has("shares and the calls on them", "1 exec 7 SLD 2 AAPL C170 @ 3")
	b.combine(1, 8, covered(), at(wire.Sell, "2"))
	b.has("both sold back", "1 exec 8 BOT 2 AAPL C170 @ 3.1")
	if got := b.positions(); got != "AAPL 0, AAPL C170 0" {
		t.Error(got)
	}
}

// A calendar spread sent to its exchange: in the ticks of the futures, at a net of 50 dollars a point. It can be asked what
// it would cost, and be in a group that reduces without block.
func TestComboAtAnExchange(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("1000000")}}})
	b.quote("ESM4", 5150, 5150.25)
	b.quote("ESU4", 5203.5, 5203.75)
	calendar := bag("CME", [2]int{esID, 1}, [2]int{laterID, -1})
	o := limit(wire.Buy, "1", "-60")
	o.OCA = wire.OCA{Group: "g", Type: wire.CancelWithBlock}
	b.combine(1, 5, calendar, o)
	b.expect("a group that cancels", "1 error 5 359")
	o.OCA.Type, o.LimitPrice = wire.ReduceNoBlock, wire.Some(dec("-60.1"))
	b.combine(1, 5, calendar, o)
	b.expect("off the grid of 0.25", "1 error 5 110")
	o.SmartCombo = []wire.TagValue{{Tag: "NonGuaranteed", Value: "1"}}
	b.combine(1, 5, calendar, o)
	b.expect("leg by leg at an exchange", "1 error 5 10002")
	o = at(wire.Buy, "3")
	o.WhatIf = true
	b.all = nil
	b.combine(1, 5, calendar, o)
	// 3 × 2 contracts at 2.25
	if cost := b.all[0].(*wire.OpenOrder).State.Commission; !cost.Value.Equal(dec("13.5")) {
		t.Errorf("it would cost %s", cost.Value)
	}
	b.told = nil
	b.combine(1, 6, calendar, at(wire.Buy, "3"))
	b.has("5150.25 − 5203.50", "1 exec 6 BOT 3 AAPL @ -53.25")
	if got := b.positions(); got != "ESM4 3, ESU4 -3" {
		t.Error(got)
	}
}

// An order, and the legs that have filled, are there again after a restart; so is what can be corrected.
func TestComboOutlivesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "book.db")
	account := []desk.Account{{Name: "DU1", Cash: dec("1000000")}}
	book := must(deskfile.Open(path, deskfile.Options{Quick: true}))
	b := newBench(t, "10:00:00", desk.Options{Accounts: account, Book: book})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.combine(1, 5, covered(), at(wire.Buy, "2"))
	b.combine(1, 6, covered(), limit(wire.Buy, "1", "160"))
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	book = must(deskfile.Open(path, deskfile.Options{Quick: true}))
	defer book.Close()
	again := newBench(t, "10:05:00", desk.Options{Accounts: account, Book: book})
	if got := again.positions(); got != "AAPL 200, AAPL C170 -2" {
		t.Error(got)
	}
	if got := lines(again.desk.OpenOrders(1)); !strings.HasPrefix(got, "open 6 Submitted") {
		t.Error(got)
	}
	if got := lines(again.desk.CompletedOrders(false)); !strings.HasPrefix(got, `completed Filled 0 "Filled Size: 2"`) {
		t.Error(got)
	}
	if n := again.pit.watched[again.pit.find("AAPL C170").ID()]; n != 1 {
		t.Errorf("the call is watched %d times", n)
	}
	if err := again.desk.Correct("20240304.00000001.03.01", dec("2.9"), dec("2")); err != nil {
		t.Fatal(err)
	}
	again.expect("a corrected leg: the order stays", "1 exec 5 SLD 2 AAPL C170 @ 2.9", "1 commission 1.40408")
	// 1,000,000 − 34,004 + 2 × 290 − 2.40408
	if got := again.value("TotalCashValue", "USD"); got != "966573.60" {
		t.Errorf("cash %s", got)
	}
	again.quote("AAPL", 162.98, 163)
	again.quote("AAPL C170", 3, 3.1)
	again.has("163 − 3", "1 exec 6 BOT 1 AAPL @ 160")
}

// A script fills a combo at a net price of its own: the legs come to it.
func TestComboFilledByAScript(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1", Cash: dec("1000000")}}})
	b.quote("AAPL", 170, 170.02)
	b.quote("AAPL C170", 3, 3.1)
	b.combine(1, 5, covered(), limit(wire.Buy, "2", "160"))
	b.told = nil
	if err := b.desk.Fill(1, 5, dec("1"), decimal.Zero); err != nil {
		t.Fatal(err)
	}
	// 160 + 3.00: the shares bear what the call does not. The call costs 1.00, 0.02685 + 0.02, 300 × 0.000008 and 0.00279.
	b.expect("one of two", "1 exec 5 BOT 1 AAPL @ 160", "1 exec 5 BOT 100 AAPL @ 163", "1 exec 5 SLD 1 AAPL C170 @ 3",
		"1 open 5 Submitted", "1 status 5 Submitted 1/1", "1 commission 1", "1 commission 1.05204")
	if got := b.positions(); got != "AAPL 100, AAPL C170 -1" {
		t.Error(got)
	}
}
