package desk

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// altered takes over what the venue has made of an order unasked: its group was reduced, its stop was adjusted, a
// trailing stop or a market-to-limit order has found its price. The answer to a change that was asked for alters
// nothing, and is told with that change.
func (d *Desk) altered(t *Ticket, change order.Change) {
	if change.Quantity != nil {
		total := change.Quantity.Add(t.before)
		change.Quantity = &total
	}
	next := change.Apply(t.Request)
	if sameTerms(&next, &t.Request) {
		return
	}
	t.Request = next
	w := &t.Order
	w.TotalQuantity = next.Quantity
	if change.Type != nil {
		fresh := words(&next, d.zone)
		w.OrderType, w.LimitPrice, w.AuxPrice = fresh.OrderType, fresh.LimitPrice, fresh.AuxPrice
		w.TrailStopPrice, w.TrailingPercent, w.Adjust = fresh.TrailStopPrice, fresh.TrailingPercent, fresh.Adjust
		d.complete(t)
	}
	if change.LimitPrice != nil {
		w.LimitPrice = wire.Some(next.LimitPrice)
	}
	if change.StopPrice != nil && next.Type.Trails() && !next.StopPrice.IsZero() {
		w.TrailStopPrice = wire.Some(next.StopPrice)
	}
	if change.Type != nil {
		d.pursue(t)
	}
	d.touch(t)
	d.report(t)
}

// pursue begins to follow the stop of an order that trails.
func (d *Desk) pursue(t *Ticket) {
	if t.Request.Type.Trails() && d.trails(t) {
		d.trailing = append(d.trailing, t)
	}
}

// sameTerms compares what a venue can change.
func sameTerms(a, b *order.Request) bool {
	return a.Type == b.Type && a.Quantity.Equal(b.Quantity) && a.LimitPrice.Equal(b.LimitPrice) && a.StopPrice.Equal(b.StopPrice) &&
		a.TrailAmount.Equal(b.TrailAmount) && a.TrailPercent.Equal(b.TrailPercent) && a.Offset.Equal(b.Offset)
}

// sameInstructions compares what the venue takes with a new order only.
func sameInstructions(a, b *order.Request) bool {
	return a.TimeInForce == b.TimeInForce && a.GoodTill == b.GoodTill && a.GoodAfter == b.GoodAfter && a.OutsideRTH == b.OutsideRTH &&
		a.Trigger == b.Trigger && a.Hidden == b.Hidden && a.AllOrNone == b.AllOrNone && a.DisplaySize.Equal(b.DisplaySize) &&
		a.MinQuantity.Equal(b.MinQuantity) && a.Discretion.Equal(b.Discretion) && sameAdjustment(a.Adjust, b.Adjust)
}

func sameAdjustment(a, b *order.Adjustment) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.To == b.To && a.At.Equal(b.At) && a.StopPrice.Equal(b.StopPrice) && a.LimitPrice.Equal(b.LimitPrice) &&
		a.TrailAmount.Equal(b.TrailAmount) && a.TrailPercent.Equal(b.TrailPercent) && a.Offset.Equal(b.Offset)
}
