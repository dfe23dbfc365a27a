package engine

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
)

// Engine is one run. Make it with New, then call Start, Demands and Run, in that order, once each.
type Engine struct {
	Options
	account  *portfolio.Account
	calendar *calendar.Calendar

	ev      market.Event
	now     market.Time
	warming bool
	// started is true once every strategy has: what goes wrong in one from then on ends only that one.
	started bool
	// cancelled is set from outside the loop to end it after the present event.
	cancelled atomic.Bool

	routes  []route
	runners []*runner
	// active is the strategy whose handler is running, nil between handlers.
	active *runner

	timers timerQueue
	dues   dueQueue
	// wake is the earliest time at which the clock itself has work.
	wake market.Time

	book    orderBook
	moment  risk.Snapshot
	pending []order.Event
	// group is the orders of one submission and effect what the latest fill did, for their memory; blank is for orders
	// to come.
	group  []*order.Order
	effect portfolio.Effect
	blank  []order.Order

	summary Summary
	holes   []Hole
	// closing are the broker's orders that work.
	closing []*order.Order
	// live is nil in a backtest; patience is how long after its time the clock completes a bar, 0 there.
	live     *live
	patience time.Duration
	// told is set once the strategies have heard that the run ends.
	told bool
}

// Summary counts what a run did.
type Summary struct {
	Bars   int64 `json:"bars"`
	Quotes int64 `json:"quotes"`
	Trades int64 `json:"trades"`
	Books  int64 `json:"books,omitzero"`
	// First is the first moment after the start at which anything happened, a timer included, and Last the
	// last moment of the run. First is 0 when the source ended before.
	First  market.Time `json:"first,omitzero"`
	Last   market.Time `json:"last,omitzero"`
	Orders int64       `json:"orders"`
	Fills  int64       `json:"fills"`
	// Impossible counts what could not be true: order events that the state machine refused, and fills and bookings that the
	// account did. Each is logged as an error and changes nothing.
	Impossible int64   `json:"impossible"`
	Faults     []Fault `json:"faults,omitempty"`
}

// Fault is the failure of one strategy. The others ran on.
type Fault struct {
	Strategy string      `json:"strategy"`
	At       market.Time `json:"at"`
	Reason   string      `json:"reason"`
	Stack    string      `json:"stack,omitempty"`
}

// New checks the options and prepares a run. Nothing happens yet.
func New(o Options) (*Engine, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	e := &Engine{Options: o, now: o.Start, warming: true, wake: market.Never}
	e.account = portfolio.NewAccount(o.Base, o.Universe.All())
	recent := recentOrders
	if o.Live != nil {
		recent = liveOrders
	}
	e.book = newOrderBook(o.OrderPrefix, recent)
	e.moment = risk.Snapshot{Account: e.account, Find: e.book.find, Marks: make([]uint32, o.Universe.Len())}
	var faults []error
	for i, in := range o.Universe.All() {
		if in.Kind == market.Combo {
			e.moment.Parts = o.Universe.Parts
		}
		cal, err := calendar.Get(in.Calendar)
		if err != nil {
			faults = append(faults, fmt.Errorf("instrument %s: %w", in.Symbol, err))
			continue
		}
		e.routes = append(e.routes, newRoute(in, o.Feeds[i], cal, o.Recorder.Chart(in.ID)))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	e.calendar = e.routes[0].calendar
	if o.Calendar != "" {
		cal, err := calendar.Get(o.Calendar)
		if err != nil {
			return nil, err
		}
		e.calendar = cal
	}
	if o.Live != nil {
		e.Options.Durable = o.Live.Store
		e.live = newLive(e, o.Live)
		e.patience = e.live.LateBars
		e.live.wait(e.routes)
		if err := e.live.restore(); err != nil {
			return nil, fmt.Errorf("restore the state of the run before: %w", err)
		}
	}
	for _, m := range o.Strategies {
		e.runners = append(e.runners, newRunner(e, m))
	}
	return e, nil
}

// Start starts the venue and the strategies, which subscribe to what they need. The error joins the
// faults of all strategies; the venue is closed then, and there is nothing to Run.
func (e *Engine) Start(ctx context.Context) error {
	if err := e.Venue.Start(ctx, e.enqueue); err != nil {
		return fmt.Errorf("start the venue: %w", err)
	}
	var faults []error
	for _, r := range e.runners {
		if err := e.callStart(r); err != nil {
			faults = append(faults, fmt.Errorf("start strategy %s: %w", r.name, err))
		}
		faults = append(faults, r.session.Err())
	}
	if err := errors.Join(faults...); err != nil {
		return errors.Join(err, e.Venue.Close())
	}
	e.sampleAtCloses()
	e.started = true
	if e.live != nil {
		e.live.restartWindow(e.now)
		e.settle() // the doubts that the run before left
		e.live.endStep()
	}
	return nil
}

// Demands says from when on the data of each instrument is needed, in the order of the universe.
func (e *Engine) Demands() []Demand {
	list := make([]Demand, len(e.routes))
	for i := range e.routes {
		list[i] = Demand{Instrument: e.routes[i].instrument, From: min(e.routes[i].from, e.Options.Start)}
	}
	return list
}

// Account is the account of the run; read it between runs or on the loop's goroutine.
func (e *Engine) Account() *portfolio.Account { return e.account }

// Working lists every order that is still working, in the order of creation.
func (e *Engine) Working() []*order.Order { return e.book.working }

// Run delivers every event of the source and returns when the source ends or the context is cancelled,
// after the strategies' stop handlers. It closes the source and the venue.
func (e *Engine) Run(ctx context.Context, source Source) (Summary, error) {
	return e.run(ctx, source, nil)
}

// RunLive is Run at a broker: it also takes what is no market event, and stores each step. A run that is stopped by
// command ends when everything on its way has been answered, or by its limit.
func (e *Engine) RunLive(ctx context.Context, source LiveSource) (Summary, error) {
	if e.live == nil {
		return Summary{}, errors.New("run live: the options of this run have no Live")
	}
	return e.run(ctx, source, source)
}

func (e *Engine) run(ctx context.Context, source Source, mail LiveSource) (Summary, error) {
	stop := context.AfterFunc(ctx, func() { e.cancelled.Store(true) })
	defer stop()
	e.rewake()
	for !e.cancelled.Load() {
		switch source.Next(e.wake, &e.ev) {
		case data.Delivered:
			if e.live == nil {
				e.market()
				continue
			}
			e.live.before(&e.ev)
			e.market()
			e.live.after()
		case data.AtLimit:
			e.advance(e.wake)
		case data.Interrupted:
			e.take(mail.Take())
		default:
			return e.end(ctx, source)
		}
		if e.live != nil {
			e.live.endStep()
			if e.live.settled() {
				break
			}
		}
	}
	return e.end(ctx, source)
}

// end closes everything that the run used.
func (e *Engine) end(ctx context.Context, source Source) (Summary, error) {
	e.finish()
	save := e.saveDurable
	if e.live != nil {
		save = e.live.close
	}
	err := errors.Join(source.Err(), source.Close(), e.Venue.Close(), save())
	if err == nil {
		err = context.Cause(ctx)
	}
	return e.summary, err
}

// enqueue is the venue's sink.
func (e *Engine) enqueue(ev order.Event) {
	e.pending = append(e.pending, ev)
	if e.book.heard(ev) {
		e.moment.Version++
	}
}
