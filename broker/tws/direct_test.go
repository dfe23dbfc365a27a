package tws

import (
	"context"
	"net"
	"strconv"
	"testing"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// overTCP is a scene behind a real socket.
type overTCP struct{ *scene }

func (s overTCP) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	near, err := new(net.Dialer).DialContext(ctx, "tcp", listener.Addr().String())
	if err != nil {
		return nil, err
	}
	far, err := listener.Accept()
	if err != nil {
		return nil, err
	}
	s.peer = &peer{scene: s.scene, conn: far, in: wire.NewReader(far, 0)}
	go s.peer.run()
	return near, nil
}

// heard is an inbox that passes order events on.
type heard chan order.Event

func (heard) Market(*market.Event)   {}
func (x heard) Order(ev order.Event) { x <- ev }
func (heard) Notice(broker.Notice)   {}

// Over a real socket an order leaves on the goroutine of the loop: it is reported as sent before Submit returns, once,
// and its cancel follows it. When the writer is at work it takes the order too.
func TestAnOrderLeavesOnTheLoop(t *testing.T) {
	spy := market.NewEquity("SPY")
	s := &scene{T: t, spy: &spy, version: 225, accounts: account, nextID: 100, mute: map[wire.Kind]bool{}}
	came := make(chan wire.Message, 2)
	found := make(chan struct{}, 1)
	s.take = func(_ *peer, m wire.Message) bool {
		switch m.(type) {
		case *wire.PlaceOrder, *wire.CancelOrder:
			came <- m
			return true
		case *wire.RequestMarketData: // the contract is known
			found <- struct{}{}
		}
		return false
	}
	in := make(heard, 1000)
	v, err := New([]*market.Instrument{&spy}, calendars, in, Options{
		Client: client.Options{ClientID: clientID, Dialer: overTCP{s}, Idle: -1, Rate: 10_000}, Account: account,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Want(Want{Instrument: &spy, Quotes: true}); err != nil {
		t.Fatal(err)
	}
	if err := v.Start(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	<-found
	var id order.ID
	number := 0
	for n := 0; id == ""; n++ {
		o := &order.Order{Request: buy("10", "500"), ID: order.ID(strconv.Itoa(n)), Strategy: "alpha", Instrument: &spy}
		v.Submit(o)
		var ev order.Event
		select {
		case ev = <-in:
			id = o.ID
		default:
			if n == 100 {
				t.Fatal("of a hundred orders none had left when Submit returned")
			}
			ev = <-in // the writer was at work, and took this one too
		}
		if sent, ok := ev.(order.WasSubmitted); !ok || sent.Order != o.ID {
			t.Fatalf("%T %+v, want that %s was submitted", ev, ev, o.ID)
		}
		placed := (<-came).(*wire.PlaceOrder)
		if placed.Order.Ref != string(o.ID) {
			t.Fatalf("%+v came, want order %s", placed, o.ID)
		}
		number = placed.OrderID
	}
	v.Cancel(id)
	if cancel, ok := (<-came).(*wire.CancelOrder); !ok || cancel.OrderID != number {
		t.Errorf("%+v came, want the cancel of %d", cancel, number)
	}
	if len(in) > 0 {
		t.Errorf("more is told: %+v", <-in)
	}
}
