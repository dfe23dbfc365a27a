package margin_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// portfolioOf is an account that holds positions on one underlying, written as "-1 C110 6.50", "+100 XYZ" or, of options that
// expire in another month than June 2024, "+1 P95 2 8".
func portfolioOf(t testing.TB, rules *margin.Rules, under *market.Instrument, price string, positions ...string) *margin.Book {
	t.Helper()
	list, prices, fills := []*market.Instrument{under}, []float64{dec(price).InexactFloat64()}, []order.Fill(nil)
	for _, text := range positions {
		var quantity, name, paid string
		month := 6
		if n, _ := fmt.Sscan(text, &quantity, &name, &paid, &month); n < 2 {
			t.Fatalf("%q is no position", text)
		}
		in, at := under, price
		if name != under.Symbol {
			right := market.Call
			if name[0] == 'P' {
				right = market.Put
			}
			in, at = option(right, name[1:]), paid
			in.Symbol, in.Underlying, in.Expiry = fmt.Sprint(name, "/", month), under.Symbol, market.NewDate(2024, 1, 19).AddDays(28*(month-1))
			list, prices = append(list, in), append(prices, dec(at).InexactFloat64())
		}
		make := bought
		if quantity[0] == '-' {
			make = sold
		}
		fills = append(fills, make(in, strings.TrimLeft(quantity, "+-"), at))
	}
	b := holdings(t, list, prices, fills...)
	b.Rules = rules
	return b
}

func index(symbol string) *market.Instrument {
	in := market.NewEquity(symbol)
	in.Kind = market.Index
	return &in
}

// What the strategies ask for, by examples of others and by hand. The Cboe Margin Manual is that of 30 November 2021. It states
// what a margin account needs before the proceeds of what is sold are applied; what is bought is paid in full there and leaves
// the cash here, and short shares stand there with their whole value, which is a debt here.
func TestStrategies(t *testing.T) {
	xyz, spx := equity("XYZ"), index("SPX")
	for _, c := range []struct {
		name                 string
		under                *market.Instrument
		price                string
		positions            []string
		initial, maintenance string
	}{
		{"Cboe p. 28, put sold: 200 + 10 % of 8,000", xyz, "95", []string{"-1 P80 2"}, "1000", "1000"},
		{"Cboe p. 28, put sold in the money: 150 + 20 % of 1,950", xyz, "19.50", []string{"-1 P20 1.50"}, "540", "540"},
		{"Cboe p. 32, call sold in the money: 840 + 20 % of 12,850", xyz, "128.50", []string{"-1 C120 8.40"}, "3410", "3410"},
		{"Cboe p. 32, call sold: 5 + 10 % of 2,638", xyz, "26.38", []string{"-1 C30 0.05"}, "268.80", "268.80"},
		{"Cboe p. 34, broad index: 870 + 15 % of 43,335", spx, "433.35", []string{"-1 C430 8.70"}, "7370.25", "7370.25"},
		{"Cboe p. 45, straddle sold: 700 + 20 % of 9,263, and the put's 370", xyz, "92.63", []string{"-1 C90 7", "-1 P90 3.70"}, "2922.60", "2922.60"},
		{"tastytrade, strangle: 210 + 20 % of 4,500 − 200, and the put's 120", xyz, "45", []string{"-1 C47 2.10", "-1 P43 1.20"}, "1030", "1030"},
		{"Cboe p. 42, call spread for a credit: 5 × 100, without the 380 paid", xyz, "128.50", []string{"+1 C125 3.80", "-1 C120 8.40"}, "500", "500"},
		{"Cboe p. 39, put spread for a debit: nothing beyond the 300 paid", xyz, "255", []string{"+1 P250 3", "-1 P240 0.95"}, "0", "0"},
		{"Cboe p. 52, broken butterfly of puts: 5 × 100 at 540, without 1,540 paid", xyz, "550",
			[]string{"+1 P540 5.60", "-2 P550 7.20", "+1 P555 9.80"}, "500", "500"},
		{"Cboe p. 56, iron butterfly: one side, 4 × 100, without 410 paid", xyz, "26.75",
			[]string{"+1 P16 0.10", "-1 P20 0.20", "-1 C20 7", "+1 C24 4"}, "400", "400"},
		{"IBKR, iron condor of ten on SPY: 10 × 10 × 100", xyz, "175",
			[]string{"+10 P160 1", "-10 P170 2", "-10 C180 2", "+10 C190 1"}, "10000", "10000"},
		{"Cboe p. 47, covered call: 50 % of 9,238; 25 % of 9,000 and 238 in the money", xyz, "92.38", []string{"+100 XYZ", "-1 C90 7"}, "4619", "2488"},
		{"covered call, IBKR's least: its value of 30 is more than 25 % of 100", xyz, "100", []string{"+100 XYZ", "-1 C100 30"}, "5000", "3000"},
		{"Cboe p. 47, covered put: 30 % of 25,500 beside their debt", xyz, "255", []string{"-100 XYZ", "-1 P250 3"}, "12750", "7650"},
		{"covered put 5 in the money: 30 % of 24,500 and 500; 50 % and no less", xyz, "245", []string{"-100 XYZ", "-1 P250 8"}, "12250", "7850"},
		{"Cboe p. 58, guarding put: 10 % of 9,500 and 850 out", xyz, "103.50", []string{"+100 XYZ", "+1 P95 1"}, "5175", "1800"},
		{"guarding put too far away: 25 % of 10,000 is less than 600 + 4,000", xyz, "100", []string{"+100 XYZ", "+1 P60 1"}, "5000", "2500"},
		{"guarding call: 10 % of 11,000 and 1,000 out", xyz, "100", []string{"-100 XYZ", "+1 C110 1"}, "5000", "2100"},
		{"Cboe p. 59, conversion: 10 % of 11,000; the shares count as 11,000 there, 500 here", xyz, "115",
			[]string{"+100 XYZ", "+1 P110 1.35", "-1 C110 6.50"}, "5750", "1600"},
		{"Cboe p. 61, collar: 10 % of 3,000 and 175 out", xyz, "31.75", []string{"+100 XYZ", "+1 P30 0.40", "-1 C35 0.20"}, "1587.50", "475"},
		{"reversal, put in the money: 10 % of 7,500 and 310", xyz, "71.90", []string{"-100 XYZ", "+1 C75 0.50", "-1 P75 4"}, "3595", "1060"},
		{"LEAN #8041, short box of 20: 2,000", xyz, "100", []string{"-1 C90 11", "+1 C110 2", "+1 P90 2", "-1 P110 11"}, "2000", "2000"},
		{"and long: it can only win", xyz, "100", []string{"+1 C90 11", "-1 C110 2", "-1 P90 2", "+1 P110 11"}, "0", "0"},
		{"long butterfly: nothing", xyz, "100", []string{"+1 C95 6", "-2 C100 3", "+1 C105 1"}, "0", "0"},
		{"short butterfly: 5 × 100 at the middle", xyz, "100", []string{"-1 C95 6", "+2 C100 3", "-1 C105 1"}, "500", "500"},
		{"calendar, the short one first: nothing", xyz, "100", []string{"-1 C100 3 6", "+1 C100 5 9"}, "0", "0"},
		{"the other way round, the short one is bare: 500 + 20 % of 10,000", xyz, "100", []string{"+1 C100 3 6", "-1 C100 5 9"}, "2500", "2500"},
		{"diagonal for puts: 10 × 100", xyz, "100", []string{"-1 P100 3 6", "+1 P90 2 9"}, "1000", "1000"},
		{"two condors of different months do not share a side: 5 × 100 each", xyz, "100",
			[]string{"-1 C105 1 6", "+1 C110 .5 6", "-1 P95 1 7", "+1 P90 .5 7"}, "1000", "1000"},
		{"one for two, one bare: 0 and 200 + 20 % of 10,000 − 500 out", xyz, "100", []string{"+1 C100 4", "-2 C105 2"}, "1700", "1700"},
		{"a spread wider than the bare call: 100 + 10 % of 10,000", xyz, "100", []string{"-1 C115 1", "+1 C160 .1"}, "1100", "1100"},
		{"wings of 11.5: the condor's 1,150 is less than the strangle's 1,200", xyz, "100",
			[]string{"+1 P78.5 .2", "-1 P90 1", "-1 C110 1", "+1 C121.5 .2"}, "1150", "1150"},
		// Shares cover one call and the bought call the other: the shares' 50 % and 25 %.
		{"shares and a spread", xyz, "100", []string{"+100 XYZ", "-2 C105 2 6", "+1 C100 6 8"}, "5000", "2500"},
		// 150 shares cover one call; the other is bare, 200 + 2,000 − 500 out.
		{"half a lot", xyz, "100", []string{"+150 XYZ", "-2 C105 2"}, "9200", "5450"},
		// A collar with the sold call is 10 % of 9,500 and 500 out; a call spread and a guarding put would be 500 more.
		{"a put that could do two things", xyz, "100", []string{"+100 XYZ", "+1 P95 2", "-1 C105 1", "+1 C110 .5"}, "5000", "1450"},
	} {
		f := portfolioOf(t, margin.RegT(), c.under, c.price, c.positions...).Figures()
		if !f.Initial().Equal(dec(c.initial)) || !f.Maintenance().Equal(dec(c.maintenance)) {
			t.Errorf("%s: initial %s, maintenance %s; want %s, %s", c.name, f.Initial(), f.Maintenance(), c.initial, c.maintenance)
		}
	}
}

// In a cash account shares cover calls, and nothing else takes anything off: two straddled options ask for both needs.
func TestAlone(t *testing.T) {
	f := portfolioOf(t, margin.Paid(), equity("XYZ"), "92.63", "-1 C90 7", "-1 P90 3.70").Figures()
	if want := dec("4512.20"); !f.Initial().Equal(want) { // 2,552.60 + 370 + 1,852.60 − 263
		t.Errorf("initial %s, want %s", f.Initial(), want)
	}
}

// Options of another multiplier, another currency or with money of their own have nothing to do with each other.
func TestStrangers(t *testing.T) {
	for name, change := range map[string]func(*market.Instrument, *margin.Rules){
		"multiplier": func(in *market.Instrument, _ *margin.Rules) { in.Multiplier = decimal.NewFromInt(10) },
		"underlying": func(in *market.Instrument, _ *margin.Rules) { in.Underlying = "ABC" },
		"money": func(in *market.Instrument, r *margin.Rules) {
			r.Contracts = map[string]margin.Rates{in.Symbol: {Initial: dec("7"), Maintenance: dec("7")}}
		},
	} {
		rules := margin.RegT()
		b := portfolioOf(t, rules, equity("XYZ"), "100", "-1 C100 5", "+1 C105 3")
		for in, held := range b.Account.Quantities() {
			if held.IsPositive() {
				change(in, rules)
			}
		}
		want := map[string]string{"multiplier": "2500", "underlying": "2500", "money": "2507"}[name]
		if f := b.Figures(); !f.Initial().Equal(dec(want)) {
			t.Errorf("%s: initial %s, want %s", name, f.Initial(), want)
		}
	}
}
