package command

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
)

func viewed() *engine.Status {
	equity, profit := decimal.RequireFromString("99993.806"), decimal.RequireFromString("-6.194")
	return &engine.Status{
		State: engine.Blind, Since: market.At(time.Date(2026, 1, 5, 14, 30, 1, 0, time.UTC)), Cause: "the gateway closed the connection",
		Equity: &equity, DayProfit: &profit,
		Strategies: []engine.StrategyStatus{{Name: "cross", Positions: []engine.PositionStatus{{
			Symbol: "DEMO", Quantity: decimal.NewFromInt(500), Average: decimal.NewFromInt(100), Unrealised: decimal.RequireFromString("-6.194")}}}},
		Broken: []engine.BrokenData{{Symbol: "DEMO", Cause: "5s bars: the connection has ended"}},
	}
}

func TestViewShowsWhatMatters(t *testing.T) {
	got := new(runView{name: "paper"}).render(viewed(), time.Date(2026, 1, 5, 14, 30, 9, 0, time.UTC), 10)
	want := []string{
		"──────────",
		"paper  14:30:09 UTC  blind since 14:30:01: the gateway closed the connection",
		"equity 99993.81  today -6.19  orders 0 sent, 0 working  fills 0  bars 0  quotes 0",
		"  cross            DEMO              500 at 100            unrealised -6.19",
		"  data of DEMO: 5s bars: the connection has ended",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The view has the last lines of the screen, no wider than it, and gives way to log lines.
func TestViewStaysOnTheScreen(t *testing.T) {
	var out bytes.Buffer
	v := &runView{name: "paper", out: &out, size: func() (int, int) { return 20, 4 }, stop: make(chan struct{})}
	v.draw(viewed())
	lines := strings.Split(strings.TrimPrefix(out.String(), "\x1b[J"), "\n")
	if len(lines) != 4 || lines[3] != "\x1b[3A" || lines[0] != strings.Repeat("─", 19) {
		t.Errorf("lines %q; want three and back up", lines)
	}
	for _, line := range lines {
		if len([]rune(line)) > 19 {
			t.Errorf("line %q is too wide", line)
		}
	}
	out.Reset()
	if _, err := v.Write([]byte("log\n")); err != nil || out.String() != "\x1b[Jlog\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	v.close() // nothing was followed
}
