package faults

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// agree ends a case that must end well: the session is ready, our side stops, and both sides' orders, positions, fills and
// cash are the same (invariants N2 and N3).
func (s *stage) agree() {
	s.Helper()
	s.gateway.Hold(true) // or orders would fill between the looks at the two sides
	s.pass(10 * time.Second)
	s.is(engine.Ready)
	truth, err := s.book.Load()
	if err != nil {
		s.Fatal(err)
	}
	s.sameOrders(s.engine.Status(), truth)
	s.end()
	s.sameBooks(truth)
	s.sameFills(truth)
	s.sentOnce(truth)
}

func (s *stage) sameOrders(st *engine.Status, truth *desk.Change) {
	s.Helper()
	working := map[string]*desk.Ticket{}
	for _, t := range truth.Tickets {
		if t.Order.Ref != "" && !ended(t.Status) {
			working[t.Order.Ref] = t
		}
	}
	for _, o := range st.Orders {
		t := working[string(o.ID)]
		delete(working, string(o.ID))
		switch {
		case t == nil:
			s.Errorf("order %s is %s here and does not work at the broker", o.ID, o.State)
		case !o.Quantity.Equal(t.Order.TotalQuantity) || !o.Filled.Equal(t.Filled):
			s.Errorf("order %s: %s of %s filled here, %s of %s there", o.ID, o.Filled, o.Quantity, t.Filled, t.Order.TotalQuantity)
		}
	}
	for ref, t := range working {
		s.Errorf("order %s works at the broker (%s) and not here", ref, t.Status)
	}
}

func ended(s wire.Status) bool {
	return s == wire.Filled || s == wire.Cancelled || s == wire.APICancelled || s == wire.Inactive
}

func (s *stage) sameBooks(truth *desk.Change) {
	s.Helper()
	ours, cash := s.engine.Account(), decimal.Zero
	theirs := map[string]decimal.Decimal{}
	for _, sheet := range truth.Accounts {
		for _, l := range sheet.Books.Ledgers {
			for _, h := range l.Holdings {
				theirs[h.Symbol] = theirs[h.Symbol].Add(h.Quantity)
			}
			for _, m := range l.Cash {
				cash = cash.Add(m.Amount)
			}
		}
	}
	for i, symbol := range []string{"AAPL", "IBM"} {
		if have := ours.Quantity(market.ID(i)); !have.Equal(theirs[symbol]) {
			s.Errorf("%s: %s here, %s at the broker", symbol, have, theirs[symbol])
		}
	}
	if have := ours.Cash(market.USD); have.Sub(cash).Abs().GreaterThan(dec("0.01")) { // the broker states it in cents
		s.Errorf("cash %s here, %s at the broker", have, cash)
	}
	if err := ours.Audit(); err != nil {
		s.Error(err)
	}
}

// sameFills compares the bookings in the state file with the broker's executions.
func (s *stage) sameFills(truth *desk.Change) {
	s.Helper()
	ours := s.bookings()
	for _, e := range truth.Executions {
		trade, _ := order.Trade(e.ID())
		if e.Unreported || e.Quantity.IsZero() {
			continue
		}
		if want := deal(e.Side, e.Quantity, e.Price); len(ours[trade]) != 1 || ours[trade][0] != want {
			s.Errorf("execution %s is %s at the broker, and %q here", trade, want, ours[trade])
		}
		delete(ours, trade)
	}
	for trade, was := range ours {
		s.Errorf("execution %s, %s, is booked here and unknown to the broker", trade, was)
	}
}

// bookings are the executions in the state file, by their ids without the revision.
func (s *stage) bookings() map[string][]string {
	s.Helper()
	file, err := store.OpenWith(s.path, store.Options{ReadOnly: true})
	if err != nil {
		s.Fatal(err)
	}
	defer file.Close()
	found := map[string][]string{}
	err = file.Walk(store.Bookings, func(_ string, value []byte) error {
		var b portfolio.Booking
		if err := json.Unmarshal(value, &b); err != nil {
			return err
		}
		trade, _ := order.Trade(b.Fill.ExecID)
		if !b.Charge && trade != "" && !strings.HasPrefix(trade, "adjust") && !b.Fill.Quantity.IsZero() {
			found[trade] = append(found[trade], deal(b.Fill.Side, b.Fill.Quantity, b.Fill.Price))
		}
		return nil
	})
	if err != nil {
		s.Fatal(err)
	}
	return found
}

func deal(side order.Side, quantity, price decimal.Decimal) string {
	return fmt.Sprintf("%s %s at %s", side, quantity, price)
}

// sentOnce checks that no order of ours is two at the broker.
func (s *stage) sentOnce(truth *desk.Change) {
	s.Helper()
	seen := map[string]bool{}
	for _, t := range truth.Tickets {
		if t.Order.Ref != "" && seen[t.Order.Ref] {
			s.Errorf("the broker has two orders %s", t.Order.Ref)
		}
		seen[t.Order.Ref] = true
	}
}
