package faults

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/simtest/agree"
	"github.com/tidemark/tidemark/store"
)

// C15 (N2): a combination is sold by hand for a net credit. Its legs are positions; the execution of the whole, with its
// negative price, moves nothing, neither when it is told nor when it is listed.
func TestC15ACombinationIsItsLegs(t *testing.T) {
	play(t, "", func(s *stage) {
		s.script = scriptOf(t, `
steps:
  - at: 10s
    do:
      - manual: {symbol: AAPL, side: SELL, quantity: 100}
      - manual: {symbol: IBM, side: BUY, quantity: 100}
  - {at: 12s, do: [emit: {message: Executed, fields: {requestID: -1, orderID: 0, secType: BAG, symbol: AAPL, conID: 28812380, execID: 0001.bag.01.01, permID: 7, account: DU1234567, time: "20240304 10:00:10 US/Eastern", side: SLD, shares: 1, price: -1.25}}]}
  - on: {out: Executed, where: {symbol: AAPL}}
    times: always
    do:
      - emit: {message: Executed, fields: {requestID: same, orderID: 0, secType: BAG, symbol: AAPL, conID: 28812380, execID: 0001.bag.01.01, permID: 7, account: DU1234567, time: "20240304 10:00:10 US/Eastern", side: SLD, shares: 1, price: -1.25}}`)
		s.ready()
		s.pass(10 * time.Second)
		if err := s.command(engine.Inquire{}); err != nil { // IB tells nobody but client 0 of what is done by hand
			t.Fatal(err)
		}
		s.pass(10 * time.Second)
		st := s.status()
		held := map[string]string{}
		for _, l := range st.Strategies {
			for _, p := range l.Positions {
				held[l.Name+" "+p.Symbol] = p.Quantity.String()
			}
		}
		if len(held) != 2 || held["external AAPL"] != "-100" || held["external IBM"] != "100" {
			t.Errorf("held %v, want the legs, nobody's", held)
		}
		s.agree()
	})
}

// C17 (N3): a change is sent in the moment in which the link is lost, and becomes a second order with the same id. Both
// are known after the restoration, and one of them is cancelled. TWS cancels by the order id, which is of both, so what
// stays is TWS's choice; what it is our side knows.
func TestC17AChangeBecomesASecondOrder(t *testing.T) {
	play(t, "", func(s *stage) {
		s.script = scriptOf(t, `
steps:
  - {name: lost, do: [link: {is: lost, quiet: true}]}
  - {after: lost, on: {in: PlaceOrder}, do: [twin]}
  - {after: lost, wait: 5s, do: [say: 1100]}
  - {after: lost, wait: 35s, do: [link: restored]}`)
		s.ready()
		s.send(marketBuy("10"))
		s.pass(2 * time.Second)
		id := s.send(order.NewStop("AAPL", order.Sell, dec("10"), dec("90")))
		if err := s.gateway.Fire("lost"); err != nil {
			t.Fatal(err)
		}
		s.modify(id, order.Change{StopPrice: price("91")})
		s.pass(time.Minute)
		o := s.order(id)
		truth, err := s.book.Load()
		if err != nil {
			t.Fatal(err)
		}
		working := 0
		for _, ticket := range truth.Tickets {
			if ticket.Order.Ref == string(id) && !agree.Ended(ticket.Status) {
				if working++; o.State != order.Accepted || !ticket.Order.AuxPrice.Value.Equal(o.StopPrice) {
					t.Errorf("a stop at %s works; here it is %s at %s", ticket.Order.AuxPrice.Value, o.State, o.StopPrice)
				}
			}
		}
		if working != 1 {
			t.Errorf("%d of the two orders work, want 1", working)
		}
		s.is(engine.Ready)
	})
}

// D4: a second process with the same client id, or on the same state file, is told why it may not run. The first one
// does not notice.
func TestD4ASecondProcess(t *testing.T) {
	play(t, "", func(s *stage) {
		s.ready()
		id := s.send(buy("10", "90"))
		second := &stage{T: t, gateway: s.gateway, feed: s.feed}
		if err := second.tryStart(t.TempDir()+"/other.db", 3); !errors.Is(err, client.ErrClientIDInUse) {
			t.Errorf("the same client id: %v, want ErrClientIDInUse", err)
		}
		if err := second.tryStart(s.path, 4); !errors.Is(err, store.ErrLocked) {
			t.Errorf("the same state file: %v, want ErrLocked", err)
		}
		s.pass(time.Minute)
		s.orderIs(id, order.Accepted, "0")
		if n := s.outages(); n != 0 {
			t.Errorf("%d outages of the first, want none", n)
		}
		s.agree()
	})
}

// I2: times leave in UTC, in the form that says so, and mean the same at the broker: the order ends when it was to end.
func TestI2TimesLeaveWithTheirZone(t *testing.T) {
	play(t, "", func(s *stage) {
		s.ready()
		till := opening.Add(5 * time.Minute) // 10:05 in New York is 15:05 in UTC
		id := s.send(buy("10", "90").Until(till))
		placed := sent[*wire.PlaceOrder](s)
		if text := placed[len(placed)-1].Order.GoodTillDate; text != "20240304-15:05:00" {
			t.Errorf("good till %q", text)
		}
		for _, text := range s.alarms() {
			if strings.Contains(text, "other terms") {
				t.Error(text)
			}
		}
		_, err := s.trySend(buy("10", "90").Until(opening))
		if !errors.Is(err, &order.Reason{Code: order.AlreadyExpired}) {
			t.Errorf("a time in the past: %v", err)
		}
		s.pass(4 * time.Minute)
		s.orderIs(id, order.Accepted, "0")
		s.pass(2 * time.Minute)
		s.orderIs(id, order.Expired, "0")
		s.agree()
	})
}

// I5 (N3): an order for the next opening comes a moment after the close and is refused; sent once more it works, as one
// order.
func TestI5RefusedAtTheEdgeOfASession(t *testing.T) {
	play(t, "i5", func(s *stage) {
		s.from = market.At(time.Date(2024, 3, 4, 20, 59, 0, 0, time.UTC))
		s.ready()
		s.pass(time.Until(time.Date(2024, 3, 4, 21, 0, 0, 200_000_000, time.UTC)))
		id, err := s.trySend(buy("10", "90").For(order.OPG))
		if err != nil {
			t.Fatal(err)
		}
		s.pass(5 * time.Second)
		s.orderIs(id, order.Accepted, "0")
		if placed := sent[*wire.PlaceOrder](s); len(placed) != 2 {
			t.Errorf("sent %d times, want twice", len(placed))
		}
		s.agree()
	})
}
