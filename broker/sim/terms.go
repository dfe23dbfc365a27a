package sim

import "github.com/tidemark/tidemark/order"

// Terms is a working order as the venue works it now: with the stop where it has trailed to, the limit where it is
// pegged, and the quantity that its group has left it. It is false for orders that have ended or were never sent.
func (v *Venue) Terms(id order.ID) (order.Request, bool) {
	w := v.orders.working(id)
	if w == nil {
		return order.Request{}, false
	}
	r := w.request
	if r.Type.Trails() && w.waits() && w.stop == w.stop {
		r.StopPrice = w.trip
		if r.Type == order.TrailingStopLimit {
			r.LimitPrice = w.trailingLimit()
		}
	}
	if r.Type.Pegs() && w.limited() {
		r.LimitPrice = w.bound
	}
	return r, true
}
