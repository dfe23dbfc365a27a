package setup_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/setup"
)

// TestIBKRExamples sells 200,000 shares at 5 under the models of a configuration. The totals are IBKR's, "Stock and ETF
// Fixed vs. Tiered Pricing Comparison Examples" of 2023: fixed 1000 commission + 8.00 SEC + 7.27 activity fee; tiered
// 700 commission + 600 exchange + 40 clearing + 8.00 SEC + 0.39 and 0.12 passed through + 7.27 activity fee. The plan's
// pass-through has one more digit than the page, which is a cent here.
func TestIBKRExamples(t *testing.T) {
	spy := market.NewEquity("SPY")
	for _, c := range []struct {
		fees config.Fees
		want string
	}{
		{config.Fees{Model: "ibkr-fixed"}, "1015.27"},
		{config.Fees{Model: "ibkr-tiered", Exchange: decimal.RequireFromString("0.003")}, "1355.78"},
	} {
		sale := order.Fill{
			Instrument: &spy, Side: order.Sell, Quantity: decimal.NewFromInt(200_000), Price: decimal.NewFromInt(5),
			Time: market.At(time.Date(2023, time.June, 1, 15, 0, 0, 0, time.UTC)),
		}
		got := setup.Fees(&c.fees).For(&spy).Charge(&fee.Tally{}, &sale)
		if got.Sub(decimal.RequireFromString(c.want)).Abs().GreaterThan(decimal.RequireFromString("0.01")) {
			t.Errorf("%s: %s, IBKR says %s", c.fees.Model, got, c.want)
		}
	}
}

// TestSchedule reads a schedule and charges by it. Prices are 100 for 10 units, so that the value is 1,000; of the future
// with a multiplier of 50 it is 50,000.
func TestSchedule(t *testing.T) {
	run := load(t, `{model: ibkr-fixed, schedule: [
	  {symbol: ES, charges: [{per_unit: 0.85}, {name: exchange fee, per_unit: 1.28}, {name: exchange fee, from: 2024-02-01, per_unit: 1.38}]},
	  {kind: equity, currency: CAD, charges: [{per_unit: 0.01, minimum: 1, maximum_percent: 0.5}]},
	  {kind: equity, currency: GBP, charges: [{percent: 0.05, minimum: 3}, {name: stamp duty, side: buy, percent: 0.5}]},
	  {symbol: FREE},
	  {kind: etf, on_top: true, charges: [{name: audit trail, from: 2024-09-01, per_unit: 0.000035}]}]}`)
	schedule := setup.Fees(&run.Sim.Fees)
	for _, c := range []struct {
		symbol    string
		kind      market.Kind
		currency  market.Currency
		side      order.Side
		day, want string
	}{
		{"ESH4", market.Future, "USD", order.Buy, "2024-01-31", "21.3"}, // 10 × (0.85 + 1.28)
		{"ESH4", market.Future, "USD", order.Buy, "2024-02-01", "22.3"}, // 10 × (0.85 + 1.38)
		{"SHOP", market.Equity, "CAD", order.Buy, "2024-01-31", "1"},    // 10 × 0.01 is 0.10
		{"BP", market.Equity, "GBP", order.Buy, "2024-01-31", "8"},      // 3 (0.05 % is 0.50) and 0.5 % of 1,000
		{"BP", market.Equity, "GBP", order.Sell, "2024-01-31", "3"},     // no stamp duty
		{"FREE", market.Equity, "USD", order.Buy, "2024-01-31", "0"},    // a rule without charges
		{"A", market.Equity, "USD", order.Buy, "2024-01-31", "1"},       // the model: 10 × 0.005 is 0.05, at least 1
		{"B", market.ETF, "USD", order.Buy, "2024-08-31", "1"},          // nothing on top yet
		{"B", market.ETF, "USD", order.Buy, "2024-09-03", "1.00035"},    // 10 × 0.000035 on top
		{"CLH4", market.Future, "USD", order.Buy, "2024-01-31", "0"},    // no rule, and the model charges shares
	} {
		day, err := market.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		in := market.NewEquity(c.symbol)
		in.Kind, in.Currency = c.kind, c.currency
		if c.kind == market.Future {
			in.Underlying, in.Multiplier = c.symbol[:2], decimal.NewFromInt(50)
		}
		trade := order.Fill{
			Instrument: &in, Side: c.side, Quantity: decimal.NewFromInt(10), Price: decimal.NewFromInt(100),
			Time: market.At(day.Clock(15, 0, time.UTC)),
		}
		got := decimal.Zero
		if m := schedule.For(&in); m != nil {
			got = m.Charge(&fee.Tally{}, &trade)
		}
		if !got.Equal(decimal.RequireFromString(c.want)) {
			t.Errorf("%s %s on %s: %s, want %s", c.side, c.symbol, c.day, got, c.want)
		}
	}
}

// load reads a run with the fees.
func load(t *testing.T, fees string) *config.Run {
	t.Helper()
	text := "period: {from: 2024-01-02, to: 2024-01-03}\nstrategies: [{use: buy-and-hold}]\nsim:\n  fees: " + fees + `
instruments:
  - {symbol: A, source: {from: synth, bars: 1m}}
  - {symbol: FREE, source: {from: synth, bars: 1m}}
  - {symbol: ESH4, kind: future, underlying: ES, multiplier: 50, tick: 0.25, expiry: 2024-03-15, source: {from: synth, bars: 1m}}
`
	run, err := config.Load(config.Layers{Path: "x.yaml", Text: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return run
}
