package engine

import (
	"slices"

	"github.com/tidemark/tidemark/order"
)

// inspect lets the custodian look at the account and sends what it wants closed. The orders belong to the strategies that
// hold the positions, which hear of them and of their fills as of their own, and can neither change nor cancel them. What a
// strategy has working in the instrument is cancelled first: with it, too much would be closed.
func (e *Engine) inspect() {
	e.closing = slices.DeleteFunc(e.closing, func(o *order.Order) bool { return o.State.Done() })
	orders := e.Custodian.Inspect(e.now, e.closing)
	for i := range orders {
		o := orders[i]
		for _, w := range slices.Clone(e.book.working) {
			if w.Strategy == o.Strategy && trades(w, o.Instrument) && !slices.Contains(e.closing, w) && w.State != order.PendingCancel {
				e.requestCancel(w)
			}
		}
	}
	for i := range orders {
		o := &orders[i]
		o.ID, o.Created, o.Updated = e.book.newID("", ""), e.now, e.now
		e.closing = append(e.closing, o)
		e.book.add(o)
		e.summary.Orders++
		e.send(o)
	}
	e.settle()
}
