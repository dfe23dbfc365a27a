package backtest_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
)

// Each fault names its place, or, where the legs' definitions are needed to see it, the combo and the leg.
func TestCombosThatCannotBeMade(t *testing.T) {
	text, err := os.ReadFile("../configs/examples/calendar-spread.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"an unknown leg":     {"{symbol: ESM4, ratio: 1}", "{symbol: ESZ4, ratio: 1}", `instruments.2.legs.0.symbol: "ESZ4" is not in this run`},
		"a leg twice":        {"{symbol: ESM4, ratio: 1}", "{symbol: ESH4, ratio: 1}", `instruments.2.legs.1.symbol: "ESH4" is a leg already`},
		"itself":             {"{symbol: ESM4, ratio: 1}", "{symbol: ES-CAL, ratio: 1}", "want what can be traded by itself"},
		"a ratio of nothing": {"ratio: 1}", "ratio: 0}", "instruments.2.legs.0.ratio: must not be 0"},
		"no ratio":           {"{symbol: ESM4, ratio: 1}", "{symbol: ESM4}", "instruments.2.legs.0.ratio: must not be 0"},
		"one leg":            {"      - {symbol: ESM4, ratio: 1}\n", "", "names 1: a combo has two to 6 legs"},
		"legs of a future":   {"kind: combo", "kind: future", "instruments.2.legs: kind: combo has legs"},
		"a source":           {"kind: combo", "kind: combo\n    source: {from: synth, bars: 5m}", "instruments.2.source: a combo has no data of its own"},
		"limits":             {"kind: combo", "kind: combo\n    risk: {max_position: 1}", "instruments.2.risk: a combo is measured by its legs"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(config.Layers{Path: "combo.yaml", Text: []byte(replace(t, string(text), c.old, c.new))})
			var faults config.Faults
			if !errors.As(err, &faults) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "combo.yaml:") {
				t.Errorf("%v: want a fault with its line that says %q", err, c.want)
			}
		})
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"even ratios":        {"{symbol: ESM4, ratio: 1}\n      - {symbol: ESH4, ratio: -1}", "{symbol: ESM4, ratio: 2}\n      - {symbol: ESH4, ratio: -2}", "common divisor 2"},
		"another currency":   {"{symbol: ESM4, kind: future, ", "{symbol: ESM4, kind: future, currency: EUR, ", `combo "ES-CAL", leg 2: "ESH4" is priced in USD`},
		"a target of combos": {"use: calendar-spread\n    params: {symbol: ES-CAL, bars: 30m, period: 40, width: 2, quantity: 2}", "use: calendar-spread\n    params: {symbol: ESM4}", "want a combo"},
	} {
		t.Run(name, func(t *testing.T) {
			run, err := config.Load(config.Layers{Path: "combo.yaml", Text: []byte(replace(t, string(text), c.old, c.new))})
			if err == nil {
				_, err = backtest.Run(t.Context(), run, backtest.Options{})
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: want %q", err, c.want)
			}
		})
	}
}

func replace(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("the example has no %q", old)
	}
	return strings.Replace(text, old, new, 1)
}

// What is left out comes from the legs: the largest multiplier, the finest grid, their currency and calendar. The printed
// configuration is the same again.
func TestComboOfItsLegs(t *testing.T) {
	text := `
period: {from: 2024-01-02, to: 2024-01-31}
instruments:
  - {symbol: SPY, kind: etf, source: {from: synth, bars: 1m}}
  - {symbol: C, kind: option, underlying: SPY, expiry: 2024-03-15, strike: 500, right: call, tick: 0.05, source: {from: synth, bars: 1m}}
  - {symbol: BW, kind: combo, legs: [{symbol: SPY, ratio: 100}, {symbol: C, ratio: -1}]}
strategies: [{use: calendar-spread, params: {symbol: BW}}]
`
	run, err := config.Load(config.Layers{Path: "bw.yaml", Text: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	printed, err := config.YAML(run)
	if err != nil {
		t.Fatal(err)
	}
	if run, err = config.Load(config.Layers{Path: "printed.yaml", Text: printed}); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	o, err := backtest.Run(t.Context(), run, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	bw := o.Run.Instruments[2]
	if bw.Multiplier.String() != "100" || bw.Currency != "USD" || bw.Calendar != "XNYS" || bw.Grid[0].Increment.String() != "0.01" || bw.Legs[0].Ratio != 100 {
		t.Errorf("%+v", bw)
	}
}
