package desk

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// rejected begins the texts of error 201.
const rejected = "Order rejected - reason:"

// activeLimit is the most orders that may work for one contract, side and account (IBKR, "Order limits").
const activeLimit = 20

// refuseWorking is what IB's servers find wrong with an order that TWS let through.
func (d *Desk) refuseWorking(t *Ticket) *floor.Refusal {
	active := 0
	for _, x := range d.tickets {
		if x != t && x.working() && x.account == t.account && x.listing == t.listing && x.Request.Side == t.Request.Side {
			active++
		}
	}
	if active >= activeLimit {
		return refuse(201, fmt.Sprintf("%sYour account has a minimum of %d orders working on either the buy or sell "+
			"side for this particular contract.", rejected, activeLimit))
	}
	if t.parent != nil && t.parent.Filled.IsZero() {
		return nil // the parent was checked, and the child can only take back what it does
	}
	return d.refuseFunds(t)
}

// reject ends an order that IB's servers refuse, and the children that wait for it.
func (d *Desk) reject(t *Ticket, refusal *floor.Refusal) {
	t.Status, t.WhyHeld, t.Ended, t.Ending = wire.Inactive, "", d.now, "Rejected"
	t.Warning = refusal.Text
	d.touch(t)
	d.report(t)
	d.answer(t.Client, t.OrderID, refusal.Code, refusal.Text)
	for _, c := range t.children {
		if c.held {
			d.end(c, "Cancelled by System")
		}
	}
}
