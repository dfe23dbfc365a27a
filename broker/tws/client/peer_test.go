package client_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// versions are one text session, and protobuf sessions in part and in full.
var versions = []int{176, 203, 225}

// eachVersion runs a conversation at every one of versions, with a fake clock.
func eachVersion(t *testing.T, conversation func(t *testing.T, version int)) {
	for _, v := range versions {
		t.Run(fmt.Sprint(v), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { conversation(t, v) })
		})
	}
}

// elapse lets the fake clock advance.
func elapse(d time.Duration) { <-time.After(d) }

// dialFunc is a [client.Dialer].
type dialFunc func(ctx context.Context) (net.Conn, error)

func (f dialFunc) DialContext(ctx context.Context, _, _ string) (net.Conn, error) { return f(ctx) }

// peer is the gateway's end of a connection, which does as the test says.
type peer struct {
	errorf func(format string, args ...any)
	conn   net.Conn
	in     *wire.Reader
	dec    *wire.Decoder
	enc    *wire.Encoder
}

// pipe returns a dialer whose every connection is given to script, in its own goroutine.
func pipe(t *testing.T, script func(p *peer)) dialFunc { return gateway(t.Errorf, script) }

func gateway(errorf func(string, ...any), script func(p *peer)) dialFunc {
	return func(context.Context) (net.Conn, error) {
		near, far := net.Pipe()
		go script(&peer{errorf: errorf, conn: far, in: wire.NewReader(far, 0)})
		return near, nil
	}
}

// connect returns a ready connection without signs of life, and its peer.
func connect(t *testing.T, version int, o client.Options) (*client.Conn, *peer) {
	t.Helper()
	peers := make(chan *peer, 1)
	o.Dialer = pipe(t, func(p *peer) {
		p.ready(version)
		peers <- p
	})
	if o.Idle == 0 {
		o.Idle = -1
	}
	c, err := client.Dial(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	p := <-peers
	t.Cleanup(func() {
		p.conn.Close()
		c.Close()
	})
	return c, p
}

// ready plays the gateway until the client must consider itself connected.
func (p *peer) ready(version int) {
	p.welcome(version)
	expect[*wire.StartAPI](p)
	p.send(&wire.ManagedAccounts{Accounts: "DU1,DU2,"}, &wire.NextValidID{OrderID: 17})
}

// welcome reads the hello and answers it.
func (p *peer) welcome(version int) {
	p.check(p.in.Prefix())
	payload, err := p.in.Next()
	p.check(err)
	_, err = wire.ParseHello(payload)
	p.check(err)
	p.raw(wire.Welcome{Version: version, Time: "20261120 16:00:00 EST"}.Append(nil))
	p.dec, p.enc = wire.NewDecoder(true, version), wire.NewEncoder(false, version)
}

func (p *peer) send(messages ...wire.Message) {
	for _, m := range messages {
		frame, err := p.enc.Append(nil, m)
		p.check(err)
		p.raw(frame)
	}
}

func (p *peer) raw(b []byte) {
	_, err := p.conn.Write(b)
	p.check(err)
}

// check ends the peer's goroutine, and with the connection the test.
func (p *peer) check(err error) {
	if err != nil {
		p.errorf("peer: %v", err)
		p.conn.Close()
		runtime.Goexit()
	}
}

// next reads whatever the client sends.
func (p *peer) next() wire.Message {
	payload, err := p.in.Next()
	p.check(err)
	m, err := p.dec.Decode(payload)
	p.check(err)
	return m
}

// expect reads a message, which must be an M.
func expect[M wire.Message](p *peer) M {
	got := p.next()
	m, ok := got.(M)
	if !ok {
		p.check(fmt.Errorf("got %v, want %v", got.Kind(), m.Kind()))
	}
	return m
}
