package fee_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
)

// listed is a share or an ETF in a currency.
func listed(c market.Currency, kind market.Kind) *market.Instrument {
	in := market.NewEquity("X")
	in.Currency, in.Kind = c, kind
	return &in
}

// share is IBKR's model of a share or an ETF in a currency.
func share(tiered bool, c market.Currency, kind market.Kind) fee.Model {
	return fee.Schedule{Rules: fee.IBKRShares(tiered, dec("0.003"))}.For(listed(c, kind))
}

// The first of each group are IBKR's examples: "Canada FAQs" (500 shares cost 5 CAD), "European Stock Fixed vs. Tiered
// Pricing Comparison Examples" (1,000 at 20.00: 10.00, and 6.00 in the second tier), "Hong Kong Stock Fixed vs. Tiered Pricing
// Comparison Examples" (1,000 at 50: 40.00 fixed, 25.00 tiered); what is passed through is not in them. The others follow
// from the tables. ETFs are asked about in Hong Kong, because its shares pay stamp duty.
func TestIBKRMarkets(t *testing.T) {
	for _, c := range []struct {
		name          string
		tiered        bool
		currency      market.Currency
		kind          market.Kind
		before, price string
		quantities    []string
		want          string
	}{
		{"Canada", false, "CAD", market.Equity, "", "30", []string{"500"}, "5"},
		{"Canada, the minimum", false, "CAD", market.Equity, "", "30", []string{"50"}, "1"},
		{"Canada, 0.5 % at most", false, "CAD", market.Equity, "", "1", []string{"500"}, "2.5"},
		{"Canada, tiered", true, "CAD", market.ETF, "", "30", []string{"500"}, "4"},
		{"Canada, the second tier", true, "CAD", market.Equity, "300000", "30", []string{"500"}, "2.5"},
		{"Canada, tiered, the minimum in parts", true, "CAD", market.Equity, "", "30", []string{"50", "50"}, "1"}, // 0.80

		{"euro, tiered", true, "EUR", market.Equity, "", "20", []string{"1000"}, "10"},
		{"euro, the second tier", true, "EUR", market.Equity, "2500000", "20", []string{"1000"}, "6"}, // after 50 million
		{"euro, tiered, the minimum", true, "EUR", market.Equity, "", "20", []string{"100"}, "1.25"},
		{"euro, tiered, the maximum", true, "EUR", market.Equity, "", "20", []string{"4000"}, "29"}, // 40.00
		{"euro, tiered, the maximum in parts", true, "EUR", market.Equity, "", "20", []string{"2000", "1000", "1000"}, "29"},
		{"euro, fixed", false, "EUR", market.ETF, "", "20", []string{"1000"}, "10"},
		{"euro, fixed, the minimum in parts", false, "EUR", market.Equity, "", "20", []string{"100", "100"}, "3"},
		{"euro, fixed, without a maximum", false, "EUR", market.Equity, "", "20", []string{"10000"}, "100"},

		{"Hong Kong, fixed", false, "HKD", market.ETF, "", "50", []string{"1000"}, "40"},
		{"Hong Kong, tiered", true, "HKD", market.ETF, "", "50", []string{"1000"}, "25"},
		{"Hong Kong, fixed, the minimum", false, "HKD", market.ETF, "", "50", []string{"100"}, "18"},
		{"Hong Kong, the second tier's minimum", true, "HKD", market.ETF, "400000", "50", []string{"100"}, "12"}, // after 20 million
		{"Hong Kong, the third tier", true, "HKD", market.ETF, "8000000", "50", []string{"1000"}, "15"},          // 0.03 %
	} {
		m, in := share(c.tiered, c.currency, c.kind), listed(c.currency, c.kind)
		if c.before != "" {
			charge(m, in, buy, c.price, day, c.before)
		}
		if got := charge(m, in, buy, c.price, day, c.quantities...); !got.Equal(dec(c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestStampDuty: 0.13 % from August 2021 until 16 November 2023, 0.1 % before and after, of both sides; 100,000 HKD.
func TestStampDuty(t *testing.T) {
	for _, c := range []struct{ day, want string }{
		{"2021-07-30", "180"}, {"2021-08-02", "210"}, {"2023-11-16", "210"}, {"2023-11-17", "180"}, // with 80 commission
	} {
		day, err := market.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		m, in := share(false, "HKD", market.Equity), listed("HKD", market.Equity)
		bought, sold := charge(m, in, buy, "50", day, "2000"), charge(m, in, sell, "50", day, "2000")
		if !bought.Equal(dec(c.want)) || !sold.Equal(dec(c.want)) {
			t.Errorf("%s: buying %s, selling %s, want %s", c.day, bought, sold, c.want)
		}
	}
}

// What IBKR charges elsewhere is not guessed from what it charges in the United States.
func TestUnknownMarket(t *testing.T) {
	if m := share(false, "JPY", market.Equity); m != nil {
		t.Errorf("a share in yen costs by %v", m)
	}
	if share(true, market.USD, market.ETF) == nil {
		t.Error("an ETF in dollars is free")
	}
}
