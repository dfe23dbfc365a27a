package backtest_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/backtest"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	_ "github.com/tidemark/tidemark/strategies/all"
)

var update = flag.Bool("update", false, "write the golden file anew")

// result is what the golden file keeps of a run. It guards against change; that the numbers are right is the
// matter of the other tests.
type result struct {
	TradeHash string `json:"trade_hash"`
	Orders    int    `json:"orders"`
	Fills     int    `json:"fills"`
	Trips     int    `json:"round_trips"`
	Fees      string `json:"fees"`
	Equity    string `json:"end_equity"`
}

const golden = "testdata/examples.golden.json"

// examples are the configurations that users are shown.
func examples(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("../configs/examples/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	return append(paths, "../configs/quickstart.yaml")
}

func run(t *testing.T, path string, set ...string) *backtest.Outcome {
	t.Helper()
	c, err := config.Load(config.Layers{Path: path, Set: set})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := backtest.Run(t.Context(), c, backtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

// written is every output file of a run by its name.
func written(t *testing.T, o *backtest.Outcome) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := o.Result.Write(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

// The same configuration gives the same bytes, however often it runs and on however many processors.
func TestExamplesRepeat(t *testing.T) {
	got := map[string]result{}
	for _, path := range examples(t) {
		name := strings.TrimSuffix(filepath.Base(path), ".yaml")
		t.Run(name, func(t *testing.T) {
			first := run(t, path)
			files := written(t, first)
			want := 6
			if first.Run.AccountEvents != nil {
				want = 7
			}
			if len(files) != want {
				t.Fatalf("%d output files, want %d: %q", len(files), want, slices.Sorted(maps.Keys(files)))
			}
			for _, processors := range []int{1, 2} {
				before := runtime.GOMAXPROCS(processors)
				again := run(t, path)
				runtime.GOMAXPROCS(before)
				if again.Result.TradeHash != first.Result.TradeHash {
					t.Errorf("trade hash %s, then %s on %d processors", first.Result.TradeHash, again.Result.TradeHash, processors)
				}
				for file, text := range written(t, again) {
					if text != files[file] {
						t.Errorf("%s differs from run to run (%d processors)", file, processors)
					}
				}
			}
			got[name] = resultOf(first)
		})
	}
	if *update {
		writeGolden(t, got)
	}
	if diff := cmp.Diff(readGolden(t), got); diff != "" {
		t.Errorf("results changed; when they should, run this test with -update:\n%s", diff)
	}
}

func resultOf(o *backtest.Outcome) result {
	samples := o.Run.Samples
	return result{
		TradeHash: o.Result.TradeHash, Orders: len(o.Run.Orders), Fills: len(o.Run.Fills), Trips: len(o.Run.RoundTrips),
		Fees: fees(o).String(), Equity: samples[len(samples)-1].Equity.String(),
	}
}

func writeGolden(t *testing.T, results map[string]result) {
	t.Helper()
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	if err := enc.Encode(results); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(golden, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readGolden(t *testing.T) map[string]result {
	t.Helper()
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]result{}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	return want
}

// Nothing trades before it was asked for.
func TestExamplesFillAfterTheOrder(t *testing.T) {
	for _, path := range examples(t) {
		o := run(t, path)
		created := map[order.ID]market.Time{}
		for _, ord := range o.Run.Orders {
			created[ord.ID] = ord.Created
		}
		for _, f := range o.Run.Fills {
			if at, known := created[f.Order]; !known || f.Time < at {
				t.Fatalf("%s: order %s of %s filled at %s", path, f.Order, at, f.Time)
			}
		}
		if len(o.Summary.Faults) > 0 || o.Summary.Impossible > 0 {
			t.Errorf("%s: faults %+v, %d impossible events", path, o.Summary.Faults, o.Summary.Impossible)
		}
	}
}

// The equity at the end is the cash at the start, less what was bought, plus what was sold, less fees, plus
// what is held at the last price. Everything here is quoted in the account's currency.
func TestExamplesAddUp(t *testing.T) {
	for _, path := range examples(t) {
		o := run(t, path)
		samples := o.Run.Samples
		want := samples[0].Equity.Sub(fees(o))
		held := map[market.ID]decimal.Decimal{}
		for _, f := range o.Run.Fills {
			if !f.Moves() {
				continue // a combo as a whole: its legs are there too
			}
			want = want.Sub(f.Signed().Mul(f.Price).Mul(f.Instrument.Multiplier))
			held[f.Instrument.ID] = held[f.Instrument.ID].Add(f.Signed())
		}
		for _, c := range o.Run.Charts {
			last := decimal.NewFromFloat(c.Candles[len(c.Candles)-1].Close)
			want = want.Add(held[c.Instrument.ID].Mul(last).Mul(c.Instrument.Multiplier))
		}
		got := samples[len(samples)-1].Equity
		if got.Sub(want).Abs().GreaterThan(decimal.New(1, -6)) {
			t.Errorf("%s: equity %s, want %s", path, got, want)
		}
	}
}

// fees are what the fills cost; the venue charges in the account's currency here.
func fees(o *backtest.Outcome) decimal.Decimal {
	total := decimal.Zero
	for _, f := range o.Run.Fills {
		total = total.Add(f.Fee)
	}
	return total
}
