package desk

import (
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// cancelCodes is the server version from which cancellations that fail are answered with codes of their own. Which
// version that was is not on record.
const cancelCodes = 145

// Cancel ends an order of a client. The server version chooses the codes of a cancellation that fails.
func (d *Desk) Cancel(client, version int, m *wire.CancelOrder) {
	if d.err != nil {
		return
	}
	defer d.step()()
	t := d.client(client).orders[m.OrderID]
	switch {
	case d.opts.ReadOnly:
		d.answer(client, m.OrderID, readOnly().Code, readOnly().Text)
	case t == nil && version < cancelCodes:
		d.refuseCancel(client, m.OrderID, 135, fmt.Sprintf("Can't find order with id =%d", m.OrderID))
	case t == nil:
		d.refuseCancel(client, m.OrderID, 10147, fmt.Sprintf("OrderId %d that needs to be cancelled is not found.", m.OrderID))
	case t.done() && version < cancelCodes:
		d.refuseCancel(client, m.OrderID, 161,
			fmt.Sprintf("Cancel attempted when order is not in a cancellable state.  Order permId =%d", t.PermID))
	case t.done():
		d.refuseCancel(client, m.OrderID, 10148,
			fmt.Sprintf("OrderId %d that needs to be cancelled can not be cancelled, state: %s.", m.OrderID, t.Status))
	default:
		d.cancel(t)
	}
}

// refuseCancel answers about ids that may be of no order, 0 included.
func (d *Desk) refuseCancel(client, orderID, code int, text string) {
	d.letters = append(d.letters, letter{Audience{client, None}, d.problem(orderID, code, text)})
}

// cancel ends an order that is held or works.
func (d *Desk) cancel(t *Ticket) {
	if t.held {
		d.end(t, "Cancelled by Trader")
		d.drain()
		return
	}
	t.Status, t.WhyHeld = wire.PendingCancel, ""
	d.tell(t, t.statusReport())
	d.venue.Cancel(t.venueID)
	d.drain()
}

// GlobalCancel ends every order of the login, of all clients and of TWS itself.
func (d *Desk) GlobalCancel(client int) {
	if d.err != nil {
		return
	}
	defer d.step()()
	if d.opts.ReadOnly {
		d.refuseCancel(client, None, readOnly().Code, readOnly().Text)
		return
	}
	for _, t := range slices.Clone(d.tickets) {
		if !t.done() {
			d.cancel(t)
		}
	}
}
