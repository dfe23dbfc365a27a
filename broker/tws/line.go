package tws

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/tidemark/tidemark/broker/tws/client"
	"github.com/tidemark/tidemark/market"
)

// A source is where a line gets its data on one connection: a subscription, and the history that joins to it.
type source interface {
	// flow subscribes and delivers until ctx or the subscription ends, and returns why it ended. It calls
	// line.arrived for everything that comes, and line.joined when nothing is missing.
	flow(ctx context.Context, s *session, l *listing, ln *line) error
}

// A line keeps one source flowing. Its goroutine, one for each connection, is the only one to touch the source, except
// that it leaves ticks to the connection's reader for as long as it is subscribed.
type line struct {
	*feed
	name   string
	source source
	flowed bool // ever; guarded by the feed
	warm   bool // nobody waits for its history from before the start

	// What the watch reads. Times are nanoseconds, 0 for never.
	began   atomic.Int64 // when the present subscription was asked for
	seen    atomic.Int64 // when something came last
	usual   atomic.Int64 // the usual time between two arrivals
	counted atomic.Int64 // arrivals
	doubted atomic.Bool  // something may have been missed
	flowing atomic.Bool  // the feed counts the line as found
	busy    atomic.Bool  // the line asks for history, or for what comes only when asked
	cutter  atomic.Pointer[context.CancelCauseFunc]
	pace    atomic.Int64 // the time between two arrivals, where IB states it
	silent  atomic.Int64 // how often in a row the subscription was made anew because of silence
}

func newLine(f *feed, name string, source source) *line {
	return &line{feed: f, name: name, source: source}
}

// run keeps the source flowing until the connection ends.
func (ln *line) run(s *session, l *listing) {
	retry := newBackoff(time.Second, time.Minute, ln.opts.Seed+uint64(ln.instrument.ID))
	for s.ctx.Err() == nil {
		ctx, cut := context.WithCancelCause(s.ctx)
		ln.cutter.Store(&cut)
		ln.busy.Store(true)
		s.reaches(ctx)
		ln.busy.Store(false)
		ln.began.Store(time.Now().UnixNano())
		err := contained(func() error { return ln.source.flow(ctx, s, l, ln) })
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		cut(nil)
		if s.ctx.Err() != nil {
			break
		}
		ln.lose(ln, ln.last(), err.Error())
		if worked := ln.counted.Swap(0) > 0; worked && !ln.hasty(err) {
			retry.reset()
		}
		ln.busy.Store(true) // nothing is asked for, so nothing is missed
		again := sleep(s.ctx, ln.pause(err, retry))
		ln.busy.Store(false)
		if !again {
			break
		}
	}
	ln.lose(ln, ln.last(), "the connection has ended")
}

// hasty tells whether a book came into doubt soon after it was asked for: then it is asked for less and less often.
func (ln *line) hasty(err error) bool {
	const soon = time.Minute
	var doubt *bookDoubt
	return errors.As(err, &doubt) && time.Since(time.Unix(0, ln.began.Load())) < soon
}

// last is when the line was last known to flow.
func (ln *line) last() market.Time {
	if seen := ln.seen.Load(); seen != 0 {
		return market.Time(seen)
	}
	return now()
}

// arrived notes a sign of life.
func (ln *line) arrived() { ln.arrivedBy(now()) }

// arrivedBy notes a sign of life of a time: what has waited to be taken is no sign of the present.
func (ln *line) arrivedBy(at market.Time) {
	t := int64(min(at, now()))
	before := ln.seen.Swap(t)
	ln.counted.Add(1)
	if ln.silent.Load() != 0 {
		ln.silent.Store(0)
	}
	if before == 0 || ln.doubted.Load() || ln.began.Load() > before {
		return
	}
	const memory = 16 // arrivals that the usual gap looks back on
	usual := ln.usual.Load()
	if usual == 0 {
		usual = t - before
	}
	ln.usual.Store(usual + (t-before-usual)/memory)
}

// joined notes that nothing is missing.
func (ln *line) joined() {
	ln.doubted.Store(false)
	ln.found(ln)
	ln.flowing.Store(true)
}

// subscribed counts as flowing what may be quiet for long, unless it was asked for again because it was too quiet.
func (ln *line) subscribed() {
	if ln.silent.Load() == 0 {
		ln.joined()
	}
}

// warmed notes that the history from before the start has been delivered, or that the run begins without.
func (ln *line) warmed() {
	if !ln.warm {
		ln.warm = true
		ln.warmth.done(ln.Venue)
	}
}

// Why a subscription is cut in which the gateway itself believes.
var (
	errSilent = errors.New("nothing has come for too long")
	errBare   = errors.New("the gateway lost its subscriptions")
)

// cut ends the present subscription; the line makes it anew.
func (ln *line) cut(cause error) {
	if cut := ln.cutter.Load(); cut != nil {
		(*cut)(cause)
	}
}

// Pauses before a subscription is made anew.
const (
	afterBust      = time.Second      // after a cancel
	afterPacing    = 15 * time.Second // IB's rule for real-time bars
	whileCompeting = 30 * time.Second
	withoutRights  = 10 * time.Minute
)

// contain ends the subscription when a fault in dealing with one tick has been met: it must not end the program. It is
// deferred by what the connection's reader calls.
func (ln *line) contain() {
	if r := recover(); r != nil {
		ln.cut(faulty(r))
	}
}

// pause is how long to wait before the next attempt. What a person must see to is said once.
func (ln *line) pause(err error, retry *backoff) time.Duration {
	if errors.Is(err, errSilent) || errors.Is(err, errBare) {
		return afterBust
	}
	var refused *client.RequestError
	if !errors.As(err, &refused) {
		return retry.wait()
	}
	switch refused.Code.Number {
	case 10225, 10182:
		return afterBust
	case 10197:
		ln.alarmOnce("competing", "another login has taken the market data: it comes back when that ends")
		return whileCompeting
	case 309:
		ln.alarmOnce("depth lines", "no order book is to be had of %s: %s", ln.instrument.Symbol, refused.Text)
		return whileCompeting
	case 10092:
		ln.alarmOnce(fmt.Sprint(ln.name, ln.instrument.ID), "there is no order book of %s: %s", ln.instrument.Symbol, refused.Text)
		return withoutRights
	case 420:
		return max(afterPacing, retry.wait())
	case 354, 10168, 10186, 10089, 10090:
		ln.alarmOnce(fmt.Sprint(ln.name, ln.instrument.ID), "no %s of %s, the login has no permission for them: %s", ln.name, ln.instrument.Symbol, refused.Text)
		ln.warmed() // a person must act first: the rest trades without it, and what comes then is late
		return withoutRights
	}
	return retry.wait()
}

// patience is how long the line may be silent while its market trades.
func (ln *line) patience() time.Duration {
	const (
		gaps    = 10
		longest = 10 * time.Minute
		enough  = 20 // arrivals after which the usual gap counts
	)
	usual := time.Duration(ln.usual.Load())
	switch pace := time.Duration(ln.pace.Load()); {
	case ln.counted.Load() >= enough:
	case pace > 0:
		usual = pace
	default:
		usual = max(usual, ln.opts.Grace)
	}
	return min(max(gaps*usual, ln.opts.Grace), longest)
}

// alarmOnce raises an alarm unless one of the kind was raised a short while ago.
func (v *Venue) alarmOnce(kind, format string, args ...any) {
	const again = 30 * time.Minute
	if v.said.first(kind, time.Now(), again) {
		v.alarm(format, args...)
	}
}
