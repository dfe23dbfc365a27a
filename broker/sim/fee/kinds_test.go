package fee_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

var (
	call = market.Instrument{Symbol: "AAPL C", Kind: market.Option, Currency: market.USD, Multiplier: dec("100")}
	mes  = market.NewFuture("MESH4", "MES", market.NewDate(2024, time.March, 15), dec("5"), dec("0.25"))
	e7   = future("E7", "62500")
	m6e  = future("M6E", "12500")
	zc   = future("ZC", "50")
	cl   = market.NewFuture("CLJ4", "CL", market.NewDate(2024, time.March, 15), dec("1000"), dec("0.01"))
	euro = market.NewForex("EUR", "USD")
	yen  = market.NewForex("USD", "JPY")
	swap = market.NewForex("EUR", "GBP")
)

// The examples are those of IBKR's page "Commissions Options", United States, tiered, for up to 10,000 contracts a month;
// the last two follow from its text. What is passed through is not in them.
func TestIBKROptionsExamples(t *testing.T) {
	for _, c := range []struct {
		premium    string
		quantities []string
		want       string
	}{
		{"2", []string{"1"}, "1.00"},
		{"5", []string{"2"}, "1.30"},
		{"0.075", []string{"3"}, "1.50"},
		{"0.03", []string{"5"}, "1.25"},
		{"2", []string{"1", "1"}, "1.30"}, // the order pays its minimum once
		{"2", []string{"10"}, "6.50"},
	} {
		if got := charge(&fee.OptionPlan{}, &call, buy, c.premium, day, c.quantities...); !got.Equal(dec(c.want)) {
			t.Errorf("%v at %s: %s, want %s", c.quantities, c.premium, got, c.want)
		}
	}
}

func future(root, multiplier string) market.Instrument {
	return market.NewFuture(root+"H4", root, market.NewDate(2024, time.March, 15), dec(multiplier), dec("0.0001"))
}

// TestIBKROptionsTiers: the page's examples of the higher tiers, after so many contracts of the month.
func TestIBKROptionsTiers(t *testing.T) {
	for _, c := range []struct{ before, premium, quantity, want string }{
		{"10000", "5", "2", "1.00"},
		{"10000", "0.075", "3", "1.50"},
		{"50000", "2", "5", "1.25"},
		{"100000", "5", "5", "1.00"},
		{"100000", "2", "7", "1.05"},
		{"9999", "2", "3", "1.65"}, // one at 0.65, two at 0.50
	} {
		model := &fee.OptionPlan{}
		charge(model, &call, buy, "2", day, c.before)
		if got := charge(model, &call, buy, c.premium, day, c.quantity); !got.Equal(dec(c.want)) {
			t.Errorf("%s at %s after %s: %s, want %s", c.quantity, c.premium, c.before, got, c.want)
		}
	}
}

// TestOptionsPassThrough: on 4 March 2024 ten contracts bought cost 10 x 0.02685 and 10 x 0.02 of clearing; sold at 2.00
// for 2,000 also 2,000 x 0.000008 and 10 x 0.00279. Of 5,000 contracts clearing is 55 at most.
func TestOptionsPassThrough(t *testing.T) {
	commission := func(side order.Side, quantity string) decimal.Decimal {
		return charge(&fee.OptionPlan{}, &call, side, "2", day, quantity)
	}
	for _, c := range []struct {
		side           order.Side
		quantity, want string
	}{
		{buy, "10", "0.4685"},   // 0.2685 + 0.2
		{sell, "10", "0.5124"},  // 0.2685 + 0.2 + 0.016 + 0.0279
		{buy, "5000", "189.25"}, // 134.25 + 55
	} {
		got := charge(fee.IBKROptions(), &call, c.side, "2", day, c.quantity).Sub(commission(c.side, c.quantity))
		if !got.Equal(dec(c.want)) {
			t.Errorf("%s %s: %s passed through, want %s", c.side, c.quantity, got, c.want)
		}
	}
}

// TestOptionsClearing: the OCC's fee by its press release of April 2021 and SR-OCC-2025-002; 55 is the most until 2025.
func TestOptionsClearing(t *testing.T) {
	for _, c := range []struct{ day, quantity, want string }{
		{"2020-08-31", "10", "0.55"}, // 10 x 0.055
		{"2020-09-01", "10", "0.45"}, // 10 x 0.045
		{"2021-05-31", "1222", "54.99"},
		{"2021-05-31", "1223", "55"},  // 55.035
		{"2021-06-01", "10", "0.2"},   // 10 x 0.02
		{"2024-12-31", "2751", "55"},  // 55.02
		{"2025-01-01", "10", "0.25"},  // 10 x 0.025
		{"2025-02-14", "4000", "100"}, // 4,000 x 0.025
	} {
		day, err := market.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		got := decimal.Zero
		for _, item := range billed(fee.IBKROptions(), &call, buy, "2", day, c.quantity).Items {
			if item.Name == "clearing" {
				got = got.Add(item.Amount)
			}
		}
		if !got.Equal(dec(c.want)) {
			t.Errorf("%s contracts on %s: %s, want %s", c.quantity, c.day, got, c.want)
		}
	}
}

func TestIBKRFutures(t *testing.T) {
	for _, c := range []struct {
		in               *market.Instrument
		before, quantity string
		want             string
	}{
		{&es, "0", "1", "2.25"},     // 0.85 + 1.38 + 0.02, as IBKR shows
		{&mes, "0", "1", "0.62"},    // 0.25 + 0.35 + 0.02
		{&cl, "0", "2", "4.74"},     // 2 x (0.85 + 1.50 + 0.02)
		{&e7, "0", "1", "1.37"},     // 0.50 + 0.85 + 0.02, as IBKR shows
		{&m6e, "0", "10", "4.1"},    // 10 x (0.15 + 0.24 + 0.02)
		{&m6e, "1000", "1", "0.38"}, // 0.12 + 0.26
		{&zc, "0", "1", "0.87"},     // the CBOT's fee is not known: 0.85 + 0.02
		{&es, "1000", "1", "2.05"},  // 0.65 + 1.40
		{&es, "999", "2", "4.30"},   // 0.85 + 0.65 + 2 x 1.40
		{&es, "20000", "1", "1.65"}, // 0.25 + 1.40
		{&mes, "20000", "1", "0.47"},
	} {
		model := fee.IBKRFutures()
		if c.before != "0" {
			charge(model, c.in, buy, "5000", day, c.before)
		}
		if got := charge(model, c.in, buy, "5000", day, c.quantity); !got.Equal(dec(c.want)) {
			t.Errorf("%s of %s after %s: %s, want %s", c.quantity, c.in.Symbol, c.before, got, c.want)
		}
	}
	fixed := fee.IBKRFuturesFixed()
	charge(fixed, &es, buy, "5000", day, "1000")
	if got := charge(fixed, &es, buy, "5000", day, "1"); !got.Equal(dec("2.25")) {
		t.Errorf("the fixed plan after 1,000 contracts: %s, want 2.25", got)
	}
	// Standard and micro contracts are counted apart.
	model := fee.IBKRFutures()
	charge(model, &es, buy, "5000", day, "1000")
	if got := charge(model, &mes, buy, "5000", day, "1"); !got.Equal(dec("0.62")) {
		t.Errorf("a micro after 1,000 others: %s, want 0.62", got)
	}
}

func TestIBKRForex(t *testing.T) {
	for _, c := range []struct {
		name       string
		in         *market.Instrument
		price      string
		quantities []string
		want       string
	}{
		{"IBKR's example, turned to a pair in dollars", &euro, "1", []string{"100000"}, "2"},
		{"50,000 pay the minimum", &euro, "1", []string{"50000"}, "2"},
		{"the minimum once", &euro, "1", []string{"50000", "50000"}, "2"},
		{"half a million at 1.10", &euro, "1.10", []string{"500000"}, "11"}, // 550,000 x 0.00002
		{"a billion, as IBKR shows", &euro, "1", []string{"1000000000"}, "20000"},
		{"a billion and a quarter, as IBKR shows", &euro, "1", []string{"1250000000"}, "23750"},
		{"the minimum in yen", &yen, "150", []string{"10000"}, "300"},              // 2 x 150
		{"half a million dollars in yen", &yen, "150", []string{"500000"}, "1500"}, // 10 x 150
		{"a pair without the dollar", &swap, "0.85", []string{"10000"}, "0.17"},    // 8,500 x 0.00002
	} {
		if got := charge(fee.IBKRForex(), c.in, buy, c.price, day, c.quantities...); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestTaking: a share that was waiting pays no exchange.
func TestTaking(t *testing.T) {
	var tally fee.Tally
	f := order.Fill{Instrument: &spy, Price: dec("25"), Quantity: dec("100")}
	taker := fee.Taking{Rate: dec("0.003")}.Charge(&tally, &f)
	f.Maker = true
	maker := fee.Taking{Rate: dec("0.003")}.Charge(&tally, &f)
	if !taker.Equal(dec("0.3")) || !maker.IsZero() {
		t.Errorf("taker pays %s, maker %s, want 0.3 and 0", taker, maker)
	}
}
