package sim

import (
	"github.com/tidemark/tidemark/order"
)

// Cancel ends a working order.
func (v *Venue) Cancel(id order.ID) {
	if !v.launch(v.opts.Latency.Cancel, flight{id: id}) {
		v.withdraw(id)
	}
}

func (v *Venue) withdraw(id order.ID) {
	w, reason := v.find(id)
	if reason == nil && w.request.Type.AtClose() {
		reason = v.refuseClose(w.book)
	}
	if reason != nil {
		v.sink(order.CancelRefused{Header: order.Header{Order: id, Time: v.now}, Reason: *reason})
		return
	}
	v.noteNearest(w)
	v.cancel(w, order.CancelledByStrategy)
}

// Modify changes the quantity, the prices or the time in force of a working order. The order loses its place in
// the queue, and as changed it sees only what comes after the change. Only a smaller quantity leaves the order
// where it is. (Nasdaq Equity 4, Rule 4756(a)(3): a cancellation in part keeps the time of entry, other changes
// are a new order.)
func (v *Venue) Modify(id order.ID, change order.Change) {
	if v.opts.Latency.Modify != nil || len(v.flights) > 0 {
		sent := change
		if v.launch(v.opts.Latency.Modify, flight{id: id, change: &sent}) {
			return
		}
	}
	v.change(id, change)
}

func (v *Venue) change(id order.ID, change order.Change) {
	head := order.Header{Order: id, Time: v.now}
	w, reason := v.find(id)
	if reason == nil {
		reason = v.refuseChange(w, change)
	}
	if reason != nil {
		v.sink(order.ModifyRefused{Header: head, Reason: *reason})
		return
	}
	if change.Reduces(&w.request) {
		w.request = change.Apply(w.request)
		v.sink(order.WasModified{Header: head, Change: change})
		return
	}
	waiting := w.place == behindParent || w.place == dormant
	if !waiting {
		w.book.drop(w)
	}
	w.request = change.Apply(w.request)
	w.since = max(v.now, w.request.GoodAfter)
	w.reprice(change)
	if change.TimeInForce != nil {
		v.bound(w)
		v.ends.settle()
	}
	v.sink(order.WasModified{Header: head, Change: change})
	if waiting {
		return
	}
	w.noted = order.NoReason
	v.begin(w)
}

// reprice takes over changed prices. A trailing stop goes on from the best price that it has seen, unless the
// change says where it stands.
func (w *working) reprice(change order.Change) {
	trip, stop, waits := w.trip, w.stop, w.waits()
	bound, limit := w.bound, w.limit
	w.price()
	switch {
	case w.request.Type.Trails() && waits && change.StopPrice == nil:
		w.trip, w.stop = trip, stop
		if w.watch != nil && w.watch.followed && (change.TrailAmount != nil || change.TrailPercent != nil) {
			w.stopAt(w.level(written(w.watch.peak)))
		}
	case w.request.Type.Pegs():
		w.bound, w.limit = bound, limit
		if w.limited() {
			w.bind(w.capped(bound))
		}
	}
}

// find is a working order, or the reason why there is none.
func (v *Venue) find(id order.ID) (*working, *order.Reason) {
	known := v.orders.find(id)
	switch {
	case known == nil:
		return nil, &order.Reason{Code: order.UnknownOrder, Detail: "the venue has no order of this id"}
	case known.done():
		return nil, &order.Reason{Code: order.OrderEnded, Detail: "the order has ended"}
	}
	return known.order, nil
}

// refuseChange is what makes a change impossible, or nil.
func (v *Venue) refuseChange(w *working, change order.Change) *order.Reason {
	changed := change.Apply(w.request)
	switch {
	case w.place == instructed:
		return &order.Reason{Code: order.Unsupported, Detail: "an instruction to " + w.request.Type.String() + " cannot be changed: cancel it and send another"}
	case change.Type != nil:
		return &order.Reason{Code: order.Unsupported, Detail: "the type of an order cannot be changed: cancel it and send another"}
	case change.LimitPrice != nil && !w.request.Type.HasLimit() && !w.request.Type.Pegs() && !(w.limited() && !w.waits()):
		return &order.Reason{Code: order.Unsupported, Detail: "a " + w.request.Type.String() + " order has no limit price"}
	case change.StopPrice != nil && !w.waits():
		return &order.Reason{Code: order.Unsupported, Detail: "the order has no stop price that could still be reached"}
	case (change.TrailAmount != nil || change.TrailPercent != nil) && !(w.request.Type.Trails() && w.waits()):
		return &order.Reason{Code: order.Unsupported, Detail: "the order has no stop that trails"}
	case w.request.Type.AtClose() && v.refuseClose(w.book) != nil:
		return v.refuseClose(w.book)
	case !changed.Quantity.GreaterThan(w.outcome.filled):
		return &order.Reason{
			Code: order.BadQuantity, Limit: w.outcome.filled, Value: changed.Quantity,
			Detail: "the quantity must be above what has been filled; cancel the order to end it",
		}
	}
	if reason := changed.Check(w.book.in, v.now); reason != nil || v.opts.Funds == nil || change.Reduces(&w.request) {
		return reason
	}
	return v.unfundedChange(w, &changed)
}

// cancel ends an order and tells it.
func (v *Venue) cancel(w *working, code order.Code) {
	v.end(w)
	v.sink(order.WasCancelled{Header: v.header(w), Reason: order.Reason{Code: code, Detail: endedBy[code]}})
	v.endChildren(w)
}

// end removes an order; it tells nobody.
func (v *Venue) end(w *working) {
	w.book.drop(w)
	if w.place == instructed {
		v.instructions = without(v.instructions, w)
	}
	w.place = nowhere
	w.leave()
	v.orders.end(w)
	v.ends.settle()
	if w.parent == nil && w.group == nil && len(w.children) == 0 && len(v.gone) < cap(v.gone) {
		v.gone = append(v.gone, w)
	}
}

var endedBy = [1 << 8]string{
	order.CancelledByStrategy: "cancelled on request",
	order.CancelledByOCA:      "another order of its group has filled",
	order.ParentEnded:         "its parent has ended",
	order.NotFilledAtOnce:     "it could not fill at once",
	order.SessionEnded:        "its session has ended",
	order.GoodTillReached:     "its good-till time has come",
	order.OpeningMissed:       "it could not fill at the opening of its session",
	order.InstrumentEnded:     "the instrument trades no more",
	order.CancelledBySplit:    "a split has left less than one size increment of it",
	order.ClosingMissed:       "it could not fill at the close of its session",
}
