package tws

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// request is an order's terms in the engine's words. What has none is named.
func (b *blotter) request(k *wire.Contract, o *wire.Order) (r order.Request, unknown string) {
	r, unknown = read(o, b.opts.Zone)
	r.Symbol = nameOf(k)
	if l := b.listings.by(k); l != nil {
		r.Symbol = l.instrument.Symbol
	}
	return r, unknown
}

// owner says whose an order is that is not ours.
func (b *blotter) owner(clientID, orderID int, ref string) string {
	switch {
	case orderID <= 0 || clientID == 0 && ref == "":
		return "manual"
	case clientID != b.opts.Client.ClientID:
		return fmt.Sprintf("client %d", clientID)
	}
	return ""
}

// openReport is what the broker says of a working order.
func (b *blotter) openReport(m *wire.OpenOrder, status *wire.OrderStatus) broker.Report {
	o := &m.Order
	r := broker.Report{BrokerID: brokerID(o.PermID), Owner: b.owner(o.ClientID, m.OrderID, o.Ref), Filled: o.FilledQuantity.Value}
	said := m.State.Status
	if status != nil {
		r.Filled, said = status.Filled, status.Status
	}
	if r.Owner == "" {
		r.ID = order.ID(o.Ref)
	} else if e := b.orders[order.ID(o.Ref)]; e != nil && e.permID == o.PermID && o.PermID != 0 {
		r.ID, e.foreign = e.id, true // ours, sent under another client id
	}
	if e := b.instruction(o.PermID, o.ClientID, m.OrderID); e != nil {
		r.ID, r.Owner = e.id, ""
	}
	b.describe(&r, &m.Contract, o)
	r.State = stateOf(said, r.Filled)
	if r.Reason.Detail == "" {
		r.Reason.Detail = m.State.WarningText
	}
	return r
}

func (b *blotter) describe(r *broker.Report, k *wire.Contract, o *wire.Order) {
	r.Symbol = nameOf(k)
	if l := b.listings.by(k); l != nil {
		r.Instrument, r.Symbol = l.instrument, l.instrument.Symbol
	}
	if e := b.orders[r.ID]; e != nil && e.Type.Instructs() {
		r.Request = e.Request
		return
	}
	var unknown string
	if r.Request, unknown = b.request(k, o); unknown != "" {
		r.Reason = order.Reason{Code: order.Unsupported, Detail: unknown}
	}
	if e := b.orders[r.ID]; e != nil {
		r.Request.Parent, r.Request.Tag = e.Parent, e.Tag
	} else if p := b.routes[o.ParentID]; p != nil && o.ParentID != 0 {
		r.Request.Parent = p.id
	}
}

// stateOf translates a status. Whatever is not an end works, or may at any moment.
func stateOf(s wire.Status, filled decimal.Decimal) order.State {
	switch strings.ToLower(string(s)) {
	case "filled":
		return order.Filled
	case "cancelled", "apicancelled":
		return order.Cancelled
	case "pendingcancel":
		return order.PendingCancel
	}
	if filled.IsPositive() {
		return order.PartiallyFilled
	}
	return order.Accepted
}

// doneReport is what the broker says of an order that ended today. Neither an order id nor a client comes with it, so
// whose it is follows from the reference alone.
func (b *blotter) doneReport(m *wire.CompletedOrder, zone clockZone) broker.Report {
	o := &m.Order
	r := broker.Report{ID: order.ID(o.Ref), BrokerID: brokerID(o.PermID), Filled: o.FilledQuantity.Value}
	if e := b.perms[o.PermID]; e != nil && e.Type.Instructs() {
		r.ID = e.id
	}
	if r.ID == "" {
		r.Owner = "manual"
	}
	b.describe(&r, &m.Contract, o)
	r.Request.Quantity = decimal.Max(r.Request.Quantity, r.Filled) // 0 of what has filled
	switch r.State = stateOf(m.State.Status, decimal.Zero); {
	case strings.EqualFold(string(m.State.Status), "inactive"):
		r.State, r.Reason = order.Rejected, order.Reason{Code: order.RejectedByVenue, Detail: or(m.State.RejectReason, m.State.CompletedStatus)}
	case r.State == order.Cancelled:
		at := zone.parse(m.State.CompletedTime)
		r.State, r.Reason = b.ending(b.orders[r.ID], r.Instrument, &r.Request, at, m.State.CompletedStatus)
	case r.State != order.Filled:
		r.State = order.Unknown
		r.Reason.Detail = "completed as " + string(m.State.Status)
	}
	return r
}
