package gateway_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// code waits for a notice of a code.
func code(t *testing.T, c *client.Conn, want int) client.Notice {
	t.Helper()
	for {
		n, err := c.Notices().Next(t.Context())
		if err != nil {
			t.Fatalf("waiting for %d: %v", want, err)
		}
		if n.Code.Number == want {
			return n
		}
	}
}

// TestMishaps: what a test can let go wrong by a call.
func TestMishaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{Record: 100})
		c := connect(t, g, 1, 225)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(g.LoseLink())
		code(t, c, 1100)
		must(g.RestoreLink(false))
		code(t, c, 1102)
		must(g.LoseLink())
		must(g.RestoreLink(true))
		code(t, c, 1101)
		must(g.BreakFarm("usfarm"))
		if n := code(t, c, 2103); n.Farm != "usfarm" {
			t.Errorf("farm %q", n.Farm)
		}
		must(g.MendFarm("usfarm"))
		code(t, c, 2104)
		if err := g.BreakFarm("barn"); err == nil {
			t.Error("there is no farm of that name, and no error")
		}
		must(g.Restart(fault.Restart{Shut: 10 * time.Second}))
		<-c.Done()
		if _, err := client.Dial(t.Context(), client.Options{Dialer: g, ClientID: 1}); !errors.Is(err, client.ErrRefused) {
			t.Errorf("during the restart: %v", err)
		}
		<-time.After(10 * time.Second)
		synctest.Wait()
		c = connect(t, g, 1, 225)
		must(g.CutAll())
		<-c.Done()
		synctest.Wait()
		var kinds []string
		for _, in := range g.Inbound() {
			kinds = append(kinds, in.Message.Kind().String()+strconv.Itoa(in.Connection))
		}
		if got, want := strings.Join(kinds, " "), "StartAPI1 StartAPI2"; got != want {
			t.Errorf("received %s, want %s", got, want)
		}
	})
}

// TestInjectChecks: what cannot be done is an error, and a script replaces another.
func TestInjectChecks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{})
		c := connect(t, g, 1, 225)
		for _, a := range []fault.Action{
			fault.Drop{}, fault.Fill{Order: 5}, fault.Bust{}, fault.Correct{Exec: "x"}, fault.Cancel{}, fault.Liquidate{Symbol: "AAPL"},
			fault.Permission{Symbol: "NONE"}, fault.Adjust{Symbol: "AAPL"},
		} {
			if err := g.Inject(a); err == nil {
				t.Errorf("%s: no error", fault.Verb(a))
			}
		}
		if err := g.Fire("lost"); err == nil {
			t.Error("no script, and no error")
		}
		script := func(code int) fault.Script {
			return fault.Script{Steps: []fault.Step{{Name: "speak", Do: []fault.Action{fault.Say{Code: code, Text: "x"}}}}}
		}
		for _, n := range []int{2113, 2129} {
			if err := g.Play(script(n)); err != nil {
				t.Fatal(err)
			}
			if err := g.Fire("speak"); err != nil {
				t.Fatal(err)
			}
			code(t, c, n)
		}
		if err := g.Inject(fault.Emit{Message: "CurrentTime", Fields: map[string]fault.Value{"time": fault.Text("5")}}); err != nil {
			t.Error(err)
		}
		g.StopPlaying()
		if err := g.Fire("speak"); err == nil {
			t.Error("the script has ended, and no error")
		}
	})
}

// overTCP runs a gateway on a port of its own, and returns its address.
func overTCP(t *testing.T, g *gateway.Gateway) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	addr := make(chan net.Addr, 1)
	var listening sync.WaitGroup
	listening.Go(func() {
		if err := g.Listen(ctx, "127.0.0.1:0", func(a net.Addr) { addr <- a }); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); listening.Wait() })
	return (<-addr).String()
}

// greetOver opens a conversation over TCP.
func greetOver(t *testing.T, addr string) (net.Conn, *wire.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	hello := wire.Hello{Min: 176, Max: 176}.Append(nil)
	hello, err = wire.NewEncoder(true, 176).Append(hello, &wire.StartAPI{ClientID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(hello); err != nil {
		t.Fatal(err)
	}
	frames := wire.NewReader(conn, 0)
	for range 9 { // the welcome, accounts, id, and six farms
		if _, err := frames.Next(); err != nil {
			t.Fatal(err)
		}
	}
	return conn, frames
}

// TestSockets: ends that only TCP has. A half-closed gateway still reads.
func TestSockets(t *testing.T) {
	g := start(t, gateway.Options{Record: 10})
	addr := overTCP(t, g)
	_, frames := greetOver(t, addr)
	if err := g.CutAll(); err != nil {
		t.Fatal(err)
	}
	if _, err := frames.Next(); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("after a reset: %v", err)
	}
	conn, frames := greetOver(t, addr)
	if err := g.Inject(fault.Cut{How: fault.Half}); err != nil {
		t.Fatal(err)
	}
	if _, err := frames.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("after a half close: %v", err)
	}
	request, err := wire.NewEncoder(true, 176).Append(nil, &wire.RequestCurrentTime{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(request); err != nil {
		t.Errorf("write to a gateway that has half closed: %v", err)
	}
}

// TestPortMoves: clients are told, and find the gateway at its new port alone.
func TestPortMoves(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := free.Addr().(*net.TCPAddr).Port
	free.Close()
	g := start(t, gateway.Options{})
	addr := overTCP(t, g)
	_, frames := greetOver(t, addr)
	if err := g.Inject(fault.Port{To: port}); err != nil {
		t.Fatal(err)
	}
	if payload, err := frames.Next(); err != nil || !strings.Contains(string(payload), "new port - "+strconv.Itoa(port)) {
		t.Errorf("told %q, %v", payload, err)
	}
	c, err := client.Redial(t.Context(), client.Options{Addr: "127.0.0.1:" + strconv.Itoa(port), ClientID: 1}, client.Backoff{First: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if conn, err := net.Dial("tcp", addr); err == nil {
		conn.Close()
		t.Error("something still listens at the old port")
	}
}

// IB makes the five-second bars: those that end after the link is back are whole, though the gateway heard of a part of
// their trades only. The market trades 100 shares a second, at 100.02 and up by a cent each.
func TestB2BarsAfterAnOutageAreWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := start(t, gateway.Options{FreeHistory: true})
		c := connect(t, g, 1, 225)
		s, err := c.RealTimeBars(t.Context(), wire.RequestRealTimeBars{Contract: aapl, BarSize: 5, WhatToShow: "TRADES"})
		if err != nil {
			t.Fatal(err)
		}
		<-time.After(7 * time.Second)
		if err := g.LoseLink(); err != nil {
			t.Fatal(err)
		}
		<-time.After(6 * time.Second)
		if err := g.RestoreLink(false); err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			start       time.Duration
			open, close float64
		}{{0, 100.02, 100.06}, {10 * time.Second, 100.12, 100.16}, {15 * time.Second, 100.17, 100.21}} {
			b, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if b.Time != opening.Add(want.start).UTC().Unix() || b.Open != want.open || b.Close != want.close || b.Volume.Value != 500 {
				t.Errorf("%+v, want from %v to %v at %v", b, want.open, want.close, want.start)
			}
		}
	})
}
