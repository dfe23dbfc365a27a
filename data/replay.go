package data

import (
	"errors"

	"github.com/tidemark/tidemark/market"
)

// Status tells what Replay.Next did.
type Status uint8

const (
	// Delivered: the event has been filled in.
	Delivered Status = iota
	// AtLimit: the next event is later than the limit.
	AtLimit
	// Ended: nothing is left, or a stream failed; Err tells which.
	Ended
	// Interrupted: something that is no market event waits. A Replay never reports it.
	Interrupted
)

// String is "delivered", "at limit", "ended" or "interrupted".
func (s Status) String() string {
	names := [...]string{"delivered", "at limit", "ended", "interrupted"}
	if int(s) < len(names) {
		return names[s]
	}
	return "unknown"
}

// Replay merges recorded streams into one, in the total order of market.Event.Order: by time, then
// instrument, then kind. Events that are equal in all three keep the order of their stream, and
// streams that are equal in instrument and kind the order of the inputs.
//
// Instruments usually tick together, so the merge does not compare lane with lane. Lanes that are due
// at one instant and have been queued in their order of delivery form a run, linked through
// lane.follower; the heap holds runs by their first lane. A thousand aligned streams are one run, and
// an event costs no more than of a single stream; wholly ragged ones are runs of one, an ordinary heap.
//
// A Replay belongs to one goroutine.
type Replay struct {
	lanes []lane
	heap  runs
	// current is the lane to be delivered next, or none at the end. It and its run are not in the heap.
	current int32
	// open holds, by hash of the time, the last lane of the run queued last for it.
	open   [openRuns]int32
	err    error
	closed bool
}

const (
	none     = int32(-1)
	openBits = 6
	openRuns = 1 << openBits
)

// NewReplay merges the inputs, which it owns from now on: Close closes them. It reads the first batch of
// every stream.
func NewReplay(inputs ...Input) *Replay {
	r := &Replay{lanes: lanes(inputs), current: none}
	for i := range r.open {
		r.open[i] = none
	}
	r.heap = make(runs, 0, len(r.lanes))
	for i := range r.lanes {
		l := &r.lanes[i]
		switch err := l.refill(); {
		case ended(err):
			continue
		case err != nil:
			r.fail(l, err)
			return r
		}
		l.time = l.block[0].time
		r.queue(int32(i))
	}
	r.current = r.heap.take()
	return r
}

// Peek is the time of the next event, or market.Never at the end.
func (r *Replay) Peek() market.Time {
	if r.current == none {
		return market.Never
	}
	return r.lanes[r.current].time
}

// Next fills ev with the next event if it is not later than limit. Last is set when no further event has
// the same time. A failing stream ends the replay at once; see Err.
func (r *Replay) Next(limit market.Time, ev *market.Event) Status {
	if r.current == none {
		return Ended
	}
	l := &r.lanes[r.current]
	if l.time > limit {
		return AtLimit
	}
	l.fill(ev)
	r.advance(l)
	ev.Last = r.current == none || r.lanes[r.current].time != ev.Time
	return Delivered
}

// advance moves the current lane to its next row and chooses the lane to be delivered next.
func (r *Replay) advance(l *lane) {
	now, index, follower := l.time, r.current, l.follower
	l.pos++
	if l.pos == l.rows {
		if err := l.refill(); err != nil {
			if !ended(err) {
				r.fail(l, err)
				return
			}
			l.follower = none
			r.choose(follower)
			return
		}
	}
	l.time = l.block[l.pos].time
	if l.time <= now {
		if l.time < now {
			r.fail(l, &OrderError{Row: l.row(), Time: l.time, Previous: now})
		}
		return
	}
	l.follower = none
	if follower == none && !r.join(index) {
		// Alone in its run: compare it with the heap without putting it there first.
		r.choose(index)
		return
	}
	if follower != none {
		r.queue(index)
	}
	r.choose(follower)
}

// queue puts a lane behind the run that waits for its time, or makes it a run of its own.
func (r *Replay) queue(index int32) {
	if !r.join(index) {
		r.heap.put(run{r.lanes[index].time, index})
	}
}

// join appends a lane to the run queued last for its time, if the order of delivery allows. If not, the
// lane is remembered as the last of a run that the caller makes.
func (r *Replay) join(index int32) bool {
	l := &r.lanes[index]
	slot := &r.open[uint64(l.time)*0x9E3779B97F4A7C15>>(64-openBits)]
	last := *slot
	*slot = index
	// A lane that has been delivered since has another time, so last does wait at the end of a run.
	if last != none && last < index && r.lanes[last].time == l.time {
		r.lanes[last].follower = index
		return true
	}
	return false
}

// choose makes the earlier of a candidate and the heap's first run the current one.
func (r *Replay) choose(candidate int32) {
	switch {
	case candidate == none:
		r.current = r.heap.take()
	case len(r.heap) == 0:
		r.current = candidate
	default:
		r.current = r.heap.exchange(run{r.lanes[candidate].time, candidate})
	}
}

// Err is what ended the replay early, a *ReplayError, or nil.
func (r *Replay) Err() error { return r.err }

// Close closes every stream.
func (r *Replay) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	r.current = none
	var errs []error
	for i := range r.lanes {
		errs = append(errs, r.lanes[i].close())
	}
	return errors.Join(errs...)
}

func (r *Replay) fail(l *lane, err error) {
	r.current = none
	r.err = &ReplayError{Instrument: l.instrument, Kind: l.kind, Err: err}
}
