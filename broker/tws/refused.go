package tws

import (
	"fmt"
	"strings"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// Codes with a meaning of their own for orders.
const (
	duplicateID    = 103
	orderRejected  = 201
	filledAlready  = 104
	notValidated   = 321
	wasCancelled   = 202
	orderMessage   = 399
	stillProcessed = 2102
	missingParent  = 10006
)

// cancelAnswers are the codes that end the wait for a cancellation without one; true when the broker does not have
// the order as working, or may not.
var cancelAnswers = map[int]bool{135: true, 136: false, 137: false, 161: true, 10147: true, 10148: true, 10149: true}

// orderError hears an error, a warning or a note about an order. What it means depends on what was asked of the order,
// not on the word "error".
func (b *blotter) orderError(m *wire.Error) {
	e := b.routes[m.RequestID]
	if e == nil {
		b.opts.Log.Warn().Int("order", m.RequestID).Int("code", m.Code).Str("text", m.Message).Msg("about an order that is not known")
		return
	}
	code := client.Classify(m)
	lost, answersCancel := cancelAnswers[m.Code]
	switch {
	case m.Code == wasCancelled:
		b.cancelled(e, said(m))
	case answersCancel:
		b.cancelRefused(e, said(m), lost)
	case e.over:
		b.noted(e, m)
	case e.change != nil && refusesChange(code):
		e.change = nil
		b.emit(order.ModifyRefused{Header: about(e.id), Reason: *venueReason(said(m))})
	case e.cancelSent && m.Code == notValidated:
		b.cancelRefused(e, said(m), false)
	case m.Code == duplicateID && b.again(e), m.Code == missingParent && b.afterParent(e), m.Code == orderRejected && b.afterEdge(e, m):
	case m.Code == orderMessage && code.Class == client.Failure:
		b.question(e, said(m)) // an order it rejects and one it only comments on look alike
		b.noted(e, m)
	case code.Class == client.Failure, code.Class == client.Misuse:
		b.rejected(e, m)
	default:
		b.noted(e, m)
	}
}

func said(m *wire.Error) string { return fmt.Sprintf("%d: %s", m.Code, m.Message) }

// refusesChange tells whether a code, when a change is on its way, refuses that and leaves the order alone.
func refusesChange(c client.Code) bool {
	return c.KeepsOld || c.Class == client.Failure || c.Number == filledAlready || c.Number == stillProcessed
}

// cancelRefused ends the wait for a cancellation. What became of the order is for the next inquiry to find out, not for
// another cancel.
func (b *blotter) cancelRefused(e *entry, text string, lost bool) {
	e.cancel, e.cancelSent = false, false
	b.emit(order.CancelRefused{Header: about(e.id), Reason: *venueReason(text)})
	if lost {
		b.question(e, text)
	}
}

func readOnly(text string) bool { return strings.Contains(strings.ToLower(text), "read-only") }

// disarm notes that the gateway takes no orders.
func (b *blotter) disarm() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.disarmed()
}

func (b *blotter) disarmed() {
	if !b.readOnly {
		b.readOnly = true
		b.inbox.Notice(broker.Disarmed{Moment: moment(), Cause: "the gateway's API is read-only: untick that in its settings"})
	}
}

// rejected ends an order that the broker will not have, or not any more.
func (b *blotter) rejected(e *entry, m *wire.Error) {
	if m.Code == notValidated && readOnly(m.Message) {
		b.disarmed()
	}
	b.finish(e)
	e.rejectedText = said(m)
	if e.filled.IsZero() {
		b.emit(order.WasRejected{Header: about(e.id), Reason: *venueReason(said(m))})
	} else {
		b.emit(order.WasCancelled{Header: about(e.id), Reason: *venueReason(said(m))})
	}
	b.abandon(e, "it was refused")
	b.abandon(e.parent, "one of its children was refused")
}

// noted passes on what the broker remarks about an order that goes on. Each remark is raised once.
func (b *blotter) noted(e *entry, m *wire.Error) {
	if e.once(m.Code) {
		b.alarm("about order %s the broker says %s", e.id, said(m))
	}
}
