package desk

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// drain applies what the venue has said. What follows from an event may make the venue say more.
func (d *Desk) drain() {
	for len(d.events) > 0 && d.err == nil {
		events := d.events
		d.events = nil
		for _, ev := range events {
			if t := d.byVenue[ev.About().Order]; t != nil && !t.done() {
				d.apply(t, ev)
			}
		}
	}
}

// apply is one event of the venue in IB's terms. Events of an order's earlier laps find no ticket.
func (d *Desk) apply(t *Ticket, ev order.Event) {
	switch e := ev.(type) {
	case order.WasRejected:
		d.reject(t, refuse(201, rejected+e.Reason.Detail))
	case order.WasTriggered:
		t.Triggered = true
		d.touch(t)
	case order.WasFilled:
		if e.Fill.Leg {
			d.took(d.market.Listings()[e.Fill.Instrument.ID])
			t.legFills = append(t.legFills, e.Fill)
			return
		}
		if !t.combo() {
			d.took(t.listing)
		}
		d.fill(t, e.Fill)
	case order.WasModified:
		d.altered(t, e.Change)
	case order.ModifyRefused:
		t.refusal = &e.Reason
	case order.CancelRefused:
		d.answer(t.Client, t.OrderID, 136, "This order cannot be cancelled.")
		d.restate(t)
	case order.WasCancelled:
		d.end(t, ending(e.Reason.Code))
	case order.HasExpired:
		d.end(t, ending(e.Reason.Code))
	case order.Noted:
		t.noted = e.Reason.Code
		if shut := t.noted == order.MarketClosed || t.noted == order.WaitingForOpen; shut != t.Shut {
			t.Shut = shut
			d.touch(t)
		}
		if !t.settling {
			d.restate(t)
		}
	}
}

// ending is how an order was completed, in the words of completedStatus.
func ending(code order.Code) string {
	switch code {
	case order.CancelledByStrategy:
		return "Cancelled by Trader"
	case order.CancelledByOCA, order.ParentEnded:
		return "Cancelled by System"
	}
	return "Cancelled"
}

// end completes an order that will not be filled any more: the status, and error 202. The venue may have more to say
// after it.
func (d *Desk) end(t *Ticket, how string) {
	discarded := t.held
	t.held = false
	t.Status, t.WhyHeld, t.Ended, t.Ending = wire.Cancelled, "", d.now, how
	if discarded {
		d.unfile(t)
		d.answer(t.Client, t.OrderID, 202, "Order Canceled - reason:order was discarded")
	} else {
		d.touch(t)
		d.tell(t, t.statusReport())
		d.answer(t.Client, t.OrderID, 202, "Order Canceled - reason:")
	}
	for _, c := range t.children {
		if c.held && t.Filled.IsZero() {
			d.end(c, how)
		}
	}
	if p := t.parent; t.Order.AutoCancelParent && p != nil && p.working() {
		d.venue.Cancel(p.venueID)
	}
}
