package desk

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// completedReport is an ended order as completedOrder has it: without an order id, and with a total of 0 when all of
// it was filled.
func (d *Desk) completedReport(t *Ticket) *wire.CompletedOrder {
	m := &wire.CompletedOrder{Contract: t.Contract, Order: t.Order, State: t.state()}
	o := &m.Order
	o.ClientID, o.ParentID = 0, 0
	o.ParentPermID = wire.Some(int64(math.MaxInt64))
	if t.Parent != 0 {
		o.ParentPermID = wire.Some(t.Parent)
	}
	o.FilledQuantity = wire.Some(t.Filled)
	if t.Status == wire.Filled {
		o.TotalQuantity = decimal.Zero
	}
	m.State.CompletedStatus = t.Ending
	m.State.CompletedTime = ibtime.Format(t.Ended.UTC(), d.zone)
	if t.Status == wire.Inactive {
		m.State.RejectReason = t.Warning
	}
	return m
}
