package engine

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// outgoing is a command to the broker that leaves at the end of the step, when what it is about has been stored.
type outgoing struct {
	kind     outgoingKind
	order    *order.Order
	change   order.Change
	brokerID string
	operator bool
}

type outgoingKind uint8

const (
	submission outgoingKind = iota
	modification
	cancellation
	foreignCancel
)

func (l *live) post(out outgoing) {
	out.operator = l.operator
	l.outbox = append(l.outbox, out)
}

// maxRounds bounds how often the end of a step may cause more to send.
const maxRounds = 1000

// endStep stores what the step changed and sends what it wanted to send; the order of the two is WriteAhead's.
func (l *live) endStep() {
	e := l.engine
	for range maxRounds {
		if l.WriteAhead {
			l.commit()
		}
		l.dispatch()
		e.settle()
		l.goOnClosing()
		l.commit()
		if len(l.outbox) == 0 {
			break
		}
	}
	l.reserveAhead()
	if l.answer != nil {
		l.answer(l.answered)
		l.answer, l.answered = nil, nil
	}
	l.publish()
	e.rewake()
}

// dispatch empties the outbox.
func (l *live) dispatch() {
	for i := 0; i < len(l.outbox); i++ {
		out := l.outbox[i]
		l.outbox[i] = outgoing{}
		l.operator = out.operator
		switch out.kind {
		case submission:
			l.sendOrder(out.order)
		case modification:
			l.sendChange(out.order, out.change)
		case cancellation:
			// Without a link it waits in the order's state: the comparison after the link is back sends it.
			if l.session.linked && !out.order.State.Done() {
				l.truth.fresh[out.order.ID] = true
				l.Venue.Cancel(out.order.ID)
			}
		case foreignCancel:
			if l.session.linked {
				l.Venue.CancelForeign(out.brokerID)
			}
		}
		l.operator = false
	}
	l.outbox = l.outbox[:0]
}

// sendOrder is where an order leaves, and the last place where it can be stopped.
func (l *live) sendOrder(o *order.Order) {
	e := l.engine
	if o.State.Done() {
		return
	}
	if reason := l.gate(o); reason != nil {
		l.counts.HeldBack++
		e.enqueue(order.WasRejected{Header: e.header(o), Reason: *reason})
		return
	}
	l.sentExit(o)
	l.truth.fresh[o.ID] = true
	l.acks = append(l.acks, deadline{e.now.Add(l.AckTimeout), o.ID})
	l.counts.Sent++
	l.Venue.Submit(o)
}

func (l *live) sendChange(o *order.Order, change order.Change) {
	e := l.engine
	if o.State.Done() {
		return
	}
	changed := *o
	changed.Request = change.Apply(o.Request)
	if reason := l.gate(&changed); reason != nil {
		l.counts.HeldBack++
		e.enqueue(order.ModifyRefused{Header: e.header(o), Reason: *reason})
		return
	}
	l.truth.fresh[o.ID] = true
	l.Venue.Modify(o.ID, change)
}

// unacknowledged doubts the orders that the broker has not answered in time.
func (l *live) unacknowledged(now market.Time) {
	e := l.engine
	late := false
	for len(l.acks) > 0 && l.acks[0].at <= now {
		id := l.acks[0].id
		l.acks = l.acks[1:]
		if o := e.book.find(id); o != nil && (o.State == order.PendingSubmit || o.State == order.Submitted) {
			e.enqueue(order.InDoubt{Header: e.header(o), Reason: order.Reason{
				Code: order.OrderInDoubt, Detail: "the broker has not acknowledged it within " + l.AckTimeout.String()}})
			late = true
		}
	}
	if late {
		e.settle()
		l.doubt("an order was not acknowledged")
	}
}
