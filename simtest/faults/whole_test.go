package faults

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// A scene is an example of package fault's, played against the whole stack. Unless it says otherwise both sides must agree at its end.
type scene struct {
	id, script string
	play       func(*stage)
	apart      bool // the script lies about something for good, so the sides cannot agree
}

func (c *scene) name() string { return strings.TrimSuffix(c.id+"/"+c.script, "/") }

// TestWholeStack plays the scripts of package fault: what they do to a client that trades, and how that ends.
func TestWholeStack(t *testing.T) {
	for _, list := range [][]scene{links, orders, holdings, rest} {
		for _, c := range list {
			t.Run(c.name(), func(t *testing.T) {
				play(t, c.script, func(s *stage) {
					if c.play(s); !c.apart {
						s.agree()
					}
				})
			})
		}
	}
}

// outage fails unless the link was lost so often.
func (s *stage) outage(want int) {
	s.Helper()
	if n := s.outages(); n != want {
		s.Errorf("%d outages, want %d: %v", n, want, s.states())
	}
}

// sentAll submits several orders in one step.
func (s *stage) sentAll(requests ...order.Request) (ids []order.ID) {
	s.Helper()
	s.act(func(x *strategy.Session) {
		for _, r := range requests {
			id, err := x.Submit(r)
			if err != nil {
				s.Error(err)
			}
			ids = append(ids, id)
		}
	})
	return ids
}

// placed counts the orders that left, changes included.
func (s *stage) placed() int { return len(sent[*wire.PlaceOrder](s)) }

// flows fails unless both symbols trade before the eyes of the strategy.
func (s *stage) flows() {
	s.Helper()
	before := s.tradesSeen()
	s.pass(5 * time.Second)
	if n := s.tradesSeen() - before; n < 8 {
		s.Errorf("%d trades in five seconds, want about ten", n)
	}
}

var links = []scene{
	{id: "A1", script: "a1", play: func(s *stage) {
		s.ready()
		ids := s.sentAll(buy("10", "90"), buy("10", "90"), buy("10", "90"), buy("10", "90"), marketBuy("10"))
		s.pass(10 * time.Second)
		if _, err := s.trySend(buy("10", "90")); !errors.Is(err, &order.Reason{Code: order.NotReady}) {
			s.Errorf("an order while the link is lost: %v", err)
		}
		s.pass(time.Minute)
		for _, id := range ids {
			s.orderIs(id, order.Filled, "10")
		}
		if fills, _ := s.actor.seen(); len(fills) != 5 {
			s.Errorf("the strategy was told of %d fills, want 5", len(fills))
		}
		s.outage(1)
	}},
	{id: "A2", script: "a2", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "90"))
		s.pass(10 * time.Minute)
		s.orderIs(id, order.Accepted, "0")
		s.pass(15 * time.Minute)
		s.orderIs(id, order.Filled, "10")
		s.outage(1)
	}},
	{id: "A3", script: "a3", play: func(s *stage) {
		s.venueOf = idleOf(5 * time.Second)
		s.ready()
		id := s.send(buy("10", "90"))
		s.pass(2 * time.Minute)
		s.outage(1)
		if err := s.gateway.CutAll(); err != nil { // until then the dead socket has the client id
			s.Error(err)
		}
		s.pass(time.Minute)
		s.orderIs(id, order.Accepted, "0")
		s.outage(1)
	}},
	{id: "A5", script: "a5", play: func(s *stage) {
		s.start()
		s.is(engine.Connecting)
		s.pass(3 * time.Minute)
		s.send(buy("10", "90"))
	}},
	{id: "A6", script: "a6", play: func(s *stage) {
		s.start()
		s.pass(20 * time.Second)
		if st := s.status(); st.State != engine.Reconciling || st.Counts.InquiriesFailed == 0 {
			s.Errorf("%s after %d failed inquiries", st.State, st.Counts.InquiriesFailed)
		}
		s.pass(3 * time.Minute)
		s.send(buy("10", "90"))
	}},
	{id: "A7", script: "a7", play: func(s *stage) { restarted(s) }},
	{id: "A8", script: "a8", play: func(s *stage) {
		restarted(s)
		for _, in := range sent[*wire.StartAPI](s) {
			if in.ClientID != 3 {
				s.Errorf("connected as client %d", in.ClientID)
			}
		}
	}},
	{id: "A9", script: "a9", play: func(s *stage) {
		s.ready()
		s.pass(8 * time.Second) // a farm is broken now
		id := s.send(buy("10", "90"))
		s.orderIs(id, order.Accepted, "0")
		s.pass(5 * time.Minute)
		s.outage(0)
		s.flows()
	}},
	{id: "A10", script: "a10", play: func(s *stage) {
		s.ready()
		ids := s.sentAll(buy("10", "90"), buy("10", "91"), buy("10", "92"), buy("10", "93"))
		s.pass(5 * time.Minute)
		for _, id := range ids {
			s.orderIs(id, order.Rejected, "0")
		}
		if n := s.placed(); n != 4 {
			s.Errorf("%d orders were sent, want 4", n)
		}
	}},
	{id: "A10", script: "a10b", play: func(s *stage) {
		s.ready()
		ids := s.sentAll(buy("10", "90"), buy("10", "91"), buy("10", "92"), buy("10", "93"))
		s.pass(5 * time.Minute)
		for i, id := range ids {
			want := order.Accepted
			if i > 1 {
				want = order.Rejected
			}
			s.orderIs(id, want, "0")
		}
		if n := s.placed(); n != 4 {
			s.Errorf("%d orders were sent, want 4", n)
		}
	}},
	{id: "B1", script: "b1", play: dataReturns},
	{id: "B2", script: "b2", play: dataReturns},
	{id: "B3", script: "b3", play: dataReturns},
	{id: "B5", script: "b5", play: func(s *stage) {
		s.ready()
		s.pass(time.Minute)
		s.is(engine.Degraded)
		s.pass(10 * time.Minute)
		s.outage(0)
		s.flows()
	}},
}

// restarted lives through a restart of the gateway with a working order, and cancels that afterwards.
func restarted(s *stage) {
	s.Helper()
	s.ready()
	id := s.send(buy("10", "90"))
	s.pass(5 * time.Minute)
	s.outage(1)
	s.orderIs(id, order.Accepted, "0")
	s.cancel(id)
	s.orderIs(id, order.Cancelled, "0")
	if n := s.placed(); n != 1 {
		s.Errorf("%d orders were sent, want 1", n)
	}
}

func (s *stage) cancel(id order.ID) {
	s.Helper()
	s.act(func(x *strategy.Session) {
		if err := x.Cancel(id); err != nil {
			s.Error(err)
		}
	})
	s.pass(time.Second)
}

// dataReturns lives through a loss of data.
func dataReturns(s *stage) {
	s.ready()
	s.flows()
	s.pass(4 * time.Minute)
	s.is(engine.Ready)
	s.flows()
	id := s.send(marketBuy("10"))
	s.pass(2 * time.Second)
	s.orderIs(id, order.Filled, "10")
}
