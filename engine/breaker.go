package engine

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// exitKey is a strategy's position in an instrument.
type exitKey struct {
	strategy string
	id       market.ID
}

// unprovenExits is how many market exits may leave in a row without the position changing before the books must be
// proven again.
const unprovenExits = 2

// atOnce reports an order that trades at once or not at all, so that two of them for one position are one too many.
func atOnce(o *order.Order) bool {
	return o.Parent == "" && (o.Type == order.Market || o.TimeInForce == order.IOC || o.TimeInForce == order.FOK)
}

// unproven holds back an exit while another is on its way for all that is held, and a third one when two have
// changed nothing: the position that it would close may be gone.
func (l *live) unproven(o *order.Order) *order.Reason {
	position := l.position(o)
	if !atOnce(o) || position.IsZero() || position.IsPositive() == (o.Side == order.Buy) || o.Quantity.GreaterThan(position.Abs()) {
		return nil
	}
	left := position.Abs()
	for _, w := range l.engine.book.working {
		if w.Strategy == o.Strategy && w.Instrument == o.Instrument && w.Side == o.Side && atOnce(w) {
			left = left.Sub(w.Open())
		}
	}
	if o.Quantity.GreaterThan(left) {
		return &order.Reason{Code: order.ExitUnderWay, Limit: left, Value: o.Quantity,
			Detail: "market orders that close the position in " + o.Symbol + " are on their way"}
	}
	if l.exits[exitKey{o.Strategy, o.Instrument.ID}] < unprovenExits {
		return nil
	}
	l.doubt(fmt.Sprintf("%d exits of %s in %s changed nothing", unprovenExits, o.Strategy, o.Symbol))
	return &order.Reason{Code: order.ExitUnproven,
		Detail: fmt.Sprintf("%d exits in a row did not change the position in %s: the broker is asked first", unprovenExits, o.Symbol)}
}

// sentExit counts an exit that leaves.
func (l *live) sentExit(o *order.Order) {
	if position := l.position(o); atOnce(o) && !position.IsZero() && position.IsPositive() != (o.Side == order.Buy) {
		l.exits[exitKey{o.Strategy, o.Instrument.ID}]++
	}
}

// rejectionKey is an order that is always the same, and what the broker always says to it.
type rejectionKey struct {
	strategy string
	id       market.ID
	side     order.Side
	kind     order.Type
}

// breaker counts identical rejections.
type breaker struct {
	code   order.Code
	detail string
	count  int
	next   market.Time // when one more may be tried
}

const (
	// sameRejections open a breaker.
	sameRejections = 3
	// breakerPause is between two tries while it is open.
	breakerPause = time.Minute
)

func keyOf(o *order.Order) rejectionKey {
	return rejectionKey{o.Strategy, o.Instrument.ID, o.Side, o.Type}
}

// refusedBefore holds back what the broker has refused three times in the same words; once a minute one may try.
func (l *live) refusedBefore(o *order.Order) *order.Reason {
	b := l.breakers[keyOf(o)]
	if b == nil || b.count < sameRejections {
		return nil
	}
	if l.engine.now >= b.next {
		b.next = l.engine.now.Add(breakerPause)
		return nil
	}
	return &order.Reason{Code: order.SameRejection,
		Detail: fmt.Sprintf("the broker refused this order %d times: %s; the next may leave at %s", b.count, b.detail, b.next)}
}

// judged notes what the broker said to an order.
func (l *live) judged(o *order.Order, ev order.Event) {
	switch ev := ev.(type) {
	case order.WasAccepted, order.WasFilled:
		delete(l.breakers, keyOf(o))
	case order.WasRejected:
		if l.ours(ev.Reason.Code) {
			return
		}
		b := l.breakers[keyOf(o)]
		if b == nil || b.code != ev.Reason.Code || b.detail != ev.Reason.Detail {
			b = &breaker{code: ev.Reason.Code, detail: ev.Reason.Detail}
			l.breakers[keyOf(o)] = b
		}
		b.count++
		if b.count >= sameRejections {
			b.next = l.engine.now.Add(breakerPause)
			l.alarm(fmt.Sprintf("%s in %s: rejected %d times in a row: %s", o.Strategy, o.Symbol, b.count, b.detail))
		}
	}
}

// ours reports a rejection that never came from the broker.
func (l *live) ours(c order.Code) bool {
	return c >= order.NotReady && c <= order.ExitUnproven || c == order.NeverArrived
}
