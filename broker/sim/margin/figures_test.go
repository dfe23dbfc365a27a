package margin_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// holdings is an account in dollars with 10,000 and the positions that fills make.
func holdings(t testing.TB, instruments []*market.Instrument, prices []float64, fills ...order.Fill) *margin.Book {
	t.Helper()
	for i, in := range instruments {
		in.ID = market.ID(i)
	}
	a := portfolio.NewAccount("USD", instruments)
	a.Open("a", dec("10000"), "USD")
	a.Open("b", decimal.Zero, "USD")
	for i := range fills {
		f := &fills[i]
		f.ExecID = f.Price.String()
		if f.Strategy == "" {
			f.Strategy = "a"
		}
		if _, err := a.Apply(f); err != nil {
			t.Fatal(err)
		}
	}
	for i, price := range prices {
		a.Mark(market.ID(i), price)
	}
	return &margin.Book{
		Account: a, Rules: margin.RegT(),
		Price:      func(in *market.Instrument) (decimal.Decimal, bool) { return a.Last(in.ID) },
		Underlying: func(*market.Instrument) *market.Instrument { return instruments[0] },
	}
}

func bought(in *market.Instrument, quantity, price string) order.Fill {
	return order.Fill{Instrument: in, Side: order.Buy, Quantity: dec(quantity), Price: dec(price)}
}

func sold(in *market.Instrument, quantity, price string) order.Fill {
	f := bought(in, quantity, price)
	f.Side = order.Sell
	return f
}

// Accounts by hand. Every one begins with 10,000.
func TestFigures(t *testing.T) {
	share, es, eurusd, dax := equity("A"), future("ES", "50"), pair("EUR", "USD"), equity("SAP")
	dax.Currency = "EUR"
	call := option(market.Call, "100")
	euro := order.Fill{Instrument: dax, Side: order.Buy, Quantity: dec("100"), Price: dec("50")}
	other := sold(es, "1", "5000")
	other.Strategy = "b"
	for _, c := range []struct {
		name                                        string
		instruments                                 []*market.Instrument
		prices                                      []float64
		fills                                       []order.Fill
		with                                        []margin.Trade
		net, cash, loan, initial, available, excess string
	}{
		// 150 × 100 = 15,000 of which 5,000 are borrowed; at 90 they are worth 13,500.
		{"shares on margin", []*market.Instrument{share}, []float64{90}, []order.Fill{bought(share, "150", "100")}, nil,
			"8500", "-5000", "8500", "6750", "1750", "5125"}, // 13,500 × 50 %; 25 % is 3,375
		// 100 × 100 came in; 50 % of 11,000, and 30 % of it is 3,300.
		{"shares sold short", []*market.Instrument{share}, []float64{110}, []order.Fill{sold(share, "100", "100")}, nil,
			"9000", "20000", "9000", "5500", "3500", "5700"},
		// 10 × 50 lost; 4,990 × 50 = 249,500 × 8.8 % and 8 %.
		{"a future that lost", []*market.Instrument{es}, []float64{4990}, []order.Fill{bought(es, "1", "5000")}, nil,
			"9500", "10000", "9500", "21956", "-12456", "-10460"},
		// The account holds nothing net, and what each strategy has won and lost stays.
		{"two strategies against each other", []*market.Instrument{es}, []float64{4990}, []order.Fill{bought(es, "1", "5010"), other}, nil,
			"9500", "10000", "9500", "0", "9500", "9500"},
		// A call at 5 for 500, now 7: no loan value.
		{"a call held", []*market.Instrument{share, call}, []float64{105, 7}, []order.Fill{bought(call, "1", "5")}, nil,
			"10200", "9500", "9500", "0", "9500", "9500"},
		// 500 came in, 700 are owed: net 9,800, and (7 + 21) × 100 is asked of 10,500.
		{"a call sold", []*market.Instrument{share, call}, []float64{105, 7}, []order.Fill{sold(call, "1", "5")}, nil,
			"9800", "10500", "10500", "2800", "7700", "7700"},
		// 200 shares bought at 100 cost 20,000, two calls brought 500 each, one more is bare: 1,500 came in. At 105 the shares
		// are worth 21,000, of which half is asked for; the bare one asks for (7 + 21) × 100. Cash −8,500, loan value 12,500,
		// net less 3 × 700. The shares are kept with 25 % of the 20,000 that the calls leave of them, and 5 × 200 above that.
		{"calls sold on shares", []*market.Instrument{share, call}, []float64{105, 7},
			[]order.Fill{bought(share, "200", "100"), sold(call, "3", "5")}, nil,
			"10400", "-8500", "12500", "13300", "-800", "3700"}, // 5,000 + 1,000 + 2,800 to maintain
		// 5,000 EUR are owed, the shares are worth 5,500 EUR, and a euro is 1.10: 500 × 1.10 won, 6,050 × 50 % and 25 %.
		{"shares in another currency", []*market.Instrument{eurusd, dax}, []float64{1.10, 55}, []order.Fill{euro}, nil,
			"10550", "4500", "10550", "3025", "7525", "9037.5"},
		// Two more at 101 with the mark at 100, and a dollar of commission.
		{"a trade to come", []*market.Instrument{share}, []float64{100}, []order.Fill{bought(share, "8", "100")},
			[]margin.Trade{{Instrument: share, Signed: dec("2"), Price: dec("101"), Commission: dec("1")}},
			"9997", "8997", "9997", "500", "9497", "9747"},
		// Closing at 112 what was bought at 100, with the mark at 110, realises 12 × 50.
		{"a future about to be closed", []*market.Instrument{es}, []float64{110}, []order.Fill{bought(es, "1", "100")},
			[]margin.Trade{{Instrument: es, Signed: dec("-1"), Price: dec("112")}},
			"10600", "10100", "10600", "0", "10600", "10600"},
	} {
		got := holdings(t, c.instruments, c.prices, c.fills...).Figures(c.with...)
		for _, x := range []struct {
			what string
			got  decimal.Decimal
			want string
		}{
			{"net", got.Net, c.net}, {"cash", got.Cash, c.cash}, {"loan value", got.Loan, c.loan}, {"initial", got.Initial(), c.initial},
			{"available", got.Available(), c.available}, {"excess", got.Excess(), c.excess},
		} {
			if !x.got.Equal(dec(x.want)) {
				t.Errorf("%s: %s %s, want %s", c.name, x.what, x.got, x.want)
			}
		}
		if len(got.Unconverted) > 0 {
			t.Errorf("%s: no rate for %v", c.name, got.Unconverted)
		}
	}
}

// Crude bought at 10 and marked at −37: 47 × 1,000 lost, 37,000 × 8 % asked, and no figure turns its sign.
func TestFiguresBelowZero(t *testing.T) {
	crude := future("CL", "1000")
	got := holdings(t, []*market.Instrument{crude}, []float64{-37}, bought(crude, "1", "10")).Figures()
	if !got.Net.Equal(dec("-37000")) || !got.Maintenance().Equal(dec("2960")) || !got.Excess().Equal(dec("-39960")) {
		t.Errorf("net %s, maintenance %s, excess %s; want -37000, 2960, -39960", got.Net, got.Maintenance(), got.Excess())
	}
}

// Money without a rate counts for nothing and is named.
func TestNoRate(t *testing.T) {
	sap := equity("SAP")
	sap.Currency = "EUR"
	got := holdings(t, []*market.Instrument{sap}, []float64{55}, bought(sap, "100", "50")).Figures()
	if len(got.Unconverted) != 1 || got.Unconverted[0] != "EUR" || !got.Net.Equal(dec("10000")) {
		t.Errorf("net %s, without a rate %v", got.Net, got.Unconverted)
	}
}

// A bought and a sold future of one underlying ask for 50 together where one alone asks for 500; of three and one, two are left;
// and of different contracts those are paired that ask for more. Another underlying, and a rule without spreads, changes nothing.
func TestCalendarSpreads(t *testing.T) {
	of := func(symbol string) *market.Instrument { return future(symbol, "50") }
	h, m, z, other := of("ESH0"), of("ESM0"), of("ESZ0"), of("NQM0")
	other.Underlying = "Y"
	list, prices := []*market.Instrument{h, m, z, other}, []float64{100, 101, 102, 100}
	rules := margin.RegT()
	rules.Contracts = map[string]margin.Rates{
		"ESH0": {Initial: dec("500"), Maintenance: dec("450")}, "ESM0": {Initial: dec("500"), Maintenance: dec("450")},
		"ESZ0": {Initial: dec("600"), Maintenance: dec("550")}, "NQM0": {Initial: dec("700"), Maintenance: dec("650")},
	}
	alone := *rules
	rules.Spreads = map[string]margin.Rates{"X": {Initial: dec("50"), Maintenance: dec("45")}}
	for _, c := range []struct {
		name                 string
		rules                *margin.Rules
		fills                []order.Fill
		initial, maintenance string
	}{
		{"one each", rules, []order.Fill{bought(h, "1", "100"), sold(m, "1", "101")}, "50", "45"},
		{"without a rate", &alone, []order.Fill{bought(h, "1", "100"), sold(m, "1", "101")}, "1000", "900"},
		{"three and one", rules, []order.Fill{bought(h, "3", "100"), sold(m, "1", "101")}, "1050", "945"},
		{"the dear one first", rules, []order.Fill{bought(h, "1", "100"), bought(z, "1", "102"), sold(m, "1", "101")}, "550", "495"},
		{"both on one side", rules, []order.Fill{sold(h, "1", "100"), sold(m, "1", "101")}, "1000", "900"},
		{"another underlying", rules, []order.Fill{bought(h, "1", "100"), sold(other, "1", "100")}, "1200", "1100"},
	} {
		b := holdings(t, list, prices, c.fills...)
		b.Rules = c.rules
		f := b.Figures()
		if !f.Initial().Equal(dec(c.initial)) || !f.Maintenance().Equal(dec(c.maintenance)) || !f.Securities.Initial.IsZero() {
			t.Errorf("%s: initial %s, maintenance %s; want %s, %s", c.name, f.Initial(), f.Maintenance(), c.initial, c.maintenance)
		}
	}
}
