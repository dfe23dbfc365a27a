package tws

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// refusedAtTheClose submits an order for the next opening a moment after a close, and has it refused for that: it waits to
// be sent once more.
func refusedAtTheClose(s *scene) (*order.Order, *wire.PlaceOrder) {
	elapse(6*time.Hour + 200*time.Millisecond) // the scene begins at 10:00
	o := s.submit("a-1", buy("100", "500").For(order.OPG))
	p := last[*wire.PlaceOrder](s)
	s.push(&wire.Error{RequestID: p.OrderID, Code: 201, Message: "Order rejected - reason: Exchange is closed."})
	return o, p
}

// The gateway says that it knows nothing to cancel, which is true, and no reason to send the order all the same.
func TestI5ACancelThatFindsNothingIsACancel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o, p := refusedAtTheClose(s)
		s.Cancel("a-1")
		elapse(20 * time.Millisecond)
		s.push(orderError(p, 10147, "OrderId that needs to be cancelled is not found.")) // to whoever asked
		elapse(3 * time.Second)
		if n := len(sent[*wire.PlaceOrder](s)); n != 1 {
			t.Errorf("sent %d times", n)
		}
		s.is(o, order.Rejected)
	})
}

// Nothing leaves while the link is down: what was refused before stays refused.
func TestI5NothingIsSentOnceMoreIntoADeadLink(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		o, _ := refusedAtTheClose(s)
		s.notice(1100, "Connectivity between IB and Trader Workstation has been lost.")
		elapse(3 * time.Second)
		if n := len(sent[*wire.PlaceOrder](s)); n != 1 {
			t.Errorf("sent %d times", n)
		}
		s.is(o, order.Rejected)
	})
}

// Between the two times the broker lists no such order, from which an inquiry would conclude that there is none.
func TestI5NoTruthWhileAnOrderWaitsToBeSentOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		refusedAtTheClose(s)
		number := s.Inquire()
		elapse(time.Second)
		if failed := only[broker.InquiryFailed](s); failed.Inquiry != number {
			t.Errorf("%+v", failed)
		}
		elapse(time.Second) // it has left
		s.Inquire()
		elapse(time.Second)
		only[broker.Truth](s)
	})
}

// It is sent once more while an inquiry is being answered.
func TestD1NoTruthOfTheTimeBeforeAnOrderWasSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, func(s *scene) { s.mute[(*wire.RequestPositions)(nil).Kind()] = true })
		s.submit("a-1", buy("100", "500"))
		s.Inquire()
		elapse(20 * time.Millisecond)
		s.push(orderError(last[*wire.PlaceOrder](s), 103, "Duplicate order id"))
		s.push(&wire.PositionEnd{})
		elapse(time.Second)
		only[broker.InquiryFailed](s)
		none[broker.Truth](s)
	})
}

// An entry that is refused at the edge of a session takes its exits with it: sent once more, it would be without them.
func TestI5AnEntryIsNotSentOnceMoreWithoutItsExits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		elapse(6*time.Hour + 200*time.Millisecond)
		entry := &order.Order{Request: buy("100", "500").For(order.GTC), ID: "entry", Instrument: s.spy, Children: 1}
		stop := &order.Order{Request: order.NewStop("SPY", order.Sell, dec("100"), dec("490")).For(order.GTC), ID: "stop", Instrument: s.spy}
		stop.Parent = "entry"
		s.Venue.Submit(entry)
		s.Venue.Submit(stop)
		elapse(20 * time.Millisecond)
		p := sent[*wire.PlaceOrder](s)
		s.push(orderError(p[0], 201, "Order rejected - reason: Exchange is closed."),
			orderError(p[1], 201, "Order rejected - reason: Parent order is being cancelled."))
		elapse(3 * time.Second)
		if n := len(sent[*wire.PlaceOrder](s)); n != 2 {
			t.Errorf("%d orders were sent, want 2", n)
		}
		s.is(entry, order.Rejected)
		s.is(stop, order.Rejected)
	})
}

// All of a family was refused for its numbers: the exits follow their entry under its fresh one.
func TestD1AFamilyIsSentAgainAsAFamily(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		s.submitFamily("entry", 2)
		p := sent[*wire.PlaceOrder](s)
		s.push(orderError(p[0], 103, "Duplicate order id"))
		if again := last[*wire.PlaceOrder](s); again.Order.Transmit || again.Order.Ref != "entry" {
			t.Errorf("the entry leaves before its exits: %+v", again.Order)
		}
		for _, id := range []order.ID{"stop", "last"} {
			r := order.NewStop("SPY", order.Sell, dec("100"), dec("490"))
			r.Parent = "entry"
			s.Venue.Submit(&order.Order{Request: r, ID: id, Instrument: s.spy})
		}
		elapse(20 * time.Millisecond)
		p = sent[*wire.PlaceOrder](s) // entry, entry, stop, last
		if len(p) != 4 || p[2].Order.ParentID != p[1].OrderID || p[2].Order.Transmit || !p[3].Order.Transmit {
			t.Fatalf("%+v", p)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := begin(t)
		s.submitFamily("entry", 1)
		r := order.NewStop("SPY", order.Sell, dec("100"), dec("490"))
		r.Parent = "entry"
		stop := s.submit("stop", r)
		p := sent[*wire.PlaceOrder](s)
		s.push(orderError(p[0], 103, "Duplicate order id"), orderError(p[1], 103, "Duplicate order id"))
		p = sent[*wire.PlaceOrder](s)
		if len(p) != 4 || p[3].Order.Ref != "stop" || p[3].Order.ParentID != p[2].OrderID {
			t.Fatalf("%+v", p)
		}
		s.push(working(p[3], 55502)...)
		s.is(stop, order.Accepted)
	})
}
