package desk

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// A trailing order has its amount in auxPrice or its percentage in trailingPercent, the stop in trailStopPrice, and of
// a limit either the offset in lmtPriceOffset or the limit that belongs to the first stop in lmtPrice. Zero is none.

// trail reads how a request trails.
func trail(r *order.Request, w *wire.Order) *floor.Refusal {
	r.TrailAmount, r.TrailPercent = w.AuxPrice.Or(decimal.Zero), w.TrailingPercent.Or(decimal.Zero)
	r.StopPrice = w.TrailStopPrice.Or(decimal.Zero)
	switch {
	case r.TrailPercent.IsNegative() || r.TrailPercent.GreaterThanOrEqual(hundred):
		return refuse(159, "The percent offset value must be between 0% and 100%.")
	case r.TrailAmount.IsZero() == r.TrailPercent.IsZero(), r.TrailAmount.IsNegative():
		return refuse(158, "You must specify an offset amount or a percent offset value.")
	case r.Type == order.TrailingStop:
		return nil
	}
	limit := w.LimitPrice.Or(decimal.Zero)
	switch {
	case w.Adjust.LimitOffset.Valid:
		r.Offset = w.Adjust.LimitOffset.Value
	case limit.IsZero():
		return refuse(321, validating+"Missing limit price or limit price offset")
	case r.StopPrice.IsZero():
		return refuse(403, "Invalid stop price.")
	case r.Side == order.Buy:
		r.Offset = limit.Sub(r.StopPrice)
	default:
		r.Offset = r.StopPrice.Sub(limit)
	}
	if r.Offset.IsNegative() {
		return refuse(321, validating+"Invalid limit price offset")
	}
	return nil
}

// trailWords says how a request trails.
func trailWords(r *order.Request, w *wire.Order) {
	if r.TrailPercent.IsZero() {
		w.AuxPrice = wire.Some(r.TrailAmount)
	} else {
		w.TrailingPercent = wire.Some(r.TrailPercent)
	}
	if !r.StopPrice.IsZero() {
		w.TrailStopPrice = wire.Some(r.StopPrice)
	}
	if r.Type == order.TrailingStopLimit {
		w.Adjust.LimitOffset = wire.Some(r.Offset)
	}
}

// follow takes over where the stops of trailing orders have come to, so that reports and the book have them.
func (d *Desk) follow() {
	if len(d.trailing) == 0 {
		return
	}
	d.trailing = slices.DeleteFunc(d.trailing, func(t *Ticket) bool { return !d.trails(t) })
}

// trails takes over the stop of one order; false when it trails no more.
func (d *Desk) trails(t *Ticket) bool {
	r, ok := d.venue.Terms(t.venueID)
	if !ok || !t.working() || t.Triggered || !r.Type.Trails() {
		return false
	}
	if r.StopPrice.Equal(t.Request.StopPrice) {
		return true
	}
	t.Request.StopPrice, t.Order.TrailStopPrice = r.StopPrice, wire.Some(r.StopPrice)
	t.showTrail()
	d.touch(t)
	return true
}

// showTrail reports the limit that belongs to where a trailing stop stands.
func (t *Ticket) showTrail() {
	switch r := &t.Request; {
	case r.Type != order.TrailingStopLimit || t.Triggered || r.StopPrice.IsZero():
	case r.Side == order.Buy:
		t.Order.LimitPrice = wire.Some(r.StopPrice.Add(r.Offset))
	default:
		t.Order.LimitPrice = wire.Some(r.StopPrice.Sub(r.Offset))
	}
}
