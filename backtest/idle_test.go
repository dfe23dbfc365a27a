package backtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"
)

// Settings that need data or instruments which the run has not are refused by `trader config check` and before a run.
func TestSettingsThatDoNothingAreRefused(t *testing.T) {
	const (
		minutes = "{symbol: A, source: {from: synth, bars: 1m}}"
		ticks   = "{symbol: A, source: {from: synth, quotes: true, trades: true}}"
		quotes  = "{symbol: A, source: {from: synth, quotes: true}}"
		future  = "{symbol: ESH4, kind: future, underlying: ES, expiry: 2024-03-15, multiplier: 50, tick: 0.25, source: {from: synth, bars: 1m}}"
		stored  = "{symbol: AAPL, source: {from: lean, bars: 1m}}"
		days    = "{symbol: AAPL, source: {from: lean, bars: 1d}}"
	)
	for _, c := range []struct {
		settings, instruments, want string
	}{
		{"sim: {queue: behind}", minutes, "sim.queue: behind does nothing here: no instrument has trades beside quotes"},
		{"sim: {queue: probabilistic}", quotes, "sim.queue: probabilistic does nothing"},
		{"sim: {queue: behind}", ticks, ""},
		{"sim: {queue: behind}", minutes + ", " + strings.Replace(ticks, "symbol: A", "symbol: B", 1), ""},
		{"sim: {queue: none}", minutes, ""},
		{"account: {variation: daily}", minutes, "account.variation: daily does nothing here: no instrument is a future"},
		{"account: {variation: daily}", future, ""},
		{"sim: {auctions: prints}", minutes, "sim.auctions: prints does nothing"},
		{"sim: {auctions: prints}", days, "sim.auctions: prints does nothing"},
		{"sim: {auctions: prints}", stored, ""},
	} {
		run, err := config.Load(config.Layers{Path: "idle.yaml", Text: fmt.Appendf(nil, `
period: {from: 2024-03-04, to: 2024-03-05}
data: {lean: %q}
%s
instruments: [%s]
strategies: [{use: test-tick-dates}]
`, datapack.Path(t, "lean"), c.settings, c.instruments)})
		if err != nil {
			t.Fatal(c.settings, c.instruments, err)
		}
		err = backtest.Check(run)
		if told := err != nil && strings.Contains(err.Error(), c.want); c.want == "" && err != nil || c.want != "" && !told {
			t.Errorf("%s with %s: %v, want %q", c.settings, c.instruments, err, c.want)
		}
	}
}
