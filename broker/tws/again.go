package tws

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// again sends an order that the broker never took under a fresh number, once. Not so the exit of an entry that ended
// unfilled: on its own it would open what it was to close.
func (b *blotter) again(e *entry) bool {
	if !b.untaken(e) || e.cancel || e.parent != nil && e.parent.over && e.parent.filled.IsZero() {
		return false
	}
	delete(b.routes, e.orderID)
	id, err := b.conn.NextOrderID()
	if err != nil {
		return false
	}
	b.resent++
	b.route(e, id)
	transmit := e.held == 0
	switch p := e.parent; {
	case p == nil:
	case p.over:
		e.parent, e.parentID = nil, 0
	default:
		e.parentID = p.orderID // it may have been sent again, too
		transmit = p.held == 0
	}
	b.post(e, b.message(e, transmit))
	return true
}

// untaken tells an order that was sent once, and of which the broker has said nothing but that it does not take it.
func (b *blotter) untaken(e *entry) bool { return e.attempt <= 1 && !e.heard && b.conn != nil }

// againAfter is again after a pause; refused is called when it is not sent then.
func (b *blotter) againAfter(e *entry, pause time.Duration, refused func()) {
	conn := b.conn
	e.refused = refused
	b.pausing++
	time.AfterFunc(pause, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		e.refused = nil
		b.pausing--
		if b.conn != conn || e.over {
			return // the session has ended, and the order is in doubt
		}
		if !b.up.Load() || !b.again(e) {
			refused()
		}
	})
}

// stirred tells whether an order waits to be sent again, or was since an earlier count: the broker lists none such
// between the two times, which is no reason to think that there is none.
func (b *blotter) stirred(since int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.pausing > 0 || b.resent != since
}

// timesResent is the count that stirred takes.
func (b *blotter) timesResent() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.resent
}

// afterParent sends a child again for which TWS did not find the parent yet, or any more because it has filled.
func (b *blotter) afterParent(e *entry) bool {
	if !b.untaken(e) {
		return false
	}
	const settled = 100 * time.Millisecond // IB advises 50 ms
	b.againAfter(e, settled, func() {
		b.finish(e)
		b.emit(order.WasRejected{Header: about(e.id), Reason: order.Reason{Code: order.ParentEnded, Detail: "the broker does not find its parent order " + string(e.Parent)}})
		b.abandon(e.parent, "one of its children was refused")
	})
	return true
}

// The clocks of an exchange, of IB and ours are not one: around the open and the close of a session an order may be refused
// that is right a moment later.
const (
	edge      = 2 * time.Second
	edgePause = 1500 * time.Millisecond
)

// afterEdge sends an order again that was refused around the edge of a session, if it still means what it meant then. An
// entry with exits is not: they are refused with it, and it would be without them.
func (b *blotter) afterEdge(e *entry, m *wire.Error) bool {
	if !b.untaken(e) || e.in == nil || e.parent != nil || e.held > 0 || len(e.family) > 0 || !b.edgeAt(e.in, now()) || b.timeIsOver(e.in, &e.Request, now().Add(edgePause)) {
		return false
	}
	b.opts.Log.Info().Str("order", string(e.id)).Str("said", said(m)).Msg("refused at the edge of a session: it is sent once more")
	b.againAfter(e, edgePause, func() { b.rejected(e, m) })
	return true
}

// edgeAt tells whether a session opens or closes around a time.
func (v *Venue) edgeAt(in *market.Instrument, at market.Time) bool {
	cal := v.feeds[in.ID].calendar
	_, before := cal.At(at.Add(-edge))
	_, after := cal.At(at.Add(edge))
	return before != after
}

// timeIsOver tells whether an order would be of another session, or of another moment, if it were sent at a time.
func (v *Venue) timeIsOver(in *market.Instrument, r *order.Request, at market.Time) bool {
	switch r.TimeInForce {
	case order.IOC, order.FOK:
		return true
	case order.GTD:
		return at >= r.GoodTill
	case order.Day, order.AUC:
		return v.dayOver(in, r, at)
	}
	return r.Type.AtClose() && v.dayOver(in, r, at)
}
