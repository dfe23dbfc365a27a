package strategy

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// sample has a parameter of every kind.
type sample struct {
	fast, slow int
	weight     float64
	hold       time.Duration
	cash       decimal.Decimal
	short      bool
	note       string
	symbol     string
	symbols    []string
	bars       market.BarSpec
	mode       string
}

func (x *sample) Start(*Session) error { return nil }

func newSample(x *sample) Constructor {
	return func(p *Params) Strategy {
		p.Int(&x.fast, "fast", 10, "fast bars").Bounds(2, 100).Range(5, 50, 5)
		p.Int(&x.slow, "slow", 50, "slow bars").Bounds(2, 500)
		p.Float(&x.weight, "weight", 0.5, "share").Bounds(0, 1)
		p.Duration(&x.hold, "hold", time.Hour, "holding time").Bounds(time.Minute, 24*time.Hour)
		p.Decimal(&x.cash, "cash", decimal.NewFromInt(100), "cash")
		p.Bool(&x.short, "short", false, "sell short")
		p.Text(&x.note, "note", "", "free text")
		p.Symbol(&x.symbol, "symbol", "SPY", "what to trade")
		p.Symbols(&x.symbols, "symbols", []string{"SPY", "QQQ"}, "all of them")
		p.Bars(&x.bars, "bars", market.Minutes(5), "which bars")
		p.Choice(&x.mode, "mode", "trend", "how", "trend", "revert")
		p.Check(func() error {
			if x.fast >= x.slow {
				return errors.New("fast must be less than slow")
			}
			return nil
		})
		return x
	}
}

func TestParametersComeFromYAMLAndText(t *testing.T) {
	for name, values := range map[string]map[string]any{
		"yaml": {
			"fast": 20, "weight": 1, "hold": "90m", "cash": 12.25, "short": true, "note": "n", "symbol": "IBM",
			"symbols": []any{"A", "B"}, "bars": "1d", "mode": "revert",
		},
		"text": {
			"fast": "20", "weight": "1", "hold": "90m", "cash": "12.25", "short": "true", "note": "n", "symbol": "IBM",
			"symbols": "A, B", "bars": "1d", "mode": "revert",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var x sample
			if _, err := (Definition{Name: "sample", New: newSample(&x)}).Build(values); err != nil {
				t.Fatal(err)
			}
			want := sample{
				fast: 20, slow: 50, weight: 1, hold: 90 * time.Minute, cash: decimal.RequireFromString("12.25"), short: true,
				note: "n", symbol: "IBM", symbols: []string{"A", "B"}, bars: market.Daily(), mode: "revert",
			}
			if !x.cash.Equal(want.cash) {
				t.Errorf("cash = %s, want %s", x.cash, want.cash)
			}
			x.cash, want.cash = decimal.Zero, decimal.Zero
			if fmt.Sprintf("%+v", x) != fmt.Sprintf("%+v", want) {
				t.Errorf("got  %+v\nwant %+v", x, want)
			}
		})
	}
}

func TestParameterFaults(t *testing.T) {
	for _, c := range []struct {
		name   string
		values map[string]any
		want   []string
	}{
		{"unknown", map[string]any{"fst": 3}, []string{`"fst" does not exist`, `did you mean "fast"?`}},
		{"below bounds", map[string]any{"fast": 1}, []string{"fast", "1 is out of bounds", "2 to 100"}},
		{"above bounds", map[string]any{"weight": 1.01}, []string{"weight", "0 to 1"}},
		{"not a number", map[string]any{"weight": ".nan"}, []string{"weight"}},
		{"NaN", map[string]any{"weight": "NaN"}, []string{"weight", "out of bounds"}},
		{"fraction for a whole number", map[string]any{"fast": 2.5}, []string{"whole number"}},
		{"number for text", map[string]any{"symbol": 7}, []string{"symbol", "quotes"}},
		{"duration without unit", map[string]any{"hold": 90}, []string{"1h30m"}},
		{"bars", map[string]any{"bars": "5x"}, []string{"5x", "5m"}},
		{"word", map[string]any{"mode": "tren"}, []string{`"tren"`, "trend, revert"}},
		{"rule over two", map[string]any{"fast": 60}, []string{"fast must be less than slow"}},
		{"all at once", map[string]any{"fst": 1, "fast": 1, "mode": "x"}, []string{"fst", "fast", "mode"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var x sample
			_, err := (Definition{Name: "sample", New: newSample(&x)}).Build(c.values)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range append(c.want, "strategy sample") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error does not say %q:\n%v", want, err)
				}
			}
		})
	}
}

func ExampleDefinition_Parameters() {
	var x sample
	d := Definition{Name: "sample", New: newSample(&x)}
	for _, p := range d.Parameters()[:4] {
		fmt.Printf("%s %s = %s [%s]\n", p.Kind, p.Name, p.Default, p.Bounds)
	}
	// Output:
	// int fast = 10 [2 to 100]
	// int slow = 50 [2 to 500]
	// float weight = 0.5 [0 to 1]
	// duration hold = 1h0m0s [1m0s to 24h0m0s]
}

func TestRegistry(t *testing.T) {
	saved := registry
	defer func() { registry = saved }()
	registry.byName, registry.faults = map[string]Definition{}, nil

	var x sample
	Register("b-strategy", "second", newSample(&x))
	Register("a-strategy", "first", newSample(&x))
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	if list := Definitions(); len(list) != 2 || list[0].Name != "a-strategy" {
		t.Errorf("definitions = %v, want both by name", list)
	}
	var unknown *UnknownStrategy
	if _, err := Find("a-strateg"); !errors.As(err, &unknown) || !strings.Contains(err.Error(), `did you mean "a-strategy"?`) {
		t.Errorf("Find: %v", err)
	}
	Register("a-strategy", "again", newSample(&x))
	Register("", "nameless", nil)
	if err := Check(); err == nil || !strings.Contains(err.Error(), `"a-strategy"`) || !strings.Contains(err.Error(), "without a name") {
		t.Errorf("Check after a duplicate: %v", err)
	}
	if d, err := Find("a-strategy"); err != nil || d.Summary != "first" {
		t.Errorf("the duplicate replaced the first: %v, %v", d, err)
	}
}
