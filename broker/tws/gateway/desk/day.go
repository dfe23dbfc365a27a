package desk

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// executionDays is how long executions can be asked for, today included.
const executionDays = 7

// today is the account's date at the desk's time.
func (d *Desk) today() market.Date { return market.DateOf(d.now.In(d.zone)) }

// setDay makes a date the account's day.
func (d *Desk) setDay(day market.Date) {
	d.counters.Day = day
	d.midnight = market.At(day.AddDays(1).Clock(0, 0, d.zone))
	d.dirty.counters = true
}

// beginDay resets the day's profit, forgets the orders completed before today and executions that nobody can ask for
// any more.
func (d *Desk) beginDay() {
	d.setDay(d.counters.Day.AddDays(1))
	d.dirty.mornings = true
	for _, a := range d.accounts {
		a.beginDay()
		d.dirty.accounts[a] = true
	}
	start := market.At(d.counters.Day.Clock(0, 0, d.zone))
	d.tickets = slices.DeleteFunc(d.tickets, func(t *Ticket) bool {
		old := t.done() && t.Ended < start
		if old {
			d.dirty.forgotten.ForgetTickets = append(d.dirty.forgotten.ForgetTickets, t.PermID)
			d.forget(t)
		}
		return old
	})
	d.unwatch()
	first := d.counters.Day.AddDays(1 - executionDays)
	d.executions = slices.DeleteFunc(d.executions, func(e *Execution) bool {
		old := e.Day < first
		if old {
			d.dirty.forgotten.ForgetExecutions = append(d.dirty.forgotten.ForgetExecutions, e.Number)
		}
		return old
	})
}

// forget removes what leads to a ticket.
func (d *Desk) forget(t *Ticket) {
	delete(d.byVenue, t.venueID)
	delete(d.dirty.tickets, t.PermID)
	if book := d.client(t.Client); book.orders[t.OrderID] == t {
		delete(book.orders, t.OrderID)
	}
}

// beginDay makes the present the base of the day's profit.
func (a *account) beginDay() {
	for _, id := range a.staked() {
		s := a.stakes[id]
		if a.ledger.Position(id).Flat() {
			delete(a.stakes, id)
			continue
		}
		s.Realised, s.Begin = decimal.Zero, a.unrealised(id)
	}
	a.equity = a.net()
	a.changes++
	a.morning = a.sheet()
}
