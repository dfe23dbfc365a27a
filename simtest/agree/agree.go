// Package agree compares the books of an engine with those of the simulated gateway that it has traded at: orders,
// positions, cash and fills must be the same on both sides. Tests of the whole live stack end with it.
//
// It starts nothing and changes nothing.
package agree

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// Ended reports that nothing more will happen to an order at the gateway.
func Ended(s wire.Status) bool {
	return s == wire.Filled || s == wire.Cancelled || s == wire.APICancelled || s == wire.Inactive
}

// Orders compares what works here and there.
func Orders(t testing.TB, ours *engine.Status, truth *desk.Change) {
	t.Helper()
	working := map[string]*desk.Ticket{}
	for _, ticket := range truth.Tickets {
		if ticket.Order.Ref != "" && !Ended(ticket.Status) {
			working[ticket.Order.Ref] = ticket
		}
	}
	for _, o := range ours.Orders {
		theirs := working[string(o.ID)]
		delete(working, string(o.ID))
		switch {
		case theirs == nil:
			t.Errorf("order %s is %s here and does not work at the broker", o.ID, o.State)
		case !o.Quantity.Equal(theirs.Order.TotalQuantity) || !o.Filled.Equal(theirs.Filled):
			t.Errorf("order %s: %s of %s filled here, %s of %s there", o.ID, o.Filled, o.Quantity, theirs.Filled, theirs.Order.TotalQuantity)
		}
	}
	for ref, ticket := range working {
		t.Errorf("order %s works at the broker (%s) and not here", ref, ticket.Status)
	}
}

// Holdings compares positions and cash in dollars, and audits ours. The instruments are those of the run.
func Holdings(t testing.TB, ours *portfolio.Account, instruments []*market.Instrument, truth *desk.Change) {
	t.Helper()
	theirs, cash := map[string]decimal.Decimal{}, decimal.Zero
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
	for _, in := range instruments {
		if have := ours.Quantity(in.ID); !have.Equal(theirs[in.Symbol]) {
			t.Errorf("%s: %s here, %s at the broker", in.Symbol, have, theirs[in.Symbol])
		}
	}
	cent := decimal.New(1, -2) // the broker states cash in cents
	if have := ours.Cash(market.USD); have.Sub(cash).Abs().GreaterThan(cent) {
		t.Errorf("cash %s here, %s at the broker", have, cash)
	}
	if err := ours.Audit(); err != nil {
		t.Error(err)
	}
}

// Fills compares the bookings in a state file, none of which may be in quarantine, with the gateway's executions.
func Fills(t testing.TB, path string, truth *desk.Change) {
	t.Helper()
	ours := Bookings(t, path)
	for _, e := range truth.Executions {
		trade, _ := order.Trade(e.ID())
		if e.Unreported || e.Quantity.IsZero() || e.Contract.SecType == wire.Combo { // which its legs book
			continue
		}
		if want := deal(e.Side, e.Quantity, e.Price); ours[trade] != want {
			t.Errorf("execution %s of %q is %s at the broker, and %q here", trade, e.Ref, want, ours[trade])
		}
		delete(ours, trade)
	}
	for trade, was := range ours {
		t.Errorf("execution %s, %s, is booked here and unknown to the broker", trade, was)
	}
}

// Bookings are the executions in a state file, in words, by their ids without the revision. One that is booked twice fails
// the test.
func Bookings(t testing.TB, path string) map[string]string {
	t.Helper()
	file, err := store.OpenWith(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	booked := map[string]string{}
	err = file.Walk(store.Bookings, func(_ string, value []byte) error {
		var b portfolio.Booking
		if err := json.Unmarshal(value, &b); err != nil {
			return err
		}
		trade, _ := order.Trade(b.Fill.ExecID)
		if b.Charge || trade == "" || strings.HasPrefix(trade, "adjust") {
			return nil
		}
		if was, twice := booked[trade]; twice {
			t.Errorf("execution %s is booked twice: %s", trade, was)
		}
		if !b.Fill.Quantity.IsZero() {
			booked[trade] = deal(b.Fill.Side, b.Fill.Quantity, b.Fill.Price)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if quarantined, err := file.Quarantines(); err != nil || len(quarantined) > 0 {
		t.Errorf("quarantine: %+v %v", quarantined, err)
	}
	return booked
}

func deal(side order.Side, quantity, price decimal.Decimal) string {
	return fmt.Sprintf("%s %s at %s", side, quantity, price)
}
