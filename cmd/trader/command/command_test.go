package command_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/cmd/trader/command"
	_ "github.com/tidemark/tidemark/strategies/all"
)

// answer is what a command printed, and its exit code.
type answer struct {
	code     int
	out, err string
}

func trader(t *testing.T, args ...string) answer {
	t.Helper()
	var out, err bytes.Buffer
	code := command.Run(t.Context(), args, &out, &err)
	return answer{code, out.String(), err.String()}
}

// done runs a command that must succeed and returns what it printed.
func done(t *testing.T, args ...string) string {
	t.Helper()
	a := trader(t, args...)
	if a.code != command.ExitDone || a.err != "" {
		t.Fatalf("trader %s: exit code %d: %s", strings.Join(args, " "), a.code, a.err)
	}
	return a.out
}

// decoded is the JSON that a command printed.
func decoded[T any](t *testing.T, args ...string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(done(t, append(args, "--json")...)), &v); err != nil {
		t.Fatalf("trader %s --json: %v", strings.Join(args, " "), err)
	}
	return v
}

// fails runs a command that must fail, with an exit code and every one of the texts in its message. It
// must be one message and no stack trace.
func fails(t *testing.T, args []string, code int, texts ...string) {
	t.Helper()
	a := trader(t, args...)
	if a.code != code {
		t.Errorf("trader %s: exit code %d, want %d: %s", strings.Join(args, " "), a.code, code, a.err)
	}
	if !strings.HasPrefix(a.err, "trader: ") || strings.Contains(a.err, "goroutine") {
		t.Errorf("trader %s: not a message: %s", strings.Join(args, " "), a.err)
	}
	for _, text := range texts {
		if !strings.Contains(a.err, text) {
			t.Errorf("trader %s: no %q in: %s", strings.Join(args, " "), text, a.err)
		}
	}
}

// file writes a file into a new folder and returns its path.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// quick is a run of two weeks that sends orders.
const quick = `
name: quick
period: {from: 2024-01-02, to: 2024-01-12}
instruments: [{symbol: SPY, kind: etf, source: {from: synth, bars: 1m}}]
strategies: [{use: opening-range, params: {opening: 15m}}]
`

// outcome is the part of result.json that the tests look at.
type outcome struct {
	TradeHash string `json:"trade_hash"`
	Period    struct {
		From, To  string
		EndEquity string `json:"end_equity"`
	} `json:"period"`
	Manifest struct {
		DataPoints int `json:"data_points"`
	} `json:"manifest"`
}

func backtested(t *testing.T, config string, flags ...string) outcome {
	t.Helper()
	args := append([]string{"backtest", file(t, "run.yaml", config), "--out", t.TempDir()}, flags...)
	return decoded[outcome](t, args...)
}
