package engine

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/store"
)

// Live is what a run needs to trade at a broker. The zero value of each duration and count is its default.
type Live struct {
	// Venue is the broker; it is the run's Venue too.
	Venue broker.Live
	// Store keeps everything that a restart needs.
	Store StateStore
	// WriteAhead stores each step before its orders leave. Without it they leave first, and what a crash loses
	// is found again at the broker by our order ids.
	WriteAhead bool
	// Account is the one account that may be traded; empty takes the one that the broker has.
	Account string
	// Unexplained says what becomes of positions that nothing explains.
	Unexplained reconcile.Policy
	// KeepStrategies leaves strategies' positions alone when somebody else reduces what the account holds. Else
	// they are reduced with it, because the shares are gone.
	KeepStrategies bool
	// Claims give foreign trades in an instrument to a strategy; symbol to strategy.
	Claims map[string]string
	// Restarts are the gateway's scheduled restarts.
	Restarts []Restart
	// Latch is the kill switch, nil for none.
	Latch Latch

	// InquiryTimeout (30 s) is how long the broker may take to tell the truth, AckTimeout (10 s) to acknowledge
	// an order. ReconcileEvery (5 min) is the time between comparisons while all is well. StopWithin (10 s)
	// bounds the wait for answers at the end.
	InquiryTimeout, AckTimeout, ReconcileEvery, StopWithin time.Duration
	// OutageAlarms are the ages at which an outage of the link is an alarm again (1 min, 10 min, 1 h, 6 h, 1 day);
	// it is one too when a session of the account's calendar opens meanwhile.
	OutageAlarms []time.Duration
	// LateBars is how long after its end the clock completes a bar of trades or quotes (2 s): data takes its time to
	// come. One that is made of bars waits three minutes: where they are missing, the venue has not found out yet.
	// While the link or the instrument's data is lost no bar is completed.
	LateBars time.Duration
	// MaxStarts (5) is how many starts within ten minutes may end without order before one begins halted: a program
	// that is started again and again must not trade each time.
	MaxStarts int
	// ReducingPerMinute (60) bounds the orders that reduce risk and pass an order rate or a number of open
	// orders that is used up.
	ReducingPerMinute int
	// OnTransition hears of each change of the session's state.
	OnTransition func(Transition)
	// Charged hears of the fee of a fill when it is known, with or after the fill, and again when it changes. The fill is
	// the engine's own.
	Charged func(*order.Fill)
}

// StateStore keeps the state of a live engine; *store.Store is one.
type StateStore interface {
	DurableStore
	Commit(store.Step) error
	Flush() error
	Reserve(series string, n uint64) (first uint64, err error)
	Walk(t store.Table, fn func(key string, value []byte) error) error
	Quarantine(t store.Table, key, reason string) error
}

// Transition is a change of the session's state.
type Transition struct {
	At       market.Time
	From, To SessionState
	Event    SessionEvent
	Cause    string
}

func (o *Live) validate() error {
	var faults []error
	if o.Venue == nil || o.Store == nil {
		faults = append(faults, errors.New("a live run needs a broker and a store"))
	}
	for _, r := range o.Restarts {
		faults = append(faults, r.validate())
	}
	for _, d := range []struct {
		name string
		of   time.Duration
	}{
		{"inquiry timeout", o.InquiryTimeout}, {"acknowledgement timeout", o.AckTimeout}, {"interval of reconciliation", o.ReconcileEvery},
		{"time to stop", o.StopWithin}, {"patience with bars", o.LateBars},
	} {
		if d.of < 0 {
			faults = append(faults, fmt.Errorf("%s is %s: must be 0 or above", d.name, d.of))
		}
	}
	return errors.Join(faults...)
}

func or[T comparable](given, otherwise T) T {
	var zero T
	if given == zero {
		return otherwise
	}
	return given
}

// live is the half of the engine that a backtest does not have.
type live struct {
	Live
	Log    zerolog.Logger
	engine *Engine

	session session
	since   market.Time // of the state
	cause   string

	truth    inquiry
	adopt    bool
	isNew    bool // the books have never agreed with a broker
	executed map[string]*execution
	fees     map[string]broker.LateFee // of executions that have not come
	foreign  map[string]broker.Report
	broken   map[market.ID]string // instruments whose data is not whole, and why

	outbox   []outgoing
	operator bool // what is being sent now was ordered by a person
	closings []closing
	acks     []deadline
	exits    map[exitKey]int
	breakers map[rejectionKey]*breaker
	reducing []market.Time
	window   market.Time // when the next restart window begins or the present one ends

	outage outage

	dirty     changes
	retryAt   market.Time // when a failed commit is tried again
	saved     map[string]string
	halts     uint64
	halted    HaltRecord
	day       day
	stopAt    market.Time
	exit      ExitPolicy
	starts    []market.Time
	counts    LiveCounts
	late      bool // the event being delivered was fetched afterwards
	gathering bool

	answer   func(error)
	answered error
	alarms   []AlarmRecord

	status      atomic.Pointer[Status]
	publishAt   market.Time
	lastPublish market.Time
	ticked      bool // prices have moved since
	stale       bool // the published status is not what it would be now
	recent      []order.Fill
}

// execution is a trade as it counts: its last revision, with all fees, and the number of its booking.
type execution struct {
	fill   order.Fill
	number uint64
}

// deadline is when an order must have been acknowledged.
type deadline struct {
	at market.Time
	id order.ID
}

func newLive(e *Engine, o *Live) *live {
	l := &live{
		Live: *o, Log: e.Log, engine: e, executed: map[string]*execution{}, fees: map[string]broker.LateFee{},
		foreign: map[string]broker.Report{}, broken: map[market.ID]string{}, exits: map[exitKey]int{},
		breakers: map[rejectionKey]*breaker{}, saved: map[string]string{}, since: e.now, retryAt: market.Never,
		stopAt: market.Never, publishAt: market.Never, stale: true, isNew: true, window: market.Never,
	}
	l.InquiryTimeout = or(o.InquiryTimeout, 30*time.Second)
	l.AckTimeout = or(o.AckTimeout, 10*time.Second)
	l.ReconcileEvery = or(o.ReconcileEvery, 5*time.Minute)
	l.StopWithin = or(o.StopWithin, 10*time.Second)
	l.LateBars = or(o.LateBars, 2*time.Second)
	if len(l.OutageAlarms) == 0 {
		l.OutageAlarms = []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}
	}
	l.outage.next = market.Never
	l.MaxStarts = or(o.MaxStarts, loopStarts)
	l.ReducingPerMinute = or(o.ReducingPerMinute, 60)
	l.truth = inquiry{deadline: market.Never, next: market.Never, fresh: map[order.ID]bool{}, traded: map[market.ID]bool{}}
	l.dirty = newChanges()
	e.account.Remember(rememberedBookings)
	return l
}

// rememberedBookings is how many bookings of a position can still be corrected.
const rememberedBookings = 1000

const (
	// latePieces is how long after its end the clock completes a bar that is made of bars. The last of them completes it
	// when it comes; what holds it up is a silence that the venue will fill from history.
	latePieces = 3 * time.Minute
	// missedRetry is when the clock looks again at a bar of which a part is missing.
	missedRetry = time.Second
)

// wait gives the routes their patience with bars.
func (l *live) wait(routes []route) {
	for i := range routes {
		if routes[i].patience = l.LateBars; routes[i].feed.HasBars() {
			routes[i].patience = latePieces
		}
	}
}

// missing reports that data of an instrument is on its way that was missed.
func (l *live) missing(id market.ID) bool {
	_, broken := l.broken[id]
	return broken || !l.session.linked
}

// move lets an event change the session.
func (l *live) move(ev SessionEvent, cause string) {
	from, was := l.session.state(), l.session
	l.session = l.session.on(ev)
	to := l.session.state()
	l.stale = true
	may := func(s session) bool { return s.linked && s.known }
	if may(was) != may(l.session) {
		l.Venue.Ready(may(l.session))
	}
	if from == to {
		return
	}
	l.since, l.cause = l.engine.now, cause
	l.counts.Transitions++
	l.Log.Info().Stringer("from", from).Stringer("to", to).Stringer("event", ev).Str("cause", cause).Stringer("at", l.engine.now).
		Msg("session")
	if l.OnTransition != nil {
		l.OnTransition(Transition{At: l.engine.now, From: from, To: to, Event: ev, Cause: cause})
	}
}

// due is when the live half has work for the clock.
func (l *live) due() market.Time {
	at := min(l.truth.deadline, l.truth.next, l.retryAt, l.stopAt, l.window, l.publishAt, l.outage.next)
	if len(l.acks) > 0 {
		at = min(at, l.acks[0].at)
	}
	if len(l.closings) > 0 {
		at = min(at, l.closingDue())
	}
	if l.gathering { // the source waits a little for what else belongs to this instant
		at = min(at, l.engine.now+1)
	}
	return at
}

// advance does what is due at t.
func (l *live) advance(t market.Time) {
	l.gathering = false // the caller hands the slices out
	if l.truth.deadline <= t {
		l.inquiryFailed("no complete answer within " + l.InquiryTimeout.String())
	}
	if l.truth.next <= t {
		l.ask()
	}
	if l.outage.next <= t {
		l.outageAlarm()
	}
	if l.window <= t {
		l.restartWindow(t)
	}
	l.unacknowledged(t)
	l.unconfirmed(t)
	if l.retryAt <= t {
		l.retryAt = market.Never // endStep tries
	}
	if l.stopAt <= t {
		l.engine.cancelled.Store(true)
	}
}

// external is the ledger of what no strategy did.
func (l *live) external() *portfolio.Ledger { return l.engine.account.Ledger(portfolio.External) }

// before prepares for a market event: the slices of the instant before are complete when time has moved on.
func (l *live) before(ev *market.Event) {
	if l.gathering && ev.Time > l.engine.now {
		l.engine.endInstant()
		l.gathering = false
	}
	l.late = ev.Late
}

// after waits a moment for more events of the same instant when strategies gather them.
func (l *live) after() {
	l.late, l.ticked = false, true
	for _, r := range l.engine.runners {
		l.gathering = l.gathering || r.gathers && !r.gathered.empty()
	}
}

// happened is called after each event that changed an order.
func (l *live) happened(o *order.Order, ev order.Event) {
	l.dirty.orders[o.ID] = o
	l.stale = true
	if o.Instrument != nil {
		l.judged(o, ev)
	}
	switch ev.(type) {
	case order.WasFilled:
		if o.Parent != "" {
			l.cancelParent(o)
		}
	case order.CancelRefused: // what became of it is looked up once; the cancel is not repeated
		l.truth.next = min(l.truth.next, l.engine.now.Add(askAgain))
	}
}
