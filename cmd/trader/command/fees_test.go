package command_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// explained is the part of the JSON that the tests look at.
type explained struct {
	Total decimal.Decimal
	Fills []struct {
		Fee   decimal.Decimal
		Items []struct {
			Name, Rate, Rule, From, Source string
			Amount                         decimal.Decimal
		}
	}
}

// The totals are IBKR's published examples: "Commissions Stocks, ETFs, Warrants" (fixed), "Commissions Options",
// "Commissions Futures" (ES 2.25, MES 0.62) and "Commissions Spot Currencies". Options there are without what is passed
// through, so the commission is compared.
func TestFeesExplainPublishedExamples(t *testing.T) {
	for _, c := range []struct{ order, total string }{
		{"buy 100 SPY 25", "1"},
		{"buy 1000 SPY 25", "5"},
		{"buy 1000 SPY 0.25", "2.5"},
		{"buy 100 SPY 25 --fills 60,40", "1"},
		{"buy 1 ESH4 5000 --kind future --root ES --multiplier 50", "2.25"},
		{"buy 1 MESH4 5000 --kind future --root MES --multiplier 5", "0.62"},
		{"buy 100000 EURUSD 1 --kind forex", "2"},
	} {
		args := append([]string{"fees", "explain"}, strings.Fields(c.order)...)
		if got := decoded[explained](t, args...); !got.Total.Equal(decimal.RequireFromString(c.total)) {
			t.Errorf("%s: %s, IBKR says %s", c.order, got.Total, c.total)
		}
	}
	for _, c := range []struct{ order, commission string }{
		{"buy 1 C 2", "1"}, {"buy 2 C 5", "1.3"}, {"buy 3 C 0.075", "1.5"}, {"buy 5 C 0.03", "1.25"},
		{"buy 7 C 2 --month 100000", "1.05"},
	} {
		args := append([]string{"fees", "explain", "--kind", "option"}, strings.Fields(c.order)...)
		got := decoded[explained](t, args...)
		if item := got.Fills[0].Items[0]; item.Name != "commission" || !item.Amount.Equal(decimal.RequireFromString(c.commission)) {
			t.Errorf("%s: %+v, IBKR says %s", c.order, item, c.commission)
		}
	}
}

// What is printed of a sale of 200,000 shares at 5 in June 2023: 1000 commission, 8.00 SEC fee, 7.27 activity fee.
func TestFeesExplainPrints(t *testing.T) {
	got := done(t, "fees", "explain", "sell", "200000", "SPY", "5", "--date", "2023-06-01")
	want := `sell 200000 SPY on 2023-06-01, fees of ibkr-fixed

200000 at 5: 1015.27 USD
  commission                           1000  0.005 a share, for all dates
                                             an order pays at least 1, at most 1 % of the value
                                             IBKR, Commissions Stocks, ETFs, Warrants, United States, 2024
  SEC fee                                 8  0.0008 % of the value, since 2023-02-27
                                             SEC, fee rate advisories (Exchange Act, section 31)
  FINRA trading activity fee           7.27  0.000145 a share, since 2023-01-01
                                             an order pays at most 7.27; the maximum holds
                                             FINRA By-Laws, schedule A, section 1

total 1015.27 USD
`
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// A configuration's own charges, with the rule that they come from, and instruments that it has and has not.
func TestFeesExplainConfiguration(t *testing.T) {
	config := file(t, "run.yaml", quick+`sim: {fees: {model: none, schedule: [
  {symbol: SPY, charges: [{per_unit: 0.01, minimum: 2}, {name: stamp duty, from: 2024-01-01, side: buy, percent: 0.5}]}]}}
`)
	explain := func(args string) explained {
		return decoded[explained](t, append([]string{"fees", "explain", "--config", config}, strings.Fields(args)...)...)
	}
	got := explain("buy 100 SPY 10 --date 2024-03-04 --fills 50@10,50@12")
	if len(got.Fills) != 2 || got.Total.String() != "7.5" { // 2, then 0.5 % of 500 and of 600
		t.Fatalf("%+v, want 7.5 in two fills", got)
	}
	stamp := got.Fills[1].Items[1]
	if stamp.Name != "stamp duty" || stamp.Rate != "0.5 % of the value" || stamp.Rule != "of purchases" || stamp.From != "2024-01-01" ||
		stamp.Source != "sim.fees.schedule.0" || stamp.Amount.String() != "3" {
		t.Errorf("the second fill's duty is %+v", stamp)
	}
	if before := explain("buy 100 SPY 10 --date 2023-12-29"); before.Total.String() != "2" {
		t.Errorf("before the duty: %+v", before)
	}
	if other := explain("buy 100 QQQ 10"); !other.Total.IsZero() || len(other.Fills[0].Items) != 0 {
		t.Errorf("an instrument without a rule: %+v", other)
	}
}

// What is explained is what a backtest has charged.
func TestFeesExplainWhatABacktestCharged(t *testing.T) {
	config, folder := file(t, "run.yaml", quick), t.TempDir()
	done(t, "backtest", config, "--out", folder)
	f, err := os.Open(filepath.Join(folder, "fills.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	if len(rows) < 5 {
		t.Fatalf("the run has %d fills", len(rows)-1)
	}
	for _, row := range rows[1:5] {
		cell := func(name string) string { return row[column[name]] }
		got := decoded[explained](t, "fees", "explain", cell("side"), cell("quantity"), cell("symbol"), cell("price"),
			"--config", config, "--date", cell("time")[:10])
		if !got.Total.Equal(decimal.RequireFromString(cell("fee"))) {
			t.Errorf("%v: explained as %s", row, got.Total)
		}
	}
}

func TestFeesExplainMistakes(t *testing.T) {
	config := file(t, "run.yaml", quick)
	for _, c := range []struct{ args, says string }{
		{"hold 100 SPY 25", "side"},
		{"buy 0 SPY 25", `QUANTITY "0"`},
		{"buy 100 SPY much", `PRICE "much"`},
		{"buy 100 SPY 25 --month -1", `--month "-1"`},
		{"buy 100 SPY 25 --date yesterday", "--date"},
		{"buy 100 SPY 25 --plan ibkr-lite", `--plan "ibkr-lite" is not known; want ibkr-fixed or ibkr-tiered`},
		{"buy 100 SPY 25 --exchange free", `--exchange "free"`},
		{"buy 100 SPY 25 --kind stock", "--kind"},
		{"buy 100 SPY 25 --fills 60,30", "they are 90 together, and the order is 100"},
		{"buy 100 SPY 25 --fills 60@x,40", `"60@x": want a price`},
		{"buy 1 ES 5000 --kind future", "a future needs --multiplier"},
		{"buy 1 EUR 1 --kind forex", "want the two currencies of a pair"},
		{"buy 100 SPY 25 --set sim.fees.model=none", "name it with --config"},
		{"buy 100 SPY 25 --plan ibkr-fixed --config " + config, "give one of them"},
	} {
		fails(t, append([]string{"fees", "explain"}, strings.Fields(c.args)...), command.ExitUsage, c.says)
	}
}
