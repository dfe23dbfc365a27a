package sim

import (
	"math"

	"github.com/tidemark/tidemark/order"
)

// adjustment finds the price at which an order's stop is adjusted on the way from one price to another. Source: IB,
// "Adjustable Stop Orders": the stop that is attached to an order becomes another when the market has reached the
// trigger price, on the side away from the stop.
func (w *working) adjustment(from, to float64, seen spot) (meeting, bool) {
	a := w.request.Adjust
	if a == nil {
		return meeting{}, false
	}
	at := a.At.InexactFloat64()
	if w.request.Side == order.Sell && to < at || w.request.Side == order.Buy && to > at {
		return meeting{}, false
	}
	if w.request.Side == order.Sell && from >= at || w.request.Side == order.Buy && from <= at {
		at = from
	}
	return meeting{order: w, at: at, from: seen, next: seen, adjusts: true}, true
}

// adjust makes of a stop what its adjustment says. It goes on from the spot where it was adjusted.
func (v *Venue) adjust(s *sight, m *meeting) {
	w := m.order
	change := w.request.Adjust.Change()
	w.book.take(w)
	w.request = change.Apply(w.request)
	w.price()
	w.watch = &watch{}
	w.follow(m.at)
	w.book.place(w)
	v.sink(order.WasModified{Header: v.header(w), Change: change})
	v.note(w, order.StopNotReached, m.at)
	if !math.IsNaN(m.at) {
		v.join(w, s, m.next)
	}
}
