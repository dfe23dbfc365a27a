package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/order"
)

// stand is the status of an order at the venue, and why it is held there.
func (t *Ticket) stand() (wire.Status, string) {
	switch {
	case t.noted == order.WaitingForParent:
		return wire.PreSubmitted, "child"
	case t.Request.Type.Waits() && !t.Triggered:
		return wire.PreSubmitted, "trigger"
	case t.Shut, t.noted == order.WaitingForTime:
		return wire.PreSubmitted, ""
	}
	return wire.Submitted, ""
}

// restate reports an order whose status is not what was told last. TWS repeats the status of an order that has
// reached its exchange.
func (d *Desk) restate(t *Ticket) {
	if t.held || t.done() {
		return
	}
	status, why := t.stand()
	if t.Status == status && t.WhyHeld == why {
		return
	}
	d.become(t, status, why)
	if status == wire.Submitted {
		d.tell(t, t.statusReport())
	}
}

// become gives an order a status and reports it.
func (d *Desk) become(t *Ticket, status wire.Status, why string) {
	t.Status, t.WhyHeld = status, why
	d.touch(t)
	d.report(t)
}

// report tells an order as it is: openOrder, then orderStatus.
func (d *Desk) report(t *Ticket) {
	d.tell(t, t.openReport())
	d.tell(t, t.statusReport())
}

// openReport is the order as openOrder has it.
func (t *Ticket) openReport() *wire.OpenOrder {
	return &wire.OpenOrder{OrderID: t.OrderID, Contract: t.Contract, Order: t.Order, State: t.state()}
}

func (t *Ticket) state() wire.OrderState {
	s := wire.OrderState{Status: t.Status, WarningText: t.Warning}
	if t.Filled.IsPositive() && t.Status == wire.Filled {
		s.Commission = wire.Some(t.Commission)
		s.CommissionCurrency = string(t.listing.Instrument.Currency)
	}
	return s
}

func (t *Ticket) statusReport() *wire.OrderStatus {
	s := &wire.OrderStatus{
		OrderID: t.OrderID, Status: t.Status, Filled: t.Filled, Remaining: t.remaining(), AvgFillPrice: t.AvgPrice,
		PermID: t.PermID, ParentID: t.Order.ParentID, LastFillPrice: t.LastPrice, ClientID: t.Client, WhyHeld: t.WhyHeld,
	}
	if t.done() {
		s.WhyHeld = ""
	}
	return s
}

// fill books and reports a fill in the order of a real one: the execution, the order, the commission. A completed
// order is reported twice, the second time with its commission.
func (d *Desk) fill(t *Ticket, f *order.Fill) {
	done := d.execute(t, f)
	if d.err != nil {
		return
	}
	if t.open().IsPositive() {
		status, why := t.stand()
		d.become(t, status, why)
		d.tellCommissions(t, done)
		return
	}
	t.Ended, t.Ending = d.now, "Filled Size: "+t.Filled.String()
	t.Status, t.WhyHeld = wire.Filled, ""
	first := t.openReport()
	first.State.Commission, first.State.CommissionCurrency = wire.Opt[decimal.Decimal]{}, ""
	d.tell(t, first)
	d.tell(t, t.statusReport())
	d.report(t)
	d.tellCommissions(t, done)
}

func (d *Desk) tellCommissions(t *Ticket, done []*Execution) {
	for _, e := range done {
		d.tell(t, commissionReport(e))
	}
}
