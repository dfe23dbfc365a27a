package portfolio_test

import (
	"errors"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

func TestRates(t *testing.T) {
	bitcoin := market.NewForex("BTC", "USD")
	bitcoin.Kind = market.Crypto
	list := world(market.NewForex("EUR", "USD"), market.NewForex("USD", "JPY"), market.NewForex("EUR", "GBP"),
		market.NewForex("GBP", "USD"), market.NewForex("USD", "EUR"), bitcoin, market.NewForex("EUR", "SEK"))
	a := portfolio.NewAccount(market.USD, list)
	for i, price := range []float64{1.10, 160, 0.80, 1.30, 0.99, 60000, 11} {
		a.Mark(market.ID(i), price)
	}
	for c, want := range map[market.Currency]string{
		"USD": "1",
		"EUR": "1.1",     // the first pair decides, not its inverse later in the list
		"JPY": "0.00625", // 1 / 160
		"GBP": "1.3",     // directly, not by way of EUR
		"BTC": "60000",
		"SEK": "0.0999999999999999999999999", // 1 / 11 = 0.090909090909090909090909, times 1.1
	} {
		rate, err := a.Rate(c)
		if err != nil || !rate.Equal(dec(want)) {
			t.Errorf("%s = %s, %v; want %s", c, rate, err, want)
		}
	}
	var missing *portfolio.MissingRate
	if _, err := a.Rate("CHF"); !errors.As(err, &missing) || missing.From != "CHF" || missing.To != "USD" {
		t.Errorf("CHF: %v, want a MissingRate", err)
	}
}

// A pair that has no price above zero does not count: the way around is taken until it has one.
func TestUnquotedPairsDoNotCount(t *testing.T) {
	list := world(market.NewForex("GBP", "USD"), market.NewForex("EUR", "GBP"), market.NewForex("EUR", "USD"))
	a := portfolio.NewAccount(market.USD, list)
	if rate, err := a.Rate("GBP"); err == nil {
		t.Errorf("GBP = %s before any price", rate)
	}
	a.Mark(1, 0.80)
	a.Mark(2, 1.10)
	rate, err := a.Rate("GBP") // 1 / 0.80 × 1.10
	if err != nil {
		t.Fatal(err)
	}
	same(t, "GBP by way of EUR", rate, "1.375")
	a.Mark(0, 0)
	rate, _ = a.Rate("GBP")
	same(t, "GBP with a price of zero", rate, "1.375")
	a.Mark(0, 1.30)
	rate, _ = a.Rate("GBP")
	same(t, "GBP", rate, "1.3")
}

// A dollar account buys 20000 EURJPY at 160 for a fee of 2 USD and owns 20000 EUR less 3200000 JPY. At
// EURUSD 1.08, USDJPY 150 (a yen is 0.006666666666666666666667, rounded to 24 decimals) and EURJPY 163:
//
//	equity      10000 − 2 + 21600 − 21333.3333333333333333344 = 10264.6666666666666666656
//	unrealised  what the euros are worth less what the yen are, 266.6666666666666666656
//	margined    20000 × 163 yen
//
// The position's own view is in yen, 20000 × 3 = 60000.
func TestForexCross(t *testing.T) {
	list := world(market.NewForex("EUR", "USD"), market.NewForex("USD", "JPY"), market.NewForex("EUR", "JPY"))
	a := portfolio.NewAccount(market.USD, list)
	l := a.Open("alpha", dec("10000"), market.USD)
	mustApply(t, a, withFee(trade(list[2], order.Buy, "20000", "160"), "2", market.USD))
	for id, price := range []float64{1.08, 150, 163} {
		a.Mark(market.ID(id), price)
	}
	same(t, "EUR", l.Cash("EUR"), "20000")
	same(t, "JPY", l.Cash("JPY"), "-3200000")
	s := a.Snapshot()
	same(t, "equity", s.Equity, "10264.6666666666666666656")
	same(t, "unrealised", s.Unrealised, "266.6666666666666666656")
	same(t, "fees", s.Fees, "2")
	same(t, "margined", s.Margined, "21733.33333333333333333442")
	p := l.Position(2)
	same(t, "unrealised of the position", p.Unrealised(dec("163")), "60000")
	same(t, "market value of the position", p.MarketValue(dec("163")), "0")
}

// A euro share in a dollar account without a rate: equity is an error, the snapshot says which currency it
// leaves out, and the fill is booked all the same.
func TestMissingRates(t *testing.T) {
	siemens := market.NewEquity("SIE")
	siemens.Currency = "EUR"
	list := world(market.NewForex("EUR", "USD"), siemens)
	a := portfolio.NewAccount(market.USD, list)
	l := a.Open("alpha", dec("10000"), market.USD)
	mustApply(t, a, trade(list[1], order.Buy, "10", "150"))
	same(t, "equity while the euros cancel out", equity(t, a), "10000")
	a.Mark(1, 160) // a hundred euros more
	var missing *portfolio.MissingRate
	if _, err := a.Equity(); !errors.As(err, &missing) || missing.From != "EUR" {
		t.Errorf("equity: %v, want a missing EUR", err)
	}
	if _, err := l.GrossExposure(); !errors.As(err, &missing) {
		t.Errorf("gross exposure: %v, want a missing EUR", err)
	}
	s := a.Snapshot()
	if len(s.Unconverted) != 1 || s.Unconverted[0] != "EUR" {
		t.Errorf("unconverted %v, want EUR", s.Unconverted)
	}
	same(t, "equity without the euros", s.Equity, "10000")
	a.Mark(0, 1.10)
	same(t, "equity", equity(t, a), "10110")
	if s := a.Snapshot(); len(s.Unconverted) != 0 {
		t.Errorf("unconverted %v with all rates known", s.Unconverted)
	}
}
