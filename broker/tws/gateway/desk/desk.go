package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Desk keeps accounts and orders. Make one with New.
type Desk struct {
	opts   Options
	market Market
	venue  *sim.Venue
	zone   *time.Location
	fees   fee.Schedule // for estimates
	now    market.Time
	// quoted are the instruments that have shown a quote.
	quoted []bool
	symbol map[string]market.ID
	// combos is how many of the market's the venue knows.
	combos int
	// watched are the contracts whose quotes were asked for.
	watched map[market.ID]bool
	// displayed is a book on its way to the venue and book its levels, both reused. thinned are the instruments whose
	// books orders have taken from, taken those of the last steps.
	displayed market.Event
	book      market.Depth
	thinned   []bool
	taken     []market.ID

	accounts []*account
	byName   map[string]*account

	// tickets are the orders that work and those completed today, by permId; byVenue finds them by the venue's name.
	tickets    []*Ticket
	byVenue    map[order.ID]*Ticket
	clients    map[int]*clientBook
	executions []*Execution
	counters   Counters
	// midnight is when the next day of the accounts begins.
	midnight market.Time
	autoBind bool
	// trailing are orders whose stops follow the market.
	trailing []*Ticket
	// renamed counts the groups that got a new name at the venue.
	renamed int

	events  []order.Event
	letters []letter
	dirty   dirty
	err     error
}

// New opens a desk in a market. Orders of the book that were working go on working with what remained of them; what
// has expired meanwhile is found cancelled.
func New(m Market, o Options) (*Desk, error) {
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("open the desk: %w", err)
	}
	d := &Desk{
		opts: o, market: m, zone: o.Zone, fees: o.Fees(), now: m.Now(),
		symbol: map[string]market.ID{}, watched: map[market.ID]bool{}, byName: map[string]*account{},
		byVenue: map[order.ID]*Ticket{}, clients: map[int]*clientBook{},
		counters: Counters{PermID: firstPermID - 1, Clients: map[int]int{}},
		dirty:    newDirty(),
	}
	if err := d.openVenue(); err != nil {
		return nil, fmt.Errorf("open the desk: %w", err)
	}
	saved := &Change{}
	if o.Book != nil {
		var err error
		if saved, err = o.Book.Load(); err != nil {
			return nil, fmt.Errorf("open the desk: load the book: %w", err)
		}
	}
	if err := d.restore(saved); err != nil {
		return nil, fmt.Errorf("open the desk: %w", err)
	}
	d.letters = nil // nobody was there to hear it
	if d.finish(); d.err != nil {
		return nil, fmt.Errorf("open the desk: %w", d.err)
	}
	return d, nil
}

// firstPermID has ten digits, as IB's have; all that follow for years fit the int32 of old text messages.
const firstPermID = 1_000_000_001

func (d *Desk) openVenue() error {
	listings := d.market.Listings()
	instruments := make([]*market.Instrument, len(listings))
	for i, l := range listings {
		instruments[i] = l.Instrument
		if at, twice := d.symbol[l.Instrument.Symbol]; twice {
			return fmt.Errorf("listings %d and %d are both named %s: instruments need symbols of their own", at, i, l.Instrument.Symbol)
		}
		d.symbol[l.Instrument.Symbol] = market.ID(i)
	}
	calendars := func(in *market.Instrument) (*calendar.Calendar, error) { return listings[in.ID].Calendar, nil }
	venue, err := sim.New(instruments, calendars, sim.Options{
		Fees: d.opts.Fees(), Limits: sim.Touch, Queue: d.opts.Queue, Seed: d.opts.Seed,
	})
	if err != nil {
		return err
	}
	d.venue, d.quoted, d.thinned = venue, make([]bool, len(listings)), make([]bool, len(listings))
	for _, a := range d.opts.Accounts {
		opened := newAccount(a, instruments)
		if a.Paid || a.Liquidates {
			if err := d.entrust(opened); err != nil {
				return err
			}
		}
		d.accounts = append(d.accounts, opened)
		d.byName[a.Name] = opened
	}
	return venue.Start(context.Background(), func(ev order.Event) { d.events = append(d.events, ev) })
}

// Err is what made the desk give up: a book that could not be written, or money that could not be booked. From then
// on it does and tells nothing more.
func (d *Desk) Err() error { return d.err }

// step begins a step of the desk: time catches up with the market. The returned function ends it.
func (d *Desk) step() func() {
	d.catchUp(d.market.Now())
	return d.finish
}

// finish saves what the step has changed, then tells it.
func (d *Desk) finish() {
	if d.dirty.clean() && len(d.letters) == 0 {
		return
	}
	change := d.change()
	d.dirty = newDirty()
	if d.err == nil && d.opts.Book != nil && !change.Empty() {
		if err := d.opts.Book.Save(change); err != nil {
			d.err = fmt.Errorf("save the desk's book: %w", err)
		}
	}
	letters := d.letters
	d.letters = nil
	if d.err != nil {
		return
	}
	for _, l := range letters {
		d.opts.Tell(l.to, l.m)
	}
}

// Observe shows the desk what has happened on the floor. The event is not kept.
func (d *Desk) Observe(ev *market.Event) {
	if d.err != nil || uint(ev.Instrument) >= uint(len(d.quoted)) {
		return
	}
	defer d.finish()
	d.catchUp(ev.Time)
	d.mark(ev)
	d.observe(ev)
	d.drain()
	d.follow()
	d.guard(ev.Instrument)
}

// Advance tells the desk that the clock has reached t: orders expire, days begin.
func (d *Desk) Advance(t market.Time) {
	if d.err != nil {
		return
	}
	defer d.finish()
	d.catchUp(t)
}

// Due is when the desk needs Advance at the latest.
func (d *Desk) Due() market.Time { return min(d.venue.Due(), d.midnight) }

// catchUp moves the clock, through every midnight and everything that falls due on the way, each at its own moment: an
// order that wakes in the session is not held because the clock was moved past the close.
func (d *Desk) catchUp(t market.Time) {
	for next := d.Due(); next <= t && d.err == nil; next = d.Due() {
		d.tick(next)
		if next == d.midnight {
			d.beginDay()
		}
	}
	if t > d.now {
		d.tick(t)
	}
}

func (d *Desk) tick(t market.Time) {
	d.now = max(d.now, t)
	d.venue.Advance(d.now)
	d.drain()
}

// NextOrderID is the lowest order id that a client may use.
func (d *Desk) NextOrderID(client int) int { return d.counters.Clients[client] + 1 }

// ManagedAccounts are the accounts of the login, separated by commas.
func (d *Desk) ManagedAccounts() string {
	text := ""
	for i, a := range d.accounts {
		if i > 0 {
			text += ","
		}
		text += a.name
	}
	return text
}

// Now is the desk's time.
func (d *Desk) Now() market.Time { return d.now }
