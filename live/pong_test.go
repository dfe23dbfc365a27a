package live

import (
	"io"
	"net"
	"testing"
	"time"
)

const (
	tickBytes  = 40
	orderBytes = 160
)

// pong answers as many bytes as a tick has with as many as an order has, until the connection ends: the least that a tick
// and an order can cost here.
func pong(conn net.Conn) {
	tick, order := make([]byte, tickBytes), make([]byte, orderBytes)
	for {
		if _, err := io.ReadFull(conn, tick); err != nil {
			return
		}
		if _, err := conn.Write(order); err != nil {
			return
		}
	}
}

// bareFloor is the other end of a pong.
type bareFloor struct {
	t           testing.TB
	listener    net.Listener
	conn        net.Conn
	tick, order []byte
}

func newFloor(t testing.TB) *bareFloor {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return &bareFloor{t: t, listener: listener, tick: make([]byte, tickBytes), order: make([]byte, orderBytes)}
}

func (f *bareFloor) address() string { return f.listener.Addr().String() }

// accept waits for the pong.
func (f *bareFloor) accept() {
	conn, err := f.listener.Accept()
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close() })
	f.conn = conn
}

// ping is one way there and back.
func (f *bareFloor) ping() time.Duration {
	began := time.Now()
	if _, err := f.conn.Write(f.tick); err != nil {
		f.t.Fatal(err)
	}
	if _, err := io.ReadFull(f.conn, f.order); err != nil {
		f.t.Fatal(err)
	}
	return time.Since(began)
}
