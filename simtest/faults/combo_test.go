package faults

import (
	"maps"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/order"
)

// held is what alpha holds, by symbol.
func (s *stage) held() map[string]string {
	s.Helper()
	list := map[string]string{}
	for _, l := range s.status().Strategies {
		for _, p := range l.Positions {
			list[l.Name+" "+p.Symbol] = p.Quantity.String()
		}
	}
	return list
}

// spreads buys ten pairs for a credit of 1.25 each. It is one order, filled once; its legs are the positions, and come to
// the credit. A restart, after which everything is told once more, changes nothing.
func spreads(s *stage) {
	s.pair = true
	s.ready()
	id := s.send(order.NewLimit("PAIR", order.Buy, dec("10"), dec("-1.25")))
	s.pass(5 * time.Second)
	want := map[string]string{"alpha IBM": "10", "alpha AAPL": "-10"}
	is := func(when string) {
		s.Helper()
		if o := s.orderIs(id, order.Filled, "10"); !o.AveragePrice.Equal(dec("-1.25")) {
			s.Errorf("%s: average price %s", when, o.AveragePrice)
		}
		if held := s.held(); !maps.Equal(held, want) {
			s.Errorf("%s: held %v, want %v", when, held, want)
		}
	}
	is("filled")
	fills, _ := s.actor.seen()
	paid := decimal.Zero
	for _, f := range fills {
		if f.Leg {
			paid = paid.Add(f.Instrument.Notional(f.Price, f.Signed()))
		}
	}
	if len(fills) != 3 || !paid.Equal(dec("-12.50")) { // 10 × −1.25
		s.Errorf("%d fills were told, whose legs cost %s", len(fills), paid)
	}
	s.end()
	s.ready()
	is("after a restart")
	if err := s.command(engine.Inquire{}); err != nil {
		s.Fatal(err)
	}
	s.pass(5 * time.Second)
	is("asked for once more")
	if n := s.placed(); n != 1 {
		s.Errorf("%d orders were sent, want 1", n)
	}
}

// The whole is told, and our side ends before the legs are. They are found when it is back.
func TestC15LegsThatComeAfterTheEnd(t *testing.T) {
	play(t, "", func(s *stage) {
		s.pair = true
		s.script = scriptOf(t, `steps: [{on: {out: Executed, where: {secType: STK}}, times: 2, do: [delay: 1m]}]`)
		s.ready()
		id := s.send(order.NewMarket("PAIR", order.Sell, dec("10")))
		s.pass(3 * time.Second)
		s.orderIs(id, order.Filled, "10")
		if held := s.held(); len(held) != 0 {
			s.Errorf("held %v before the legs were told", held)
		}
		s.end()
		s.ready()
		if held := s.held(); !maps.Equal(held, map[string]string{"alpha IBM": "-10", "alpha AAPL": "10"}) {
			s.Errorf("held %v", held)
		}
		s.agree()
	})
}

// A combination in the market of its legs: an order at zero rests and is changed below zero and above, one at the market
// fills at once. What fills while our side is away is found.
func TestC15ACombinationInTheMarket(t *testing.T) {
	play(t, "", func(s *stage) {
		s.pair = true
		s.ready()
		fill := s.send(order.NewMarket("PAIR", order.Sell, dec("10"))) // IBM is sold at the bid and AAPL bought at the ask
		s.pass(3 * time.Second)
		if o := s.orderIs(fill, order.Filled, "10"); !o.AveragePrice.Equal(dec("-0.02")) {
			s.Errorf("average price %s", o.AveragePrice)
		}
		rests := s.send(order.NewLimit("PAIR", order.Buy, dec("5"), dec("0")).For(order.GTC)) // 0.02 is asked
		s.orderIs(rests, order.Accepted, "0")
		s.modify(rests, order.Change{LimitPrice: price("-0.5")})
		s.pass(3 * time.Second)
		if o := s.orderIs(rests, order.Accepted, "0"); !o.LimitPrice.Equal(dec("-0.5")) {
			s.Errorf("limit %s", o.LimitPrice)
		}
		s.end()
		if err := s.gateway.Inject(fault.Fill{Order: sent[*wire.PlaceOrder](s)[1].OrderID, Quantity: dec("2")}); err != nil {
			s.Fatal(err)
		}
		s.ready()
		s.orderIs(rests, order.PartiallyFilled, "2")
		s.modify(rests, order.Change{LimitPrice: price("0.02")})
		s.pass(3 * time.Second)
		s.orderIs(rests, order.Filled, "5")
		if held := s.held(); !maps.Equal(held, map[string]string{"alpha IBM": "-5", "alpha AAPL": "5"}) {
			s.Errorf("held %v", held)
		}
		stop := order.NewStop("PAIR", order.Sell, dec("5"), dec("-2"))
		if id, err := s.trySend(stop); err == nil {
			s.pass(time.Second)
			s.orderIs(id, order.Rejected, "0")
		}
		s.agree()
	})
}
