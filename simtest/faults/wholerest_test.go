package faults

import (
	"errors"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/simtest/agree"
)

// overnight is an outage that lasts from before the close to the next morning.
func overnight(s *stage) {
	s.from = closing - minutes(10)
	s.ready()
	id := s.send(buy("10", "90").For(order.GTC))
	s.pass(5 * time.Hour)
	s.is(engine.Blind)
	if _, err := s.trySend(buy("10", "90")); !errors.Is(err, &order.Reason{Code: order.NotReady}) {
		s.Errorf("an order while the gateway is gone: %v", err)
	}
	if n := len(s.alarms()); n < 3 { // after a minute, ten, an hour
		s.Errorf("%d alarms in five hours, want one at each age", n)
	}
	s.pass(10 * time.Hour)
	s.outage(1)
	s.orderIs(id, order.Accepted, "0")
	if n := s.placed(); n != 1 {
		s.Errorf("%d orders were sent, want 1", n)
	}
}

var rest = []scene{
	{id: "A11", script: "a11", play: overnight},
	{id: "A11", script: "a11b", play: overnight},
	{id: "B7", script: "b7", play: func(s *stage) {
		s.feed = engine.Feed{Quotes: true, Trades: true}
		s.start()
		s.pass(time.Minute)
		st := s.status()
		if st.State != engine.Degraded || len(st.Broken) != 1 || !strings.Contains(st.Broken[0].Cause, "subscribed") {
			s.Errorf("%s, broken %+v: want degraded by the one share that is not subscribed", st.State, st.Broken)
		}
	}, apart: true},
	{id: "B10", script: "b10", play: func(s *stage) {
		s.ready()
		for range 180 { // so early its usual pace is not known: it is found out after two and a half minutes
			if s.pass(time.Second); s.engine.Status().State == engine.Degraded {
				break
			}
		}
		if st := s.engine.Status(); st.State != engine.Degraded || len(st.Broken) != 1 {
			s.Errorf("%s, broken %+v: want degraded by the one line that does not tick", st.State, st.Broken)
		}
		s.pass(time.Minute)
		s.outage(0)
		s.flows()
	}},
	{id: "F4", script: "", play: func(s *stage) {
		s.script = scriptOf(s.T, `steps: [{at: 0s, do: [farm: secdefil]}, {at: 20s, do: [farm: {name: secdefil, is: ok}]}]`)
		s.start()
		s.pass(10 * time.Second)
		s.is(engine.Reconciling) // the contracts are not known
		s.pass(2 * time.Minute)
		s.flows()
	}},
	{id: "G4", play: func(s *stage) {
		s.ready()
		s.send(marketBuy("10"))
		s.pass(2 * time.Second)
		s.end()
		want := len(agree.Bookings(s, s.path))
		for range 5 {
			s.pass(3 * time.Minute)
			s.ready()
			s.holds("alpha", "10")
			s.end()
			if n := len(agree.Bookings(s, s.path)); n != want {
				s.Fatalf("%d executions are booked, want %d", n, want)
			}
		}
		s.pass(3 * time.Minute)
		s.ready()
		if n := s.placed(); n != 1 {
			s.Errorf("%d orders were sent, want 1", n)
		}
	}},
	{id: "G7", play: func(s *stage) {
		s.script = scriptOf(s.T, `
steps:
  - {on: {in: CancelOrder}, do: [ignore]}
  - {on: {in: PlaceOrder, order: 2}, do: [ignore]}`)
		s.ready()
		working := s.send(buy("10", "90"))
		s.cancel(working)
		lost := s.sentAll(buy("10", "91"))[0]
		from := time.Now()
		s.end()
		if took := time.Since(from); took > 15*time.Second {
			s.Errorf("the stop took %v", took)
		}
		s.pass(3 * time.Minute)
		s.ready()
		s.orderIs(lost, order.Rejected, "0")
		s.orderIs(working, order.Cancelled, "0") // the cancel was sent once more when the order was found working
	}},
	{id: "I1", script: "i1", play: func(s *stage) {
		s.ready()
		for range 4 {
			s.send(marketBuy("10"))
			s.pass(time.Second)
		}
		fills, _ := s.actor.seen()
		if len(fills) != 4 {
			s.Fatalf("%d fills, want 4", len(fills))
		}
		for _, f := range fills {
			if f.Time != opening { // 10:00 in New York
				s.Errorf("filled at %v, want %v", f.Time, opening)
			}
		}
	}},
	{id: "J1", script: "j1", play: func(s *stage) {
		fillsOnce(s)
		for _, p := range sent[*wire.PlaceOrder](s) {
			if p.Order.Account != account {
				s.Errorf("sent for account %q", p.Order.Account)
			}
		}
	}},
	{id: "J2", script: "j2", play: func(s *stage) {
		s.open()
		var refused *tws.AccountError
		if err := s.tryStart(s.path, 3); !errors.As(err, &refused) {
			s.Errorf("started at another account: %v", err)
		}
		if n := s.placed(); n != 0 {
			s.Errorf("%d orders were sent", n)
		}
	}, apart: true},
	{id: "J6", script: "j6", play: func(s *stage) {
		s.ready()
		first, second := s.send(buy("10", "90")), s.send(buy("10", "91"))
		third, err := s.trySend(buy("10", "92"))
		if err != nil {
			s.Fatal(err)
		}
		s.pass(time.Second)
		s.orderIs(third, order.Rejected, "0")
		s.cancel(first)
		s.cancel(second)
		s.orderIs(first, order.Cancelled, "0")
		s.orderIs(second, order.Cancelled, "0")
		s.pass(time.Minute)
		if n := s.placed(); n != 3 {
			s.Errorf("%d orders were sent, want 3", n)
		}
	}},
}
