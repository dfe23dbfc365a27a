package command_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

// seen is what the cheating strategy remembers from run to run: the close of each bar by the bar before it.
// (A strategy that reads the future from a file of its own knows it in every run alike, whatever is done to
// the data of the run; that cannot be found by running it.)
var seen = map[market.Time]float64{}

func init() {
	strategy.Register("test-cheat", "knows the next bar, once it has been seen", func(p *strategy.Params) strategy.Strategy {
		return &cheat{}
	})
}

type cheat struct {
	last    market.Time
	session *strategy.Session
}

func (c *cheat) Start(s *strategy.Session) error {
	c.session = s
	s.Bars("SPY", market.Minutes(30), c.onBar)
	return nil
}

func (c *cheat) onBar(b market.Bar) {
	if c.last != 0 {
		seen[c.last] = b.Close
	}
	c.last = b.End
	weight := 0.5
	if next, known := seen[b.End]; known && next < b.Close {
		weight = 0
	}
	if _, err := c.session.TargetWeight("SPY", weight); err != nil {
		c.session.Quit(err.Error())
	}
}

func TestLookaheadFindsTheCheat(t *testing.T) {
	config := file(t, "run.yaml", strings.Replace(quick, "{use: opening-range, params: {opening: 15m}}", "{use: test-cheat}", 1))
	clear(seen)
	a := trader(t, "lookahead", config)
	if a.code != command.ExitFailed || !strings.Contains(a.err, "depend on the future, or on chance") {
		t.Errorf("exit code %d: %s", a.code, a.err)
	}
	if !strings.Contains(a.out, "plain run:") || !strings.Contains(a.out, "test-cheat: ") {
		t.Errorf("the decision that changed is not shown:\n%s", a.out)
	}
	clear(seen)
	a = trader(t, "lookahead", config, "--json")
	if a.code != command.ExitFailed || !strings.Contains(a.out, `"change": "repeated"`) {
		t.Errorf("exit code %d, JSON:\n%s", a.code, a.out)
	}
}

func TestLookaheadPassesTheExamples(t *testing.T) {
	for _, use := range []string{
		"{use: opening-range, params: {opening: 15m, quantity: 50}}",
		"{use: sma-cross, params: {fast: 5, slow: 20, short: true, weight: 0.4}}",
		"{use: rsi-reversion, params: {low: 40, quantity: 50}}",
		"{use: buy-and-hold}",
	} {
		config := file(t, "run.yaml", strings.Replace(quick, "{use: opening-range, params: {opening: 15m}}", use, 1))
		got := decoded[struct {
			Decisions, Runs int
			Difference      *struct{}
		}](t, "lookahead", config, "--cuts", "3", "--set", "log.level=error")
		// One plain run, one repetition, and each of the three cuts truncated and poisoned.
		if got.Decisions == 0 || got.Runs != 8 || got.Difference != nil {
			t.Errorf("%s: %+v", use, got)
		}
	}
	config := file(t, "run.yaml", quick)
	if out := done(t, "lookahead", config, "--cuts", "1", "--set", "log.level=error"); !strings.Contains(out, "4 runs: none depends on later data") {
		t.Error(out)
	}
}
