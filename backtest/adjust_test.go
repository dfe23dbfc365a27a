package backtest_test

import (
	"fmt"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"

	_ "github.com/tidemark/tidemark/strategies/buyandhold"
)

// AAPL opened at 553.00 on 3 January 2014 (raw, in the daily file) and split seven for one in June of that year (and four for one in
// 2020, which a run over 2014 knows nothing of): the split-adjusted open is 553 / 7 = 79.
func TestSplitsOfThePeriodAndNoLaterOnes(t *testing.T) {
	run, err := config.Load(config.Layers{Path: "aapl.yaml", Text: fmt.Appendf(nil, `
period: {from: 2014-01-02, to: 2014-12-31}
data: {lean: %q}
instruments: [{symbol: AAPL, source: {from: lean, bars: 1d, adjust: splits}}]
strategies: [{use: buy-and-hold, params: {symbol: AAPL}}]
`, datapack.Path(t, "lean"))})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := backtest.Run(t.Context(), run, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(outcome.Run.Fills) != 1 {
		t.Fatalf("%d fills, want one", len(outcome.Run.Fills))
	}
	if got := outcome.Run.Fills[0].Price.StringFixed(2); got != "79.00" {
		t.Errorf("filled at %s, want 79.00", got)
	}
}
