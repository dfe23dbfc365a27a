package engine

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// market takes one market event through the steps that the package comment lists.
func (e *Engine) market() {
	ev := &e.ev
	e.now = ev.Time
	e.warmedBy(ev.Time)
	r := &e.routes[ev.Instrument]
	session, _ := r.cursor.Seek(ev.Time)
	if session.Date != r.seen {
		e.reached(r, ev, session.Date)
	}
	switch ev.Kind {
	case market.BarEvent:
		ev.Bar.Session = session.Date
		e.Venue.Observe(ev)
		e.settle()
		if !ev.Detail {
			e.bar(r, &ev.Bar)
		}
	case market.QuoteEvent:
		ev.Quote.Session = session.Date
		e.Venue.Observe(ev)
		e.settle()
		e.quote(r, &ev.Quote)
	case market.TradeEvent:
		ev.Trade.Session = session.Date
		e.Venue.Observe(ev)
		e.settle()
		e.trade(r, &ev.Trade)
	case market.DepthEvent:
		ev.Depth.Session = session.Date
		e.Venue.Observe(ev)
		e.settle()
		e.depth(r, ev.Depth)
	}
	e.settle()
	if ev.Last && e.wake > e.now {
		e.endInstant() // else the clock may complete bars at this instant first: see advance
	}
}

// warmedBy ends the warm-up of a backtest when its clock passes the start. A broker says when its history has come:
// the clock may be ahead of the history of one instrument because another one trades already.
func (e *Engine) warmedBy(t market.Time) {
	if e.warming && e.live == nil && t > e.Options.Start {
		e.goLive()
	}
}

// ripe completes a bar by the clock, unless more of it may still come.
func (e *Engine) ripe(due *dueEntry, t market.Time) {
	s := due.series
	if open := s.builder.Due(); open != market.Never && open.Add(s.patience) <= due.at {
		if e.live != nil && e.live.missing(s.instrument) {
			e.dues.push(dueEntry{at: t.Add(missedRetry), series: s})
			return
		}
		e.deliver(s, s.builder.Advance(open))
	}
	e.schedule(s)
}

// goLive ends the warm-up: the run's own time begins.
func (e *Engine) goLive() {
	e.warming = false
	if e.live != nil {
		e.live.stale = true
	}
	e.summary.First = e.now
	e.Recorder.Sample(e.Options.Start, e.account)
}

// endInstant hands out the slices of this instant.
func (e *Engine) endInstant() {
	for _, r := range e.runners {
		if r.gathers && !r.gathered.empty() {
			r.gathered.Time = e.now
			e.callSlices(r)
			r.gathered.reset()
		}
	}
	e.settle()
	if e.Custodian != nil && !e.warming {
		e.inspect()
	}
}

// maxTimersPerInstant bounds the timers of one instant, so that a timer that sets itself anew for the same
// moment cannot hang the run.
const maxTimersPerInstant = 100_000

// advance moves the clock to t, up to which everything has been delivered, and does what is due then.
func (e *Engine) advance(t market.Time) {
	e.now = t
	e.warmedBy(t)
	var booked []order.Fill
	if e.Books != nil && e.Books.Due() <= t {
		booked = e.keepBooks(t) // before anything can trade at the open
	}
	e.Venue.Advance(t) // first, so that the venue's clock is right for the orders that follow
	if e.live != nil {
		e.live.advance(t)
	}
	e.settle()
	for i := range booked {
		e.tellFill(booked[i])
	}
	for e.dues.top() <= t {
		due := e.dues.pop()
		e.ripe(&due, t)
	}
	e.settle()
	e.endInstant()
	for fired := 0; !e.cold() && e.timers.top() <= t; fired++ {
		entry := e.timers.pop()
		if fired >= maxTimersPerInstant && entry.calendar == nil && !entry.runner.stopped {
			e.fail(entry.runner, fmt.Sprintf("more than %d timers at one instant: the strategy sets a timer for now in each timer", maxTimersPerInstant), "")
		}
		e.fire(entry)
		e.settle()
	}
	e.rewake()
}

// rewake recomputes when the clock has work next.
func (e *Engine) rewake() {
	e.wake = min(e.dues.top(), e.Venue.Due())
	if !e.cold() {
		e.wake = min(e.wake, e.timers.top())
	}
	if e.Books != nil {
		e.wake = min(e.wake, e.Books.Due())
	}
	if e.live != nil {
		e.wake = min(e.wake, e.live.due())
	}
}

// keepBooks books what no order causes, and returns the fills among it, which strategies have not heard of yet.
func (e *Engine) keepBooks(t market.Time) []order.Fill {
	fills, err := e.Books.Book(t, e.account)
	if err != nil {
		e.summary.Impossible++
		e.Log.Error().Err(err).Msg("not everything could be booked")
	}
	e.moment.Version++
	for i := range fills {
		e.bookFill(&fills[i], "")
	}
	return fills
}

// cold is the time in which a run at a broker waits for its history. Timers of strategies wait too.
func (e *Engine) cold() bool { return e.live != nil && e.warming }

// finish ends the run: what is due at this very moment happens, strategies stop, equity is sampled.
func (e *Engine) finish() {
	if e.wake <= e.now {
		e.advance(e.now)
	}
	if e.live != nil && !e.live.session.stopping {
		e.live.move(StopOrdered, "the run was interrupted")
	}
	e.stopHandlers()
	e.summary.Last = e.now
	e.Recorder.Sample(e.now, e.account)
}

// stopHandlers tells the strategies, once, that the run ends.
func (e *Engine) stopHandlers() {
	if e.told {
		return
	}
	e.told = true
	for _, r := range e.runners {
		for _, fn := range r.onStop {
			e.call(r, fn)
			e.settle()
		}
	}
}
