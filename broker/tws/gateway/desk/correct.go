package desk

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// Correct replaces the price and quantity of an execution of today by a new revision, as an exchange does: the books
// are made again from the morning's, and execution and commission are reported once more. An order that was complete
// stays so. What an order has filled is never corrected to more than it was for, nor that of a working one to more at all.
func (d *Desk) Correct(execID string, price, quantity decimal.Decimal) error {
	if !quantity.IsPositive() {
		return fmt.Errorf("correct execution %s to a quantity of %s: must be above 0; bust it instead", execID, quantity)
	}
	if e := d.execution(execID); e != nil {
		more := quantity.Sub(e.Quantity)
		t := d.ticket(e.PermID)
		if t != nil && !e.beside(t) && more.IsPositive() && (!t.done() || t.Filled.Add(more).GreaterThan(t.Order.TotalQuantity)) {
			return fmt.Errorf("correct execution %s to a quantity of %s: its order of %s has no room for more", execID, quantity, t.Order.TotalQuantity)
		}
	}
	return d.revise(execID, price, quantity)
}

// Bust takes an execution of today back, commission and all: its new revision has no quantity.
func (d *Desk) Bust(execID string) error {
	return d.revise(execID, decimal.Zero, decimal.Zero)
}

func (d *Desk) revise(execID string, price, quantity decimal.Decimal) error {
	if d.err != nil {
		return d.err
	}
	defer d.step()()
	e := d.execution(execID)
	switch {
	case e == nil:
		return fmt.Errorf("revise execution %s: no execution has this id, or a later revision has replaced it", execID)
	case e.Day != d.counters.Day:
		return fmt.Errorf("revise execution %s: it is of %s, and only those of today can be revised", execID, e.Day)
	}
	before := *e
	e.Revision++
	e.Price, e.Quantity = price, quantity
	if quantity.IsZero() {
		e.Price, e.Fee, e.Realised = before.Price, decimal.Zero, wire.Opt[decimal.Decimal]{}
	}
	a := d.byName[e.Account]
	if err := d.rebook(a); err != nil {
		*e = before
		d.err = d.rebook(a)
		return fmt.Errorf("revise execution %s: %w", execID, err)
	}
	d.dirty.accounts[a] = true
	d.recount(&before, e)
	return nil
}

// beside reports an execution that is no progress of its order: of a combo's leg, or of what an exercised option brought.
func (e *Execution) beside(t *Ticket) bool { return e.Leg > 0 || e.Symbol != t.Symbol }

func (d *Desk) execution(id string) *Execution {
	for _, e := range d.executions {
		if e.ID() == id {
			return e
		}
	}
	return nil
}

// rebook makes an account's books again: the morning's, and everything executed since.
func (d *Desk) rebook(a *account) error {
	marks := a.books
	if err := a.restore(a.morning); err != nil {
		return err
	}
	d.recall(a, d.counters.Day)
	for _, in := range a.instruments {
		if price, ok := marks.Last(in.ID); ok {
			a.books.Mark(in.ID, price.InexactFloat64())
		}
	}
	for _, e := range d.executions {
		if e.Account != a.name || e.Day != d.counters.Day || e.Quantity.IsZero() || e.whole() {
			continue
		}
		id, listed := d.symbol[e.Symbol]
		if !listed {
			return fmt.Errorf("execution %s is of %s, which is not listed any more", e.ID(), e.Symbol)
		}
		realised, err := a.book(e.fill(a.instruments[id]))
		if err != nil {
			return err
		}
		e.Realised = realised
		d.dirty.executions[e.Number] = e
	}
	a.changes++
	return nil
}

// recount takes the difference of a revision into its order and reports both.
func (d *Desk) recount(was, now *Execution) {
	d.dirty.executions[now.Number] = now
	t := d.ticket(now.PermID)
	if t == nil {
		return
	}
	if now.beside(t) { // the order's own figures are those of the whole, or of the option
		t.Commission = t.Commission.Add(now.Fee).Sub(was.Fee)
		d.total(now)
		d.touch(t)
		d.tell(t, d.execReport(now, -1))
		d.tell(t, commissionReport(now))
		return
	}
	if t.LastPrice.Equal(was.Price) && now.Quantity.IsPositive() {
		t.LastPrice = now.Price
	}
	less := was.Quantity.Sub(now.Quantity)
	t.Filled, t.TakenBack = t.Filled.Sub(less), t.TakenBack.Add(less)
	t.Cost = t.Cost.Add(now.Price.Mul(now.Quantity)).Sub(was.Price.Mul(was.Quantity))
	t.Commission = t.Commission.Add(now.Fee).Sub(was.Fee)
	t.AvgPrice = decimal.Zero
	if t.Filled.IsPositive() {
		t.AvgPrice = t.Cost.DivRound(t.Filled, 8)
	}
	now.Cumulative, now.Average = was.Cumulative.Sub(less), t.AvgPrice
	d.touch(t)
	d.tell(t, d.execReport(now, -1))
	d.tell(t, t.statusReport())
	if !now.whole() {
		d.tell(t, commissionReport(now))
	}
}

// ticket finds an order by its permId; nil when it is unknown or forgotten.
func (d *Desk) ticket(permID int64) *Ticket {
	for _, t := range d.tickets {
		if t.PermID == permID {
			return t
		}
	}
	return nil
}
