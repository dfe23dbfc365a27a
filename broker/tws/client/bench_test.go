package client

import (
	"testing"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// quoteStream is a connection without a socket and one subscription.
func quoteStream() (*Conn, *Stream[Tick], *wire.TickPrice) {
	c := newConn(nil, Options{})
	s := newStream[Tick](streamLimit, false)
	c.table.add(&call{
		keys: []key{request(firstRequestID)}, stream: true,
		take: func(m wire.Message) bool { return !feedTick(s, m) },
	})
	return c, s, &wire.TickPrice{RequestID: firstRequestID, Type: wire.TickBid, Price: 10}
}

// BenchmarkTick takes a tick from the decoder through routing and stream to the consumer.
func BenchmarkTick(b *testing.B) {
	c, s, tick := quoteStream()
	b.ReportAllocs()
	for b.Loop() {
		c.dispatch(tick)
		s.pop()
	}
}

func TestTickAllocatesNothing(t *testing.T) {
	c, s, tick := quoteStream()
	c.dispatch(tick) // the ring's first growth
	s.pop()
	if n := testing.AllocsPerRun(1000, func() {
		c.dispatch(tick)
		if _, ok, _ := s.pop(); !ok {
			t.Fatal("the tick got lost")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
