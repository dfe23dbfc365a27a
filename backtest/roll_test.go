package backtest_test

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/internal/datapack"
	"github.com/tidemark/tidemark/report"

	_ "github.com/tidemark/tidemark/strategies/buyandhold"
)

// rolled runs configs/es-roll.yaml: the E-mini S&P 500 across the roll from December 2013 to March 2014, in minutes (the
// pack has 2, 3, 18 and 20 December). In the session of the 18th 2.1 million contracts of March are traded and 0.3 million
// of December, so the position goes over at the open of the next one, 17:00 in Chicago.
func rolled(t *testing.T, rule string) *backtest.Outcome {
	t.Helper()
	return run(t, "../configs/es-roll.yaml", "data.lean="+datapack.Path(t, "lean"), "instruments.2.roll.rule="+rule)
}

// By hand from the raw minutes: the first session ends before the order can fill, so it does at 23:00 UTC, at the open of
// 1800.25 and a tick. December's minute of 23:00 on the 18th opens at 1810, March's at 1804: sold at 1809.75, bought at
// 1804.25, a tick worse each. March's last minute of the 20th closes at 1817.25.
//
//	250,000 + 50 x (1809.75 - 1800.50) + 50 x (1817.25 - 1804.25) - 3 x 2.25 = 251,105.75
//
// Every close of a session settles what its last price made of the position (where there is no data nothing changes):
// December is at 1791.50 when the session of the 3rd closes, at 1792 in the last minute of the 3rd (UTC), which is the session
// of the 4th, and at 1810.25 on the 18th; March at 1805 in the last minute of the 18th, the session of the 19th, and at
// 1817.25 on the 20th. In the end all the profit is in cash.
func TestESAcrossARoll(t *testing.T) {
	// The session of the 19th is the one before the last; March's open interest is not the greater one of any day before
	// it that the pack has. So the rules choose the same moment.
	for _, rule := range []string{"volume", "expiry", "open-interest"} {
		t.Run(rule, func(t *testing.T) {
			o := rolled(t, rule)
			var fills []string
			for _, f := range o.Run.Fills {
				fills = append(fills, fmt.Sprintf("%s %s %s %s %s %s", f.Time, f.Side, f.Quantity, f.Instrument.Symbol, f.Price, f.Fee))
			}
			want := []string{
				"2013-12-02T23:00:00Z buy 1 ESZ3 1800.5 2.25",
				"2013-12-18T23:00:00Z sell 1 ESZ3 1809.75 2.25",
				"2013-12-18T23:00:00Z buy 1 ESH4 1804.25 2.25",
			}
			if !slices.Equal(fills, want) {
				t.Errorf("fills\n%s\nwant\n%s", strings.Join(fills, "\n"), strings.Join(want, "\n"))
			}
			last := o.Run.Samples[len(o.Run.Samples)-1]
			if got := last.Equity.StringFixed(2); got != "251105.75" {
				t.Errorf("equity %s, want 251105.75", got)
			}
			note := "ES rolled once: ESZ3 to ESH4 at 2013-12-18T23:00:00Z (closes 1810.25 and 1804). 2 contracts changed hands for it, for 4.5 USD in fees."
			if !slices.ContainsFunc(o.Run.Diagnostics, func(f report.Finding) bool { return f.Text == note }) {
				t.Errorf("findings %+v, want %q", o.Run.Diagnostics, note)
			}
			var paid []string
			for _, p := range o.Run.Postings {
				paid = append(paid, fmt.Sprintf("%s %s %s %s", p.Time, p.Kind, p.Symbol, p.Amount))
			}
			settled := []string{
				"2013-12-03T22:15:00Z variation ESZ3 -450", "2013-12-04T22:15:00Z variation ESZ3 25",
				"2013-12-18T22:15:00Z variation ESZ3 912.5",
				"2013-12-19T22:15:00Z variation ESH4 37.5", "2013-12-20T22:15:00Z variation ESH4 612.5",
			}
			if !slices.Equal(paid, settled) {
				t.Errorf("postings %q, want %q", paid, settled)
			}
			if got := last.Cash[0].Amount.StringFixed(2); got != "251105.75" {
				t.Errorf("cash %s, want all of the equity", got)
			}
			for _, order := range o.Run.Orders[1:] {
				if order.Tag != "roll ESZ3>ESH4" {
					t.Errorf("order %s is tagged %q", order.ID, order.Tag)
				}
			}
		})
	}
}

// Where the data ends decides the level of the whole series, but no order: they are the same whatever comes later.
func TestRollsSeeNoFuture(t *testing.T) {
	run, err := config.Load(config.Layers{Path: "../configs/examples/futures-roll.yaml", Set: []string{"period.to=2024-03-28"}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := backtest.CheckForesight(t.Context(), run, 1, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Decisions == 0 || f.Difference != nil {
		t.Errorf("%d decisions, %+v", f.Decisions, f.Difference)
	}
}

func TestSeriesThatCannotBeMade(t *testing.T) {
	text, err := os.ReadFile("../configs/examples/futures-roll.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"an unknown contract":       {"[ESH4, ESM4]", "[ESH4, ESZ4]", `"ESZ4" is not in this run`},
		"one contract":              {"[ESH4, ESM4]", "[ESH4]", "two contracts or more"},
		"an unknown rule":           {"rule: expiry", "rule: moon", "volume, open-interest, expiry"},
		"an unknown adjustment":     {"adjust: difference", "adjust: log", "difference, ratio, none"},
		"a wrong word about orders": {"orders: move", "orders: keep", "move, cancel"},
		"days":                      {"days: 5", "days: -1", "0 to 250"},
		"other bars":                {"{from: contracts, bars: 30m}", "{from: contracts, bars: 5m}", "they must be the same"},
		"quotes":                    {"{from: contracts, bars: 30m}", "{from: contracts, bars: 30m, quotes: true}", "bars alone"},
		"open interest":             {"rule: expiry", "rule: open-interest", "a LEAN tree has it"},
		"another kind":              {"kind: continuous", "kind: index", "kind: continuous, source.from: contracts and roll"},
		"a broker":                  {"seed: 11", "broker: {kind: simulated}\nstore: x.db", "at a broker name the contract"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(string(text), c.old) {
				t.Fatalf("the example has no %q", c.old)
			}
			_, err := config.Load(config.Layers{Path: "roll.yaml", Text: []byte(strings.Replace(string(text), c.old, c.new, 1))})
			var faults config.Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "roll.yaml:") {
				t.Errorf("%v: want a fault with its line that says %q", err, c.want)
			}
		})
	}
}
