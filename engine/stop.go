package engine

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

var zero = decimal.Zero

// stop begins the end: strategies hear of it, the exit policy is applied, and answers are waited for.
func (l *live) stop(exit ExitPolicy) {
	if l.session.stopping {
		return
	}
	e := l.engine
	if exit == FlattenAll {
		if err := l.flatten("", ""); err != nil {
			l.alarm("positions stay: " + err.Error())
		}
	}
	if exit == CancelAll || exit == FlattenAll {
		l.cancelWhere("", "")
	}
	l.exit = exit
	l.move(StopOrdered, "stopping")
	e.stopHandlers()
	l.stopAt = e.now.Add(l.StopWithin)
}

// settled reports that nothing is on its way any more, so that a stop need not wait.
func (l *live) settled() bool {
	if l.stopAt == market.Never || len(l.closings) > 0 {
		return false
	}
	for _, o := range l.engine.book.working {
		switch o.State {
		case order.PendingSubmit, order.Submitted, order.PendingModify, order.PendingCancel:
			return false
		case order.Accepted, order.PartiallyFilled:
			if l.exit == FlattenAll && atOnce(o) {
				return false
			}
		}
	}
	return true
}

// close stores what the next start must know: what nobody answered for is unknown.
func (l *live) close() error {
	e := l.engine
	if n := len(l.closings); n > 0 {
		l.alarm(fmt.Sprintf("positions may stay: cancels in %d instruments were not confirmed; look at the positions and flatten again", n))
	}
	for _, o := range e.book.working {
		if o.State == order.PendingSubmit || o.State == order.Submitted {
			e.enqueue(order.InDoubt{Header: e.header(o), Reason: order.Reason{Code: order.OrderInDoubt, Detail: "the run ended before the broker answered"}})
		}
	}
	e.settle()
	if l.session.stopping {
		l.starts = nil
	}
	l.dirty.counters = true
	l.retryAt = market.Never
	l.outbox = l.outbox[:0]
	l.commit()
	var unstored error
	if !l.dirty.empty() {
		unstored = errors.New("the last changes could not be stored; the next start finds them at the broker")
	}
	l.lastPublish = 0
	l.stale = true
	l.publish()
	return errors.Join(unstored, l.Store.Flush())
}
