package carry

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Options are what is carried. What is left out costs and brings nothing.
type Options struct {
	// From and Calendar say at which opens interest and borrow fees of the nights before are booked.
	From     market.Time
	Calendar *calendar.Calendar
	// Actions are the corporate actions of instruments, and Calendars their calendars.
	Actions   map[*market.Instrument][]data.Action
	Calendars func(*market.Instrument) (*calendar.Calendar, error)
	// Benchmarks are the rates that interest is measured from, by currency.
	Benchmarks map[market.Currency]Rates
	// Borrow is what borrowed shares cost by symbol; "*" is all others.
	Borrow map[string]Rates
	// Expiring are the derivatives that end at their expiry, and Find is an instrument of the run by its symbol, nil
	// if there is none.
	Expiring []*market.Instrument
	Find     func(symbol string) *market.Instrument
	// Early has written calls on shares of the run assigned before a dividend; see assign.
	Early bool
	// Instructions are what holders of options ask for before their end; nil for none.
	Instructions Instructions
	// Settled are the futures whose profits and losses become cash at the close of each session.
	Settled []*market.Instrument
	// Ended, if given, is told of an instrument that trades no more, so that its orders can end.
	Ended func(in *market.Instrument)
	// Split, if given, is told of a split before positions change, so that working orders can follow.
	Split func(in *market.Instrument, r data.Ratio)
}

// Carry books what holding costs and brings. The engine's loop owns it.
type Carry struct {
	opts Options
	// events are the corporate actions to come, by time.
	events []event
	// clearings settle futures daily.
	clearings []clearing
	// spoken is of the booking under way.
	spoken map[spoken]decimal.Decimal
	// night is the open that ends the next night, last the one before.
	night, last market.Time
}

// event is a corporate action at the beginning of its day, or an expiry, or what a dividend does to an option, at the close.
type event struct {
	at      market.Time
	in      *market.Instrument
	action  data.Action
	expires bool
	// dividend is what the underlying of an option pays from the next session on.
	dividend decimal.Decimal
}

// New prepares the bookings of a run.
func New(o Options) (*Carry, error) {
	if o.Calendar == nil {
		return nil, errors.New("carry: the account's calendar is missing")
	}
	c := &Carry{opts: o, last: o.From, night: market.Never, spoken: map[spoken]decimal.Decimal{}}
	c.opts.Benchmarks, c.opts.Borrow = map[market.Currency]Rates{}, map[string]Rates{}
	for currency, rates := range o.Benchmarks {
		c.opts.Benchmarks[currency] = rates.sorted()
	}
	for symbol, rates := range o.Borrow {
		c.opts.Borrow[symbol] = rates.sorted()
	}
	if len(o.Benchmarks)+len(o.Borrow) > 0 {
		c.nextNight(o.From)
	}
	for in, actions := range o.Actions {
		cal, err := o.Calendars(in)
		if err != nil {
			return nil, fmt.Errorf("carry: calendar of %s: %w", in.Symbol, err)
		}
		for _, a := range actions {
			if at, ok := begins(cal, &a); ok && at >= o.From {
				c.events = append(c.events, event{at: at, in: in, action: a})
			}
		}
	}
	for _, in := range o.Expiring {
		cal, err := o.Calendars(in)
		if err != nil {
			return nil, fmt.Errorf("carry: calendar of %s: %w", in.Symbol, err)
		}
		switch s, ok := cal.Latest(in.Expiry); {
		case ok && s.Close >= o.From:
			c.events = append(c.events, event{at: s.Close, in: in, expires: true})
		case ok && o.Ended != nil:
			o.Ended(in) // before the run began
		}
	}
	if o.Early {
		if err := c.foresee(); err != nil {
			return nil, err
		}
	}
	var err error
	if c.clearings, err = clearings(&o); err != nil {
		return nil, err
	}
	slices.SortFunc(c.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.in.ID, b.in.ID), a.action.Order(b.action))
	})
	return c, nil
}

// begins is when an action is booked: at the beginning of the session of its day, or of the next one, because a split on a
// weekend is for Monday. Shares trade by the new terms from the first minute before regular hours on, and so do orders that
// are sent then. What is delisted ends at the open, after the last night that it was borrowed.
func begins(cal *calendar.Calendar, a *data.Action) (market.Time, bool) {
	s, ok := cal.Session(a.Ex)
	if !ok {
		s, ok = cal.Next(market.At(a.Ex.Clock(0, 0, cal.Zone())))
	}
	if a.Kind == data.Delisting {
		return s.Open, ok
	}
	return s.EarlyOpen, ok
}

func (c *Carry) nextNight(after market.Time) {
	c.night = market.Never
	if s, ok := c.opts.Calendar.Next(after); ok {
		c.night = s.Open
	}
}

// Due is when there is something to book next; market.Never if nothing comes.
func (c *Carry) Due() market.Time {
	due := min(c.night, c.instructed())
	if len(c.events) > 0 {
		due = min(due, c.events[0].at)
	}
	if s := c.clearing(); s != nil {
		due = min(due, s.next)
	}
	return due
}

// Book books what is due up to t. The fills are for the caller to book: cash for fractions, and what a delisted
// share is worth. The error joins what could not be booked.
func (c *Carry) Book(t market.Time, a *portfolio.Account) ([]order.Fill, error) {
	var fills []order.Fill
	var faults []error
	clear(c.spoken)
	for c.Due() <= t && c.Due() != market.Never {
		if c.night <= c.Due() { // the night comes first: it was slept on the old positions
			faults = append(faults, c.sleep(a))
			continue
		}
		if s := c.clearing(); s != nil && s.next <= c.Due() { // before an expiry at the same close
			s.settle(a)
			continue
		}
		if at := c.instructed(); at <= c.Due() { // before an expiry, too: what is exercised or lapses does not end by itself
			faults = append(faults, c.carryOut(at, a))
			continue
		}
		e := c.events[0]
		c.events = c.events[1:]
		more, err := c.act(&e, a)
		fills, faults = append(fills, more...), append(faults, err)
	}
	return fills, errors.Join(faults...)
}

// sleep books the nights since the last time.
func (c *Carry) sleep(a *portfolio.Account) error {
	at := c.night
	today, before := c.day(at), c.day(c.last)
	nights := int64(today.Clock(0, 0, time.UTC).Sub(before.Clock(0, 0, time.UTC)) / (24 * time.Hour))
	c.last = at
	c.nextNight(at)
	if nights <= 0 {
		return nil
	}
	c.borrow(a, at, before, nights)
	return c.interest(a, at, before, nights)
}

func (c *Carry) day(t market.Time) market.Date { return market.DateOf(t.In(c.opts.Calendar.Zone())) }
