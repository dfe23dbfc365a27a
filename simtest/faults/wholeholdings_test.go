package faults

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// closing is 16:00 in New York on the day of the stage.
var closing = market.At(time.Date(2024, 3, 4, 21, 0, 0, 0, time.UTC))

func minutes(n int) market.Time { return market.Time(time.Duration(n) * time.Minute) }

// holds fails unless a ledger has so much of AAPL.
func (s *stage) holds(ledger, want string) {
	s.Helper()
	for _, l := range s.status().Strategies {
		if l.Name != ledger {
			continue
		}
		have := dec("0")
		for _, p := range l.Positions {
			if p.Symbol == "AAPL" {
				have = p.Quantity
			}
		}
		if !have.Equal(dec(want)) {
			s.Errorf("%s holds %s, want %s", ledger, have, want)
		}
	}
}

// inquire lets the engine compare.
func (s *stage) inquire() {
	s.Helper()
	if err := s.command(engine.Inquire{}); err != nil {
		s.Error(err)
	}
	s.pass(10 * time.Second)
}

func (s *stage) fire(step string) {
	s.Helper()
	if err := s.gateway.Fire(step); err != nil {
		s.Error(err)
	}
}

var holdings = []scene{
	{id: "D1", script: "d1", play: func(s *stage) {
		s.ready()
		first := s.send(buy("10", "90"))
		if err := s.gateway.CutAll(); err != nil {
			s.Error(err)
		}
		s.pass(time.Minute)
		second := s.send(buy("10", "91"))
		s.orderIs(first, order.Accepted, "0")
		s.orderIs(second, order.Accepted, "0")
	}},
	{id: "D2", script: "d2", play: func(s *stage) {
		s.ready()
		s.pass(10 * time.Second)
		s.inquire()
		s.holds("alpha", "0")
		s.holds("external", "30")
		if n := len(s.status().Foreign); n != 2 {
			s.Errorf("%d foreign orders, want 2", n)
		}
	}},
	{id: "D3", script: "d3", play: func(s *stage) {
		s.ready()
		entry := s.send(marketBuy("10")) // order id 1
		s.pass(2 * time.Second)
		s.end()
		s.fire("reset")
		s.pass(3 * time.Minute)
		s.ready()
		stop := s.send(order.NewStop("AAPL", order.Sell, dec("10"), dec("80")))
		s.pass(2 * time.Second)
		s.inquire()
		s.orderIs(entry, order.Filled, "10")
		s.orderIs(stop, order.Accepted, "0")
		s.holds("alpha", "10")
	}},
	{id: "E1", script: "e1", play: func(s *stage) {
		s.open()
		s.pass(time.Second)
		s.ready()
		id := s.send(buy("5", "90"))
		s.pass(3 * time.Second)
		s.orderIs(id, order.PartiallyFilled, "4")
		s.end()
		s.pass(3 * time.Minute)
		s.ready()
		s.orderIs(id, order.PartiallyFilled, "4")
		s.holds("alpha", "4") // with nobody's five the account is short of one
		s.holds("external", "-5")
		s.fire("rest")
		s.pass(2 * time.Second)
		s.orderIs(id, order.Filled, "5")
	}},
	{id: "E2", script: "e2", play: func(s *stage) {
		s.ready()
		s.send(marketBuy("5"))
		s.pass(2 * time.Second)
		s.end()
		s.fire("away")
		s.pass(3 * time.Minute)
		s.ready()
		s.holds("alpha", "0")
		if n := s.placed(); n != 1 {
			s.Errorf("%d orders were sent, want 1", n)
		}
	}},
	{id: "E3", script: "e3", play: func(s *stage) {
		s.open()
		for _, symbol := range []string{"AAPL", "IBM"} {
			if err := s.gateway.Inject(fault.Adjust{Symbol: symbol, Quantity: dec("10")}); err != nil {
				s.Error(err)
			}
		}
		s.start()
		s.pass(10 * time.Second)
		s.holds("external", "0") // nothing is known yet
		s.pass(2 * time.Minute)
		s.holds("external", "10")
	}},
	{id: "E6", script: "e6", play: func(s *stage) {
		s.clientID = 0 // who is told at once
		s.ready()
		s.send(marketBuy("314"))
		s.pass(2 * time.Second)
		stop := s.send(order.NewStop("AAPL", order.Sell, dec("314"), dec("80")))
		s.fire("margin")
		s.pass(2 * time.Second)
		s.holds("alpha", "83")
		if o := s.order(stop); !o.Quantity.Equal(dec("83")) {
			s.Errorf("the stop is for %s, want 83", o.Quantity)
		}
	}},
	{id: "E7", script: "e7", play: func(s *stage) {
		s.ready()
		s.fire("friday")
		s.inquire()
		s.is(engine.Halted) // nothing explains it: a person decides
		if err := s.command(engine.Resume{Adopt: true}); err != nil {
			s.Error(err)
		}
		s.pass(2 * time.Minute)
		s.is(engine.Ready)
	}},
	{id: "E8", script: "e8", play: func(s *stage) {
		s.open()
		s.pass(time.Second)
		s.ready()
		s.holds("external", "1")
		s.end()
		s.pass(3 * time.Minute)
		s.ready() // equal means nothing
		s.holds("external", "1")
		s.fire("more")
		s.inquire()
		s.is(engine.Halted)
		if err := s.command(engine.Resume{Adopt: true}); err != nil {
			s.Error(err)
		}
		s.pass(2 * time.Minute)
		s.holds("external", "2")
	}},
	{id: "G5", script: "g5", play: func(s *stage) {
		s.ready()
		var b strategy.Bracket
		s.act(func(x *strategy.Session) { b, _ = x.Bracket(marketBuy("10"), dec("150"), dec("80")) })
		s.pass(time.Minute) // the gateway restarts
		s.end()
		s.pass(3 * time.Minute)
		s.ready()
		s.orderIs(b.Entry, order.Filled, "10")
		before := s.orderIs(b.Stop, order.Accepted, "0").BrokerID
		s.modify(b.Stop, order.Change{StopPrice: price("81")})
		s.pass(2 * time.Second)
		if o := s.orderIs(b.Stop, order.Accepted, "0"); !o.StopPrice.Equal(dec("81")) || o.BrokerID != before {
			s.Errorf("the stop is at %s, and was order %s and is %s", o.StopPrice, before, o.BrokerID)
		}
		s.orderIs(b.Target, order.Accepted, "0")
	}},
}

// exitsAreBounded: the fill of an exit is never told, and its end neither. The strategy goes on sending exits, the broker
// takes them, and its position never crosses zero.
func exitsAreBounded(s *stage) {
	s.script = scriptOf(s.T, `
steps:
  - {name: lossy}
  - {after: lossy, on: {out: Executed, where: {requestID: -1}}, times: always, do: [drop]}
  - {after: lossy, on: {out: CommissionReport}, times: always, do: [drop]}
  - {after: lossy, on: {out: OrderStatus}, times: always, do: [drop]}
  - {after: lossy, on: {out: OpenOrder, where: {status: Filled}}, times: always, do: [drop]}`)
	s.ready()
	s.send(marketBuy("100"))
	s.pass(2 * time.Second)
	s.fire("lossy")
	for range 8 {
		s.act(func(x *strategy.Session) { _, _ = x.ClosePosition("AAPL") })
		s.pass(2 * time.Second)
	}
	truth, err := s.book.Load()
	if err != nil {
		s.Fatal(err)
	}
	position := dec("0")
	for _, e := range truth.Executions {
		if e.Side == order.Buy {
			position = position.Add(e.Quantity)
		} else {
			position = position.Sub(e.Quantity)
		}
	}
	if !position.IsZero() {
		s.Errorf("the broker's position is %s, want 0", position)
	}
	s.pass(10 * time.Minute)
	s.holds("alpha", "0")
}
