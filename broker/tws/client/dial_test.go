package client_test

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

func TestDial(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		c, _ := connect(t, version, client.Options{ClientID: 3})
		if c.Version() != version || c.ClientID() != 3 || c.ConnectedAt() != "20261120 16:00:00 EST" {
			t.Errorf("version %d, client %d, at %q", c.Version(), c.ClientID(), c.ConnectedAt())
		}
		if !slices.Equal(c.Accounts(), []string{"DU1", "DU2"}) {
			t.Errorf("accounts %q", c.Accounts())
		}
		if id, err := c.NextOrderID(); id != 17 || err != nil {
			t.Errorf("next order id %d, %v", id, err)
		}
		if c.Err() != nil {
			t.Error(c.Err())
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		<-c.Done()
		if !errors.Is(c.Err(), client.ErrClosed) {
			t.Error(c.Err())
		}
	})
}

// hang waits until the client hangs up.
func hang(p *peer) {
	p.in.Next()
	p.conn.Close()
}

// dialFailures are the ways in which a gateway fails to get ready.
var dialFailures = []struct {
	name      string
	script    func(p *peer)
	stage     client.Stage
	reason    error
	retriable bool
}{
	{"closes at once", func(p *peer) { p.conn.Close() }, client.Greeting, client.ErrHungUp, true},
	{"closes after the hello", func(p *peer) {
		p.check(p.in.Prefix())
		p.in.Next()
		p.conn.Close()
	}, client.Greeting, client.ErrHungUp, true},
	{"closes inside the welcome", func(p *peer) {
		p.check(p.in.Prefix())
		p.in.Next()
		p.raw([]byte{0, 0, 0, 30, '1'})
		p.conn.Close()
	}, client.Greeting, client.ErrHungUp, true},
	{"never reads", func(*peer) {}, client.Greeting, client.ErrTimeout, true},
	{"never answers the hello", func(p *peer) {
		p.check(p.in.Prefix())
		p.in.Next()
		hang(p)
	}, client.Greeting, client.ErrTimeout, true},
	{"answers garbage", func(p *peer) {
		p.check(p.in.Prefix())
		p.in.Next()
		p.raw([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
		p.conn.Close()
	}, client.Greeting, nil, false},
	{"is too old", func(p *peer) { p.welcome(99); hang(p) }, client.Greeting, client.ErrVersion, false},
	{"is too new", func(p *peer) { p.welcome(226); hang(p) }, client.Greeting, client.ErrVersion, false},
	{"closes after the start", func(p *peer) {
		p.welcome(176)
		expect[*wire.StartAPI](p)
		p.conn.Close()
	}, client.Starting, client.ErrHungUp, true},
	{"H1: sends no frame after the start", func(p *peer) {
		p.welcome(176)
		expect[*wire.StartAPI](p)
		p.raw([]byte{0x7F, 0xFF, 0xFF, 0xFF, 'x'})
		hang(p)
	}, client.Starting, client.ErrOutOfStep, true},
	{"gives no accounts", func(p *peer) {
		p.welcome(176)
		expect[*wire.StartAPI](p)
		p.send(&wire.NextValidID{OrderID: 1}, &wire.ManagedAccounts{})
		hang(p)
	}, client.Starting, client.ErrTimeout, true},
	{"gives no order id", func(p *peer) {
		p.welcome(225)
		expect[*wire.StartAPI](p)
		p.send(&wire.ManagedAccounts{Accounts: "DU1"})
		hang(p)
	}, client.Starting, client.ErrTimeout, true},
	{"knows the client id", func(p *peer) {
		p.welcome(176)
		expect[*wire.StartAPI](p)
		p.send(&wire.Error{RequestID: -1, Code: 326, Message: "Unable to connect as the client id is already in use"})
		hang(p)
	}, client.Starting, client.ErrClientIDInUse, false},
	{"has used up the order ids", func(p *peer) {
		p.welcome(176)
		expect[*wire.StartAPI](p)
		p.send(&wire.NextValidID{OrderID: 1_500_000_000})
		hang(p)
	}, client.Starting, client.ErrOrderIDs, false},
}

// TestDialFailures: each ends Dial in time, with a reason to decide by. The bubble of synctest fails the test if a
// goroutine is left over.
func TestDialFailures(t *testing.T) {
	for _, c := range dialFailures {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				conn, err := client.Dial(t.Context(), client.Options{Dialer: pipe(t, c.script), Timeout: 20 * time.Second})
				var failed *client.DialError
				if conn != nil || !errors.As(err, &failed) {
					t.Fatalf("%v, %v", conn, err)
				}
				if failed.Stage != c.stage || failed.Reason != c.reason || failed.Retriable() != c.retriable {
					t.Errorf("stage %v, reason %v, retriable %v: %v", failed.Stage, failed.Reason, failed.Retriable(), err)
				}
				if took := time.Since(start); took > 20*time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

func TestDialRefused(t *testing.T) {
	refuse := dialFunc(func(context.Context) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	})
	_, err := client.Dial(t.Context(), client.Options{Dialer: refuse})
	var failed *client.DialError
	if !errors.As(err, &failed) || failed.Reason != client.ErrRefused || failed.Stage != client.Connecting || !failed.Retriable() {
		t.Error(err)
	}
}

func TestDialOutOfReach(t *testing.T) {
	unreachable := dialFunc(func(context.Context) (net.Conn, error) { return nil, syscall.EHOSTUNREACH })
	_, err := client.Dial(t.Context(), client.Options{Dialer: unreachable})
	var failed *client.DialError
	if !errors.As(err, &failed) || failed.Reason != nil || !failed.Retriable() {
		t.Error(err)
	}
}

func TestDialCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := client.Dial(ctx, client.Options{Dialer: pipe(t, func(p *peer) {
			p.check(p.in.Prefix())
			p.in.Next()
			p.in.Next() // until the client hangs up
		})})
		var failed *client.DialError
		if !errors.Is(err, context.Canceled) || !errors.As(err, &failed) || failed.Retriable() {
			t.Error(err)
		}
	})
}

func TestOptionsValidate(t *testing.T) {
	if err := (client.Options{}).Validate(); err != nil {
		t.Error(err)
	}
	bad := client.Options{Addr: "nowhere", ClientID: -1, MinVersion: 99, Rate: -1, Timeout: -1, Grace: -1, FirstOrderID: -1}
	err := bad.Validate()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || len(joined.Unwrap()) != 7 {
		t.Errorf("7 faults, got %v", err)
	}
}
