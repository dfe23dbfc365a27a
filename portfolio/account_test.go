package portfolio_test

import (
	"errors"
	"math"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Each row is a position after fills worked out by hand.
func TestAverageCost(t *testing.T) {
	type fill struct {
		side            order.Side
		quantity, price string
	}
	const buy, sell = order.Buy, order.Sell
	for _, c := range []struct {
		name                              string
		in                                market.Instrument
		fills                             []fill
		quantity, average, cost, realised string
		cash                              string
	}{
		{"short, added to, half covered", market.NewEquity("SPY"), // (10×20 + 30×24) / 40 = 23; 20 × (23−21)
			[]fill{{sell, "10", "20"}, {sell, "30", "24"}, {buy, "20", "21"}},
			"-20", "23", "-460", "40", "10500"}, // 10000 + 200 + 720 − 420
		{"an average with thirds", market.NewEquity("SPY"), // 100 / 3; of 100 cost, 33.3333333333 leaves with one
			[]fill{{buy, "1", "33"}, {buy, "1", "33"}, {buy, "1", "34"}, {sell, "1", "40"}},
			"2", "33.3333333333333333", "66.6666666667", "6.6666666667", "9940"},
		{"thirds leave nothing behind", market.NewEquity("SPY"), // 100 paid, 120 received
			[]fill{{buy, "1", "33"}, {buy, "1", "33"}, {buy, "1", "34"}, {sell, "1", "40"}, {sell, "1", "40"}, {sell, "1", "40"}},
			"0", "0", "0", "20", "10020"},
		{"a future", es(), // (1×4500 + 3×4502) / 4 = 4501.5; 2 × 8.5 × 50
			[]fill{{buy, "1", "4500"}, {buy, "3", "4502"}, {sell, "2", "4510"}},
			"2", "4501.5", "450150", "850", "10850"},
		{"a future from long to short", es(), // 2 × (−4) × 50, then 1 short
			[]fill{{buy, "2", "4500"}, {sell, "3", "4496"}},
			"-1", "4496", "-224800", "-400", "9600"},
		{"a future below zero", es(), // bought at 1.25, sold at −37.5: −38.75 × 50
			[]fill{{buy, "1", "1.25"}, {sell, "1", "-37.5"}},
			"0", "0", "0", "-1937.5", "8062.5"},
		{"an option that expires", option(), // 3 × 2.15 × 100 lost
			[]fill{{buy, "3", "2.15"}, {sell, "3", "0"}},
			"0", "0", "0", "-645", "9355"},
	} {
		a, l, in := one(c.in)
		for _, f := range c.fills {
			mustApply(t, a, trade(in, f.side, f.quantity, f.price))
		}
		p := l.Position(in.ID)
		same(t, c.name+": quantity", p.Quantity, c.quantity)
		same(t, c.name+": average", p.AveragePrice, c.average)
		same(t, c.name+": cost", p.Cost, c.cost)
		same(t, c.name+": realised", p.Realised, c.realised)
		same(t, c.name+": cash", l.Cash(market.USD), c.cash)
	}
}

func option() market.Instrument {
	in := market.NewEquity("SPY C500")
	in.Kind, in.Multiplier = market.Option, dec("100")
	return in
}

// Two short ES from 4500 marked at 4490.25: notional 449025 each way, profit 2 × 9.75 × 50 = 975.
func TestSnapshotOfAFuture(t *testing.T) {
	a, l, future := one(es())
	mustApply(t, a, withFee(trade(future, order.Sell, "2", "4500"), "4.50", market.USD))
	a.Mark(future.ID, 4490.25)
	for name, s := range map[string]portfolio.Snapshot{"account": a.Snapshot(), "ledger": l.Snapshot()} {
		same(t, name+" equity", s.Equity, "10970.5")
		same(t, name+" deposits", s.Deposits, "10000")
		same(t, name+" unrealised", s.Unrealised, "975")
		same(t, name+" realised", s.Realised, "0")
		same(t, name+" fees", s.Fees, "4.5")
		same(t, name+" net exposure", s.NetExposure, "-449025")
		same(t, name+" gross exposure", s.GrossExposure, "449025")
		same(t, name+" margined", s.Margined, "449025")
	}
	p := l.Position(future.ID)
	same(t, "market value", p.MarketValue(dec("4490.25")), "975")
	same(t, "notional", p.Notional(dec("4490.25")), "-449025")
}

// Opposite positions of two strategies: each ledger is exposed, the account is not.
func TestExposureOfTheAccountIsNet(t *testing.T) {
	a, _, spy := one(market.NewEquity("SPY"))
	beta := a.Open("beta", dec("0"), market.USD)
	short := trade(spy, order.Sell, "100", "50")
	short.Strategy = "beta"
	mustApply(t, a, trade(spy, order.Buy, "100", "50"))
	mustApply(t, a, short)
	same(t, "account", a.Snapshot().GrossExposure, "0")
	same(t, "ledger", beta.Snapshot().GrossExposure, "5000")
	same(t, "quantity", a.Quantity(spy.ID), "0")
	for in := range a.Quantities() {
		t.Error("the account holds", in.Symbol)
	}
	for p := range beta.Positions() {
		same(t, "beta holds", p.Quantity, "-100")
	}
}

func TestUnbookableFillsChangeNothing(t *testing.T) {
	index, combo := market.NewEquity("SPX"), market.NewEquity("SPREAD")
	index.Kind, combo.Kind = market.Index, market.Combo
	unmultiplied := market.NewEquity("BAD")
	unmultiplied.Multiplier = decimal.Zero
	list := world(market.NewEquity("SPY"), index, combo, unmultiplied)
	stranger := market.NewEquity("QQQ")
	a := portfolio.NewAccount(market.USD, list)
	a.Open("alpha", dec("10000"), market.USD)
	for name, f := range map[string]*order.Fill{
		"no instrument":        trade(nil, order.Buy, "1", "10"),
		"another run's":        trade(&stranger, order.Buy, "1", "10"),
		"an index":             trade(list[1], order.Buy, "1", "10"),
		"a combo":              trade(list[2], order.Buy, "1", "10"),
		"no multiplier":        trade(list[3], order.Buy, "1", "10"),
		"no quantity":          trade(list[0], order.Buy, "0", "10"),
		"a negative quantity":  trade(list[0], order.Buy, "-1", "10"),
		"a fee in no currency": withFee(trade(list[0], order.Buy, "1", "10"), "1", ""),
		"nobody's":             {Strategy: "omega", Instrument: list[0], Quantity: dec("1"), Price: dec("10")},
	} {
		_, err := a.Apply(f)
		var unbookable *portfolio.Unbookable
		if !errors.As(err, &unbookable) || unbookable.Reason == "" {
			t.Errorf("%s: error %v, want an Unbookable", name, err)
		}
	}
	same(t, "equity", equity(t, a), "10000")
	same(t, "quantity", a.Quantity(0), "0")
}

// The commission of 1.05 arrives after the fill, then a rebate of 0.30 after the position was closed.
func TestLateFees(t *testing.T) {
	a, l, spy := one(market.NewEquity("SPY"))
	buy, sell := trade(spy, order.Buy, "10", "50"), trade(spy, order.Sell, "10", "51")
	mustApply(t, a, buy)
	if err := a.Charge(buy, dec("1.05"), market.USD); err != nil {
		t.Fatal(err)
	}
	r := mustApply(t, a, sell).Closed
	same(t, "fees of the round trip", r.Fees, "1.05")
	if err := a.Charge(sell, dec("-0.30"), market.USD); err != nil {
		t.Fatal(err)
	}
	same(t, "fees", a.Snapshot().Fees, "0.75")
	same(t, "fees of the position", l.Position(spy.ID).Fees, "0.75")
	same(t, "cash", l.Cash(market.USD), "10009.25")
	if err := a.Audit(); err != nil {
		t.Error(err)
	}
	if err := a.Charge(buy, dec("1"), ""); err == nil {
		t.Error("a fee in no currency was booked")
	}
}

func TestFlows(t *testing.T) {
	a, l, _ := one(market.NewEquity("SPY"))
	if err := l.Deposit(market.USD, dec("500"), 5); err != nil {
		t.Fatal(err)
	}
	if err := l.Withdraw(market.USD, dec("200.50"), 7); err != nil {
		t.Fatal(err)
	}
	for _, amount := range []string{"0", "-1"} {
		if l.Deposit(market.USD, dec(amount), 8) == nil || l.Withdraw(market.USD, dec(amount), 8) == nil {
			t.Errorf("a flow of %s was booked", amount)
		}
	}
	same(t, "cash", l.Cash(market.USD), "10299.50")
	s := a.Snapshot()
	same(t, "deposits", s.Deposits, "10299.50")
	same(t, "profit", s.Realised.Add(s.Unrealised), "0")
	flows := l.Flows()
	if len(flows) != 3 || flows[0].Time != 0 || flows[1].Time != 5 || flows[2].Time != 7 {
		t.Fatalf("flows %v", flows)
	}
	same(t, "opening", flows[0].Amount, "10000")
	same(t, "withdrawal", flows[2].Amount, "-200.50")
}

func TestOpenKeepsALedgerThatExists(t *testing.T) {
	a, l, _ := one(market.NewEquity("SPY"))
	if a.Open("alpha", dec("5"), "EUR") != l {
		t.Error("a second ledger was opened under the same name")
	}
	same(t, "cash", l.Cash("EUR"), "0")
	if a.Ledger("omega") != nil || len(a.Ledgers()) != 1 {
		t.Error("a ledger appeared from nowhere")
	}
}

func TestMarks(t *testing.T) {
	a, l, spy := one(market.NewEquity("SPY"))
	if price, ok := a.Last(spy.ID); ok {
		t.Errorf("a last price of %s before any", price)
	}
	mustApply(t, a, trade(spy, order.Buy, "10", "50"))
	if price, ok := a.Last(spy.ID); !ok || !price.Equal(dec("50")) {
		t.Errorf("last %s, %v; want the fill's 50", price, ok)
	}
	tenth := 0.1
	a.Mark(spy.ID, tenth+0.2) // in float64; the shortest decimal that reads back is 0.30000000000000004
	price, _ := a.Last(spy.ID)
	same(t, "last", price, "0.30000000000000004")
	a.MarkBar(&market.Bar{High: math.Inf(1), Low: math.NaN(), Close: math.NaN()})
	a.Mark(spy.ID, math.Inf(-1))
	price, _ = a.Last(spy.ID)
	same(t, "last after no numbers", price, "0.30000000000000004")
	same(t, "equity", equity(t, l), "9503.0000000000000004")
	r, _ := l.RoundTrip(spy.ID)
	same(t, "MFE", r.MFE, "0")
	a.Mark(spy.ID, 0)
	same(t, "equity at a price of zero", equity(t, l), "9500")
}

func TestMarkingDoesNotAllocate(t *testing.T) {
	a, _, spy := one(market.NewEquity("SPY"))
	mustApply(t, a, trade(spy, order.Buy, "10", "50"))
	bar := market.Bar{High: 51, Low: 49, Close: 50}
	if n := testing.AllocsPerRun(100, func() { a.MarkBar(&bar); a.Mark(spy.ID, 50) }); n != 0 {
		t.Errorf("%v allocations a bar, want 0", n)
	}
}

// What a broker charges for a combo as a whole leaves the cash, is no position, and survives a restart.
func TestChargeOfACombo(t *testing.T) {
	combo := market.NewEquity("SPREAD")
	combo.Kind = market.Combo
	list := world(market.NewEquity("SPY"), combo)
	a := portfolio.NewAccount(market.USD, list)
	a.Remember(10)
	a.Open("alpha", dec("10000"), market.USD)
	if err := a.Charge(trade(list[1], order.Buy, "10", "-1.25"), dec("0.5"), market.USD); err != nil {
		t.Fatal(err)
	}
	back := portfolio.NewAccount(market.USD, list)
	if err := back.Restore(a.State()); err != nil {
		t.Fatal(err)
	}
	for name, account := range map[string]*portfolio.Account{"at once": a, "restored": back} {
		same(t, name, account.Cash(market.USD), "9999.5")
		same(t, name, account.Snapshot().Fees, "0.5")
		for in := range account.Quantities() {
			t.Error(name, "holds", in.Symbol)
		}
	}
}
