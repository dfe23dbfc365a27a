package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/report"
)

var update = flag.Bool("update", false, "rewrite the golden files of layouts")

func shares(equities ...string) []report.Share {
	list := make([]report.Share, len(equities))
	for i, equity := range equities {
		list[i].Equity = d(equity)
	}
	return list
}

func build(t testing.TB, run *report.Run) *report.Result {
	t.Helper()
	result, err := report.Build(run)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s changed; run with -update if that is meant (-want +got):\n%s", name, diff)
	}
}

// The golden files hold layouts. That the numbers in them are right is shown elsewhere, in stats and in
// the tests by hand.
func TestLayouts(t *testing.T) {
	dir := t.TempDir()
	if err := build(t, smallRun()).Write(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{report.ResultFile, report.FillsFile, report.OrdersFile, report.TradesFile, report.EquityFile} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, text)
	}
}

func TestSummaryLayout(t *testing.T) {
	small, optimistic := build(t, smallRun()), smallRun()
	optimistic.Manifest.Optimistic = []string{"Orders fill at the close of the bar that caused them."}
	optimistic.Manifest.Strategies = append(optimistic.Manifest.Strategies, report.StrategyInfo{Name: "idle"})
	for _, test := range []struct {
		name   string
		result *report.Result
		width  int
		colour bool
	}{
		{"summary-wide", small, 100, false},
		{"summary-narrow", build(t, optimistic), 60, false},
		{"summary-colour", build(t, optimistic), 100, true},
	} {
		var text bytes.Buffer
		if err := test.result.Summary(&text, test.width, test.colour); err != nil {
			t.Fatal(err)
		}
		golden(t, test.name, text.Bytes())
	}
}
