package faults

import (
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// fillsOnce buys at the market, and wants one fill and one complete order.
func fillsOnce(s *stage) {
	s.Helper()
	s.ready()
	id := s.send(marketBuy("10"))
	s.pass(5 * time.Second)
	if o := s.orderIs(id, order.Filled, "10"); o.AveragePrice.LessThan(dec("100")) {
		s.Errorf("average price %s", o.AveragePrice)
	}
	if fills, _ := s.actor.seen(); len(fills) != 1 {
		s.Errorf("the strategy was told of %d fills, want 1", len(fills))
	}
	if n := s.placed(); n != 1 {
		s.Errorf("%d orders were sent, want 1", n)
	}
	s.outage(0)
}

// refuses sends orders that the broker refuses.
func refuses(s *stage, n int) {
	s.Helper()
	s.ready()
	for range n {
		id := s.send(buy("10", "90"))
		s.pass(time.Second)
		if o := s.orderIs(id, order.Rejected, "0"); o.Reason.Detail == "" {
			s.Error("rejected without words")
		}
	}
	if st := s.status(); len(st.Orders) != 0 {
		s.Errorf("%d orders are open", len(st.Orders))
	}
}

var orders = []scene{
	{id: "C1", script: "c1", play: fillsOnce},
	{id: "C2", script: "c2", play: fillsOnce},
	{id: "C3", script: "c3", play: fillsOnce},
	{id: "C4", script: "c4", play: func(s *stage) {
		s.ready()
		id := s.send(buy("100", "90"))
		s.cancel(id)
		s.orderIs(id, order.Filled, "100")
	}},
	{id: "C4", script: "c4b", play: func(s *stage) {
		s.ready()
		id := s.send(buy("100", "90"))
		s.cancel(id)
		s.orderIs(id, order.Cancelled, "40")
		if fills, _ := s.actor.seen(); len(fills) != 1 {
			s.Errorf("the strategy was told of %d fills, want 1", len(fills))
		}
	}},
	{id: "C5", script: "c5", play: func(s *stage) {
		s.ready()
		for range 3 {
			id := s.send(buy("10", "90"))
			s.cancel(id)
			s.pass(5 * time.Second)
			s.orderIs(id, order.Accepted, "0") // it works, whatever the refusal of the cancel said
		}
		if n := len(sent[*wire.CancelOrder](s)); n != 3 {
			s.Errorf("%d cancels were sent, want 3", n)
		}
	}},
	{id: "C6", play: func(s *stage) {
		s.script = scriptOf(s.T, `steps: [{on: {in: CancelOrder}, times: always, do: [delay: 16h]}]`)
		s.ready()
		id := s.send(buy("10", "90").For(order.GTC))
		s.cancel(id)
		s.pass(10 * time.Minute)
		s.orderIs(id, order.PendingCancel, "0")
		s.pass(16 * time.Hour)
		s.orderIs(id, order.Cancelled, "0")
		s.outage(0)
		s.pass(10 * time.Minute)
	}, apart: true}, // the market of the second day stands still, so the session is degraded
	{id: "C7", script: "c7", play: func(s *stage) {
		s.ready()
		var ids []order.ID
		for range 8 {
			ids = append(ids, s.sentAll(marketBuy("10"))...)
		}
		lost := s.sentAll(order.NewLimit("IBM", order.Buy, dec("10"), dec("90")))[0] // 9
		held := s.sentAll(buy("10", "90"))[0]                                        // 10
		s.pass(30 * time.Second)
		for _, id := range ids {
			s.orderIs(id, order.Filled, "10")
		}
		s.orderIs(lost, order.Rejected, "0")
		s.pass(8 * time.Minute)
		s.orderIs(held, order.Accepted, "0") // somebody has clicked
		if n := s.placed(); n != 10 {
			s.Errorf("%d orders were sent, want 10", n)
		}
	}},
	{id: "C8", script: "c8", play: func(s *stage) { refuses(s, 4) }},
	{id: "C9", script: "c9", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "90").For(order.GTC))
		s.pass(6 * time.Minute) // until the next comparison
		if o := s.orderIs(id, order.Accepted, "0"); o.TimeInForce != order.Day {
			s.Errorf("it is good for %s, and the broker's preset made it a day order", o.TimeInForce)
		}
		if n := s.placed(); n != 1 {
			s.Errorf("%d orders were sent, want 1", n)
		}
		if len(s.alarms()) == 0 {
			s.Error("no alarm")
		}
	}},
	{id: "C10", script: "c10", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "66"))
		s.modify(id, order.Change{LimitPrice: price("45.55")})
		s.pass(2 * time.Second)
		if o := s.orderIs(id, order.Accepted, "0"); !o.LimitPrice.Equal(dec("66")) {
			s.Errorf("limit %s, want 66", o.LimitPrice)
		}
		s.cancel(id)
		s.orderIs(id, order.Cancelled, "0")
	}},
	{id: "C10", script: "c10b", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "66"))
		s.modify(id, order.Change{LimitPrice: price("67")})
		s.pass(2 * time.Second)
		s.orderIs(id, order.Filled, "10")
	}},
	{id: "C11", play: func(s *stage) {
		s.script = scriptOf(s.T, `
steps:
  - {on: {out: OrderStatus}, times: always, until: 20m, do: [replace: {status: Inactive, whyHeld: locate}, say: {id: same, code: 404}]}
  - {on: {out: OpenOrder}, times: always, until: 20m, do: [replace: {status: Inactive}]}
  - {at: 22m, do: [fill: {order: 1}]}`)
		s.ready()
		id := s.send(order.NewLimit("AAPL", order.Sell, dec("10"), dec("150")))
		s.pass(18 * time.Minute)
		s.orderIs(id, order.Accepted, "0")
		s.pass(5 * time.Minute)
		s.orderIs(id, order.Filled, "10")
	}},
	{id: "C11", script: "c11b", play: func(s *stage) { refuses(s, 1) }},
	{id: "C12", script: "c12", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "90"))
		s.cancel(id)
		s.orderIs(id, order.Cancelled, "0")
		s.pass(10 * time.Second)
	}},
	{id: "C12", script: "c12b", play: func(s *stage) {
		s.ready()
		id := s.send(buy("10", "90"))
		s.pass(10 * time.Second)
		s.orderIs(id, order.Cancelled, "0")
		if n := s.placed(); n != 1 {
			s.Errorf("%d orders were sent, want 1", n)
		}
	}},
	{id: "C13", script: "c13", play: func(s *stage) {
		s.ready()
		var b strategy.Bracket
		s.act(func(x *strategy.Session) { b, _ = x.Bracket(buy("100", "90"), dec("95"), dec("85")) })
		s.pass(10 * time.Second)
		s.orderIs(b.Entry, order.Cancelled, "40")
		if st := s.status(); len(st.Orders) != 0 {
			s.Errorf("%d orders work, and nothing is held", len(st.Orders))
		}
	}},
	{id: "C14", script: "c14", play: func(s *stage) {
		s.ready()
		for range 3 {
			id := s.send(marketBuy("10"))
			s.pass(time.Second)
			s.orderIs(id, order.Filled, "10")
		}
		s.pass(3 * time.Second)
		fees := map[string]bool{}
		for _, f := range s.status().Fills {
			fees[f.Fee.String()] = true
		}
		if len(fees) != 3 || !fees["1.05"] || !fees["0"] || !fees["-0.3"] {
			s.Errorf("fees %v, want 1.05, none, and a rebate of 0.30", fees)
		}
	}, apart: true}, // the desk's own fee is another
	{id: "C15", script: "c15", play: spreads},
	{id: "C15", script: "c15b", play: spreads},
	{id: "C16", script: "c16", play: func(s *stage) {
		s.ready()
		id := s.send(marketBuy("100"))
		s.pass(time.Hour + time.Minute)
		if o := s.orderIs(id, order.Filled, "100"); !o.AveragePrice.Equal(dec("9.90")) {
			s.Errorf("average price %s, want 9.90", o.AveragePrice)
		}
	}, apart: true}, // the market has ended by then: degraded
	{id: "D5", script: "d5", play: func(s *stage) {
		s.ready()
		s.pass(5 * time.Second)
		if err := s.command(engine.Inquire{}); err != nil {
			s.Error(err)
		}
		st := s.status()
		if len(st.Foreign) != 1 || st.Foreign[0].Owner != "manual" {
			s.Errorf("foreign orders %+v, want one made by hand", st.Foreign)
		}
		s.send(buy("10", "90")) // it blocks nothing
	}},
	{id: "D6", script: "d6", play: fillsOnce},
	{id: "E9", script: "e9", play: fillsOnce},
	{id: "F6", script: "f6", play: func(s *stage) {
		s.ready()
		for range 6 {
			_, _ = s.trySend(buy("10", "90")) // those after the drop are refused here
		}
		s.pass(2 * time.Minute)
		s.outage(1)
	}},
	{id: "I6", play: func(s *stage) {
		s.script = scriptOf(s.T, `steps: [{at: 2m, do: [link: lost]}, {at: 20m, do: [link: restored]}, {on: {out: CompletedOrder}, times: always, do: [drop]}]`)
		s.from = closing - minutes(10)
		s.ready()
		id := s.send(buy("10", "90"))
		s.pass(25 * time.Minute)
		s.orderIs(id, order.Expired, "0")
	}, apart: true}, // the market is closed, and its data was lost before
	{id: "J4", script: "j4", play: func(s *stage) {
		s.ready()
		for range 30 {
			_, _ = s.trySend(buy("10", "90"))
			s.pass(time.Second)
		}
		if n := s.placed(); n > 3 {
			s.Errorf("%d orders were sent in a minute, want 3 at most", n)
		}
	}},
	{id: "J5", play: exitsAreBounded},
	{id: "J7", script: "j7", play: func(s *stage) {
		s.ready()
		_, _ = s.trySend(buy("10", "90"))
		s.pass(2 * time.Second)
		if st := s.status(); st.State != engine.Halted || !strings.Contains(st.Halt.Reason, "read-only") {
			s.Errorf("%s by %+v, want halted because the API is read-only", st.State, st.Halt)
		}
		s.flows()
	}, apart: true},
}
