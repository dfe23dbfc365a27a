package command_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/cmd/trader/command"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

var noon = market.At(time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC))

// working is a working order of which 40 of 100 are done, refused one that the broker did not take.
var (
	working = order.Order{Request: order.NewLimit("SPY", order.Buy, dec("100"), dec("501.25")).For(order.GTC), ID: "T-7", Strategy: "cross", Created: noon,
		Updated: noon, State: order.PartiallyFilled, Filled: dec("40"), AveragePrice: dec("501.2"), BrokerID: "1001"}
	refused = order.Order{Request: order.NewMarket("SPY", order.Sell, dec("5")), ID: "T-6", Strategy: "cross", Updated: noon, State: order.Rejected,
		Reason: order.Reason{Code: order.RejectedByVenue, Detail: "201: no margin"}}
	manual = broker.Report{BrokerID: "1002", Owner: "manual", Symbol: "TSLA", State: order.Accepted, Request: order.NewStop("", order.Sell, dec("3"), dec("190"))}
	bought = order.Fill{ExecID: "a.1.1.01", Order: "T-7", Strategy: "cross", Quantity: dec("40"), Price: dec("501.2"), Time: noon, Fee: dec("1.05"), FeeCurrency: market.USD}
)

func status() *engine.Status {
	equity, today := dec("100012.5"), dec("12.5")
	return &engine.Status{
		At: noon, State: engine.Degraded, Since: noon, Cause: "QQQ is silent", Linked: true, Equity: &equity, DayProfit: &today,
		Broken: []engine.BrokenData{{Symbol: "QQQ", Cause: "silent for 30s"}},
		Strategies: []engine.StrategyStatus{
			{Name: "cross", Stopped: true, Positions: []engine.PositionStatus{{Symbol: "SPY", Quantity: dec("40"), Average: dec("501.2"), Unrealised: dec("-3.25")}}},
			{Name: portfolio.External, Positions: []engine.PositionStatus{{Symbol: "TSLA", Quantity: dec("3"), Average: dec("200")}}},
		},
		Orders: []order.Order{working}, Ended: []order.Order{refused}, Foreign: []broker.Report{manual},
		Fills:   []engine.FillStatus{{Symbol: "SPY", Fill: bought}},
		Alarms:  []engine.AlarmRecord{{At: noon, Text: "look here"}},
		Counts:  engine.LiveCounts{Sent: 17, HeldBack: 2, Reconciliations: 5, Settlements: 1},
		Summary: engine.Summary{Fills: 5, Faults: []engine.Fault{{Strategy: "cross", Reason: "panic: index out of range"}}},
	}
}

// running is an engine as the commands see one: it has the state file, and its monitor answers.
type running struct {
	path     string
	status   *engine.Status
	commands []engine.Command
	answer   error
}

func startEngine(t *testing.T) *running {
	t.Helper()
	e := &running{path: stateFile(t), status: status()}
	lock(t, e.path)
	h, err := monitor.Handler(monitor.Options{Status: func() *engine.Status { return e.status }, Token: strings.Repeat("t", 26), Log: zerolog.Nop(),
		Command: func(_ context.Context, c engine.Command) error { e.commands = append(e.commands, c); return e.answer }})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	endpoint(t, e.path, server.Listener.Addr().String())
	return e
}

func endpoint(t *testing.T, path, address string) {
	t.Helper()
	if err := (monitor.Endpoint{Address: address, Token: strings.Repeat("t", 26), PID: os.Getpid()}).Write(monitor.EndpointPath(path)); err != nil {
		t.Fatal(err)
	}
}

func lock(t *testing.T, path string) {
	t.Helper()
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
}

// stateFile is what an engine leaves behind.
func stateFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	f, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	err = f.Commit(store.Step{Puts: []store.Put{
		{Table: store.Orders, Key: "T-7", Value: &working},
		{Table: store.Orders, Key: "T-6", Value: &refused},
		{Table: store.External, Key: "1002", Value: manual},
		{Table: store.Ledgers, Key: "cross", Value: portfolio.LedgerState{Strategy: "cross", Holdings: []portfolio.HoldingState{
			{Symbol: "SPY", Quantity: dec("40"), Average: dec("501.2")}, {Symbol: "QQQ", Realised: dec("7")}}}},
		{Table: store.Bookings, Key: store.NumberKey(1), Value: portfolio.Booking{Number: 1, Fill: bought, Before: portfolio.HoldingState{Symbol: "SPY"}}},
	}})
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func shows(t *testing.T, want string, args ...string) {
	t.Helper()
	got := done(t, args...)
	var lines []string // columns are padded; what counts is their text
	for line := range strings.Lines(got) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(want), "\n"), lines); diff != "" {
		t.Errorf("trader %s:\n%s", strings.Join(args, " "), diff)
	}
}

const (
	orderHeading = "ORDER BROKER'S OWNER SIDE QUANTITY SYMBOL TYPE LIMIT STOP TIF STATE FILLED AVERAGE UPDATED (UTC) REMARK\n"
	orderLines   = orderHeading + "T-7 1001 cross buy 100 SPY limit 501.25 gtc partially-filled 40 501.2 2026-03-02 17:00:00\n" +
		"1002 manual sell 3 TSLA stop 190 day accepted 0\n"
	endedLine = "T-6 cross sell 5 SPY market day rejected 0 2026-03-02 17:00:00 rejected-by-venue: 201: no margin\n"
	fillLines = "TIME (UTC) STRATEGY SIDE QUANTITY SYMBOL PRICE FEE ORDER EXECUTION\n2026-03-02 17:00:00 cross buy 40 SPY 501.2 1.05 USD T-7 a.1.1.01"
)

func TestLookAtARunningEngine(t *testing.T) {
	e := startEngine(t)
	shows(t, `
state degraded since 2026-03-02 17:00:00 UTC: QQQ is silent
broker linked
equity 100012.50, today 12.50, exposure -
orders 1 working, 1 of others; 17 sent, 2 held back since the start
fills 5 since the start
books compared 5 times, 1 differences settled
data QQQ: silent for 30s
stopped cross: panic: index out of range
rejected 2026-03-02 17:00:00 UTC: order T-6, sell 5 SPY: rejected-by-venue: 201: no margin
alarm 2026-03-02 17:00:00 UTC: look here`, "status", "--state", e.path)
	shows(t, `
STRATEGY SYMBOL QUANTITY AVERAGE UNREALISED REALISED
cross SPY 40 501.2 -3.25 0.00
external TSLA 3 200 0.00 0.00`, "positions", "--state", e.path)
	shows(t, orderLines, "orders", "--state", e.path)
	shows(t, orderLines+endedLine, "orders", "--ended", "--state", e.path)
	shows(t, fillLines, "fills", "--state", e.path)
	e.status.Halt = &engine.HaltRecord{At: noon, Reason: "lunch"}
	if out := done(t, "status", "--state", e.path); !strings.Contains(out, "2026-03-02 17:00:00 UTC: lunch; `trader resume` lifts it\n") {
		t.Errorf("the halt is not shown:\n%s", out)
	}
}

func TestLookAtAnEngineThatIsDown(t *testing.T) {
	path := stateFile(t)
	remark := "no engine is running on " + path + "; this is what it knew when it stopped\n"
	for _, stale := range []bool{false, true} {
		if stale { // left by an engine that was killed
			server := httptest.NewServer(nil)
			endpoint(t, path, server.Listener.Addr().String())
			server.Close()
		}
		shows(t, remark+`rejected 2026-03-02 17:00:00 UTC: order T-6, sell 5 SPY: rejected-by-venue: 201: no margin
orders 1 not ended, 1 of others
fills 1 of the last days
positions 1`, "status", "--state", path)
		shows(t, remark+"STRATEGY SYMBOL QUANTITY AVERAGE UNREALISED REALISED\ncross SPY 40 501.2 - 0.00", "positions", "--state", path)
		shows(t, remark+orderLines, "orders", "--state", path)
		shows(t, remark+orderLines+endedLine, "orders", "--ended", "--state", path)
		shows(t, remark+fillLines, "fills", "--state", path)
	}
	// Somebody else listens there now.
	server := httptest.NewServer(nil)
	defer server.Close()
	endpoint(t, path, server.Listener.Addr().String())
	shows(t, remark+fillLines, "fills", "--state", path)
}

// The JSON of both says which it is, and has the same names for the same things.
func TestLookAsJSON(t *testing.T) {
	type parts struct {
		Running   bool
		State     string
		File      string
		Positions []struct{ Strategy, Symbol, Quantity, Unrealised string }
		Orders    []order.Order
		Ended     []order.Order
		Foreign   []broker.Report
		Fills     []engine.FillStatus
	}
	for path, on := range map[string]bool{startEngine(t).path: true, stateFile(t): false} {
		s := decoded[parts](t, "status", "--state", path)
		if s.Running != on || (s.State == "degraded") != on || (s.File == path) == on || len(s.Orders) != 1 || len(s.Fills) != 1 {
			t.Errorf("status: %+v", s)
		}
		if p := decoded[parts](t, "positions", "--state", path); p.Running != on || p.Positions[0].Symbol != "SPY" || p.Positions[0].Quantity != "40" || (p.Positions[0].Unrealised == "-3.25") != on {
			t.Errorf("positions: %+v", p)
		}
		if o := decoded[parts](t, "orders", "--ended", "--state", path); o.Running != on || o.Orders[0].ID != "T-7" || o.Ended[0].ID != "T-6" || o.Foreign[0].BrokerID != "1002" {
			t.Errorf("orders: %+v", o)
		}
		if f := decoded[parts](t, "fills", "--state", path); f.Running != on || f.Fills[0].Symbol != "SPY" || f.Fills[0].Fee.String() != "1.05" {
			t.Errorf("fills: %+v", f)
		}
	}
}

func TestCommandARunningEngine(t *testing.T) {
	for _, c := range []struct {
		line, says string
		want       engine.Command
	}{
		{"halt", "halted: no new order leaves until `trader resume`, also after a restart\n", engine.Halt{Reason: "halted by hand"}},
		{"halt --reason lunch --cancel", "the working orders are being cancelled", engine.Halt{Reason: "lunch", Cancel: true}},
		{"resume", "when the books agree with the broker's", engine.Resume{}},
		{"resume --adopt", "resumed", engine.Resume{Adopt: true}},
		{"flatten --all", "closed with market orders, see `trader orders` and `trader positions`\nleft alone: 3 TSLA, which no strategy holds\n", engine.Flatten{}},
		{"flatten --strategy cross --symbol SPY", "see `trader orders` and `trader positions`\n", engine.Flatten{Strategy: "cross", Symbol: "SPY"}},
		{"flatten --symbol TSLA", "left alone: 3 TSLA", engine.Flatten{Symbol: "TSLA"}},
		{"cancel --order T-7", "being cancelled", engine.CancelOrders{Order: "T-7"}},
		{"cancel --strategy cross --symbol SPY", "being cancelled", engine.CancelOrders{Strategy: "cross", Symbol: "SPY"}},
		{"cancel --all", "being cancelled", engine.CancelOrders{}},
		{"cancel --foreign 1002", "being cancelled", engine.CancelForeign{BrokerID: "1002"}},
	} {
		e := startEngine(t)
		args := append(strings.Fields(c.line), "--state", e.path)
		if out := done(t, args...); !strings.Contains(out, c.says) {
			t.Errorf("trader %s says %s", c.line, out)
		}
		if got := decoded[struct{ Running bool }](t, args...); !got.Running {
			t.Errorf("trader %s --json: %+v", c.line, got)
		}
		if diff := cmp.Diff([]engine.Command{c.want, c.want}, e.commands); diff != "" {
			t.Errorf("trader %s:\n%s", c.line, diff)
		}
		e.answer = errors.New("the engine says no")
		fails(t, args, command.ExitFailed, "the engine says no")
		e.answer = fmt.Errorf("flatten: %w", engine.ErrNotReady)
		fails(t, args, command.ExitRefused, "the session is not ready")
	}
}

// What would touch everything must be said, and a slip is no command.
func TestCommandMistakes(t *testing.T) {
	e := startEngine(t)
	for line, text := range map[string]string{
		"flatten":                         "--all",
		"flatten --all --symbol SPY":      "--all",
		"cancel":                          "--all",
		"cancel --all --order T-7":        "--all",
		"cancel --order T-7 --symbol SPY": "--order",
		"cancel T-7 x":                    "want 0 or 1 argument(s), have 2",
		"status missing.yaml":             "not both",
	} {
		fails(t, append(strings.Fields(line), "--state", e.path), command.ExitUsage, text)
	}
	if len(e.commands) > 0 {
		t.Errorf("carried out %v", e.commands)
	}
}

func TestCommandAnEngineThatIsDown(t *testing.T) {
	path := stateFile(t)
	for _, line := range []string{"resume", "flatten --all", "cancel --all"} {
		fails(t, append(strings.Fields(line), "--state", path), command.ExitFailed, "no engine is running", path, "trader run")
	}
	fails(t, []string{"halt", "--reason", "by night", "--cancel", "--state", path}, command.ExitFailed, "orders that work at the broker stay")
	s := decoded[struct{ Halt engine.HaltRecord }](t, "status", "--state", path)
	if s.Halt.Reason != "by night" || s.Halt.Number != 1 {
		t.Errorf("stored %+v", s.Halt)
	}
	if out := done(t, "halt", "--state", path); !strings.Contains(out, "its next start is halted") || !strings.Contains(out, "by night") {
		t.Errorf("halted once more: %s", out)
	}
	missing := filepath.Join(t.TempDir(), "none.db")
	for _, line := range []string{"status", "halt", "resume", "state dump", "state verify", "state migrate"} {
		fails(t, append(strings.Fields(line), "--state", missing), command.ExitFailed, missing, "--state")
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a slip in the name made a state file")
	}
}

// Somebody has the state file, and no monitor answers: nothing is guessed.
func TestEngineThatDoesNotAnswer(t *testing.T) {
	t.Parallel() // it waits for the lock
	path := stateFile(t)
	lock(t, path)
	for _, line := range []string{"status", "halt"} {
		fails(t, []string{line, "--state", path}, command.ExitFailed, "does not answer", "monitor.listen")
	}
}

func TestConfigurationNamesTheStateFile(t *testing.T) {
	e := startEngine(t)
	config := file(t, "run.yaml", quick+fmt.Sprintf("store: %q\n", e.path))
	shows(t, fillLines, "fills", config)
	done(t, "cancel", "--all", config)
	if len(e.commands) != 1 {
		t.Errorf("commands %v", e.commands)
	}
	fails(t, []string{"fills", file(t, "run.yaml", quick)}, command.ExitUsage, "names no state file")
	fails(t, []string{"fills", file(t, "run.yaml", "nmae: x\n")}, command.ExitUsage, "nmae")
}

func TestState(t *testing.T) {
	path := stateFile(t)
	if out := done(t, "state", "verify", "--state", path); out != fmt.Sprintf("%s: schema version %d, no faults\n", path, store.Version) {
		t.Errorf("verify says %s", out)
	}
	if out := done(t, "state", "dump", "--state", path); !strings.Contains(out, `{"path":["orders","T-7"],"value":{"symbol":"SPY"`) {
		t.Errorf("dump:\n%s", out)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	done(t, "state", "backup", backup, "--state", path)
	fails(t, []string{"state", "backup", backup, "--state", path}, command.ExitFailed, "exists")
	done(t, "halt", "--reason", "after the backup", "--state", path)
	done(t, "state", "restore", backup, "--state", path)
	if out := done(t, "status", "--state", path); strings.Contains(out, "after the backup") {
		t.Errorf("the restored file knows what came after the backup:\n%s", out)
	}
	if out := done(t, "status", "--state", path+".before-restore"); !strings.Contains(out, "after the backup") {
		t.Errorf("the file before is not what it was:\n%s", out)
	}
	type migrated struct{ From, To uint64 }
	if m := decoded[migrated](t, "state", "migrate", "--state", path); m != (migrated{store.Version, store.Version}) {
		t.Errorf("migrate %+v", m)
	}
}

// Without a name the state file is .trader/state.db, or the only one that there is.
func TestTheOnlyStateFile(t *testing.T) {
	path := stateFile(t)
	t.Chdir(t.TempDir())
	fails(t, []string{"status"}, command.ExitFailed, ".trader/state.db: no such file", "--state")
	if err := os.CopyFS(".trader", os.DirFS(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(".trader/state.db", ".trader/paper.db"); err != nil {
		t.Fatal(err)
	}
	if out := done(t, "status"); !strings.Contains(out, ".trader/paper.db") {
		t.Errorf("status says\n%s", out)
	}
	if err := os.WriteFile(".trader/other.db", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fails(t, []string{"status"}, command.ExitUsage, "several state files", ".trader/other.db", ".trader/paper.db", "--state")
}

// The state of a running engine is the engine's.
func TestStateInUse(t *testing.T) {
	path := stateFile(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	done(t, "state", "backup", backup, "--state", path)
	lock(t, path)
	for _, line := range []string{"state dump", "state migrate", "state restore " + backup} {
		t.Run(line, func(t *testing.T) {
			t.Parallel() // it waits for the lock
			fails(t, append(strings.Fields(line), "--state", path), command.ExitFailed, "in use by another process")
		})
	}
}

// A file that a program of version 2 wrote.
func TestStateMigrate(t *testing.T) {
	path := oldState(t)
	fails(t, []string{"state", "verify", "--state", path}, command.ExitFailed, "schema version 2", "trader state migrate")
	if out := done(t, "state", "migrate", "--state", path); !strings.Contains(out, fmt.Sprintf("migrated from schema version 2 to %d\n", store.Version)) {
		t.Errorf("migrate says %s", out)
	}
	done(t, "state", "verify", "--state", path)
}

// oldState unpacks the file of version 2 that the migrations are tested with.
func oldState(t *testing.T) string {
	t.Helper()
	f, err := os.Open("../../../store/testdata/version2.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, "state.db", string(text))
}
