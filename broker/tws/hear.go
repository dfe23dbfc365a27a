package tws

import (
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// take folds one order event of the connection into the blotter.
func (b *blotter) take(m wire.Message, zone *time.Location) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch m := m.(type) {
	case *wire.OpenOrder:
		b.openOrder(m)
	case *wire.OrderStatus:
		b.status(m)
	case *wire.Executed:
		b.executed(m, zone)
	case *wire.CommissionReport:
		b.commission(m)
	case *wire.OrderBound:
		if e := b.perms[m.PermID]; e != nil && m.ClientID == b.opts.Client.ClientID {
			b.route(e, m.OrderID)
		}
	case *wire.Error:
		b.orderError(m)
	}
}

// openOrder hears how the broker works an order.
func (b *blotter) openOrder(m *wire.OpenOrder) {
	o := &m.Order
	if o.WhatIf {
		return
	}
	e := b.find(o.Ref, o.PermID, o.ClientID, m.OrderID)
	if e == nil {
		b.openForeign(m)
		return
	}
	twin := e.permID != 0 && o.PermID != 0 && o.PermID != e.permID
	b.bind(e, o.PermID)
	if twin { // its terms are not those of the order
		b.openForeign(m)
		return
	}
	e.heard = true
	b.compare(e, o)
	b.progress(e, o.PermID, m.State.Status, decimal.Zero, "")
}

// status hears where an order stands. It says how much is filled, but a fill is what executions say.
func (b *blotter) status(m *wire.OrderStatus) {
	e := b.find("", m.PermID, m.ClientID, m.OrderID)
	if e == nil {
		return // the open order that comes with it tells more
	}
	if e.permID != 0 && m.PermID != 0 && m.PermID != e.permID {
		b.bind(e, m.PermID)
		return
	}
	b.bind(e, m.PermID)
	e.heard = true
	b.progress(e, m.PermID, m.Status, m.Filled, m.WhyHeld)
}

// progress moves an order forward. What is said twice, or of the time before, changes nothing.
func (b *blotter) progress(e *entry, permID int64, s wire.Status, filled decimal.Decimal, whyHeld string) {
	if filled.GreaterThan(e.claimed) {
		e.claimed, e.claimedAt = filled, time.Now()
	}
	word := strings.ToLower(string(s))
	if e.over {
		if word == "submitted" && e.rejectedText != "" {
			b.reopen(e)
		}
		return
	}
	switch word {
	case "presubmitted", "submitted":
		b.accept(e)
	case "pendingsubmit", "apipending", "pendingcancel", "":
		if permID != 0 && word != "" {
			b.accept(e)
		}
	case "filled":
		b.accept(e)
		e.claimed = decimal.Max(e.claimed, e.Quantity)
		if e.claimedAt.IsZero() {
			e.claimedAt = time.Now()
		}
	case "cancelled", "apicancelled":
		b.cancelled(e, "")
	case "inactive":
		b.inactive(e, permID, whyHeld)
	default:
		if e.once(statusAlarm) {
			b.alarm("order %s has a status that is not known here: %q", e.id, string(s))
		}
	}
}

// inactive is no end by itself: the order may be held until shares are found, or until somebody transmits it. With a
// rejection it is the end, which the error says.
func (b *blotter) inactive(e *entry, permID int64, whyHeld string) {
	if permID != 0 {
		b.accept(e)
	}
	if strings.Contains(strings.ToLower(whyHeld), "locate") {
		b.waits(e, locateAlarm, order.HeldByBroker, "the broker looks for shares to borrow")
		return
	}
	b.waits(e, inactiveAlarm, order.Suspended, "it does not work now, and may come back")
}

func (b *blotter) waits(e *entry, kind int, code order.Code, why string) {
	if e.once(kind) {
		b.alarm("order %s is inactive at the broker: %s", e.id, why)
		b.emit(order.Noted{Header: about(e.id), Reason: order.Reason{Code: code, Detail: why}})
	}
}

// reopen takes back the end of an order that the broker rejected and works all the same: somebody transmitted it.
func (b *blotter) reopen(e *entry) {
	b.alarm("the broker works order %s again, which it had rejected: %s", e.id, e.rejectedText)
	e.over, e.rejectedText, e.agreed = false, "", true
	b.enter(e)
	b.ended = slices.DeleteFunc(b.ended, func(id order.ID) bool { return id == e.id })
	b.emit(order.Reopened{Header: about(e.id), BrokerID: brokerID(e.permID), Reason: order.Reason{Code: order.ListedAsOpen}})
}

// cancelled ends an order by a cancellation, of whoever asked for it, or by its time in force.
func (b *blotter) cancelled(e *entry, text string) {
	switch {
	case e.over:
		return
	case len(e.twins) > 0: // TWS cancels by the order id, and that is of both
		b.question(e, "one of its two orders was cancelled")
		return
	}
	b.finish(e)
	state, reason := b.ending(e, e.in, &e.Request, now(), text)
	if state == order.Expired {
		b.emit(order.HasExpired{Header: about(e.id), Reason: reason})
	} else {
		b.emit(order.WasCancelled{Header: about(e.id), Reason: reason})
	}
	b.abandon(e.parent, "one of its children was cancelled")
}
