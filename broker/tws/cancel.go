package tws

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// Cancel asks the broker to end an order. One that has not left is taken back; one that cannot be reached now is
// cancelled as soon as it can.
func (v *Venue) Cancel(id order.ID) {
	b := v.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.orders[id]
	var reason *order.Reason
	switch {
	case e == nil:
		reason = &order.Reason{Code: order.UnknownOrder, Detail: "order " + string(id) + " is not known here"}
	case e.over:
		reason = &order.Reason{Code: order.OrderEnded, Detail: "order " + string(id) + " has ended"}
	case e.foreign:
		reason = &order.Reason{Code: order.Unsupported, Detail: "order " + string(id) + " belongs to another client: cancel it there"}
	default:
		b.requestCancel(e)
		return
	}
	b.emit(order.CancelRefused{Header: about(id), Reason: *reason})
}

func (b *blotter) requestCancel(e *entry) {
	e.cancel = true
	switch {
	case e.bill != nil && e.sent.IsZero() && !e.transmits() && e.bill.Withdraw():
		e.bill = nil
		b.finish(e)
		b.emit(order.WasCancelled{Header: about(e.id), Reason: order.Reason{Code: order.CancelledByStrategy, Detail: "it had not left"}})
		b.abandon(e.parent, "one of its children was cancelled")
		b.orphan(e)
	case e.refused != nil:
		e.refused() // the broker has nothing to cancel, and is not given it
	case !e.sent.IsZero() || e.heard:
		b.sendCancel(e)
	}
}

// transmits tells whether a family waits at TWS for this one, its last child. It must leave, or TWS would hold the others
// for ever; its cancel follows it.
func (e *entry) transmits() bool {
	p := e.parent
	return p != nil && !p.over && p.held == 0 && len(p.family) > 0 && p.family[len(p.family)-1] == e
}

// orphan takes back the children of an order that never left: without it TWS would refuse them, and on their own they
// would open what they were to close.
func (b *blotter) orphan(parent *entry) {
	for _, e := range b.inOrder() {
		if e.parent == parent {
			b.requestCancel(e)
		}
	}
}

func (b *blotter) sendCancel(e *entry) {
	if b.conn == nil || e.foreign || e.orderID <= 0 {
		return // it waits until the order is found working
	}
	_, err := b.conn.Post(&wire.CancelOrder{OrderID: e.orderID}, func(err error) {
		if err != nil {
			b.opts.Log.Warn().Err(err).Str("order", string(e.id)).Msg("cancel")
		}
	})
	if err != nil {
		b.opts.Log.Warn().Err(err).Str("order", string(e.id)).Msg("cancel")
		return // the connection is ending: it is sent again when the order is found working
	}
	e.cancelSent = true
}

// Modify asks the broker to change an order. While the link is in doubt nothing is changed: the broker could end up
// with two orders for one.
func (v *Venue) Modify(id order.ID, change order.Change) {
	b := v.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.orders[id]
	if reason := b.refuseChange(e, id, change); reason != nil {
		b.emit(order.ModifyRefused{Header: about(id), Reason: *reason})
		return
	}
	a := &alteration{Change: change, next: change.Apply(e.Request), at: time.Now()}
	if e.change != nil {
		a.next = change.Apply(e.change.next)
		a.Change = merged(e.change.Change, change)
	}
	e.change = a
	m := b.placement(e, &a.next, true)
	if a.StopPrice == nil && e.Type.Trails() {
		m.Order.TrailStopPrice = wire.Opt[decimal.Decimal]{} // it stays where it has trailed to
	}
	_, err := b.conn.Post(m, func(err error) { b.changePosted(e, a, err) })
	if err != nil {
		e.change = nil
		b.emit(order.ModifyRefused{Header: about(id), Reason: *venueReason("not sent: " + err.Error())})
	}
}

// merged is two changes, one after the other.
func merged(first, then order.Change) order.Change {
	or := func(now **decimal.Decimal, before *decimal.Decimal) {
		if *now == nil {
			*now = before
		}
	}
	or(&then.Quantity, first.Quantity)
	or(&then.LimitPrice, first.LimitPrice)
	or(&then.StopPrice, first.StopPrice)
	or(&then.TrailAmount, first.TrailAmount)
	or(&then.TrailPercent, first.TrailPercent)
	or(&then.Offset, first.Offset)
	if then.TimeInForce == nil {
		then.TimeInForce, then.GoodTill = first.TimeInForce, first.GoodTill
	}
	return then
}

func (b *blotter) refuseChange(e *entry, id order.ID, change order.Change) *order.Reason {
	no := func(code order.Code, detail string) *order.Reason {
		return &order.Reason{Code: code, Detail: "order " + string(id) + " " + detail}
	}
	var l *listing
	if e != nil {
		l = b.listing(e)
	}
	switch {
	case e == nil:
		return no(order.UnknownOrder, "is not known here")
	case e.over:
		return no(order.OrderEnded, "has ended")
	case e.foreign:
		return no(order.Unsupported, "belongs to another client")
	case !b.up.Load() || b.conn == nil:
		return b.cutOff()
	case e.sent.IsZero() && !e.heard || e.held > 0 || e.orderID <= 0:
		return no(order.Unsupported, "has not left yet, or has not been found at the broker")
	case change.LimitPrice != nil && !e.Type.HasLimit() && !e.Type.Pegs() && (e.Type != order.MarketToLimit || e.LimitPrice.IsZero()),
		change.StopPrice != nil && !e.Type.Waits(), (change.TrailAmount != nil || change.TrailPercent != nil) && !e.Type.Trails(),
		change.Offset != nil && !e.Type.Pegs() && e.Type != order.TrailingStopLimit:
		return no(order.Unsupported, "is a "+e.Type.String()+" order, which has no such price")
	case e.Type.Instructs():
		return no(order.Unsupported, "is an instruction to "+e.Type.String()+": cancel it and send another")
	case change.Type != nil:
		return no(order.Unsupported, "keeps its type: cancel it and send another")
	case l == nil:
		return no(order.UnknownInstrument, "has a contract that is not found at IB")
	}
	next := change.Apply(e.Request)
	if reason := next.Check(l.instrument, now()); reason != nil {
		return reason
	}
	return offGrid(l, &next)
}

func (b *blotter) changePosted(e *entry, a *alteration, err error) {
	if err == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if e.change != a {
		return
	}
	e.change = nil
	if mayHaveLeft(err) {
		b.doubt(e, err.Error())
		return
	}
	b.emit(order.ModifyRefused{Header: about(e.id), Reason: *venueReason("not sent: " + err.Error())})
}
