package desk

import (
	"slices"

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
	was := *t
	t.Order, t.Request, t.Contract = changed.Order, changed.Request, changed.Contract
	d.complete(t)
	d.touch(t)
	switch {
	case !t.held:
		return d.amend(t, &was)
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
	changed.Order, changed.Contract = *w, contract(listing, &m.Contract)
	if changed.Request, refusal = request(t.Symbol, w, d.zone); refusal != nil {
		return nil, refusal
	}
	if changed.Request.Type == order.Market {
		changed.Request.OutsideRTH = false
	}
	changed.keep(t)
	if refusal := d.check(&changed); refusal != nil {
		return nil, refusal
	}
	if t.held {
		return &changed, nil
	}
	if !w.TotalQuantity.GreaterThan(t.worked()) {
		return nil, refuse(201, rejected+"The new quantity must be above the "+t.worked().String()+" that are filled.")
	}
	return &changed, d.refuseFunds(&changed)
}

// keep takes over what the venue has found out and a change says nothing of: where a stop trails, and the limit of an
// order that began without.
func (t *Ticket) keep(was *Ticket) {
	r, old := &t.Request, &was.Request
	if r.Type.Trails() && r.StopPrice.IsZero() {
		r.StopPrice, t.Order.TrailStopPrice = old.StopPrice, was.Order.TrailStopPrice
	}
	if r.Type == order.MarketToLimit || r.Type == order.TrailingStopLimit && t.Triggered {
		if r.LimitPrice = old.LimitPrice; t.Order.LimitPrice.Valid && !old.LimitPrice.IsZero() {
			r.LimitPrice = t.Order.LimitPrice.Value
		}
	}
}

// amend takes a change to the venue. What the venue cannot change, such as the time in force, it gets as a new order
// in the place of the old one; to IB's client the order stays the same. A change that the venue refuses leaves the order
// as it was.
func (d *Desk) amend(t, was *Ticket) *floor.Refusal {
	t.settling, t.refusal = true, nil
	if sameInstructions(&t.Request, &was.Request) {
		d.venue.Modify(t.venueID, t.difference(was.Request))
		d.drain()
	} else {
		d.resubmit(t)
	}
	if t.refusal != nil {
		t.settling = false
		t.Order, t.Request, t.Contract = was.Order, was.Request, was.Contract
		return translate(t.refusal)
	}
	if !t.done() {
		d.report(t)
	}
	d.meet([]*Ticket{t})
	return nil
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
	set(&change.LimitPrice, was.LimitPrice, now.LimitPrice)
	if now.Type.Waits() {
		set(&change.StopPrice, was.StopPrice, now.StopPrice)
		set(&change.TrailAmount, was.TrailAmount, now.TrailAmount)
		set(&change.TrailPercent, was.TrailPercent, now.TrailPercent)
	}
	set(&change.Offset, was.Offset, now.Offset)
	return change
}

// resubmit replaces an order at the venue, and the children that hang on it there.
func (d *Desk) resubmit(t *Ticket) {
	family := d.withdraw(t)
	if _, stuck := d.venue.Terms(t.venueID); stuck {
		d.byVenue[t.venueID] = t
		t.refusal = &order.Reason{Code: order.TooLate, Detail: "orders for the close cannot be changed any more"}
		family = slices.DeleteFunc(family, func(x *Ticket) bool { return x == t })
	}
	d.bringBack(family)
	for _, x := range family {
		if x.settling = x == t; !x.settling {
			d.restate(x)
		}
	}
}

// withdraw takes an order and the children that hang on it from the venue. To IB's clients they go on working. The
// venue remembers of a group what it has traded, and would take that off once more: so the rest of one comes along,
// into a group of another name.
func (d *Desk) withdraw(t *Ticket) []*Ticket {
	family := t.workingFamily(nil)
	for _, x := range d.regroup(t) {
		if !slices.Contains(family, x) {
			family = append(family, x)
		}
	}
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

// regroup gives the group of an order a new name at the venue once it has traded, and lists who works in it.
func (d *Desk) regroup(t *Ticket) []*Ticket {
	key, traded := t.Order.OCA.Group, false
	var members []*Ticket
	for _, x := range d.tickets {
		if key == "" || x.account != t.account || x.Order.OCA.Group != key {
			continue
		}
		traded = traded || x.Filled.IsPositive()
		members = x.workingFamily(members)
	}
	if !traded {
		return nil
	}
	d.renamed++
	for _, x := range members {
		x.rename = d.renamed
	}
	return members
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
