package sim

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/internal/shorttext"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Venue is a simulated exchange and broker. It lives in the engine's loop: one goroutine calls it, and
// it calls the sink while a method runs. It keeps no clock, and its chance comes from Options.Seed; the same calls
// give the same events.
type Venue struct {
	opts  Options
	books []book
	sink  func(order.Event)

	// now is the time of the latest Observe or Advance.
	now    market.Time
	orders register
	groups map[groupKey]*group
	ends   deadlines
	// age counts orders as they enter queues, accepted numbers the broker's ids.
	age, accepted uint64
	ignored       int64

	// meetings are those of the observation at hand, and fills are for trades to come.
	meetings []meeting
	fills    []order.Fill
	text     shorttext.Block

	// prospects are the orders of the latest review, for their memory.
	prospects []Prospect
	// instructions are those of holders of options, in the order of acceptance.
	instructions []*working

	// gone orders have ended since the last observation and may still be looked at; idle ones serve new orders.
	gone, idle []*working

	chance *rand.Rand
	// flights are the commands on their way, flying the orders that have not arrived.
	flights []flight
	flying  map[order.ID]bool
}

var _ broker.Venue = (*Venue)(nil)

// New is a venue for the instruments, indexed by their ID; orders must carry these very pointers. calendars
// gives each its trading calendar.
func New(instruments []*market.Instrument, calendars func(*market.Instrument) (*calendar.Calendar, error), opts Options) (*Venue, error) {
	if err := opts.Validate(); err != nil {
		return nil, fmt.Errorf("simulated venue: %w", err)
	}
	v := &Venue{
		opts: opts, books: make([]book, 0, len(instruments)), sink: discard,
		ends:   deadlines{next: market.Never},
		orders: newRegister(), groups: make(map[groupKey]*group),
		gone: make([]*working, 0, mostGone), chance: rand.New(rand.NewPCG(opts.Seed, 0x5eed)), flying: make(map[order.ID]bool),
	}
	for _, in := range instruments {
		if err := v.check(in); err != nil {
			return nil, err
		}
		c, err := calendars(in)
		if err != nil {
			return nil, fmt.Errorf("simulated venue: calendar of %s: %w", in.Symbol, err)
		}
		v.list(in, c)
	}
	for i := range v.books {
		if b := &v.books[i]; b.in.Kind == market.Combo {
			if err := v.bind(b); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// Add lists another instrument while the venue runs, with its calendar; its ID is the next number. The legs of a combo
// must be listed before it.
func (v *Venue) Add(in *market.Instrument, c *calendar.Calendar) error {
	if err := v.check(in); err != nil {
		return err
	}
	if in.Kind == market.Combo {
		if _, err := in.Parts(v.listed); err != nil {
			return fmt.Errorf("simulated venue: %w", err)
		}
	}
	v.list(in, c)
	for w := range v.orders.all() {
		w.book = &v.books[w.book.in.ID] // the books may have moved
	}
	if in.Kind == market.Combo {
		return v.bind(&v.books[in.ID])
	}
	return nil
}

// check refuses an instrument that cannot be the next.
func (v *Venue) check(in *market.Instrument) error {
	next := len(v.books)
	if in == nil {
		return fmt.Errorf("simulated venue: instrument %d is missing", next)
	}
	if err := in.Validate(); err != nil {
		return fmt.Errorf("simulated venue: %w", err)
	}
	if in.ID != market.ID(next) {
		return fmt.Errorf("simulated venue: instrument %s has id %d at place %d: number instruments from 0 in order", in.Symbol, in.ID, next)
	}
	return nil
}

func (v *Venue) list(in *market.Instrument, c *calendar.Calendar) {
	v.books = append(v.books, book{
		in: in, fees: v.opts.Fees.For(in), hours: newHours(c), observed: c.Cursor(),
		belowZero: in.Kind == market.Future || in.Kind == market.Combo,
		queues:    v.opts.Queue != NoQueue,
		halts:     haltsOf(v.opts.Halts, in.Symbol),
	})
}

func discard(order.Event) {}

// Start begins to deliver events. Events of commands given before are lost.
func (v *Venue) Start(ctx context.Context, sink func(order.Event)) error {
	if sink == nil {
		return errors.New("start simulated venue: the sink is missing")
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("start simulated venue: %w", err)
	}
	v.sink = sink
	return nil
}

// Close ends the venue. Orders that still work are left as they are, without an event.
func (v *Venue) Close() error {
	v.sink = discard
	return nil
}

// Observe fills orders from a market event. What the venue cannot use is counted by Ignored.
func (v *Venue) Observe(ev *market.Event) {
	if uint(ev.Instrument) >= uint(len(v.books)) {
		v.ignored++
		return
	}
	// Time in force is a promise of its own: it ends orders even if nobody asked Due.
	for ev.Time > v.Due() {
		v.Advance(v.Due())
	}
	v.now = max(v.now, ev.Time)
	if len(v.gone) > 0 {
		v.recycle()
	}
	b := &v.books[ev.Instrument]
	switch ev.Kind {
	case market.BarEvent:
		v.observeBar(b, &ev.Bar)
	case market.QuoteEvent:
		v.observeQuote(b, &ev.Quote)
	case market.TradeEvent:
		v.observeTrade(b, &ev.Trade)
	case market.DepthEvent:
		v.observeDepth(b, ev.Depth)
	default:
		v.ignored++
	}
	if v.opts.Bands != nil {
		v.widen(b, ev)
	}
}

// Advance moves the clock, lets commands arrive and ends the orders whose time is over.
func (v *Venue) Advance(t market.Time) {
	v.now = max(v.now, t)
	for len(v.flights) > 0 && v.flights[0].arrives <= t {
		v.expire(v.flights[0].arrives - 1)
		v.land()
	}
	v.expire(t)
}

// Due is when the next command arrives or the next order's time is over.
func (v *Venue) Due() market.Time { return min(v.ends.next, v.nextFlight()) }

// Ignored is the number of observations that were of no use: unknown instruments, prices that are
// missing, not numbers or impossible, crossed quotes, and news older than what is known.
func (v *Venue) Ignored() int64 { return v.ignored }

func (v *Venue) header(w *working) order.Header { return order.Header{Order: w.id, Time: v.now} }
