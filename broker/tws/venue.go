package tws

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Venue is the live venue: it keeps a connection to a gateway, sends orders through it, and puts into the inbox what
// becomes of them, what the market does, and whether it can be relied on. See the package comment.
type Venue struct {
	opts     Options
	inbox    broker.Inbox
	blotter  *blotter
	listings *listings
	feeds    []*feed // by instrument
	sky      weather
	said     hushed
	warmth   warmth

	session   atomic.Pointer[session] // the connection, nil while there is none
	up        atomic.Bool             // orders may be sent, see keeper
	gate      atomic.Bool             // a restart is due
	ready     atomic.Bool             // the engine knows the truth
	inquiries atomic.Uint64
	questions chan uint64

	stop context.CancelFunc
	life sync.WaitGroup
}

var _ broker.Live = (*Venue)(nil)

// ErrNotConnected answers what needs a connection while there is none.
var ErrNotConnected = errors.New("tws: there is no connection to the gateway")

// New is a venue for the instruments, indexed by their ID. Everything it learns goes to inbox.
func New(
	instruments []*market.Instrument, calendars func(*market.Instrument) (*calendar.Calendar, error), inbox broker.Inbox, o Options,
) (*Venue, error) {
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("live venue: %w", err)
	}
	o = o.withDefaults()
	v := &Venue{opts: o, inbox: inbox, questions: make(chan uint64, maxQuestions)}
	v.blotter = newBlotter(v)
	for _, symbol := range o.NonGuaranteed {
		if !slices.ContainsFunc(instruments, func(in *market.Instrument) bool { return in.Symbol == symbol && in.Kind == market.Combo }) {
			return nil, fmt.Errorf("live venue: %s may fill leg by leg, and is no combo of the run: name combos only", symbol)
		}
	}
	v.listings = newListings(instruments, o.Contracts, o.NonGuaranteed)
	for i, in := range instruments {
		if in.ID != market.ID(i) {
			return nil, fmt.Errorf("live venue: instrument %s has id %d at place %d: number instruments from 0 in order", in.Symbol, in.ID, i)
		}
		cal, err := calendars(in)
		if err != nil {
			return nil, fmt.Errorf("live venue: %s: %w", in.Symbol, err)
		}
		v.feeds = append(v.feeds, newFeed(v, in, cal))
	}
	return v, nil
}

// Want says which data to deliver. Call it before Start, or later for instruments that had none; the error names what
// IB cannot give.
func (v *Venue) Want(wants ...Want) error {
	for _, w := range wants {
		if err := v.feeds[w.Instrument.ID].want(w); err != nil {
			return err
		}
	}
	v.warmth.wanted(v)
	if s := v.session.Load(); s != nil {
		s.openFeeds()
	}
	return nil
}

// Start connects. A gateway that is down or starting up is waited for in the background; one that will not have us, a
// wrong account above all, is an error. Events go to the inbox; the sink is not called.
func (v *Venue) Start(ctx context.Context, _ func(order.Event)) error {
	ctx, v.stop = context.WithCancel(ctx)
	k := newKeeper(v)
	conn, err := k.first(ctx)
	if err != nil {
		v.stop()
		return err
	}
	v.life.Go(func() { k.run(ctx, conn) })
	v.life.Go(func() { v.answer(ctx) })
	v.life.Go(func() { v.blotter.watch(ctx) })
	if conn != nil {
		<-k.begun
	}
	return nil
}

// Close ends the connection and waits for every goroutine. Orders stay alive at the broker.
func (v *Venue) Close() error {
	if v.stop == nil {
		return nil
	}
	v.stop()
	v.life.Wait()
	return nil
}

// Observe does nothing: the real market does not need to be shown.
func (v *Venue) Observe(*market.Event) {}

// Advance does nothing: the broker has a clock.
func (v *Venue) Advance(market.Time) {}

// Due is never: the broker ends orders by itself.
func (v *Venue) Due() market.Time { return market.Never }

// Ready notes whether the engine knows the truth. What may be sent is the engine's decision; the venue only sends
// nothing while it is cut off.
func (v *Venue) Ready(is bool) { v.ready.Store(is) }

func (v *Venue) alarm(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	v.opts.Log.Warn().Msg(text)
	v.inbox.Notice(broker.Alarm{Moment: moment(), Text: text})
}

func moment() broker.Moment { return broker.Moment{Time: now()} }

func now() market.Time { return market.At(time.Now()) }
