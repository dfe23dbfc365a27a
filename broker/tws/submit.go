package tws

import (
	"errors"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// Submit sends an order, once: a second one with its id is the same order.
func (v *Venue) Submit(o *order.Order) {
	b := v.blotter
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.orders[o.ID] != nil {
		return
	}
	e := &entry{Request: o.Request, id: o.ID, strategy: o.Strategy, in: o.Instrument}
	b.enter(e) // before it leaves: its fill may be back before the call returns
	reason := b.refusal(o)
	if reason == nil {
		reason = b.join(e)
	}
	if reason != nil {
		b.finish(e)
		b.emit(order.WasRejected{Header: about(e.id), Reason: *reason})
		b.abandon(e.parent, "one of its children was refused")
		return
	}
	if o.Children > 0 && e.parent == nil {
		e.held = o.Children
	}
	b.send(e)
}

// join ties a child to its parent.
func (b *blotter) join(e *entry) *order.Reason {
	if e.Parent == "" {
		return nil
	}
	p := b.orders[e.Parent]
	switch {
	case p == nil:
		return &order.Reason{Code: order.UnknownOrder, Detail: "parent order " + string(e.Parent) + " is not known here"}
	case p.over && p.filled.IsZero():
		return &order.Reason{Code: order.ParentEnded, Detail: "parent order " + string(e.Parent) + " ended unfilled"}
	case !p.over:
		e.parent, e.parentID = p, p.orderID
	}
	return nil // a filled parent holds nothing back
}

// send gives an order its number and hands it to the connection. A family leaves with its parent first, and is
// transmitted with the last of its children.
func (b *blotter) send(e *entry) {
	id, err := b.conn.NextOrderID()
	if err != nil {
		b.unsent(e, err)
		return
	}
	b.route(e, id)
	transmit := e.held == 0
	if p := e.parent; p != nil && p.held > 0 {
		p.family = append(p.family, e)
		p.held--
		transmit = p.held == 0
	}
	b.post(e, b.message(e, transmit))
}

func (b *blotter) post(e *entry, m wire.Message) {
	e.attempt++
	attempt := e.attempt
	bill, err := b.conn.Post(m, func(err error) { b.posted(e, attempt, err) })
	if err != nil {
		b.unsent(e, err)
		return
	}
	if e.bill = bill; bill == nil {
		b.left(e, nil)
	}
}

// posted is told what became of an order's message.
func (b *blotter) posted(e *entry, attempt int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if attempt != e.attempt {
		return
	}
	e.bill = nil
	if err != nil && !mayHaveLeft(err) {
		b.unsent(e, err)
		return
	}
	b.left(e, err)
}

// left notes that an order's message has left, or a part of it when there was an error.
func (b *blotter) left(e *entry, err error) {
	e.sent = time.Now()
	switch {
	case e.over:
		return
	case err != nil:
		b.doubt(e, err.Error())
	case e.attempt == 1:
		b.emit(order.WasSubmitted{Header: about(e.id)})
	}
	if e.cancel && !e.cancelSent {
		b.sendCancel(e)
	}
}

// mayHaveLeft tells whether the gateway may have seen a message that could not be sent whole.
func mayHaveLeft(err error) bool {
	var failed *client.SendError
	return errors.As(err, &failed) && failed.MaybeSent
}

// unsent ends an order of which no byte has left.
func (b *blotter) unsent(e *entry, err error) {
	if e.over {
		return
	}
	b.finish(e)
	b.emit(order.WasRejected{Header: about(e.id), Reason: *venueReason("not sent: " + err.Error())})
	b.abandon(e.parent, "one of its children was not sent")
}

// abandon takes back a family that TWS still holds, because it will not be whole.
func (b *blotter) abandon(parent *entry, why string) {
	if parent == nil || parent.held == 0 {
		return
	}
	parent.held = 0
	b.alarm("order %s is taken back: %s", parent.id, why)
	for _, e := range append([]*entry{parent}, parent.family...) {
		if !e.over {
			b.requestCancel(e)
		}
	}
}
