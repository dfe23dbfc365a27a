package backtest_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"
)

// EURUSD of OANDA by the hour, from 4 to 15 February 2013, half of the account long. By hand from the raw quotes:
//
//	decided  4th, 22:00 UTC: close of bid 1.35128 and ask 1.35151, middle 1.351395
//	bought   at the next open, middle 1.351395, and half of that bar's last spread of 0.00018: 1.351485
//	valued  15th, 22:00 UTC: close of bid 1.33585 and ask 1.33628, middle 1.336065
//
// The commission is IBKR's minimum, 2 dollars.
//
// A dollar account buys 50,000 / 1.351395 = 36,998 euros: 100,000 - 36,998 x 1.351485 - 2 + 36,998 x 1.336065 = 99,427.49.
//
// A yen account, with USDJPY at 92.372 when it decides, buys 5,000,000 / (1.351395 x 92.372) = 40,054 euros and owes dollars:
// -40,054 x 1.351485 - 2 = -54,134.38. With USDJPY at 93.492 in the end it has
// 10,000,000 + (40,054 x 1.336065 - 54,134.38019) x 93.492 = 9,942,069.30.
func TestEURUSDInADollarAndInAYenAccount(t *testing.T) {
	const usdjpy = `  - symbol: USDJPY
    kind: forex
    source: {from: csv, bars: 1m, path: %q, csv: {zone: UTC, bar_time: start}}
`
	for name, c := range map[string]struct{ account, more, quantity, cash, equity string }{
		"USD": {"{base: USD, cash: 100000, calendar: FOREX}", "", "36998", "USD 49995.75797", "99427.49"},
		"JPY": {
			"{base: JPY, cash: 10000000, calendar: FOREX}",
			fmt.Sprintf(usdjpy, datapack.Path(t, "ticks/nautilus/usdjpy-m1-bid-2013.csv")), "40054", "USD -54134.38019", "9942069.30",
		},
	} {
		t.Run(name, func(t *testing.T) {
			text := fmt.Sprintf(`
period: {from: 2013-02-04, to: 2013-02-15}
data: {lean: %q}
account: %s
instruments:
  - {symbol: EURUSD, kind: forex, source: {from: lean, market: oanda, bars: 1h}}
%sstrategies: [{use: buy-and-hold, params: {symbol: EURUSD, weight: 0.5}}]
sim: {fees: {model: ibkr-fixed, kinds: all}}
`, datapack.Path(t, "lean"), c.account, c.more)
			run, err := config.Load(config.Layers{Path: "forex.yaml", Text: []byte(text)})
			if err != nil {
				t.Fatal(err)
			}
			o, err := backtest.Run(t.Context(), run, backtest.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(o.Run.Fills) != 1 {
				t.Fatalf("%d fills", len(o.Run.Fills))
			}
			f := o.Run.Fills[0]
			if f.Price.String() != "1.351485" || f.Quantity.String() != c.quantity || f.Fee.String() != "2" {
				t.Errorf("bought %s at %s for %s, want %s at 1.351485 for 2", f.Quantity, f.Price, f.Fee, c.quantity)
			}
			last := o.Run.Samples[len(o.Run.Samples)-1]
			if got := last.Equity.StringFixed(2); got != c.equity {
				t.Errorf("equity %s, want %s", got, c.equity)
			}
			found := false
			for _, m := range last.Cash {
				found = found || string(m.Currency)+" "+m.Amount.String() == c.cash
			}
			if !found {
				t.Errorf("cash %v, want %s in it", last.Cash, c.cash)
			}
		})
	}
}
