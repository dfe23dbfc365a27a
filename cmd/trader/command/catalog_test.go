package command_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/cmd/trader/command"
)

// What goes into the catalog comes out of it: made up, listed, checked, exported, imported again.
func TestCatalogRoundTrip(t *testing.T) {
	root := filepath.Join(t.TempDir(), "catalog")
	synth := []string{"data", "synth", "--symbol", "SPY", "--kind", "etf", "--bars", "1d", "--from", "2024-01-02", "--to", "2024-01-31", "--catalog", root}
	// January 2024 had 21 sessions in New York: 23 weekdays less New Year and Martin Luther King's day.
	if out := done(t, synth...); !strings.HasPrefix(out, "SPY 1d bars: 21 rows, 2024-01-02T21:00:00Z to 2024-01-31T21:00:00Z") {
		t.Error(out)
	}
	fails(t, synth, command.ExitFailed, "already holds SPY 1d bars", "--replace")
	done(t, append(synth, "--replace")...)

	series := decoded[[]struct {
		Series, Symbol, Kind, First, Last string
		Rows                              int
	}](t, "data", "ls", "--catalog", root)
	if len(series) != 1 || series[0].Series != "SPY 1d bars" || series[0].Kind != "bars" || series[0].Rows != 21 || series[0].First != "2024-01-02T21:00:00Z" {
		t.Errorf("list: %+v", series)
	}
	if out := done(t, "data", "ls", "--catalog", root); strings.Count(out, "\n") != 2 || !strings.Contains(out, "SPY 1d bars") {
		t.Errorf("list:\n%s", out)
	}

	exported := done(t, "data", "export", "SPY", "--bars", "1d", "--catalog", root)
	path := filepath.Join(t.TempDir(), "spy.csv")
	if out := done(t, "data", "export", "SPY", "--bars", "1d", "--catalog", root, "-o", path); out != "" {
		t.Errorf("an export to a file printed %q", out)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != exported {
		t.Errorf("export to a file (%v) differs from standard output", err)
	}
	records, err := csv.NewReader(strings.NewReader(exported)).ReadAll()
	if err != nil || len(records) != 22 {
		t.Fatalf("export: %d lines (%v), want a heading and 21", len(records), err)
	}
	lastDay := done(t, "data", "export", "SPY", "--bars", "1d", "--from", "2024-01-31", "--to", "2024-01-31", "--catalog", root)
	if want := strings.Join(records[0], ",") + "\n" + strings.Join(records[21], ",") + "\n"; lastDay != want {
		t.Errorf("the last day alone:\n%s", lastDay)
	}

	second := t.TempDir()
	done(t, "data", "import", "csv", path, "--symbol", "SPY", "--kind", "etf", "--bars", "1d", "--catalog", second,
		"--column", "time=end,open=open,high=high,low=low,close=close,volume=volume", "--bar-time", "end", "--zone", "UTC")
	if diff := cmp.Diff(exported, done(t, "data", "export", "SPY", "--bars", "1d", "--catalog", second)); diff != "" {
		t.Errorf("exported, imported and exported again:\n%s", diff)
	}
	fails(t, []string{"data", "export", "QQQ", "--bars", "1d", "--catalog", root}, command.ExitFailed, "no QQQ 1d bars", "the catalog has SPY 1d bars")
}

// A day that is missing is found against the calendar.
func TestCatalogCheck(t *testing.T) {
	root := t.TempDir()
	for _, days := range [][2]string{{"2024-01-02", "2024-01-10"}, {"2024-01-12", "2024-01-31"}} {
		done(t, "data", "synth", "--symbol", "SPY", "--bars", "1d", "--from", days[0], "--to", days[1], "--catalog", root)
	}
	reports := decoded[[]struct {
		Rows     int
		Coverage struct{ Expected, Missing int }
	}](t, "data", "check", "--catalog", root)
	if len(reports) != 1 || reports[0].Rows != 20 || reports[0].Coverage.Expected != 21 || reports[0].Coverage.Missing != 1 {
		t.Errorf("%+v", reports)
	}
	if out := done(t, "data", "check", "SPY", "--catalog", root); !strings.Contains(out, "1 of 21 missing") {
		t.Error(out)
	}
	fails(t, []string{"data", "check", "QQQ", "--catalog", root}, command.ExitUsage, "QQQ", "trader data ls")
}

// Made-up ticks and order books go into the catalog in place of bars, come out as they are, and a backtest trades on them.
func TestSyntheticTicks(t *testing.T) {
	root := filepath.Join(t.TempDir(), "catalog")
	out := done(t, "data", "synth", "--symbol", "SPY", "--kind", "etf", "--ticks", "trades,depth", "--from", "2024-03-04", "--to", "2024-03-04", "--catalog", root)
	var trades, books int
	for line := range strings.Lines(out) {
		for kind, rows := range map[string]*int{"trades": &trades, "depth": &books} {
			_, _ = fmt.Sscanf(line, "SPY "+kind+": %d rows", rows) // the other kind's line has none
		}
	}
	if trades < 1000 || books != trades || strings.Contains(out, "bars") { // a book for each trade
		t.Errorf("made:\n%s", out)
	}
	records, err := csv.NewReader(strings.NewReader(done(t, "data", "export", "SPY", "--depth", "--catalog", root))).ReadAll()
	if err != nil || len(records) != books+1 || len(records[1]) != 41 || records[0][40] != "ask_size_10" || records[0][1] != "bid_1" {
		t.Fatalf("export: %d lines (%v)", len(records), err)
	}
	done(t, "data", "check", "SPY", "--catalog", root)

	config, folder := filepath.Join(t.TempDir(), "books.yaml"), t.TempDir()
	text := "period: {from: 2024-03-04, to: 2024-03-04}\ndata: {catalog: " + root + "}\nsim: {queue: behind}\nreport: {folder: " + folder + "}\n" +
		"instruments: [{symbol: SPY, kind: etf, source: {trades: true, depth: true}}]\n" +
		"strategies: [{use: sma-cross, params: {symbol: SPY, bars: 5m, fast: 2, slow: 5}}]\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run := decoded[struct {
		Manifest struct {
			Points int `json:"data_points"`
		}
	}](t, "backtest", config)
	fills, err := os.ReadFile(filepath.Join(folder, "fills.csv"))
	if err != nil || run.Manifest.Points != books+trades || !strings.Contains(string(fills), ",ask,") {
		t.Errorf("%d events of %d books and %d trades (%v), fills:\n%s", run.Manifest.Points, books, trades, err, fills)
	}
}
