package engine

import (
	"container/heap"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// rank orders what is due at one moment.
type rank uint8

const (
	rankClose rank = iota
	rankOpen
	rankStrategy
	rankSample
)

// timerEntry is a scheduled call: once, or again and again by a rule.
type timerEntry struct {
	at       market.Time
	rank     rank
	seq      int
	timer    *strategy.Timer
	runner   *runner // nil for the engine's own
	fn       func()
	rule     calendar.Rule
	calendar *calendar.Calendar // nil when the call happens once
}

// timerQueue is a heap by (time, rank, sequence).
type timerQueue struct {
	entries timerHeap
	seq     int
}

func (q *timerQueue) top() market.Time {
	if len(q.entries) == 0 {
		return market.Never
	}
	return q.entries[0].at
}

func (q *timerQueue) push(t timerEntry) {
	if t.at == market.Never {
		return
	}
	t.seq = q.seq
	q.seq++
	heap.Push(&q.entries, t)
}

func (q *timerQueue) pop() timerEntry { return heap.Pop(&q.entries).(timerEntry) }

type timerHeap []timerEntry

func (h timerHeap) Len() int      { return len(h) }
func (h timerHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h timerHeap) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	switch {
	case a.at != b.at:
		return a.at < b.at
	case a.rank != b.rank:
		return a.rank < b.rank
	}
	return a.seq < b.seq
}
func (h *timerHeap) Push(x any) { *h = append(*h, x.(timerEntry)) }
func (h *timerHeap) Pop() any {
	last := (*h)[len(*h)-1]
	(*h)[len(*h)-1] = timerEntry{}
	*h = (*h)[:len(*h)-1]
	return last
}

// fire makes the call and, when a rule says so, schedules the next one.
func (e *Engine) fire(t timerEntry) {
	if t.timer.Stopped() || (t.runner != nil && t.runner.stopped) {
		return
	}
	if t.calendar != nil {
		next := t
		next.at = t.rule.Next(t.calendar, t.at).Add(e.lag(t.rank))
		e.timers.push(next)
	}
	if t.runner == nil {
		t.fn()
		return
	}
	e.call(t.runner, t.fn)
}

// every schedules fn by a rule, first after the present moment.
func (e *Engine) every(rule calendar.Rule, cal *calendar.Calendar, kind rank, owner *runner, fn func()) *strategy.Timer {
	timer := &strategy.Timer{}
	e.timers.push(timerEntry{
		at: rule.Next(cal, e.now).Add(e.lag(kind)), rank: kind, timer: timer, runner: owner, fn: fn, rule: rule, calendar: cal,
	})
	e.wake = min(e.wake, e.timers.top())
	return timer
}

// lag is how long after its moment a timer fires: a close waits for the last bar as long as the clock does.
func (e *Engine) lag(kind rank) time.Duration {
	if kind == rankClose {
		return e.patience
	}
	return 0
}

// once schedules fn for one moment.
func (e *Engine) once(at market.Time, owner *runner, fn func()) *strategy.Timer {
	timer := &strategy.Timer{}
	e.timers.push(timerEntry{at: max(at, e.now), rank: rankStrategy, timer: timer, runner: owner, fn: fn})
	e.wake = min(e.wake, e.timers.top())
	return timer
}

func (e *Engine) sampleAtCloses() {
	e.every(calendar.AtClose(), e.calendar, rankSample, nil, func() {
		e.Recorder.Sample(e.now, e.account)
	})
}

// dueEntry says when the open bar of a series must be completed by the clock. An entry whose series has
// moved on is dropped when it comes up.
type dueEntry struct {
	at     market.Time
	series *series
}

// less orders by time, then instrument, then the order in which series were asked for.
func (d dueEntry) less(other dueEntry) bool {
	if d.at != other.at {
		return d.at < other.at
	}
	return d.series.rank < other.series.rank
}

// dueQueue is a binary heap. It is written out because container/heap would allocate for every bar built.
type dueQueue struct{ entries []dueEntry }

func (q *dueQueue) top() market.Time {
	if len(q.entries) == 0 {
		return market.Never
	}
	return q.entries[0].at
}

func (q *dueQueue) push(d dueEntry) {
	q.entries = append(q.entries, d)
	i := len(q.entries) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !q.entries[i].less(q.entries[parent]) {
			break
		}
		q.entries[i], q.entries[parent] = q.entries[parent], q.entries[i]
		i = parent
	}
}

func (q *dueQueue) pop() dueEntry {
	first := q.entries[0]
	last := len(q.entries) - 1
	q.entries[0] = q.entries[last]
	q.entries[last] = dueEntry{}
	q.entries = q.entries[:last]
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return first
		}
		if child+1 < last && q.entries[child+1].less(q.entries[child]) {
			child++
		}
		if !q.entries[child].less(q.entries[i]) {
			return first
		}
		q.entries[i], q.entries[child] = q.entries[child], q.entries[i]
		i = child
	}
}
