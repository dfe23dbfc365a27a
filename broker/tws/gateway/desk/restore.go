package desk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// restore takes over what the book has, and puts the orders that work back to the venue.
func (d *Desk) restore(saved *Change) error {
	if saved.Counters == nil {
		d.setDay(d.today())
	} else {
		d.counters = *saved.Counters
		d.setDay(d.counters.Day)
		if d.counters.Clients == nil {
			d.counters.Clients = map[int]int{}
		}
	}
	faults := []error{d.restoreAccounts(saved)}
	d.executions = slices.Clone(saved.Executions)
	slices.SortFunc(d.executions, func(a, b *Execution) int { return cmp.Compare(a.Number, b.Number) })
	for _, a := range d.accounts {
		d.recall(a, d.counters.Day.AddDays(1))
	}
	faults = append(faults, d.restoreTickets(saved.Tickets))
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("restore from the book: %w", err)
	}
	if err := d.watchTraded(); err != nil {
		return err
	}
	d.markAll()
	d.resumeTickets()
	d.catchUp(d.market.Now())
	return d.err
}

// restoreAccounts fills the accounts; those that the book does not know begin with their cash.
func (d *Desk) restoreAccounts(saved *Change) error {
	var faults []error
	for _, a := range d.accounts {
		at := func(sheets []Sheet) int {
			return slices.IndexFunc(sheets, func(s Sheet) bool { return s.Name == a.name })
		}
		if i := at(saved.Accounts); i >= 0 {
			faults = append(faults, a.restore(saved.Accounts[i]))
		} else {
			a.open()
			d.dirty.accounts[a], d.dirty.mornings = true, true
		}
		if i := at(saved.Mornings); i >= 0 {
			a.morning = saved.Mornings[i]
		}
	}
	for _, s := range saved.Accounts {
		if d.byName[s.Name] == nil {
			faults = append(faults, fmt.Errorf("the book has account %s, which is not configured: add it, or use a new book", s.Name))
		}
	}
	return errors.Join(faults...)
}

// restoreTickets gives the orders their places again.
func (d *Desk) restoreTickets(tickets []*Ticket) error {
	var faults []error
	byPerm := map[int64]*Ticket{}
	d.tickets = slices.SortedFunc(slices.Values(tickets), func(a, b *Ticket) int { return cmp.Compare(a.PermID, b.PermID) })
	for _, t := range d.tickets {
		t.listing = d.listingOf(t)
		if t.account = d.byName[t.Account]; t.listing == nil || t.account == nil {
			faults = append(faults, fmt.Errorf("order %d of account %s in %s: not all of that is configured", t.PermID, t.Account, t.Symbol))
			continue
		}
		byPerm[t.PermID] = t
		if t.parent = byPerm[t.Parent]; t.parent != nil {
			t.parent.children = append(t.parent.children, t)
		}
		if t.OrderID != 0 {
			d.client(t.Client).orders[t.OrderID] = t
		}
	}
	return errors.Join(faults...)
}

// listingOf finds what a saved order is for, nil when that is not there any more. A combo is listed again.
func (d *Desk) listingOf(t *Ticket) *floor.Listing {
	if t.Contract.SecType == wire.Combo {
		l, refusal := d.market.Resolve(&t.Contract)
		if refusal != nil || d.list(l) != nil {
			return nil
		}
		return l
	}
	if id, listed := d.symbol[t.Symbol]; listed {
		return d.market.Listings()[id]
	}
	return nil
}

// resumeTickets submits the orders that work again, each at the time at which it began to, so that the venue itself
// finds out which have expired since. What prices have told it in between is lost to it, so whether a market was open to
// an order is taken from the book.
func (d *Desk) resumeTickets() {
	working := slices.DeleteFunc(slices.Clone(d.tickets), (*Ticket).done)
	slices.SortStableFunc(working, func(a, b *Ticket) int { return cmp.Compare(a.began(), b.began()) })
	shut := make(map[*Ticket]bool, len(working))
	for _, t := range working {
		shut[t] = t.Shut
		d.relive(min(t.began(), d.now))
		t.settling = true
		d.submit(t)
		t.settling = false
	}
	d.relive(d.now)
	for _, t := range working {
		t.Shut = shut[t]
		d.restate(t)
	}
}

// began is when the order was placed or, for a child, its parent filled.
func (t *Ticket) began() market.Time {
	if t.parent != nil && t.parent.Status == wire.Filled {
		return max(t.Placed, t.parent.Ended)
	}
	return t.Placed
}

// relive moves the venue through all that fell due until t. The desk's own clock stands at the present.
func (d *Desk) relive(t market.Time) {
	for due := d.venue.Due(); due <= t; due = d.venue.Due() {
		d.venue.Advance(due)
		d.drain()
	}
	d.venue.Advance(t)
	d.drain()
}

// watchTraded asks for the quotes of what is held and of what orders work in.
func (d *Desk) watchTraded() error {
	var faults []error
	for _, t := range d.tickets {
		if !t.done() {
			faults = append(faults, d.watchAll(t))
		}
	}
	for _, a := range d.accounts {
		for p := range a.ledger.Positions() {
			faults = append(faults, d.watch(p.Instrument.ID))
		}
	}
	return errors.Join(faults...)
}
