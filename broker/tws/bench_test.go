package tws

import (
	"testing"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// counter is an inbox that only tells that something came.
type counter struct{ came chan struct{} }

func (c counter) Market(*market.Event) { c.came <- struct{}{} }
func (counter) Order(order.Event)      {}
func (counter) Notice(broker.Notice)   {}

// ticker is a venue that is connected over a socket in memory and subscribed to quotes. tick sends one, and returns when
// it is in the inbox.
func ticker(t testing.TB) (tick func(), s *scene) {
	spy := market.NewEquity("SPY")
	s = &scene{spy: &spy, version: 225, accounts: account, nextID: 100, mute: map[wire.Kind]bool{}}
	subscribed := make(chan int, 1)
	s.take = func(_ *peer, m wire.Message) bool {
		if r, ok := m.(*wire.RequestMarketData); ok {
			subscribed <- r.RequestID
		}
		return false
	}
	in := counter{make(chan struct{}, 1)}
	v, err := New([]*market.Instrument{&spy}, calendars, in, Options{
		Client: client.Options{ClientID: clientID, Dialer: s, Idle: -1}, Account: account,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Venue = v
	if err := v.Want(Want{Instrument: &spy, Quotes: true}); err != nil {
		t.Fatal(err)
	}
	if err := v.Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	id := <-subscribed
	var frames [2][]byte
	for i := range frames {
		frames[i], err = s.peer.enc.Append(nil, &wire.TickPrice{RequestID: id, Type: wire.TickBid, Price: 500 + float64(i), Size: wire.Some(1.0)})
		if err != nil {
			t.Fatal(err)
		}
	}
	n := 0
	return func() {
		n++
		if _, err := s.peer.conn.Write(frames[n%2]); err != nil {
			t.Error(err)
		}
		<-in.came
	}, s
}

func TestATickAllocatesNothing(t *testing.T) {
	tick, _ := ticker(t)
	for range 100 { // rings grow, the line counts as found
		tick()
	}
	if n := testing.AllocsPerRun(2000, tick); n != 0 {
		t.Errorf("%v allocations from the socket to the inbox", n)
	}
}

// BenchmarkTick takes a tick from the gateway's end of the socket to the inbox.
func BenchmarkTick(b *testing.B) {
	tick, _ := ticker(b)
	tick()
	b.ReportAllocs()
	for b.Loop() {
		tick()
	}
}
