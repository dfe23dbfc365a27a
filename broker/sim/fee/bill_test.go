package fee_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestBill lists IBKR's example of 200,000 shares sold at 5 under the tiered plan ("Stock and ETF Fixed vs. Tiered
// Pricing Comparison Examples", 2023): 700 commission, 600 exchange, 40 clearing, 8.00 SEC and 7.27 activity fee. The
// pass-through is 0.0738 % of 700, which the page cuts to 0.39 and 0.12.
func TestBill(t *testing.T) {
	const ibkr = "IBKR, Commissions Stocks, ETFs, Warrants, United States, 2024"
	want := []fee.Item{
		{
			Name: "commission", Rate: "0.0035 a share", Rule: "an order pays at least 0.35, at most 1 % of the value",
			Source: ibkr, Amount: dec("700"),
		},
		{Name: "NYSE and FINRA pass-through", Rate: "0.0738 % of the commission", Source: ibkr, Amount: dec("0.5166")},
		{Name: "clearing", Rate: "0.0002 a share", Source: ibkr, Amount: dec("40")},
		{
			Name: "SEC fee", Rate: "0.0008 % of the value", From: 20230227,
			Source: "SEC, fee rate advisories (Exchange Act, section 31)", Amount: dec("8"),
		},
		{
			Name: "FINRA trading activity fee", Rate: "0.000145 a share", Rule: "an order pays at most 7.27; the maximum holds",
			From: 20230101, Source: "FINRA By-Laws, schedule A, section 1", Amount: dec("7.27"),
		},
		{Name: "exchange fee", Rate: "0.003 a share", Rule: "of what takes liquidity", Amount: dec("600")},
	}
	bill := billed(fee.Sum{fee.IBKRTiered(), fee.Taking{Rate: dec("0.003")}}, in, sell, "5", market.NewDate(2023, time.June, 1), "200000")
	equal := cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })
	if diff := cmp.Diff(want, bill.Items, equal); diff != "" {
		t.Error(diff)
	}
	if !bill.Total().Equal(dec("1355.7866")) {
		t.Errorf("the total is %s, want 1355.7866", bill.Total())
	}
}

// TestBillSaysWhatDecided: the rule of the first item of each.
func TestBillSaysWhatDecided(t *testing.T) {
	after := func(m fee.Model, in *market.Instrument, price, quantity string) fee.Model {
		charge(m, in, buy, price, day, quantity)
		return m
	}
	for _, c := range []struct {
		name            string
		model           fee.Model
		in              *market.Instrument
		price, quantity string
		rate, rule      string
	}{
		{"minimum", fee.IBKRFixed(), &spy, "25", "100", "0.005 a share", "an order pays at least 1, at most 1 % of the value; the minimum holds"},
		{"cap", fee.IBKRFixed(), &spy, "20", "1", "0.005 a share", "an order pays at least 1, at most 1 % of the value; the maximum holds"},
		{
			"two tiers", after(fee.IBKRTiered(), &spy, "25", "299900"), &spy, "25", "200",
			"0.0035 a share, then 0.002 a share", "after 299900 shares of the month; an order pays at least 0.35, at most 1 % of the value",
		},
		{"a cheap option", fee.IBKROptions(), &call, "0.03", "5", "0.25 a contract", "premium below 0.05; an order pays at least 1"},
		{"a future", after(fee.IBKRFutures(), &es, "5000", "1000"), &es, "5000", "1", "0.65 a contract", "after 1000 contracts of the month"},
		{"a pair", fee.IBKRForex(), &euro, "1", "50000", "0.002 % of the value", "an order pays at least 2; the minimum holds, in dollars"},
		{
			"purchases alone", &fee.Line{Side: fee.Buys, Terms: []fee.Terms{{PerOrder: dec("3"), PerUnit: dec("1")}}}, &spy, "1", "1",
			"3 an order and 1 a share", "of purchases",
		},
	} {
		items := billed(c.model, c.in, buy, c.price, day, c.quantity).Items
		if len(items) == 0 || items[0].Rate != c.rate || items[0].Rule != c.rule {
			t.Errorf("%s: %+v, want %q and %q", c.name, items, c.rate, c.rule)
		}
	}
}

// TestBillIsTheCharge: with a bill and without one the same is charged, and the items add up to it.
func TestBillIsTheCharge(t *testing.T) {
	models := map[string]func() fee.Model{
		"per unit":     func() fee.Model { return fee.PerUnit{Rate: dec("0.005"), Minimum: dec("1")} },
		"percent":      func() fee.Model { return fee.Percent{Rate: dec("0.1"), Minimum: dec("2")} },
		"ibkr fixed":   fee.IBKRFixed,
		"ibkr tiered":  func() fee.Model { return fee.Sum{fee.IBKRTiered(), fee.Taking{Rate: dec("0.003")}} },
		"ibkr options": fee.IBKROptions,
		"ibkr futures": fee.IBKRFutures,
		"euro shares":  func() fee.Model { return share(true, "EUR", market.Equity) },
		"hong kong":    func() fee.Model { return share(true, "HKD", market.Equity) },
		"ibkr forex":   fee.IBKRForex,
		"line": func() fee.Model {
			return line(fee.Terms{PerUnit: dec("0.01"), Minimum: dec("1"), MaximumPercent: dec("0.5")})
		},
	}
	names := slices.Sorted(maps.Keys(models))
	instruments := []*market.Instrument{&spy, &call, &es, &mes, &cl, &euro, &yen, &swap}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "model")
		plain, explained := models[name](), models[name]()
		in := rapid.SampledFrom(instruments).Draw(t, "instrument")
		for range rapid.IntRange(1, 4).Draw(t, "orders") {
			side := rapid.SampledFrom([]order.Side{buy, sell}).Draw(t, "side")
			var a, b fee.Tally
			b.Bill = &fee.Bill{}
			charged := decimal.Zero
			for range rapid.IntRange(1, 4).Draw(t, "fills") {
				f := order.Fill{
					Instrument: in, Side: side, Maker: rapid.Bool().Draw(t, "maker"),
					Price:    decimal.New(rapid.Int64Range(1, 100_000).Draw(t, "price"), -3),
					Quantity: decimal.NewFromInt(rapid.Int64Range(1, 200_000).Draw(t, "quantity")),
					Time:     market.At(day.AddDays(rapid.IntRange(-4000, 900).Draw(t, "day")).Clock(15, 0, time.UTC)),
				}
				want := plain.Charge(&a, &f)
				if got := explained.Charge(&b, &f); !got.Equal(want) {
					t.Fatalf("%s: %s with a bill, %s without", name, got, want)
				}
				charged = charged.Add(want)
				a.Add(&f)
				b.Add(&f)
			}
			if !b.Bill.Total().Equal(charged) {
				t.Fatalf("%s: items of %s for a charge of %s: %+v", name, b.Bill.Total(), charged, b.Bill.Items)
			}
		}
	})
}

// billed is the bill of an order filled in parts at one price.
func billed(m fee.Model, in *market.Instrument, side order.Side, price string, day market.Date, quantities ...string) *fee.Bill {
	tally := fee.Tally{Bill: &fee.Bill{}}
	for _, q := range quantities {
		f := order.Fill{Instrument: in, Side: side, Price: dec(price), Quantity: dec(q), Time: market.At(day.Clock(15, 0, time.UTC))}
		m.Charge(&tally, &f)
		tally.Add(&f)
	}
	return tally.Bill
}
