package backtest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// byTheClock decides at opens, when no bar has come for hours, and once more when the run ends. It knows
// nothing of the future.
type byTheClock struct{}

func (byTheClock) Start(s *strategy.Session) error {
	s.OnOpen("A", func(calendar.Session) { _, _ = s.Buy("A", decimal.NewFromInt(1)) })
	s.OnStop(func() { _, _ = s.ClosePosition("A") })
	return nil
}

// foreseeing changes its mind from run to run, as if it knew what comes.
type foreseeing struct{}

var seen int64

func (foreseeing) Start(s *strategy.Session) error {
	s.OnOpen("A", func(calendar.Session) {
		seen++
		_, _ = s.Buy("A", decimal.NewFromInt(seen))
	})
	return nil
}

func init() {
	strategy.Register("test-by-the-clock", "orders at opens and at the end", func(*strategy.Params) strategy.Strategy { return byTheClock{} })
	strategy.Register("test-foreseeing", "never the same twice", func(*strategy.Params) strategy.Strategy { return foreseeing{} })
}

// A strategy that acts by the clock, and on the end of the run, is no clairvoyant; one that does not repeat
// itself is found out.
func TestCheckForesight(t *testing.T) {
	for use, want := range map[string]bool{"test-by-the-clock": false, "test-foreseeing": true} {
		path := filepath.Join(t.TempDir(), "run.yaml")
		text := `
name: foresight
period: {from: 2024-03-04, to: 2024-03-15}
instruments:
  - {symbol: A, source: {from: synth, bars: 1d}}
strategies:
  - {use: ` + use + `}
`
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(config.Layers{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		for cuts := range 4 {
			f, err := backtest.CheckForesight(t.Context(), c, cuts, backtest.Options{})
			if err != nil {
				t.Fatalf("%s, %d cuts: %v", use, cuts, err)
			}
			if (f.Difference != nil) != want || f.Decisions < 10 {
				t.Errorf("%s, %d cuts: %d decisions, difference %+v; want one: %v", use, cuts, f.Decisions, f.Difference, want)
			}
		}
	}
}
