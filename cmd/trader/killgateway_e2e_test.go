//go:build e2e

package main_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway/witness"
)

// kills is how often the gateway is killed while its client trades.
const kills = 50

// simulated is a running `trader gateway`.
type simulated struct {
	cmd  *exec.Cmd
	addr string
	log  *strings.Builder
	read chan struct{} // closed when all that it says has been read
}

// launch starts the program and waits until it listens.
func (w *workshop) launch(args ...string) *simulated {
	w.Helper()
	s := &simulated{log: &strings.Builder{}, read: make(chan struct{})}
	s.cmd = exec.Command("sh", append([]string{"-c", `exec trader gateway --listen 127.0.0.1:0 "$@"`, "sh"}, args...)...)
	s.cmd.Dir, s.cmd.Env = w.dir, w.env
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		w.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		w.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for s.addr == "" && lines.Scan() {
		fmt.Fprintln(s.log, lines.Text())
		if _, rest, ok := strings.Cut(lines.Text(), "clients connect to "); ok {
			s.addr, _, _ = strings.Cut(rest, ",")
		}
	}
	go func() {
		defer close(s.read)
		for lines.Scan() {
			fmt.Fprintln(s.log, lines.Text())
		}
	}()
	if s.addr == "" {
		w.Fatalf("the gateway did not start: %v\n%s", s.end(os.Kill), s.log)
	}
	return s
}

// oneShare writes a configuration that makes a market in no time.
func (w *workshop) oneShare() {
	w.Helper()
	const one = "listings:\n  - {symbol: AAPL, kind: equity, primary: NASDAQ, conid: 265598, price: 250}\n"
	if err := os.WriteFile(filepath.Join(w.dir, "one.yaml"), []byte(one), 0o600); err != nil {
		w.Fatal(err)
	}
}

// end sends a signal and waits.
func (s *simulated) end(signal os.Signal) error {
	err := s.cmd.Process.Signal(signal)
	<-s.read
	return errors.Join(err, s.cmd.Wait())
}

// TestKilledGateway kills the gateway again and again while a client trades: what the client was told of is there
// after the restart, once, and the order ids go on.
func TestKilledGateway(t *testing.T) {
	w := open(t)
	w.oneShare()
	told, random := witness.New(t, 11), rand.New(rand.NewPCG(11, 13))
	for kill := range kills + 1 {
		s := w.launch("--config", "one.yaml", "--state", "state.db", "--start", "2024-03-04T15:00:00Z")
		c, err := client.Dial(t.Context(), client.Options{Addr: s.addr, ClientID: 1, Idle: -1})
		if err != nil {
			t.Fatalf("after %d kills: %v\n%s", kill, err, s.log)
		}
		told.Check(t.Context(), c)
		if t.Failed() {
			t.Logf("after %d kills; the gateway said:\n%s", kill, s.log)
		}
		if kill == kills || t.Failed() {
			c.Close()
			if err := s.end(os.Interrupt); err != nil {
				t.Errorf("at the interrupt: %v\n%s", err, s.log)
			}
			break
		}
		timer := time.AfterFunc(time.Duration(20+random.IntN(250))*time.Millisecond, func() { _ = s.cmd.Process.Kill() })
		told.Trade(t.Context(), c)
		timer.Stop()
		if err := s.end(os.Kill); err == nil {
			t.Fatal("the gateway has ended by itself")
		}
		c.Close()
	}
	t.Logf("%d kills: %v", kills, told)
	if told.Fills() < kills {
		t.Errorf("only %d executions in %d lives: nothing was tested", told.Fills(), kills)
	}
}

// TestGatewayEnds: a second gateway has neither the file nor the port of the first, which a signal ends in good order while
// a client is connected.
func TestGatewayEnds(t *testing.T) {
	w := open(t)
	w.oneShare()
	s := w.launch("--config", "one.yaml", "--state", "state.db", "--operator", "127.0.0.1:0")
	c, err := client.Dial(t.Context(), client.Options{Addr: s.addr, ClientID: 1, Idle: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	out, code := w.shell("trader gateway --config one.yaml --state state.db --listen 127.0.0.1:0")
	if code != 1 || !strings.Contains(out, "in use by another process") {
		t.Errorf("a second gateway on the file: exit code %d\n%s", code, out)
	}
	out, code = w.shell("trader gateway --config one.yaml --listen " + s.addr)
	if code != 1 || !strings.Contains(out, "is another gateway or TWS running there?") {
		t.Errorf("a second gateway on the port: exit code %d\n%s", code, out)
	}
	if err := s.end(syscall.SIGTERM); err != nil {
		t.Errorf("%v\n%s", err, s.log)
	}
	<-c.Done()
	if n := s.cmd.ProcessState.ExitCode(); n != 0 {
		t.Errorf("exit code %d", n)
	}
}
