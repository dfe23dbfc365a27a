package desk

import (
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// Manual enters an order as a person does in TWS: no client has placed it, its order id is 0 until client 0 binds it.
// It returns the permId. The request's symbol, parent and group are not looked at. The error is a *floor.Refusal.
func (d *Desk) Manual(account string, k wire.Contract, r order.Request) (int64, error) {
	if d.err != nil {
		return 0, d.err
	}
	defer d.step()()
	w := words(&r, d.zone)
	w.Account = account
	t, refusal := d.draft(0, &wire.PlaceOrder{Contract: k, Order: w})
	if refusal != nil {
		return 0, refusal
	}
	t.Manual = true
	d.admit(t)
	if d.autoBind {
		d.letters = append(d.letters, letter{Audience{0, None}, d.bind(t)})
	}
	d.transmit(t)
	return t.PermID, nil
}

// CancelManual cancels any order as a person does in TWS; false when no such order works.
func (d *Desk) CancelManual(permID int64) bool {
	if d.err != nil {
		return false
	}
	defer d.step()()
	for _, t := range d.tickets {
		if t.PermID == permID && t.working() {
			d.cancel(t)
			return true
		}
	}
	return false
}
