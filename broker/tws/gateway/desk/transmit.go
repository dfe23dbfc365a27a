package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// transmit sends an order on. One whose parent is still held takes the whole family with it, as the last child of a
// bracket does.
func (d *Desk) transmit(t *Ticket) {
	root := t
	for root.parent != nil && root.parent.held {
		root = root.parent
	}
	family := []*Ticket{t}
	if root != t {
		family = root.heldFamily(nil)
	}
	sent := family[:0]
	for _, x := range family {
		if !x.done() && d.send(x) {
			sent = append(sent, x)
		}
	}
	d.meet(sent)
}

// heldFamily lists an order and its descendants that are held, parents first.
func (t *Ticket) heldFamily(list []*Ticket) []*Ticket {
	if t.held {
		list = append(list, t)
	}
	for _, c := range t.children {
		list = c.heldFamily(list)
	}
	return list
}

// send reports an order as accepted and submits it to the venue; false when IB's servers refuse it.
func (d *Desk) send(t *Ticket) bool {
	t.held, t.settling, t.Placed = false, true, d.now
	d.touch(t)
	if refusal := d.refuseWorking(t); refusal != nil {
		d.reject(t, refusal)
		return false
	}
	_, why := t.stand()
	if t.parent != nil && t.parent.Filled.IsZero() {
		why = "child"
	}
	d.become(t, wire.PreSubmitted, why)
	d.submit(t)
	if t.done() {
		return false
	}
	if t.Order.OutsideRTH && !t.Request.OutsideRTH {
		d.answer(t.Client, t.OrderID, 2109, "Order Event Warning:Attribute 'Outside Regular Trading Hours' is ignored "+
			"based on the order type and destination. PlaceOrder is now being processed.")
	}
	d.warnClosed(t)
	return true
}

// submit hands an order, or what is left of it, to the venue.
func (d *Desk) submit(t *Ticket) {
	t.venueID, t.before = t.name(), t.worked()
	if p := t.parent; p != nil && p.done() && p.venueID == "" && p.worked().IsPositive() {
		p.venueID = p.name() // it ended before a restart
		d.venue.Recall(p.venueID, p.worked())
	}
	d.byVenue[t.venueID] = t
	o := &order.Order{
		Request: t.atVenue(), ID: t.venueID, Strategy: t.Account, Instrument: t.listing.Instrument, Created: d.now,
		Filled: t.before,
	}
	d.venue.Submit(o)
	d.drain()
	d.pursue(t)
}

// atVenue is the request as the venue must work it now. A stop that was reached before is the order that it stands
// for, and so is a market-to-limit order that has its limit. The children of one parent are a group: one exit cancels
// the others.
func (t *Ticket) atVenue() order.Request {
	r := t.Request
	r.Quantity = r.Quantity.Sub(t.before)
	r.DisplaySize = decimal.Min(r.DisplaySize, r.Quantity)
	if r.MinQuantity = decimal.Min(r.MinQuantity, r.Quantity); t.before.IsPositive() {
		r.MinQuantity = decimal.Zero // it is asked of the first fill
	}
	switch {
	case t.Triggered && r.Type.Waits():
		r.Type, r.Trigger, r.Adjust = elected[r.Type], order.DefaultTrigger, nil
	case r.Type == order.MarketToLimit && !r.LimitPrice.IsZero():
		r.Type = order.Limit
	case r.Type.Waits() && r.Trigger == order.DefaultTrigger:
		r.Trigger = usualTrigger(t.listing.Instrument.Kind)
	}
	switch oca := t.Order.OCA; {
	case oca.Group != "":
		r.OCA = fmt.Sprintf("client:%d:%s", t.rename, oca.Group)
		r.OCAType = order.OCAType(max(oca.Type, wire.CancelWithBlock) - 1)
	case t.parent != nil:
		r.OCA = fmt.Sprintf("family:%d", t.parent.PermID)
	}
	if t.parent != nil && t.parent.venueID != "" && t.parent.Status != wire.Filled {
		r.Parent = t.parent.venueID
	}
	return r
}

// elected is what orders become when the price that they wait for is reached.
var elected = map[order.Type]order.Type{
	order.Stop: order.Market, order.TrailingStop: order.Market, order.MarketIfTouched: order.Market,
	order.StopLimit: order.Limit, order.TrailingStopLimit: order.Limit, order.LimitIfTouched: order.Limit,
}

// meet lets orders that were sent now trade at the standing quote, and then tells where those stand that did not. A
// fill may bring children to life that could trade at once too.
func (d *Desk) meet(sent []*Ticket) {
	for range 3 {
		fills := d.counters.Execution
		for i, t := range sent {
			if i == 0 || t.listing != sent[i-1].listing {
				d.showStanding(t.listing)
			}
		}
		if d.counters.Execution == fills {
			break
		}
	}
	for _, t := range sent {
		t.settling = false
		d.restate(t)
	}
}

func (d *Desk) showStanding(l *floor.Listing) {
	for _, leg := range l.Legs {
		d.showStanding(leg)
	}
	if l.Legs != nil {
		return
	}
	q, ok := d.standing(l)
	if !ok {
		return
	}
	d.observe(&market.Event{Kind: market.QuoteEvent, Instrument: l.ID(), Time: d.now, Quote: q})
	d.drain()
}

// warnClosed sends the note that an order waits for its market to open.
func (d *Desk) warnClosed(t *Ticket) {
	session, phase := t.listing.Calendar.At(d.now)
	if phase == calendar.Open || phase != calendar.Closed && t.Request.OutsideRTH || t.WhyHeld == "child" {
		return
	}
	opens := session.Open
	if phase != calendar.PreMarket {
		next, ok := t.listing.Calendar.Next(d.now)
		if !ok {
			return
		}
		opens = next.Open
		if t.Request.OutsideRTH {
			opens = next.EarlyOpen
		}
	}
	d.answer(t.Client, t.OrderID, 399, "Order Message:\n"+t.words()+
		"\nWarning: Your order will not be placed at the exchange until "+ibtime.Format(opens.UTC(), t.listing.Calendar.Zone())+".")
}
