package engine

import (
	"fmt"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// take handles what is no market event. The clock moves to when it came, but not past anything that is due.
func (e *Engine) take(in Input) {
	l := e.live
	e.now = max(e.now, min(in.Time, e.wake))
	switch {
	case in.Order != nil:
		l.hear(in.Order)
	case in.Notice != nil:
		l.notice(in.Notice)
	case in.Command != nil:
		l.answer, l.answered = in.Answer, l.obey(in.Command)
	}
	e.settle()
}

// hear takes an order event from the broker.
func (l *live) hear(ev order.Event) {
	o := l.engine.book.find(ev.About().Order)
	if o == nil {
		l.orphan(ev)
		return
	}
	l.truth.fresh[o.ID] = true
	if filled, ok := ev.(order.WasFilled); ok && filled.Fill != nil {
		if l.lostLeg(o, filled.Fill) {
			return
		}
		ev = order.WasFilled{Header: filled.Header, Fill: complete(o, filled.Fill)}
	}
	l.engine.enqueue(ev)
}

// orphan is news of an order that carries an id of ours and is not in the books. An execution is never thrown away.
func (l *live) orphan(ev order.Event) {
	l.alarm(fmt.Sprintf("news (%T) of order %s, which is not in the books", ev, ev.About().Order))
	if filled, ok := ev.(order.WasFilled); ok && filled.Fill != nil && filled.Fill.Instrument != nil {
		fill := *filled.Fill
		fill.Order = filled.Header.Order
		l.foreignFill(&broker.ForeignFill{Moment: broker.Moment{Time: filled.Time}, Fill: fill, Symbol: fill.Instrument.Symbol}, "")
	}
	l.doubt("news of an order that is not in the books")
}

// complete is an execution with what the broker cannot know of it.
func complete(o *order.Order, told *order.Fill) *order.Fill {
	f := *told
	f.Order, f.Strategy, f.Tag = o.ID, o.Strategy, o.Tag
	if f.Leg = o.IsLeg(&f); f.Leg { // it has a side and an instrument of its own
		return &f
	}
	f.Side = o.Side
	if f.Instrument == nil {
		f.Instrument = o.Instrument
	}
	return &f
}

func (l *live) notice(n broker.Notice) {
	switch n := n.(type) {
	case broker.LinkLost:
		l.linkLost(n.Cause)
	case broker.LinkRestored:
		l.outage = outage{next: market.Never}
		l.move(LinkUp, n.Cause)
		l.ask()
	case broker.Doubt:
		l.doubt(n.Cause)
	case broker.Disarmed:
		l.halt("the broker takes no orders: " + n.Cause)
	case broker.Truth:
		l.learn(&n)
	case broker.InquiryFailed:
		if n.Inquiry == l.truth.number && l.truth.deadline != market.Never {
			l.inquiryFailed(n.Cause)
		}
	case broker.WarmedUp:
		if l.engine.warming {
			l.engine.goLive()
		}
	case broker.DataLost:
		l.broken[n.Instrument] = n.Cause
		l.move(DataBroken, n.Cause)
	case broker.DataRestored:
		delete(l.broken, n.Instrument)
		if len(l.broken) == 0 {
			l.move(DataWhole, "all data flows again")
		}
	case broker.CorrectedFill:
		l.corrected(&n)
	case broker.LateFee:
		l.lateFee(n)
	case broker.ForeignOrder:
		l.foreignOrder(n.Report, n.Report.State.Done())
	case broker.ForeignFill:
		l.foreignFill(&n, "")
	case broker.Alarm:
		l.alarm(n.Text)
	default:
		l.alarm(fmt.Sprintf("a notice that nobody understands: %T", n))
	}
}

// linkLost: what is on its way may have arrived or not.
func (l *live) linkLost(cause string) {
	e := l.engine
	l.move(LinkDown, cause)
	l.outageBegan()
	l.truth.deadline, l.truth.next, l.truth.failures = market.Never, market.Never, 0
	l.acks = l.acks[:0]
	for _, o := range e.book.working {
		if o.State == order.PendingSubmit || o.State == order.Submitted {
			e.enqueue(order.InDoubt{Header: e.header(o), Reason: order.Reason{Code: order.OrderInDoubt, Detail: "the link was lost: " + cause}})
		}
	}
}

// alarm tells a person.
func (l *live) alarm(text string) {
	l.counts.Alarms++
	l.stale = true
	l.alarms = append(l.alarms, AlarmRecord{l.engine.now, text})
	if len(l.alarms) > maxAlarms {
		l.alarms = l.alarms[1:]
	}
	l.Log.Error().Stringer("at", l.engine.now).Msg(text)
}

// maxAlarms is how many alarms the status shows.
const maxAlarms = 50
