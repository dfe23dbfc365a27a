package desk

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
)

// Book keeps what outlives the gateway's process: orders, executions, accounts and counters.
type Book interface {
	// Load returns everything that was saved; an empty Change when the book is new.
	Load() (*Change, error)
	// Save takes over a change, whole or not at all. It keeps no reference to it.
	Save(*Change) error
}

// Change is what one step has changed, or everything.
type Change struct {
	Tickets    []*Ticket
	Executions []*Execution
	Accounts   []Sheet
	// Mornings are the accounts as they were at the beginning of their day.
	Mornings []Sheet
	Counters *Counters
	// ForgetTickets and ForgetExecutions are the permIds and the execution numbers that are of no use any more.
	ForgetTickets    []int64
	ForgetExecutions []int64
}

// Empty reports that there is nothing to save.
func (c *Change) Empty() bool {
	return len(c.Tickets) == 0 && len(c.Executions) == 0 && len(c.Accounts) == 0 && len(c.Mornings) == 0 &&
		c.Counters == nil && len(c.ForgetTickets) == 0 && len(c.ForgetExecutions) == 0
}

// Counters never go back.
type Counters struct {
	PermID    int64
	Execution int64
	// Clients has the highest order id that each client has used.
	Clients map[int]int
	// Day is the account day that the mornings belong to.
	Day market.Date
}

// Sheet is an account's books, and what IB adds to them.
type Sheet struct {
	Name   string
	Books  portfolio.State
	Stakes []Stake
	// Equity is the net liquidation at the beginning of the day.
	Equity decimal.Decimal
}

// Stake is what the books do not say of a position, in the instrument's currency.
type Stake struct {
	Symbol string
	// Carried is the commission in the average cost.
	Carried decimal.Decimal
	// Realised is the day's profit of what was closed, after commissions.
	Realised decimal.Decimal
	// Begin is the unrealised profit, after commissions, at the beginning of the day.
	Begin decimal.Decimal
}

// dirty is what a step has touched so far.
type dirty struct {
	tickets    map[int64]*Ticket
	executions map[int64]*Execution
	accounts   map[*account]bool
	mornings   bool
	counters   bool
	forgotten  Change
}

// clean reports that nothing was touched: so it is after nearly every event of the market.
func (x *dirty) clean() bool {
	return len(x.tickets) == 0 && len(x.executions) == 0 && len(x.accounts) == 0 && !x.mornings && !x.counters &&
		x.forgotten.Empty()
}

func newDirty() dirty {
	return dirty{tickets: map[int64]*Ticket{}, executions: map[int64]*Execution{}, accounts: map[*account]bool{}}
}

// change collects what was touched, in an order that does not depend on chance.
func (d *Desk) change() *Change {
	c := d.dirty.forgotten
	for _, t := range d.dirty.tickets {
		if !t.held {
			c.Tickets = append(c.Tickets, t)
		}
	}
	slices.SortFunc(c.Tickets, func(a, b *Ticket) int { return cmp.Compare(a.PermID, b.PermID) })
	for _, e := range d.dirty.executions {
		c.Executions = append(c.Executions, e)
	}
	slices.SortFunc(c.Executions, func(a, b *Execution) int { return cmp.Compare(a.Number, b.Number) })
	for _, a := range d.accounts {
		if d.dirty.accounts[a] {
			c.Accounts = append(c.Accounts, a.sheet())
		}
		if d.dirty.mornings {
			c.Mornings = append(c.Mornings, a.morning)
		}
	}
	if d.dirty.counters {
		c.Counters = &d.counters
	}
	return &c
}

// touch marks a ticket for saving.
func (d *Desk) touch(t *Ticket) { d.dirty.tickets[t.PermID] = t }
