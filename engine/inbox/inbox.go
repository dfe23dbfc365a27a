package inbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Options are bounds; the zero value of each is its default.
type Options struct {
	// Pressure (64) is how many market events wait before quotes, and books, replace one another.
	Pressure int
	// Capacity (262,144) is how many market events may wait at all. Beyond it they are lost, which is an alarm.
	Capacity int
	// Poll lets the loop sleep where the readers of sockets do, so that one of them hands its thread on to the loop instead
	// of waking another. It needs a real clock.
	Poll bool
	// Wall is what the computer's clock shows at a moment; market.At when nil. Tests set it.
	Wall func(time.Time) market.Time
}

// Inbox is a broker.Inbox and an engine.LiveSource. Make it with New.
type Inbox struct {
	ctx     context.Context
	options Options
	bell    bell
	clock   *clock

	mu     sync.Mutex // guards everything below
	urgent urgentQueue
	market ring
	newest []newest // by instrument
	closed bool
	losing bool
	stats  Stats
	gave   time.Time // when the loop was given what it is busy with; zero while it waits
	asleep bool      // it waits for the bell

	// cold is the time before the history is complete: nothing of the market is delivered, and the wall clock moves the
	// run's. Then all of it is delivered by its own times, and with the notice behind it the clock is the wall's again.
	cold, warmed bool
	start        market.Time
	// The loop's own: the time of the last event.
	last market.Time
}

var (
	_ broker.Inbox      = (*Inbox)(nil)
	_ engine.LiveSource = (*Inbox)(nil)
)

// New makes an inbox for a number of instruments. The run's clock begins at start. When ctx ends, so does the source.
func New(ctx context.Context, instruments int, start market.Time, o Options) *Inbox {
	if o.Pressure <= 0 {
		o.Pressure = 64
	}
	if o.Capacity <= 0 {
		o.Capacity = 1 << 18
	}
	b := &Inbox{ctx: ctx, options: o, bell: newBell(ctx, o.Poll), clock: newClock(o.Wall),
		newest: make([]newest, instruments), last: start, start: start, cold: true}
	b.forgetQuotes()
	return b
}

// Market takes a copy of a market event.
func (b *Inbox) Market(ev *market.Event) {
	now := moment()
	b.mu.Lock()
	waiting := b.market.len()
	old := b.newest[ev.Instrument].of(ev.Kind)
	switch {
	case b.closed:
	case old != nil && waiting >= b.options.Pressure && b.market.holds(*old):
		b.market.at(*old).ev = kept(ev)
		b.stats.Conflated++
	case waiting >= b.options.Capacity:
		b.stats.Lost++
		b.overflow()
	default:
		if place := b.market.push(slot{ev: kept(ev), came: now}); old != nil {
			*old = place
		} else {
			b.newest[ev.Instrument] = none
		}
		b.stats.Deepest = max(b.stats.Deepest, waiting+1)
	}
	b.unlock()
}

// newest are the places, as ring counts, of an instrument's last quote and last book that no other event of it has followed:
// the next one makes them old news. Each has its own, or quotes and books that take turns would never replace one another.
type newest struct{ quote, book int }

var none = newest{-1, -1}

// of is where the place of a kind is kept, nil for one of which all count.
func (n *newest) of(k market.EventKind) *int {
	switch k {
	case market.QuoteEvent:
		return &n.quote
	case market.DepthEvent:
		return &n.book
	}
	return nil
}

// kept is a copy of an event that is whole: who made it uses its book again.
func kept(ev *market.Event) market.Event {
	copied := *ev
	if ev.Kind == market.DepthEvent {
		book := *ev.Depth
		copied.Depth = &book
	}
	return copied
}

// unlock ends what may have put something in, and wakes the loop.
func (b *Inbox) unlock() {
	ring := b.asleep
	b.asleep = false
	b.mu.Unlock()
	if ring {
		b.bell.ring()
	}
}

// overflow raises the alarm once each time the queue is full.
func (b *Inbox) overflow() {
	if b.losing {
		return
	}
	b.losing = true
	b.alarm(fmt.Sprintf("market data is being lost: %d events wait for strategies that do not keep up", b.options.Capacity))
}

// alarm tells the loop; the caller holds the lock.
func (b *Inbox) alarm(text string) {
	at := broker.Moment{Time: b.clock.now()}
	b.urgent.push(engine.Input{Time: at.Time, Notice: broker.Alarm{Moment: at, Text: text}}, moment())
}

// Order takes what happened to an order of ours.
func (b *Inbox) Order(ev order.Event) { b.push(engine.Input{Order: ev}) }

// Notice takes everything else. The notices about data keep their place among the market events.
func (b *Inbox) Notice(n broker.Notice) {
	switch n.(type) {
	case broker.WarmedUp, broker.DataLost, broker.DataRestored:
		now := moment()
		b.mu.Lock()
		if !b.closed {
			b.market.push(slot{notice: n, came: now})
			b.forgetQuotes() // none passes the notice
			if _, complete := n.(broker.WarmedUp); complete && b.cold {
				b.warm()
			}
		}
		b.unlock()
		return
	}
	b.push(engine.Input{Notice: n})
}

func (b *Inbox) forgetQuotes() {
	for i := range b.newest {
		b.newest[i] = none
	}
}

var errOver = errors.New("the engine has ended")

// Command hands a command to the loop and waits for its answer.
func (b *Inbox) Command(ctx context.Context, c engine.Command) error {
	answer := make(chan error, 1)
	if !b.push(engine.Input{Command: c, Answer: func(err error) { answer <- err }}) {
		return errOver
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-b.ctx.Done():
		return errOver
	}
}

func (b *Inbox) push(in engine.Input) bool {
	now := moment()
	in.Time = b.clock.on(now)
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return false
	}
	b.urgent.push(in, now)
	b.unlock()
	return true
}

// Next waits for the next event, for something to Take, or for the wall clock to reach limit.
func (b *Inbox) Next(limit market.Time, ev *market.Event) data.Status {
	for {
		if b.ctx.Err() != nil {
			return data.Ended
		}
		if status, done := b.poll(limit, ev); done {
			return status
		}
		if limit == market.Never {
			b.bell.wait(forever)
		} else {
			b.bell.wait(b.clock.until(limit))
		}
	}
}

// poll takes what is there.
func (b *Inbox) poll(limit market.Time, ev *market.Event) (status data.Status, done bool) {
	now := moment()
	b.mu.Lock()
	defer b.mu.Unlock()
	if status, done = b.next(limit, ev, now); done {
		b.gave, b.asleep = now, false
	} else {
		b.gave, b.asleep = time.Time{}, true
	}
	return status, done
}

// next is poll behind the lock.
func (b *Inbox) next(limit market.Time, ev *market.Event, now time.Time) (data.Status, bool) {
	if set := b.clock.jumped(); set != "" && !b.closed {
		b.alarm(set)
	}
	if b.urgent.len() > 0 {
		return data.Interrupted, true
	}
	if b.closed {
		return data.Ended, true
	}
	if b.market.len() > 0 && !b.cold {
		head := b.market.front()
		if head.notice != nil {
			b.urgent.push(engine.Input{Time: max(b.last, head.notice.At()), Notice: head.notice}, head.came)
			b.market.pop()
			return data.Interrupted, true
		}
		if head.ev.Time <= limit || b.warmed && !b.reached(limit) {
			*ev = head.ev
			ev.Time = min(max(ev.Time, b.last), limit)
			ev.Last = false // what else belongs to this instant may be on its way
			b.last = ev.Time
			b.stats.Delivered++
			b.stats.Waits.add(now.Sub(head.came))
			b.market.pop()
			b.losing = b.losing && b.market.len() > b.options.Capacity/2
			return data.Delivered, true
		}
		b.last = limit
		return data.AtLimit, true
	}
	if (b.warmed || b.cold) && b.reached(limit) {
		b.last = limit
		return data.AtLimit, true
	}
	return 0, false
}

func (b *Inbox) reached(limit market.Time) bool { return b.clock.now() >= limit }

// Take returns the next input; Next has reported it.
func (b *Inbox) Take() engine.Input {
	b.mu.Lock()
	defer b.mu.Unlock()
	in, came := b.urgent.pop()
	b.stats.Urgent.add(moment().Sub(came))
	if _, ok := in.Notice.(broker.WarmedUp); ok {
		b.warmed = true
	}
	return in
}

// Err is nil: a live source has no end of its own.
func (b *Inbox) Err() error { return nil }

// Close takes nothing any more. Commands that wait are answered.
func (b *Inbox) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.closed = true
		b.bell.close()
	}
	for b.urgent.len() > 0 {
		if in, _ := b.urgent.pop(); in.Answer != nil {
			in.Answer(errOver)
		}
	}
	return nil
}
