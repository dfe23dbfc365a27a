package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// again takes an order whose id is known: a change, or the transmission of one that was held. A refused change leaves
// the order as it was.
func (d *Desk) again(t *Ticket, m *wire.PlaceOrder) *floor.Refusal {
	switch {
	case t.Status == wire.Filled:
		return refuse(104, "Cannot modify a filled order.")
	case t.done():
		return duplicate()
	}
	changed, refusal := d.redraft(t, m)
	if refusal != nil {
		return refusal
	}
	if t.working() && !m.Order.Transmit {
		return nil // nothing takes effect before it is transmitted
	}
	was := t.Request
	t.Order, t.Request, t.Contract = changed.Order, changed.Request, changed.Contract
	d.complete(t)
	d.touch(t)
	switch {
	case !t.held:
		d.amend(t, was)
	case m.Order.Transmit:
		d.transmit(t)
	}
	return nil
}

// redraft is a change as a ticket of its own, checked.
func (d *Desk) redraft(t *Ticket, m *wire.PlaceOrder) (*Ticket, *floor.Refusal) {
	listing, refusal := d.market.Resolve(&m.Contract)
	if refusal != nil {
		return nil, refusal
	}
	w := &m.Order
	if listing != t.listing || w.Action != t.Order.Action || w.Account != "" && w.Account != t.Account ||
		w.ParentID != 0 && w.ParentID != t.Order.ParentID || w.OCA.Group != t.Order.OCA.Group {
		return nil, refuse(105, "Order being modified does not match original order.")
	}
	if w.OrderType != t.Order.OrderType && !t.held {
		return nil, refuse(329, "Order modify failed. Cannot change to the new order type.")
	}
	changed := *t
	changed.Order, changed.Contract = *w, listing.On(m.Contract.Exchange)
	if changed.Request, refusal = request(t.Symbol, w, d.zone); refusal != nil {
		return nil, refusal
	}
	if changed.Request.Type == order.Market {
		changed.Request.OutsideRTH = false
	}
	if refusal := d.check(&changed); refusal != nil {
		return nil, refusal
	}
	if t.held {
		return &changed, nil
	}
	if !w.TotalQuantity.GreaterThan(t.Filled) {
		return nil, refuse(201, rejected+"The new quantity must be above the "+t.Filled.String()+" that are filled.")
	}
	return &changed, d.refuseFunds(&changed)
}

// amend takes a change to the venue. What the venue cannot change, such as the time in force, it gets as a new order
// in the place of the old one; to IB's client the order stays the same.
func (d *Desk) amend(t *Ticket, was order.Request) {
	t.settling = true
	if now := t.Request; now.TimeInForce == was.TimeInForce && now.GoodTill == was.GoodTill && now.OutsideRTH == was.OutsideRTH {
		d.venue.Modify(t.venueID, t.difference(was))
		d.drain()
	} else {
		d.resubmit(t)
	}
	if !t.done() {
		d.report(t)
	}
	d.meet([]*Ticket{t})
}

// difference is what has changed in a request.
func (t *Ticket) difference(was order.Request) order.Change {
	var change order.Change
	now := t.atVenue()
	set := func(p **decimal.Decimal, from, to decimal.Decimal) {
		if !from.Equal(to) {
			*p = &to
		}
	}
	set(&change.Quantity, was.Quantity.Sub(t.before), now.Quantity)
	if now.Type.HasLimit() {
		set(&change.LimitPrice, was.LimitPrice, now.LimitPrice)
	}
	if now.Type.HasStop() {
		set(&change.StopPrice, was.StopPrice, now.StopPrice)
	}
	return change
}

// resubmit replaces an order at the venue, and the children that hang on it there.
func (d *Desk) resubmit(t *Ticket) {
	family := d.withdraw(t)
	d.bringBack(family)
	for _, x := range family {
		if x.settling = x == t; !x.settling {
			d.restate(x)
		}
	}
}

// withdraw takes an order and the children that hang on it from the venue. To IB's clients they go on working.
func (d *Desk) withdraw(t *Ticket) []*Ticket {
	family := t.workingFamily(nil)
	for _, x := range family {
		x.settling = true
		delete(d.byVenue, x.venueID) // what the venue says of their end concerns nobody
	}
	for _, x := range family {
		d.venue.Cancel(x.venueID)
	}
	d.drain()
	return family
}

// bringBack submits orders that were withdrawn again, as they are now.
func (d *Desk) bringBack(family []*Ticket) {
	for _, x := range family {
		x.lap++
		x.Placed = d.now
		d.submit(x)
	}
}

// workingFamily lists an order and its descendants that work, parents first.
func (t *Ticket) workingFamily(list []*Ticket) []*Ticket {
	if t.working() {
		list = append(list, t)
	}
	for _, c := range t.children {
		list = c.workingFamily(list)
	}
	return list
}
