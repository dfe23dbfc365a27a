package fee_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func line(terms ...fee.Terms) *fee.Line { return &fee.Line{Name: "commission", Terms: terms} }

// TestLine: the first group is IBKR's published examples for US and Canadian shares written as terms ("Commissions
// Stocks, ETFs, Warrants": 0.005, at least 1, at most 1 %; Canada FAQs: 500 shares cost 5 CAD, at most 0.5 %).
func TestLine(t *testing.T) {
	us := fee.Terms{PerUnit: dec("0.005"), Minimum: dec("1"), MaximumPercent: dec("1")}
	canada := fee.Terms{PerUnit: dec("0.01"), Minimum: dec("1"), MaximumPercent: dec("0.5")}
	ticket := fee.Terms{PerOrder: dec("5"), Percent: dec("0.1"), Maximum: dec("29")}
	for _, c := range []struct {
		name       string
		terms      fee.Terms
		price      string
		quantities []string
		want       string
	}{
		{"US, the minimum", us, "25", []string{"100"}, "1"},
		{"US, the rate", us, "25", []string{"1000"}, "5"},
		{"US, the cap", us, "0.25", []string{"1000"}, "2.5"},
		{"US, the cap wins over the minimum", us, "20", []string{"1"}, "0.2"},
		{"US, in parts", us, "25", []string{"60", "40"}, "1"},
		{"US, the cap grows with the parts", us, "20", []string{"1", "1", "998"}, "5"}, // 0.20, 0.20, then up to 5.00
		{"Canada, the rate", canada, "20", []string{"500"}, "5"},
		{"Canada, the cap", canada, "1", []string{"500"}, "2.5"}, // 0.5 % of 500

		{"order and percent", ticket, "10", []string{"100"}, "6"},                    // 5 + 0.1 % of 1,000
		{"order once in parts", ticket, "10", []string{"50", "50"}, "6"},             // 5 + 0.5, then 0.5
		{"the maximum", ticket, "100", []string{"1000"}, "29"},                       // 5 + 100
		{"the maximum in parts", ticket, "100", []string{"200", "200", "600"}, "29"}, // 25, then 4, then nothing
	} {
		if got := charge(line(c.terms), in, buy, c.price, day, c.quantities...); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLineSides(t *testing.T) {
	for _, c := range []struct {
		side      fee.Sides
		buy, sell string
	}{{fee.BothSides, "5", "5"}, {fee.Buys, "5", "0"}, {fee.Sells, "0", "5"}} {
		l := &fee.Line{Name: "stamp duty", Side: c.side, Terms: []fee.Terms{{Percent: dec("0.5")}}}
		bought, sold := charge(l, in, buy, "10", day, "100"), charge(l, in, sell, "10", day, "100") // 0.5 % of 1,000
		if !bought.Equal(dec(c.buy)) || !sold.Equal(dec(c.sell)) {
			t.Errorf("side %d: buying %s, selling %s, want %s and %s", c.side, bought, sold, c.buy, c.sell)
		}
	}
}

// TestLineDates: nothing before the first day; each day by its own terms, as the market's own clock counts days.
func TestLineDates(t *testing.T) {
	l := line(fee.Terms{From: 20200101, PerOrder: dec("1")}, fee.Terms{From: 20240304, PerOrder: dec("2")})
	for _, c := range []struct{ day, want string }{
		{"2019-12-31", "0"}, {"2020-01-01", "1"}, {"2024-03-03", "1"}, {"2024-03-04", "2"}, {"2030-01-01", "2"},
	} {
		day, err := market.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := charge(l, in, buy, "10", day, "1"); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.day, got, c.want)
		}
	}
	// Tokyo opens on 4 March when it is still the 3rd in New York.
	tokyo := spy
	tokyo.Currency = "JPY"
	f := order.Fill{Instrument: &tokyo, Price: dec("10"), Quantity: dec("1"), Time: market.At(time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC))}
	if got := l.Charge(&fee.Tally{}, &f); !got.Equal(dec("2")) {
		t.Errorf("at Tokyo's open: %s, want 2", got)
	}
}

// TestLineInParts: however an order is cut, its parts cost what it costs in one piece at their mean price, no part is
// negative, and no more is paid than the maximum.
func TestLineInParts(t *testing.T) {
	amount := rapid.Custom(func(t *rapid.T) decimal.Decimal { return decimal.New(rapid.Int64Range(0, 5000).Draw(t, "amount"), -3) })
	rapid.Check(t, func(t *rapid.T) {
		terms := fee.Terms{
			PerUnit: amount.Draw(t, "unit"), Percent: amount.Draw(t, "percent"), PerOrder: amount.Draw(t, "order"),
			Minimum: amount.Draw(t, "minimum"), Maximum: amount.Draw(t, "maximum"), MaximumPercent: amount.Draw(t, "maximum percent"),
		}
		parts := rapid.SliceOfN(rapid.Int64Range(1, 1000), 1, 6).Draw(t, "parts")
		var tally fee.Tally
		whole, paid := decimal.Zero, decimal.Zero
		for _, n := range parts {
			f := order.Fill{Instrument: &spy, Price: dec("7.31"), Quantity: decimal.NewFromInt(n), Time: market.At(day.Clock(15, 0, time.UTC))}
			part := line(terms).Charge(&tally, &f)
			if part.IsNegative() {
				t.Fatalf("a part costs %s", part)
			}
			tally.Add(&f)
			whole, paid = whole.Add(f.Quantity), paid.Add(part)
		}
		if once := charge(line(terms), in, buy, "7.31", day, whole.String()); !paid.Equal(once) {
			t.Fatalf("in parts %s, in one piece %s", paid, once)
		}
		if terms.Maximum.IsPositive() && paid.GreaterThan(terms.Maximum) {
			t.Fatalf("%s is above the maximum %s", paid, terms.Maximum)
		}
	})
}

func TestRules(t *testing.T) {
	equity, future := market.Equity, market.Future
	free, all := fee.PerUnit{Rate: dec("1")}, fee.PerUnit{Rate: dec("2")}
	s := fee.Schedule{
		Rules: []fee.Rule{
			{Symbol: "SPY", Model: nil},
			{Kind: &equity, Currency: "CAD", Model: free},
			{Kind: &equity, Model: all, OnTop: true},
			{Symbol: "IWM", Model: fee.PerUnit{Rate: dec("5")}},
			{Kind: &future, OnTop: true},
		},
		Default: fee.PerUnit{Rate: dec("0.1")},
	}
	qqq, shop, iwm := market.NewEquity("QQQ"), market.NewEquity("SHOP"), market.NewEquity("IWM")
	shop.Currency = "CAD"
	for _, c := range []struct {
		in   *market.Instrument
		want string
	}{
		{&shop, "1"},   // the second rule stands before the third
		{&qqq, "2.1"},  // 2 on top of 0.1
		{&iwm, "7"},    // 2 on top of the next rule that fits
		{&es, "0.1"},   // nothing on top
		{&euro, "0.1"}, // no rule fits
	} {
		if got := charge(s.For(c.in), c.in, buy, "10", day, "1"); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.in.Symbol, got, c.want)
		}
	}
	if s.For(&spy) != nil {
		t.Error("SPY is not free")
	}
}
