package faults

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// A4 (N6): two thousand ticks a second for twenty seconds, and whatever asks for a sign of life is answered twelve
// seconds late. No connection is given up, and an order in the middle of it is acknowledged.
func TestA4ABurstIsNoSilence(t *testing.T) {
	play(t, "", func(s *stage) {
		s.feed = engine.Feed{Quotes: true, Trades: true}
		s.script = scriptOf(t, `
steps:
  - {name: burst, after: go, on: {out: TickByTick}, times: always, until: 20s, do: [repeat: 499]}
  - {on: {out: CurrentTime}, times: always, do: [delay: 12s]}
  - {name: go}`)
		s.venueOf = idleOf(2 * time.Second)
		s.ready()
		if err := s.gateway.Fire("go"); err != nil {
			t.Fatal(err)
		}
		s.pass(5 * time.Second)
		before := s.tradesSeen()
		id := s.send(marketBuy("10"))
		s.pass(2 * time.Second)
		s.orderIs(id, order.Filled, "10")
		if n := s.tradesSeen() - before; n < 2000 { // two symbols for two seconds
			t.Fatalf("%d trades in two seconds: there was no burst", n)
		}
		s.pass(time.Minute)
		if n := s.outages(); n != 0 {
			t.Errorf("%d outages, want none", n)
		}
		s.agree()
	})
}

// D7: an error about a data request comes while an order works. The numbers of the two are never the same, so the order
// is not meant; the data is asked for again.
func TestD7AnErrorOfADataRequestIsNoOrders(t *testing.T) {
	play(t, "", func(s *stage) {
		s.script = scriptOf(t, `
steps:
  - {name: go}
  - {after: go, on: {out: TickByTick}, do: [say: {id: same, code: 200}]}`)
		s.ready()
		id := s.send(buy("10", "90"))
		if err := s.gateway.Fire("go"); err != nil {
			t.Fatal(err)
		}
		s.pass(2 * time.Minute)
		s.orderIs(id, order.Accepted, "0")
		lines := sent[*wire.RequestTickByTick](s)
		if len(lines) < 3 { // two, and one again
			t.Errorf("%d requests for data", len(lines))
		}
		for _, placed := range sent[*wire.PlaceOrder](s) {
			if slices.ContainsFunc(lines, func(r *wire.RequestTickByTick) bool { return r.RequestID == placed.OrderID }) {
				t.Errorf("order and request have the number %d", placed.OrderID)
			}
		}
		s.agree()
	})
}

// E4 (N1): after the nightly restart the broker states costs and values as the largest double. The position counts, and
// no profit comes from it.
func TestE4FiguresThatAreUnset(t *testing.T) {
	play(t, "", func(s *stage) {
		s.script = scriptOf(t, `
steps:
  - {at: 1s, do: [adjust: {symbol: AAPL, quantity: 100, price: 99}]}
  - {on: {out: Position}, times: always, do: [replace: {averageCost: unset}]}
  - {on: {out: AccountSummary, where: {tag: StockMarketValue}}, times: always, do: [replace: {value: 1.7976931348623157E308}]}`)
		s.open()
		s.pass(5 * time.Second)
		s.ready()
		st := s.status()
		if st.Equity == nil || st.Equity.Abs().GreaterThan(dec("2000000")) {
			t.Errorf("equity %v", st.Equity)
		}
		if p := st.Strategies; len(p) != 2 || len(p[0].Positions) != 1 || !p[0].Positions[0].Quantity.Equal(dec("100")) || p[0].Positions[0].Average.LessThan(dec("100")) {
			t.Errorf("positions %+v, want 100 of nobody's", p)
		}
		if err := s.gateway.CutAll(); err != nil {
			t.Fatal(err)
		}
		s.pass(time.Minute)
		if s.is(engine.Ready); s.outages() != 1 {
			t.Errorf("%d outages", s.outages())
		}
		s.agree()
	})
}

// I4: on the day after Thanksgiving New York closes at 13:00. A quarter of an hour before the close is 12:45, a day
// order ends at 13:00, and after it nothing is sent.
func TestI4HalfADay(t *testing.T) {
	play(t, "", func(s *stage) {
		noon := time.Date(2024, 11, 29, 17, 40, 0, 0, time.UTC) // 12:40
		s.from = market.At(noon)
		var fired []time.Time
		s.started = func(x *strategy.Session) {
			x.At(calendar.BeforeClose(15*time.Minute), func() { fired = append(fired, x.Now().UTC()) })
		}
		s.ready()
		id := s.send(buy("10", "90"))
		s.pass(25 * time.Minute)
		s.act(func(*strategy.Session) {
			if len(fired) != 1 || !fired[0].Equal(noon.Add(5*time.Minute)) {
				t.Errorf("fired %v, want once at 17:45 UTC", fired)
			}
		})
		o := s.order(id)
		if o.State != order.Expired {
			t.Errorf("the day order is %s: %s", o.State, o.Reason.Error())
		}
		for _, in := range s.gateway.Inbound() {
			if _, placed := in.Message.(*wire.PlaceOrder); placed && in.Time.UTC().After(noon.Add(20*time.Minute)) {
				t.Errorf("sent at %v", in.Time)
			}
		}
		s.agree()
	})
}

// I4: IB says that a day is half a one, and the calendar does not know: a person is told at once, and the run goes on.
func TestI4HalfADayThatTheCalendarDoesNotKnow(t *testing.T) {
	play(t, "i4", func(s *stage) {
		s.ready()
		want := "IB says 09:30 to 13:00, the calendar XNYS says 09:30 to 16:00"
		if alarms := s.alarms(); len(alarms) != 2 || !strings.Contains(alarms[0], want) || !strings.Contains(alarms[1], want) {
			t.Errorf("alarms %q, want one for each share: %s", alarms, want)
		}
		s.agree()
	})
}
