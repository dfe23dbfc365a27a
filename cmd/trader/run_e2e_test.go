//go:build e2e

package main_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// These tests trade with the program itself, as a user starts it.

// running is a `trader run` of a configuration.
type running struct {
	*workshop
	cmd  *exec.Cmd
	log  strings.Builder
	done chan struct{} // closed when it has ended
}

// trade starts a run of run.yaml.
func (w *workshop) trade(args string) *running {
	w.Helper()
	r := &running{workshop: w, cmd: exec.Command("sh", "-c", "exec trader run run.yaml "+args), done: make(chan struct{})}
	r.cmd.Dir, r.cmd.Env = w.dir, w.env
	r.cmd.Stderr = &r.log
	if err := r.cmd.Start(); err != nil {
		w.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // its exit code is looked at
		close(r.done)
	}()
	w.Cleanup(func() {
		_ = r.cmd.Process.Kill() // it may have ended
		<-r.done
	})
	return r
}

// ended waits for the end and returns the exit code.
func (r *running) ended(within time.Duration) int {
	r.Helper()
	select {
	case <-r.done:
	case <-time.After(within):
		r.Fatalf("it has not ended within %v:\n%s", within, r.stop())
	}
	return r.cmd.ProcessState.ExitCode()
}

// stop kills it and returns its log.
func (r *running) stop() string {
	_ = r.cmd.Process.Kill() // it may have ended
	<-r.done
	return r.log.String()
}

// status is what `trader status` tells.
type status struct {
	State  string
	Halt   struct{ Reason string }
	Broken []struct{ Cause string }
	Orders []struct{ State string }
}

// until asks for the status until it is as wanted.
func (r *running) until(what string, fits func(*status) bool) {
	r.Helper()
	patience := time.Now().Add(2 * time.Minute)
	for time.Now().Before(patience) {
		out, code := r.shell("trader status run.yaml --json 2>/dev/null")
		var s status
		if code == 0 && json.Unmarshal([]byte(out), &s) == nil && fits(&s) {
			return
		}
		select {
		case <-r.done:
			r.Fatalf("it has ended before %s:\n%s", what, r.log.String())
		case <-time.After(200 * time.Millisecond):
		}
	}
	r.Fatalf("not %s within two minutes:\n%s", what, r.stop())
}

func ready(s *status) bool { return s.State == "ready" }

// write puts a file into the workshop.
func (w *workshop) write(name, text string) {
	w.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
}

// demo launches a gateway with a market that never closes and writes a configuration that trades at it.
func (w *workshop) demo(args ...string) *simulated {
	w.Helper()
	w.write("demo.yaml", "listings:\n  - {symbol: DEMO, kind: equity, primary: NYSE, calendar: 24/7, currency: USD, price: 100}\n")
	now := time.Now().UTC().Format(time.RFC3339)
	g := w.launch(append([]string{"--config", "demo.yaml", "--start", now, "--free-history"}, args...)...)
	w.Cleanup(func() { _ = g.end(os.Kill) })
	w.write("run.yaml", strings.Replace(configuration, "{kind: simulated}", "{kind: tws, account: DU1234567, port: "+
		g.addr[strings.LastIndexByte(g.addr, ':')+1:]+"}", 1))
	return g
}

const configuration = `
name: demo
account: {cash: 100000}
store: state.db
broker: {kind: simulated}
instruments: [{symbol: DEMO, kind: equity, calendar: 24/7, source: {bars: 5s}}]
strategies: [{name: cross, use: sma-cross, params: {symbol: DEMO, bars: 5s, fast: 1, slow: 2, weight: 0.1}}]
`

// What a safety rule forbids ends with 3 and says why, before an order could leave.
func TestRunIsRefused(t *testing.T) {
	w := open(t)
	w.demo()
	w.refused("trader run run.yaml --live", 3, "--live with the paper account DU1234567")
	w.refused("trader run run.yaml --set broker.account=U7654321", 3, "account U7654321 is not a paper account")
	w.refused("trader run run.yaml --live --set broker.account=U7654321", 3, "logged in to something else", "DU1234567", "U7654321")
	w.refused("trader run run.yaml --set broker.account=DU7654321", 3, "logged in to something else", "DU1234567", "DU7654321")
	w.refused("trader run run.yaml --set broker.account=", 3, "the account is not named")
	first := w.trade("")
	first.until("ready", ready)
	w.refused("trader run run.yaml", 3, "another engine runs on this state file")
	w.refused("trader run run.yaml --set store=other.db", 3, "another program is connected with this client id")
	first.until("ready still", ready)
	if err := first.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := first.ended(time.Minute); code != 0 {
		t.Errorf("exit code %d of the first, want 0:\n%s", code, first.log.String())
	}
}

// A login without market data of its own: the run is whole only where the configuration accepts delayed data.
func TestRunWithDelayedData(t *testing.T) {
	w := open(t)
	w.demo("--delayed", "DEMO")
	config, err := os.ReadFile(filepath.Join(w.dir, "run.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	w.write("run.yaml", strings.Replace(string(config), "{bars: 5s}", "{quotes: true}", 1))
	careful := w.trade("")
	careful.until("degraded for want of data", func(s *status) bool {
		return s.State == "degraded" && len(s.Broken) == 1 && strings.Contains(s.Broken[0].Cause, "subscribed")
	})
	careful.stop()
	content := w.trade("--set broker.delayed=true")
	content.until("ready", ready)
	content.stop()
}

// A read-only API halts the run with its reason, before any order.
func TestRunAtAReadOnlyGateway(t *testing.T) {
	w := open(t)
	w.demo("--read-only")
	w.trade("").until("halted because the API is read-only", func(s *status) bool {
		return s.State == "halted" && strings.Contains(s.Halt.Reason, "read-only")
	})
}

// The first Ctrl-C waits for an order that the broker does not acknowledge; the second one ends the program at once. The
// state file is whole, and the next start finds out what became of the order.
func TestSecondInterrupt(t *testing.T) {
	w := open(t)
	w.write("dialog.yaml", "steps: [{on: {in: PlaceOrder}, times: always, do: [ignore]}]\n")
	w.write("run.yaml", strings.Replace(configuration, "{kind: simulated}", "{kind: simulated, simulated: {faults: dialog.yaml, price: {DEMO: 100}}}", 1))
	r := w.trade("")
	r.until("an order that is on its way", func(s *status) bool {
		return len(s.Orders) > 0 && strings.HasSuffix(s.Orders[0].State, "submitted")
	})
	interrupt := func() {
		if err := r.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
	}
	interrupt()
	select {
	case <-r.done:
		t.Fatalf("it has not waited for the answer:\n%s", r.log.String())
	case <-time.After(time.Second):
	}
	interrupt()
	if code := r.ended(2 * time.Second); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	w.want("trader state verify --state state.db", "")
	w.write("run.yaml", strings.Replace(configuration, "{kind: simulated}", "{kind: simulated, simulated: {price: {DEMO: 100}}}", 1))
	again := w.trade("")
	again.until("ready", ready)
	if err := again.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := again.ended(time.Minute); code != 0 {
		t.Errorf("exit code %d of the next start, want 0:\n%s", code, again.log.String())
	}
}
