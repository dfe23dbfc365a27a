package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// reduceGroup takes what an order has filled from the others of its group. Groups that cancel (type 1) are the
// venue's.
func (d *Desk) reduceGroup(filled *Ticket, by decimal.Decimal) {
	group := filled.Order.OCA
	if group.Group == "" || group.Type == wire.CancelWithBlock {
		return
	}
	for _, t := range d.tickets {
		if t == filled || !t.working() || t.account != filled.account || t.Order.OCA != group {
			continue
		}
		total := t.Order.TotalQuantity.Sub(by)
		if !total.GreaterThan(t.Filled) {
			d.venue.Cancel(t.venueID)
			continue
		}
		t.Order.TotalQuantity, t.Request.Quantity = total, total
		left := total.Sub(t.before)
		d.venue.Modify(t.venueID, order.Change{Quantity: &left})
		d.touch(t)
		d.report(t)
	}
}
