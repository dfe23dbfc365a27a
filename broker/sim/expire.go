package sim

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// expire ends the orders whose time is over at t, the oldest deadline first.
func (v *Venue) expire(t market.Time) {
	for v.ends.next <= t && v.ends.next != market.Never {
		a := v.ends.pop()
		switch {
		case !a.rings():
		case a.wakes:
			a.order.place = nowhere
			a.order.since, a.order.noted = v.now, order.NoReason
			v.begin(a.order)
		default:
			v.timeOver(a.order)
		}
		v.ends.settle()
	}
}

func (v *Venue) timeOver(w *working) {
	if w.place == closing {
		v.closeFromMemory(w)
		if w.outcome.done() {
			return
		}
	}
	v.noteNearest(w)
	if w.endCode == order.NotFilledAtOnce {
		v.cancel(w, w.endCode)
		return
	}
	v.expireOne(w, w.endCode)
}

// expireOne ends an order by its time in force.
func (v *Venue) expireOne(w *working, code order.Code) {
	v.end(w)
	v.sink(order.HasExpired{Header: v.header(w), Reason: order.Reason{Code: code, Detail: endedBy[code]}})
	v.endChildren(w)
}
