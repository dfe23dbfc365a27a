package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

const good = `
name: example
period: {from: 2024-01-02, to: 2024-06-28}
account:
  cash: 50000
instruments:
  - symbol: SPY
    source: {from: synth, bars: 1m}
strategies:
  - use: sma-cross
    params: {fast: 10}
`

func load(text string, environ, set []string) (*Run, error) {
	return Load(Layers{Path: "run.yaml", Text: []byte(text), Environ: environ, Set: set})
}

func TestLayersOverrideInOrder(t *testing.T) {
	run, err := load(good,
		[]string{"TRADER_ACCOUNT__CASH=60000", "TRADER_SEED=7", "HOME=/nowhere"},
		[]string{"account.cash=70000.25", "strategies.0.params.fast=12", "risk.restricted=GME, AMC"})
	if err != nil {
		t.Fatal(err)
	}
	if want := decimal.RequireFromString("70000.25"); !run.Account.Cash.Equal(want) {
		t.Errorf("cash = %s, want the flag's %s", run.Account.Cash, want)
	}
	if run.Seed != 7 {
		t.Errorf("seed = %d, want the environment's 7", run.Seed)
	}
	if run.Account.Base != market.USD {
		t.Errorf("base = %s, want the default", run.Account.Base)
	}
	if got := run.Strategies[0].Params["fast"]; got != "12" {
		t.Errorf("fast = %v, want the flag's text 12", got)
	}
	if run.Strategies[0].Name != "sma-cross" {
		t.Errorf("name = %q, want that of the strategy used", run.Strategies[0].Name)
	}
	if got := run.Risk.Restricted; len(got) != 2 || got[1] != "AMC" {
		t.Errorf("restricted = %q", got)
	}
	if run.Instruments[0].Source.Bars != market.Minutes(1) || run.Instruments[0].Source.Adjust != "raw" {
		t.Errorf("source = %+v", run.Instruments[0].Source)
	}
}

func TestFaultsNamePlaceKeyAndRemedy(t *testing.T) {
	for _, c := range []struct {
		name, text   string
		environ, set []string
		want         []string
	}{
		{name: "unknown key", text: good + "strategie: 1\n", want: []string{"run.yaml:12", "strategie", `did you mean "strategies"?`}},
		{name: "nested unknown key", text: strings.Replace(good, "bars: 1m", "bar: 1m", 1),
			want: []string{"run.yaml:8", "instruments.0.source.bar", `did you mean "bars"?`}},
		{name: "bad bar specification", text: strings.Replace(good, "1m}", "1x}", 1), want: []string{"run.yaml:8", "30s, 5m"}},
		{name: "bad date", text: strings.Replace(good, "2024-06-28", "June", 1), want: []string{"run.yaml:3", "period.to", "YYYY-MM-DD"}},
		{name: "period backwards", text: strings.Replace(good, "2024-06-28", "2023-06-28", 1), want: []string{"period.to", "before"}},
		{name: "negative cash", text: good, set: []string{"account.cash=-1"}, want: []string{"flag --set account.cash=-1", "above 0"}},
		{name: "number wanted", text: good, environ: []string{"TRADER_ACCOUNT__CASH=much"}, want: []string{"environment TRADER_ACCOUNT__CASH", "want a number"}},
		{name: "unknown word", text: good, set: []string{"sim.timing=next-opn"}, want: []string{`did you mean "next-open"?`}},
		{name: "more than all of the volume", text: good, set: []string{"sim.participation=1.5"}, want: []string{"from 0 to 1"}},
		{name: "early assignment without dividends", text: good, set: []string{"account.assignment=early"}, want: []string{"account.assignment", "account.actions: apply"}},
		{name: "two kinds of delay", text: good + "sim: {latency: {submit: {mean: 5ms, measured: [1ms, 2ms]}}}\n", want: []string{"run.yaml:12", "sim.latency.submit", "give one of them"}},
		{name: "a negative delay", text: good, set: []string{"sim.latency.cancel.mean=-1ms"}, want: []string{"sim.latency.cancel", "must not be negative"}},
		{name: "a halt of another instrument", text: good + "sim: {halts: [{symbol: SPX, from: 2024-03-04T10:00:00-05:00, to: 2024-03-04T10:05:00-05:00}]}\n", want: []string{"sim.halts.0.symbol", `did you mean "SPY"?`}},
		{name: "a halt that ends first", text: good + "sim: {halts: [{symbol: SPY, from: 2024-03-04T10:05:00-05:00, to: 2024-03-04T10:05:00-05:00}]}\n", want: []string{"sim.halts.0.to", "2024-03-04T15:05:00Z is not after"}},
		{name: "bands of everything", text: good, set: []string{"sim.bands.percent=100"}, want: []string{"below 100"}},
		{name: "key twice", text: good + "name: again\n", want: []string{"run.yaml:12", "name"}},
		{name: "not YAML", text: "a: [1,", want: []string{"run.yaml"}},
		{name: "a list", text: "- 1", want: []string{"run.yaml:1", "keys and values"}},
		{name: "empty", text: "", want: []string{"period.from", "instruments", "strategies"}},
		{name: "unknown section from a flag", text: good, set: []string{"acount.cash=1"}, want: []string{"flag --set acount.cash=1", `did you mean "account"?`}},
		{name: "list index", text: good, set: []string{"strategies.3.use=x"}, want: []string{"not an index", "0 to 0"}},
		{name: "nothing left", text: good + "  - {use: other, share: 1}\n", want: []string{"strategies.0.share", "share all the cash"}},
		{name: "shares", text: good, set: []string{"strategies.0.share=1.5"}, want: []string{"must not exceed 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := load(c.text, c.environ, c.set)
			var faults Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error is %T %v, want Faults", err, err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not say %q:\n%v", want, err)
				}
			}
		})
	}
}

func TestPrintedConfigurationLoadsAgain(t *testing.T) {
	for _, set := range [][]string{nil, {"instruments.0.source.bars=", "instruments.0.source.quotes=true", "instruments.0.source.depth=true"}} {
		run, err := load(good, nil, set)
		if err != nil {
			t.Fatal(err)
		}
		loadsAgain(t, run)
	}
}

func loadsAgain(t *testing.T, run *Run) {
	t.Helper()
	printed, err := YAML(run)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Load(Layers{Path: "printed.yaml", Text: printed})
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	twice, err := YAML(again)
	if err != nil {
		t.Fatal(err)
	}
	if string(printed) != string(twice) {
		t.Errorf("printing is not stable:\n%s\n---\n%s", printed, twice)
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	schema, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(schema), `"description": ""`) || !strings.Contains(string(schema), `"additionalProperties": false`) {
		t.Errorf("schema:\n%s", schema)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(good)
	f.Add("a: &a [*a]")
	f.Add("? {}\n: 1")
	f.Add("name: !!binary x")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := load(text, nil, nil); err == nil {
			return
		} else if err.Error() == "" {
			t.Error("an error without a text")
		}
	})
}
