package live

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// A bridge is a gateway behind a TCP socket at which the test stands. It passes everything on until the first order,
// and hands the reading of the socket to the test then, see peer.
type bridge struct {
	t        testing.TB
	listener net.Listener
	gateway  *gateway.Gateway

	quotes chan *peer            // the client has asked for quotes
	first  chan *wire.PlaceOrder // from here on the test reads the socket
	back   chan struct{}         // closed when it has no more use for that
}

func newBridge(t testing.TB, g *gateway.Gateway) *bridge {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bridge{t: t, listener: listener, gateway: g,
		quotes: make(chan *peer, 1), first: make(chan *wire.PlaceOrder), back: make(chan struct{})}
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
		p := &peer{t: b.t, conn: conn, far: far, frames: wire.NewReader(conn, 0), asks: wire.NewDecoder(true, wire.MaxVersion)}
		var both sync.WaitGroup
		both.Go(func() { p.down(); conn.Close() })
		b.up(p)
		far.Close()
		both.Wait()
	}
}

// up passes the client's words on. At the first order the test takes over.
func (b *bridge) up(p *peer) {
	if p.frames.Prefix() != nil {
		return
	}
	hello, err := p.frames.Next()
	if err != nil {
		return
	}
	if _, err := p.far.Write(append([]byte("API\x00"), frame(hello)...)); err != nil {
		return
	}
	for {
		m, err := p.next()
		if err != nil {
			return
		}
		switch m := m.(type) {
		case *wire.RequestMarketData:
			p.line = m.RequestID
			b.quotes <- p
		case *wire.PlaceOrder:
			b.first <- m
			<-b.back
		}
	}
}

func frame(payload []byte) []byte {
	n := len(payload)
	return append([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, payload...)
}

// A peer is the gateway's end of the client's socket. One goroutine reads it: the bridge's, and while a measurement
// lasts the test's, so that a tick's write and an order's read have nothing between them and the socket.
type peer struct {
	t      testing.TB
	conn   net.Conn // to the client
	far    net.Conn // to the gateway
	frames *wire.Reader
	asks   *wire.Decoder
	line   int       // request id of the quotes, 0 before they are asked for
	read   time.Time // when the last message had been read

	writing sync.Mutex // guards conn's writing side: the gateway's words come from another goroutine
}

// down passes the gateway's frames on, whole ones, so that quotes can come between them.
func (p *peer) down() {
	frames := wire.NewReader(p.far, 0)
	for {
		payload, err := frames.Next()
		if err != nil {
			return
		}
		_ = p.write(frame(payload)) // the reader of a broken connection ends it
	}
}

func (p *peer) write(frame []byte) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	_, err := p.conn.Write(frame)
	return err
}

// next reads a message of the client. All but orders go to the gateway.
func (p *peer) next() (wire.Message, error) {
	payload, err := p.frames.Next()
	p.read = time.Now()
	if err != nil {
		return nil, err
	}
	m, err := p.asks.Decode(payload)
	if err != nil {
		return nil, err
	}
	if _, ordered := m.(*wire.PlaceOrder); !ordered {
		_, err = p.far.Write(frame(payload))
	}
	return m, err
}

// order writes a tick and reads the order that it causes, and tells the time between the two.
func (p *peer) order(tick []byte) (time.Duration, *wire.PlaceOrder) {
	began := time.Now()
	if err := p.write(tick); err != nil {
		p.t.Fatal(err)
	}
	for {
		m, err := p.next()
		if err != nil {
			p.t.Fatal(err)
		}
		if o, ok := m.(*wire.PlaceOrder); ok {
			return p.read.Sub(began), o
		}
	}
}
