package backtest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
)

// A future that expires on Wednesday 3 January is bought on the next day: the data is made up and goes on. With settlement the
// venue refuses the order, though the contract had ended before the run began.
func TestTradesAfterTheExpiryAreTold(t *testing.T) {
	const text = `
period: {from: 2024-01-04, to: 2024-01-05}
account: {cash: 10000000, calendar: CME}
instruments:
  - {symbol: ESF4, kind: future, multiplier: 50, tick: 0.25, underlying: ES, expiry: 2024-01-03, source: {from: synth, bars: 1h}}
strategies: [{use: buy-and-hold, params: {symbol: ESF4}}]
`
	want := "ESF4 expired on 2024-01-03 and traded once after that, which nobody can: set account.expiry: settle, or end its data"
	for expiry, told := range map[string][]string{"ignore": {want}, "settle": nil} {
		run, err := config.Load(config.Layers{Path: "late.yaml", Text: []byte(text), Set: []string{"account.expiry=" + expiry}})
		if err != nil {
			t.Fatal(err)
		}
		o, err := backtest.Run(t.Context(), run, backtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range o.Run.Diagnostics {
			if strings.Contains(f.Text, "expired") {
				got = append(got, f.Text)
			}
		}
		if !slices.Equal(got, told) {
			t.Errorf("%s: told %q, want %q", expiry, got, told)
		}
		if fills := len(o.Run.Fills); fills != len(told) {
			t.Errorf("%s: %d fills", expiry, fills)
		}
	}
}
