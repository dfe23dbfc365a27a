package margin_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
)

// scanned is an account that is judged by scenarios.
func scanned(t testing.TB, under *market.Instrument, price string, positions ...string) *margin.Book {
	return portfolioOf(t, margin.Portfolio(), under, price, positions...)
}

// The worst of ten moves, by hand, of options that are worth what their exercise brings, as at their end. Shares of 100 go to 85, 88, 91, 94, 97, 103, 106, 109, 112 and 115; an index of 4,000 to
// 3,680 and 4,240 at most.
func TestScenarios(t *testing.T) {
	xyz, spx := equity("XYZ"), index("SPX")
	for _, c := range []struct {
		name      string
		under     *market.Instrument
		price     string
		positions []string
		want      string
	}{
		{"shares: 15 %", xyz, "100", []string{"+100 XYZ"}, "1500"},
		{"a call bought, 5 in the money, loses its 500", xyz, "100", []string{"+1 C95 5"}, "500"},
		{"and for 0.20, not more than that", xyz, "100", []string{"+1 C110 0.20"}, "20"},
		{"a call sold: 15 above the strike", xyz, "100", []string{"-1 C100 0"}, "1500"},
		{"a call sold far out: 0.375 × 100", xyz, "100", []string{"-1 C200 0"}, "37.50"},
		{"straddle sold: 15 on one side", xyz, "100", []string{"-1 C100 0", "-1 P100 0"}, "1500"},
		{"guarding put: 5 down to its strike", xyz, "100", []string{"+100 XYZ", "+1 P95 0"}, "500"},
		{"collar: the same; the call asks for nothing above", xyz, "100", []string{"+100 XYZ", "+1 P95 0", "-1 C105 0"}, "500"},
		{"covered call: 15 down", xyz, "100", []string{"+100 XYZ", "-1 C105 0"}, "1500"},
		{"covered call 10 in the money: 15 down less the call's 10", xyz, "100", []string{"+100 XYZ", "-1 C90 10"}, "500"},
		{"conversion: nothing but 0.375 × 100, for the put is worth nothing", xyz, "100", []string{"+100 XYZ", "+1 P100 0", "-1 C100 0"}, "37.50"},
		{"iron condor: one side of 5", xyz, "100", []string{"+1 P90 0", "-1 P95 0", "-1 C105 0", "+1 C110 0"}, "500"},
		{"wide wings: at 85 and 115 a side has lost 10", xyz, "100", []string{"+1 P70 0", "-1 P95 0", "-1 C105 0", "+1 C130 0"}, "1000"},
		{"short shares guarded by a call: 5", xyz, "100", []string{"-100 XYZ", "+1 C105 0"}, "500"},
		{"index, put sold: 8 % of 4,000", spx, "4000", []string{"-1 P4000 0"}, "32000"},
		{"index, call sold: 6 %", spx, "4000", []string{"-1 C4000 0"}, "24000"},
	} {
		f := scanned(t, c.under, c.price, c.positions...).Figures()
		if !f.Initial().Equal(dec(c.want)) || !f.Maintenance().Equal(dec(c.want)) {
			t.Errorf("%s: initial %s, maintenance %s, want %s", c.name, f.Initial(), f.Maintenance(), c.want)
		}
		if !f.Loan.Equal(f.Net) {
			t.Errorf("%s: options are no equity: %s of %s", c.name, f.Loan, f.Net)
		}
	}
}

// A call at the money for 7.9656 has a deviation of 0.2 until its end: 100 × (2 N(0.1) − 1). At 115, d₁ = ln 1.15/0.2 + 0.1 =
// 0.7988 and d₂ = 0.5988, of which tables have N = 0.7878 and 0.7254: 115 × 0.7878 − 72.54 = 18.06, a loss of 10.10 a unit.
func TestScenariosRevalue(t *testing.T) {
	f := scanned(t, equity("XYZ"), "100", "-1 C100 7.9656").Figures()
	if got := f.Maintenance(); got.Sub(dec("1010")).Abs().GreaterThan(dec("2")) || got.Exponent() < -2 {
		t.Errorf("maintenance %s, want 1010 by tables of four digits, in cents", got)
	}
}

// The moves are the class's parts of the value, one's own too: a fund on an index by the index's.
func TestScenariosOfAClass(t *testing.T) {
	b := scanned(t, equity("SPY"), "100", "+100 SPY", "-1 C100 0")
	b.Rules.Symbols = map[string]margin.Class{"SPY": {
		Long:  margin.Rates{Initial: dec("0.10"), Maintenance: dec("0.08")},
		Short: margin.Rates{Initial: dec("0.07"), Maintenance: dec("0.06")},
	}}
	if f := b.Figures(); !f.Initial().Equal(dec("1000")) || !f.Maintenance().Equal(dec("800")) {
		t.Errorf("initial %s, maintenance %s, want 1000, 800", f.Initial(), f.Maintenance())
	}
}

// Without a price of the underlying nothing can be revalued: what is bought counts for nothing, and what is sold asks for its
// strategy's need, for the strike stands for the price: (3 + 20) × 100.
func TestScenariosWithoutAPrice(t *testing.T) {
	for _, c := range []struct{ position, available string }{
		{"+1 C100 3", "9700"}, {"-1 C100 3", "8000"}, // 10,000 − 300; 10,000 + 300 − 2,300
	} {
		b := scanned(t, equity("XYZ"), "100", c.position)
		price := b.Price
		b.Price = func(in *market.Instrument) (decimal.Decimal, bool) {
			if in.Kind == market.Option {
				return price(in)
			}
			return decimal.Zero, false
		}
		if f := b.Figures(); !f.Available().Equal(dec(c.available)) {
			t.Errorf("%s: available %s, want %s", c.position, f.Available(), c.available)
		}
	}
}

// What is bought at its price never costs the account more of its excess than that price: it can lose no more.
func TestScenariosOfWhatIsBought(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		below := func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "drawn") }
		book := drawBook(below, 1+below(4), []int{6, 7, 9})
		more := drawBook(below, 1, []int{6, 7, 9})[0]
		more.sold = false
		var positions []string
		for i := range book {
			positions = append(positions, book[i].String())
		}
		before := scanned(t, equity("XYZ"), "100", positions...).Figures()
		after := scanned(t, equity("XYZ"), "100", append(positions, more.String())...).Figures()
		cost := dec("100").Mul(decimal.NewFromFloat(more.value)).Add(dec("0.01"))
		if before.Maintenance().IsNegative() || after.Excess().LessThan(before.Excess().Sub(cost)) {
			rt.Fatalf("%v and %v: excess %s before, %s after; maintenance %s", book, more.String(), before.Excess(), after.Excess(), before.Maintenance())
		}
	})
}
