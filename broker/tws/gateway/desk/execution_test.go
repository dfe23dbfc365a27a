package desk_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// executions is a bench with four executions: on Monday client 1 buys AAPL, client 2 sells MSFT; on Tuesday client 1
// buys ES and MSFT.
func executions(t *testing.T) *bench {
	b := newBench(t, "10:00:00", desk.Options{Accounts: []desk.Account{{Name: "DU1"}, {Name: "DU2"}}})
	account := func(o wire.Order, name string) wire.Order {
		o.Account = name
		return o
	}
	b.quote("AAPL", 170, 170.02)
	b.quote("MSFT", 400, 400.02)
	b.place(1, 1, aaplID, account(at(wire.Buy, "100"), "DU1"))
	b.wait("11:00:00")
	b.place(2, 1, msftID, account(at(wire.Sell, "10"), "DU2"))
	b.wait("2024-03-05 10:00:00")
	b.quote("ESM4", 5000, 5000.25)
	b.quote("MSFT", 401, 401.02)
	b.place(1, 2, esID, account(at(wire.Buy, "1"), "DU1"))
	b.wait("2024-03-05 11:00:00")
	b.place(1, 3, msftID, account(at(wire.Buy, "10"), "DU2"))
	return b
}

func TestExecutionFilter(t *testing.T) {
	b := executions(t)
	aapl, msft, es, back := "exec 1 BOT 100 AAPL @ 170.02", "exec 1 SLD 10 MSFT @ 400", "exec 2 BOT 1 ESM4 @ 5000.25", "exec 3 BOT 10 MSFT @ 401.02"
	for _, c := range []struct {
		name   string
		filter wire.RequestExecutions
		want   []string
	}{
		{"today", wire.RequestExecutions{}, []string{es, back}},
		{"two days", wire.RequestExecutions{LastDays: wire.Some(2)}, []string{aapl, msft, es, back}},
		{"a day", wire.RequestExecutions{Dates: []int{20240304}}, []string{aapl, msft}},
		{"no day", wire.RequestExecutions{Dates: []int{20240303}}, nil},
		{"client", wire.RequestExecutions{LastDays: wire.Some(7), ClientID: 2}, []string{msft}},
		{"account", wire.RequestExecutions{LastDays: wire.Some(7), Account: "DU2"}, []string{msft, back}},
		{"time", wire.RequestExecutions{Time: "20240305 11:00:00 US/Eastern"}, []string{back}},
		{"time in UTC", wire.RequestExecutions{Time: "20240305-15:00:01"}, []string{back}},
		{"symbol", wire.RequestExecutions{LastDays: wire.Some(7), Symbol: "msft"}, []string{msft, back}},
		{"type", wire.RequestExecutions{SecType: wire.Future}, []string{es}},
		{"exchange", wire.RequestExecutions{Exchange: "CME"}, []string{es}},
		{"side", wire.RequestExecutions{LastDays: wire.Some(7), Side: wire.Sell}, []string{msft}},
	} {
		c.filter.RequestID = 77
		list := b.desk.Executions(&c.filter)
		var got []string
		for i, m := range list[:len(list)-1] {
			e, ok := m.(*wire.Executed)
			if ok && e.RequestID == 77 {
				got = append(got, line(m))
				if list[i+1].(*wire.CommissionReport).ExecID != e.Execution.ExecID {
					t.Errorf("%s: the commission of %s does not follow it", c.name, e.Execution.ExecID)
				}
			}
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if end, ok := list[len(list)-1].(*wire.ExecutionsEnd); !ok || end.RequestID != 77 {
			t.Errorf("%s: no end", c.name)
		}
	}
	if got := lines(b.desk.Executions(&wire.RequestExecutions{RequestID: 7, Time: "noon"})); got != "error 7 321" {
		t.Errorf("a time that is none: %s", got)
	}
	b.wait("2024-03-11 10:00:00")
	if got := lines(b.desk.Executions(&wire.RequestExecutions{LastDays: wire.Some(7)})); strings.Contains(got, "AAPL") || !strings.Contains(got, "ESM4") {
		t.Errorf("seven days later:\n%s", got)
	}
}

func TestExecutionFields(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(3, 5, aaplID, with(at(wire.Buy, "100"), func(o *wire.Order) { o.Ref = "mine" }))
	var e wire.Execution
	for _, m := range b.all {
		if x, ok := m.(*wire.Executed); ok {
			if e = x.Execution; x.RequestID != -1 {
				t.Errorf("news with request id %d", x.RequestID)
			}
		}
	}
	if e.ExecID != "20240304.00000001.01.01" || e.Time != "20240304 10:00:00 US/Eastern" || e.Account != "DU1" ||
		e.Exchange != "NASDAQ" || e.Side != wire.Bought || e.PermID == 0 || e.ClientID != 3 || e.OrderID != 5 ||
		!e.CumQuantity.Equal(dec("100")) || !e.AvgPrice.Equal(dec("170.02")) || e.OrderRef != "mine" ||
		e.LastLiquidity != wire.LiquidityRemoved {
		t.Errorf("execution %+v", e)
	}
}

// Bought 100 at 170.02 for 1.00 and sold 50 at 171 for 1.00 + SEC 0.0684 + FINRA 0.0083: realised (171 − 170.03) × 50 −
// 1.0767 = 47.4233. Corrected to 169.02, the sale has earned 50.00 more.
func TestCorrection(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 170, 170.02)
	b.place(1, 5, aaplID, at(wire.Buy, "100"))
	b.wait("10:00:01")
	b.quote("AAPL", 171, 171.02)
	b.place(1, 6, aaplID, at(wire.Sell, "50"))
	b.has("before", "1 commission 1.0767 realised 47.4233")
	if err := b.desk.Correct("20240304.00000001.01.01", dec("169.02"), dec("100")); err != nil {
		t.Fatal(err)
	}
	b.expect("reported once more", "1 exec 5 BOT 100 AAPL @ 169.02", "1 status 5 Filled 100/0", "1 commission 1")
	list := b.desk.Executions(&wire.RequestExecutions{})
	if id := list[0].(*wire.Executed).Execution.ExecID; id != "20240304.00000001.01.02" {
		t.Errorf("revised id %s", id)
	}
	if got := line(list[3]); got != "commission 1.0767 realised 97.4233" {
		t.Errorf("the sale's commission report: %s", got)
	}
	if q, avg := b.position(aaplID); q != "50" || avg != "169.03" {
		t.Errorf("position %s at %s", q, avg)
	}
	// 1,000,000 − 16,902 − 1 + 8,550 − 1.0767
	if got := b.value("TotalCashValue", ""); got != "991645.92" {
		t.Errorf("cash %s", got)
	}
	if err := b.desk.Correct("20240304.00000001.01.01", dec("1"), dec("100")); err == nil {
		t.Error("a replaced revision can be revised")
	}
	if err := b.desk.Correct("20240304.00000001.01.02", dec("1"), dec("0")); err == nil {
		t.Error("corrected to nothing")
	}
	if err := b.desk.Correct("20240304.00000001.01.02", dec("1"), dec("101")); err == nil {
		t.Error("corrected to more than the order was for")
	}
	b.told = nil
	if err := b.desk.Bust("20240304.00000001.01.02"); err != nil {
		t.Fatal(err)
	}
	b.expect("busted", "1 exec 5 BOT 0 AAPL @ 169.02", "1 status 5 Filled 0/100", "1 commission 0")
	if q, _ := b.position(aaplID); q != "-50" {
		t.Errorf("position %s after the bust", q)
	}
	b.wait("2024-03-05 10:00:00")
	if err := b.desk.Correct("20240304.00000002.01.01", dec("1"), dec("50")); err == nil {
		t.Error("yesterday's execution corrected")
	}
}

// Exercising a call on 100 shares at 170: the option leaves at 0, 200 shares come at the strike.
func TestExercise(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 175, 175.02)
	b.quote("AAPL C170", 5.1, 5.2)
	b.place(1, 1, callID, at(wire.Buy, "3"))
	b.told = nil
	ask := wire.ExerciseOptions{OrderID: 2, Contract: contract(callID), Action: wire.Exercise, Quantity: 2}
	b.desk.Exercise(1, &ask)
	b.expect("exercised",
		"1 open 2 PreSubmitted", "1 status 2 PreSubmitted 0/2",
		"1 exec 2 SLD 2 AAPL C170 @ 0",
		"1 open 2 Filled", "1 status 2 Filled 2/0", "1 open 2 Filled", "1 status 2 Filled 2/0",
		// 2 × 5.20 × 100 was paid, and two thirds of the fees: 3 × (0.65 + 0.02685 + 0.02).
		"1 commission 0 realised -1041.3937",
		"1 exec 2 BOT 200 AAPL @ 170", "1 commission 0",
	)
	if q, avg := b.position(aaplID); q != "200" || avg != "170" {
		t.Errorf("shares %s at %s", q, avg)
	}
	if q, _ := b.position(callID); q != "1" {
		t.Errorf("options left: %s", q)
	}
	ask.OrderID = 3
	b.desk.Exercise(1, &ask)
	b.expect("more than there are", "1 error 3 322")
	b.wait("10:00:01")
	b.quote("AAPL", 169, 169.02)
	ask.Quantity = 1
	b.desk.Exercise(1, &ask)
	b.expect("out of the money", "1 error 3 322")
	ask.Override = true
	b.desk.Exercise(1, &ask)
	b.has("out of the money on purpose", "1 exec 3 BOT 100 AAPL @ 170")
}

// An option on an index is worth its distance from the strike in cash: (5,100 − 5,000) × 100.
func TestExerciseInCash(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("SPX", 5100, 5100)
	b.quote("SPX C5000", 110, 111)
	b.place(1, 1, spxCallID, at(wire.Buy, "1"))
	b.told = nil
	b.desk.Exercise(1, &wire.ExerciseOptions{OrderID: 2, Contract: contract(spxCallID), Action: wire.Exercise, Quantity: 1})
	b.has("settled", "1 exec 2 SLD 1 SPX C5000 @ 100")
	if got := b.value("TotalCashValue", ""); got != "998898.95" { // − 11,100 − 1.04685 + 10,000
		t.Errorf("cash %s", got)
	}
}

// While an index has no price yet, nobody knows what a put on it is worth: the whole strike, 500,000, is not paid for it. At
// 4,950 it is worth 50 × 100.
func TestExerciseBeforeThereIsAPrice(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("SPX P5000", 10, 11)
	b.place(1, 1, spxPutID, at(wire.Buy, "1"))
	b.told = nil
	ask := wire.ExerciseOptions{OrderID: 2, Contract: contract(spxPutID), Action: wire.Exercise, Quantity: 1}
	b.desk.Exercise(1, &ask)
	b.expect("without a price", "1 error 2 322")
	b.quote("SPX", 4950, 4950)
	b.desk.Exercise(1, &ask)
	b.has("with one", "1 exec 2 SLD 1 SPX P5000 @ 50")
}

// Of an order of 100, 40 are filled and then busted, or corrected to 10. The exchange works it for the other 60 as
// before and no longer, a restart in between or not: it ends with 60, or 70, of its 100.
func TestARevisedPartIsNotWorkedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		revise  func(d *desk.Desk, exec string) error
		then    string
		restart bool
	}{
		"busted":                 {(*desk.Desk).Bust, "60/40", false},
		"busted, restart":        {(*desk.Desk).Bust, "60/40", true},
		"corrected to 10":        {func(d *desk.Desk, exec string) error { return d.Correct(exec, dec("169"), dec("10")) }, "70/30", false},
		"corrected, and restart": {func(d *desk.Desk, exec string) error { return d.Correct(exec, dec("169"), dec("10")) }, "70/30", true},
	} {
		o := desk.Options{Book: newShelf()}
		b := newBench(t, "10:00:00", o)
		b.quote("AAPL", 170, 170.02)
		b.place(1, 5, aaplID, limit(wire.Buy, "100", "169"))
		if err := b.desk.Fill(1, 5, dec("40"), dec("169")); err != nil {
			t.Fatal(err)
		}
		if err := c.revise(b.desk, "20240304.00000001.01.01"); err != nil {
			t.Fatal(err)
		}
		b.told = nil
		if c.restart {
			b.open(o)
		}
		b.wait("10:00:01")
		b.quote("AAPL", 168.9, 169)
		b.expect(name, "1 exec 5 BOT 60 AAPL @ 169",
			"1 open 5 Filled", "1 status 5 Filled "+c.then, "1 open 5 Filled", "1 status 5 Filled "+c.then, "1 commission 1")
		if list := b.desk.OpenOrders(1); len(list) != 1 {
			t.Errorf("%s: it works on:\n%s", name, lines(list))
		}
	}
}

// The shares that an exercise brought are corrected and taken back like any execution: the order is of the option, and stays
// complete.
func TestARevisedDelivery(t *testing.T) {
	b := newBench(t, "10:00:00", desk.Options{})
	b.quote("AAPL", 175, 175.02)
	b.quote("AAPL C170", 5.1, 5.2)
	b.place(1, 1, callID, at(wire.Buy, "2"))
	b.desk.Exercise(1, &wire.ExerciseOptions{OrderID: 2, Contract: contract(callID), Action: wire.Exercise, Quantity: 2})
	b.told = nil
	for _, c := range []struct{ price, quantity string }{{"169", "200"}, {"170", "250"}, {"0", "0"}} {
		var id string
		for _, x := range b.executions() {
			if x.Contract.SecType == wire.Stock {
				id = x.Execution.ExecID
			}
		}
		var err error
		if c.quantity == "0" {
			err = b.desk.Bust(id)
		} else {
			err = b.desk.Correct(id, dec(c.price), dec(c.quantity))
		}
		if err != nil {
			t.Fatal(err)
		}
		x := b.executions()[len(b.executions())-1].Execution
		if !x.Shares.Equal(dec(c.quantity)) || !x.CumQuantity.Equal(dec(c.quantity)) || x.ExecID == id {
			t.Errorf("corrected to %s: %+v", c.quantity, x)
		}
		if q, _ := b.position(aaplID); q != strings.TrimLeft(c.quantity, "0") { // none is no position
			t.Errorf("corrected to %s: %s shares are held", c.quantity, q)
		}
	}
	for _, told := range b.told {
		if strings.Contains(told, "status") {
			t.Errorf("of the order of 2 options: %s", told)
		}
	}
}
