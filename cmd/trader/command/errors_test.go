package command_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
	"github.com/tidemark/tidemark/internal/datapack"
)

// Mistakes in a configuration end with exit code 2 before anything runs, and say what to write instead. A run
// that cannot find its data ends with 1.
func TestConfigurationMistakes(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		code           int
		texts          []string
	}{
		{"unknown key", "name:", "nmae:", 2, []string{"run.yaml:2: nmae", `did you mean "name"?`}},
		{"unknown strategy", "opening-range", "opening-rnge", 2, []string{`did you mean "opening-range"?`, "trader build --with"}},
		{"unknown parameter", "opening: 15m", "openin: 15m", 2, []string{`did you mean "opening"?`}},
		{"parameter out of bounds", "opening: 15m", "opening: 15h", 2, []string{"want 1m0s to 6h0m0s"}},
		{"period backwards", "to: 2024-01-12", "to: 2023-01-12", 2, []string{"run.yaml:3: period.to", "is before period.from"}},
		{"key given twice", "period:", "name: again\nperiod:", 2, []string{"run.yaml:3: name", "twice"}},
		{"not YAML", "period:", "period", 2, []string{"run.yaml"}},
		{"no catalog", "from: synth", "from: catalog", 2, []string{"does not exist", "trader data import"}},
		{"weekend", "from: 2024-01-02, to: 2024-01-12", "from: 2024-01-06, to: 2024-01-07", 1, []string{"no data between 2024-01-06 and 2024-01-07", "trader data ls"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := file(t, "run.yaml", strings.Replace(quick, c.from, c.to, 1))
			out := t.TempDir()
			fails(t, []string{"backtest", path, "--out", out}, c.code, c.texts...)
			if files, err := os.ReadDir(out); err != nil || len(files) > 0 {
				t.Errorf("a run that failed wrote %v (%v)", files, err)
			}
			if c.code == command.ExitUsage {
				fails(t, []string{"config", "check", path}, c.code, c.texts...)
				fails(t, []string{"lookahead", path}, c.code, c.texts...)
			}
		})
	}
}

func TestCommandLineMistakes(t *testing.T) {
	path := file(t, "run.yaml", quick)
	for line, texts := range map[string][]string{
		"backtest":                                   {"want 1 argument(s), have 0", "trader backtest CONFIG"},
		"backtest " + path + " --otu x":              {"unknown flag: --otu", "trader backtest --help"},
		"bactest":                                    {`"bactest"`, "trader --help"},
		"backtest " + path + " --set nonsense=1":     {"flag --set nonsense=1", "no such key"},
		"backtest " + path + " --set account.cahs=5": {`did you mean "cash"?`},
		"config check":                               {"trader config check FILE"},
		"config chek":                                {"trader config --help"},
		"lookahead " + path + " --cuts 0":            {"--cuts 0", "1 to 1000"},
		"strategies show sma-cros":                   {`did you mean "sma-cross"?`},
		"why":                                        {"output folder of a run"},
		"why nowhere":                                {"holds no orders.csv"},
		"version now":                                {"trader version --help"},
		"new strategy Mean_Reversion":                {"lower-case words joined by hyphens"},
		"new strategy range":                         {"my-range"},
		"new strategy sma-cross":                     {"has a strategy of this name already"},
		"build":                                      {"--with ./path"},
		"data ls more":                               {"trader data ls --help"},
		"data synth":                                 {"--symbol is missing"},
		"data synth --symbol A":                      {"--from and --to are needed"},
		"data synth --symbol A --kind sahre":         {"--kind", "want one of equity"},
		"data synth --symbol A --bars 1x":            {"--bars"},
		"data synth --symbol A --from today":         {"--from"},
		"data synth --symbol EUR --kind forex":       {"EURUSD"},
		"data synth --symbol A --from 2024-01-02 --to 2024-01-02 --ticks book": {"--ticks", "quotes, trades or depth"},
		"data export A": {"--bars 1m", "--quotes", "--depth"},
		"data import csv f --symbol A --bad-rows hide": {"--bad-rows"},
		"data import lean f --type forex":              {"--market is missing"},
		"data import lean f --type share":              {"share"},
	} {
		fails(t, append(strings.Fields(line), catalogFlag(t, line)...), command.ExitUsage, texts...)
	}
	fails(t, []string{"backtest", "missing.yaml"}, command.ExitUsage, "missing.yaml", "configs/quickstart.yaml")
}

// catalogFlag keeps the data commands out of the source tree.
func catalogFlag(t *testing.T, line string) []string {
	if strings.HasPrefix(line, "data ") {
		return []string{"--catalog", filepath.Join(t.TempDir(), "catalog")}
	}
	return nil
}

// A bad row is named with its file and line; it can be dropped by flag where that makes sense.
func TestBadRows(t *testing.T) {
	const heading = "date,open,high,low,close,volume\n"
	for _, c := range []struct {
		name, rows string
		texts      []string
		kept       int64 // with --bad-rows drop; 0: refused all the same
	}{
		{"unsorted", "2024-01-03,10,11,9,10,100\n2024-01-02,10,11,9,10,100\n", []string{"sort the file by time"}, 0},
		{"duplicate", "2024-01-02,10,11,9,10,100\n2024-01-02,10,11,9,10,100\n2024-01-03,10,11,9,10,100\n", []string{"abc.csv:3", "time is that of the row before"}, 2},
		{"not a number", "2024-01-02,10,11,9,10,100\n2024-01-03,10,11,9,NaN,100\n", []string{"abc.csv:3", `the close "NaN"`}, 1},
		{"high below low", "2024-01-02,10,11,9,10,100\n2024-01-03,10,8,9,9,100\n", []string{"abc.csv:3"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := file(t, "abc.csv", heading+c.rows)
			args := []string{"data", "import", "csv", path, "--symbol", "ABC", "--bars", "1d", "--catalog", t.TempDir()}
			fails(t, args, command.ExitFailed, c.texts...)
			config := file(t, "run.yaml", fmt.Sprintf("period: {from: 2024-01-02, to: 2024-01-12}\n"+
				"instruments: [{symbol: ABC, source: {from: csv, bars: 1d, path: %q}}]\nstrategies: [{use: buy-and-hold, params: {symbol: ABC}}]\n", path))
			fails(t, []string{"backtest", config, "--out", t.TempDir()}, command.ExitFailed, c.texts...)
			args = append(args, "--bad-rows", "drop")
			if c.kept == 0 {
				fails(t, args, command.ExitFailed, c.texts...)
				return
			}
			if got := decoded[[]struct{ Rows int64 }](t, args...); len(got) != 1 || got[0].Rows != c.kept {
				t.Errorf("dropping bad rows kept %+v, want %d", got, c.kept)
			}
		})
	}
}

// A file that was cut short is refused by name and nothing is read from it.
func TestTruncatedFiles(t *testing.T) {
	const days = "period: {from: 2013-01-02, to: 2013-01-31}\ndata: {lean: %q, catalog: %q}\n" +
		"instruments: [{symbol: SPY, kind: etf, source: {from: %s, bars: 1d}}]\nstrategies: [{use: buy-and-hold}]\n"
	t.Run("zip", func(t *testing.T) {
		root := t.TempDir()
		path := filepath.Join(root, "equity", "usa", "daily", "spy.zip")
		truncate(t, datapack.Path(t, "lean/equity/usa/daily/spy.zip"), path)
		config := file(t, "run.yaml", fmt.Sprintf(days, root, "", "lean"))
		fails(t, []string{"backtest", config, "--out", t.TempDir()}, command.ExitFailed, "spy.zip", "cut off", "fetch it again")
		fails(t, []string{"data", "import", "lean", root, "--symbols", "SPY", "--catalog", t.TempDir()}, command.ExitFailed, "spy.zip", "fetch it again")
	})
	t.Run("parquet", func(t *testing.T) {
		root := t.TempDir()
		done(t, "data", "synth", "--symbol", "SPY", "--kind", "etf", "--bars", "1d", "--from", "2013-01-02", "--to", "2013-12-31", "--catalog", root)
		path := filepath.Join(root, "bars", "SPY", "1d", "2013.parquet")
		truncate(t, path, path)
		config := file(t, "run.yaml", fmt.Sprintf(days, "", root, "catalog"))
		fails(t, []string{"backtest", config, "--out", t.TempDir()}, command.ExitFailed, "2013.parquet", "cut short", "import its period again")
		fails(t, []string{"data", "ls", "--catalog", root}, command.ExitFailed, "2013.parquet", "import its period again")
	})
	t.Run("no data in the period", func(t *testing.T) {
		config := file(t, "run.yaml", fmt.Sprintf(days, datapack.Path(t, "lean"), "", "lean"))
		fails(t, []string{"backtest", config, "--out", t.TempDir(), "--set", "period.from=1950-01-03", "--set", "period.to=1951-01-03"},
			command.ExitFailed, "SPY", "1950")
	})
}

// truncate writes the first half of a file.
func truncate(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text[:len(text)/2], 0o600); err != nil {
		t.Fatal(err)
	}
}

// An interrupted run says so, and leaves no result that looks complete.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	out := t.TempDir()
	code := command.Run(ctx, []string{"backtest", file(t, "run.yaml", quick), "--out", out}, &stdout, &stderr)
	if code != command.ExitInterrupted || stderr.String() != "trader: interrupted\n" || stdout.Len() > 0 {
		t.Errorf("exit code %d: %s%s", code, stdout.String(), stderr.String())
	}
	if files, err := os.ReadDir(out); err != nil || len(files) > 0 {
		t.Errorf("an interrupted run wrote %v (%v)", files, err)
	}
}
