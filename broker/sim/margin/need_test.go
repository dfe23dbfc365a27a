package margin_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func future(symbol string, multiplier string) *market.Instrument {
	in := market.NewFuture(symbol, "X", market.NewDate(2020, 4, 21), dec(multiplier), dec("0.01"))
	return &in
}

func equity(symbol string) *market.Instrument {
	in := market.NewEquity(symbol)
	return &in
}

func option(right market.Right, strike string) *market.Instrument {
	in := market.NewEquity("OPT")
	in.Kind, in.Underlying, in.Right, in.Strike, in.Multiplier = market.Option, "XYZ", right, dec(strike), dec("100")
	return &in
}

func pair(base, quote market.Currency) *market.Instrument {
	in := market.NewForex(base, quote)
	return &in
}

// Needs by hand, from the rules that rules.go names.
func TestNeed(t *testing.T) {
	crude := future("CLK0", "1000")
	regT, intraday := margin.RegT(), margin.Intraday()
	exchange := margin.RegT()
	exchange.Contracts = map[string]margin.Rates{"CLK0": {Initial: dec("9350"), Maintenance: dec("8500")}}
	for _, c := range []struct {
		name                       string
		rules                      *margin.Rules
		in                         *market.Instrument
		quantity, price, under     string
		initial, maintenance, regT string
	}{
		{"100 shares at 40: 4,000 × 50 %, 25 %", regT, equity("A"), "100", "40", "0", "2000", "1000", "2000"},
		{"the same during the day: 25 %, 25 %, and 50 % at its end", intraday, equity("A"), "100", "40", "0", "1000", "1000", "2000"},
		{"100 sold short at 40: 50 %, 30 %", regT, equity("A"), "-100", "40", "0", "2000", "1200", "2000"},
		{"100 sold short at 10: 5.00 each is more than 30 %", regT, equity("A"), "-100", "10", "0", "500", "500", "500"},
		{"100 sold short at 8: 5.00 each is more than 50 %", regT, equity("A"), "-100", "8", "0", "500", "500", "500"},
		{"100 sold short at 5: 5.00 each is all", regT, equity("A"), "-100", "5", "0", "500", "500", "500"},
		{"100 sold short at 4: 100 %", regT, equity("A"), "-100", "4", "0", "400", "400", "400"},
		{"100 sold short at 1: 2.50 each", regT, equity("A"), "-100", "1", "0", "250", "250", "250"},
		{"a call bought has no loan value and needs nothing", regT, option(market.Call, "50"), "1", "3", "52", "0", "0", "0"},
		{"a call sold at 3, 2 in the money: (3 + 20 % of 52) × 100", regT, option(market.Call, "50"), "-1", "3", "52", "1340", "1340", "1340"},
		{"a call sold at 1, 5 out: (1 + 9 − 5) × 100 is less than (1 + 4.5) × 100", regT, option(market.Call, "50"), "-1", "1", "45", "550", "550", "550"},
		{"two puts sold at 2, 3 out: (2 + 10.6 − 3) × 200", regT, option(market.Put, "50"), "-2", "2", "53", "1920", "1920", "1920"},
		{"a put sold at 0.5, 30 out: (0.5 + 10 % of 50) × 100", regT, option(market.Put, "50"), "-1", "0.5", "80", "550", "550", "550"},
		{"no price of the underlying: the strike, (3 + 10) × 100", regT, option(market.Call, "50"), "-1", "3", "0", "1300", "1300", "1300"},
		{"crude at 20: 20,000 × 8.8 %, 8 %", regT, crude, "1", "20", "0", "1760", "1600", "1760"},
		{"crude at −37.63, by the size of the value: 37,630 × 8.8 %, 8 %", regT, crude, "1", "-37.63", "0", "3311.44", "3010.4", "3311.44"},
		{"and sold, the same", regT, crude, "-1", "-37.63", "0", "3311.44", "3010.4", "3311.44"},
		{"the exchange's money knows no price", exchange, crude, "-2", "-37.63", "0", "18700", "17000", "18700"},
		{"EURUSD 100,000 at 1.10: 2 %", regT, pair("EUR", "USD"), "100000", "1.10", "0", "2200", "2200", "2200"},
		{"USDMXN 100,000 at 20, in MXN: 5 %", regT, pair("USD", "MXN"), "-100000", "20", "0", "100000", "100000", "100000"},
		{"nothing", regT, equity("A"), "0", "40", "0", "0", "0", "0"},
	} {
		got := c.rules.Need(c.in, dec(c.quantity), dec(c.price), dec(c.under))
		if !got.Initial.Equal(dec(c.initial)) || !got.Maintenance.Equal(dec(c.maintenance)) || !got.RegT.Equal(dec(c.regT)) {
			t.Errorf("%s: initial %s, maintenance %s, at the end of the day %s; want %s, %s, %s",
				c.name, got.Initial, got.Maintenance, got.RegT, c.initial, c.maintenance, c.regT)
		}
	}
}

// What is said of a symbol stands before what is said of its kind; a kind without rates is paid in full.
func TestRates(t *testing.T) {
	r := &margin.Rules{
		Kinds: map[market.Kind]margin.Class{market.Equity: {
			Long: margin.Rates{Initial: dec("0.15"), Maintenance: dec("0.12")}, Short: margin.Rates{Initial: dec("0.2"), Maintenance: dec("0.18")},
		}},
		Symbols: map[string]margin.Class{"HARD": {Long: margin.Rates{Initial: dec("1"), Maintenance: dec("0.9")}}},
	}
	coin := market.NewEquity("BTC")
	coin.Kind = market.Crypto
	for _, c := range []struct {
		in                             *market.Instrument
		quantity, initial, maintenance string
	}{
		{equity("EASY"), "100", "150", "120"},
		{equity("EASY"), "-100", "200", "180"},
		{equity("HARD"), "100", "1000", "900"},
		{&coin, "100", "1000", "1000"},
	} {
		got := r.Need(c.in, dec(c.quantity), dec("10"), decimal.Zero)
		if !got.Initial.Equal(dec(c.initial)) || !got.Maintenance.Equal(dec(c.maintenance)) {
			t.Errorf("%s %s at 10: %s and %s, want %s and %s", c.quantity, c.in.Symbol, got.Initial, got.Maintenance, c.initial, c.maintenance)
		}
	}
}
