package live

import (
	"io"
	"net"
	"testing"
	"time"
)

// A pong is two goroutines of this process at the ends of a TCP connection over the loopback, the least that a tick and
// an order can cost here: one writes as many bytes as a tick has and waits, the other answers with an order's.
type pong struct {
	t    testing.TB
	conn net.Conn
	tick []byte
	read []byte
}

const (
	tickBytes  = 40
	orderBytes = 160
)

func newPong(t testing.TB) *pong {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	far, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick, order := make([]byte, tickBytes), make([]byte, orderBytes)
		for {
			if _, err := io.ReadFull(far, tick); err != nil {
				return
			}
			if _, err := far.Write(order); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		conn.Close()
		<-ended
		far.Close()
	})
	return &pong{t, conn, make([]byte, tickBytes), make([]byte, orderBytes)}
}

func (p *pong) ping() time.Duration {
	began := time.Now()
	if _, err := p.conn.Write(p.tick); err != nil {
		p.t.Fatal(err)
	}
	if _, err := io.ReadFull(p.conn, p.read); err != nil {
		p.t.Fatal(err)
	}
	return time.Since(began)
}
