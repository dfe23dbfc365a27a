package live

import (
	"context"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A bridge is a gateway behind a TCP socket at which the test stands: it sees every request when it leaves the socket,
// and can put quotes of its own among the answers.
type bridge struct {
	t        testing.TB
	listener net.Listener
	gateway  *gateway.Gateway

	mu   sync.Mutex // guards what follows, and writing to the client
	conn net.Conn
	line int // request id of the quotes, 0 before they are asked for

	orders chan time.Time // when each order was read from the socket
}

func newBridge(t testing.TB, g *gateway.Gateway) *bridge {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bridge{t: t, listener: listener, gateway: g, orders: make(chan time.Time, 1024)}
	var ended sync.WaitGroup
	ended.Go(b.accept)
	t.Cleanup(func() {
		listener.Close()
		ended.Wait()
	})
	return b
}

func (b *bridge) port() int { return b.listener.Addr().(*net.TCPAddr).Port }

func (b *bridge) accept() {
	for {
		conn, err := b.listener.Accept()
		if err != nil {
			return
		}
		far, err := b.gateway.DialContext(context.Background(), "", "")
		if err != nil {
			conn.Close()
			continue
		}
		b.mu.Lock()
		b.conn = conn
		b.mu.Unlock()
		var both sync.WaitGroup
		both.Go(func() { b.down(far, conn); conn.Close() })
		b.up(conn, far)
		far.Close()
		both.Wait()
	}
}

// down passes the gateway's frames on, whole ones, so that quotes can come between them.
func (b *bridge) down(from, to net.Conn) {
	frames := wire.NewReader(from, 0)
	for {
		payload, err := frames.Next()
		if err != nil {
			return
		}
		b.write(to, payload)
	}
}

func (b *bridge) write(to net.Conn, payload []byte) {
	n := len(payload)
	frame := append([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, payload...)
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = to.Write(frame) // the reader of a broken connection ends it
}

// up passes the client's bytes on and notes the orders among them.
func (b *bridge) up(from, to net.Conn) {
	frames := wire.NewReader(from, 0)
	if frames.Prefix() != nil {
		return
	}
	hello, err := frames.Next()
	if err != nil {
		return
	}
	if _, err := to.Write(append([]byte("API\x00"), frame(hello)...)); err != nil {
		return
	}
	d := wire.NewDecoder(true, wire.MaxVersion)
	for {
		payload, err := frames.Next()
		if err != nil {
			return
		}
		read := time.Now()
		if len(payload) >= 4 && payload[2] == 0 && payload[3] == 203 { // a protobuf PlaceOrder
			b.orders <- read
		} else if m, err := d.Decode(payload); err == nil {
			b.look(m)
		}
		if _, err := to.Write(frame(payload)); err != nil {
			return
		}
	}
}

func frame(payload []byte) []byte {
	n := len(payload)
	return append([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, payload...)
}

// look finds the request for quotes.
func (b *bridge) look(m wire.Message) {
	if r, ok := m.(*wire.RequestMarketData); ok {
		b.mu.Lock()
		b.line = r.RequestID
		b.mu.Unlock()
	}
}

// asked waits until the client has asked for quotes, and returns the id.
func (b *bridge) asked() int {
	for {
		b.mu.Lock()
		id := b.line
		b.mu.Unlock()
		if id != 0 {
			return id
		}
		<-time.After(time.Millisecond)
	}
}

// quote puts a quote among the answers and returns when the order that it causes has left the client's socket, and
// how long that took.
func (b *bridge) quote(enc *wire.Encoder, m *wire.TickPrice) time.Duration {
	out, err := enc.Append(nil, m)
	if err != nil {
		b.t.Fatal(err)
	}
	b.mu.Lock()
	began := time.Now()
	_, err = b.conn.Write(out)
	b.mu.Unlock()
	if err != nil {
		b.t.Fatal(err)
	}
	select {
	case at := <-b.orders:
		return at.Sub(began)
	case <-time.After(10 * time.Second):
		b.t.Fatal("no order within 10 s of a quote")
		return 0
	}
}

// quantile of durations, which it sorts.
func quantile(d []time.Duration, q float64) time.Duration {
	slices.Sort(d)
	return d[min(int(q*float64(len(d))), len(d)-1)]
}
