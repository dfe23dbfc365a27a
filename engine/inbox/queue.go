package inbox

import (
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
)

// slot is a market event, or a notice that keeps its place among them.
type slot struct {
	ev     market.Event
	notice broker.Notice
	came   time.Time
}

// ring is a queue that keeps its memory. Places are counted from the first event ever, so that one can be found again
// as long as it waits.
type ring struct {
	slots       []slot
	first, next int
}

func (r *ring) len() int { return r.next - r.first }

// holds reports whether a place still waits.
func (r *ring) holds(place int) bool { return place >= r.first && place < r.next }

func (r *ring) at(place int) *slot { return &r.slots[place&(len(r.slots)-1)] }

func (r *ring) front() *slot { return r.at(r.first) }

// push returns the place of the event.
func (r *ring) push(s slot) int {
	if r.len() == len(r.slots) {
		r.grow()
	}
	place := r.next
	r.next++
	*r.at(place) = s
	return place
}

func (r *ring) pop() {
	s := r.at(r.first)
	s.notice, s.ev.Depth = nil, nil
	r.first++
}

// grow doubles the memory, a power of two.
func (r *ring) grow() {
	bigger := ring{slots: make([]slot, max(256, 2*len(r.slots))), first: r.first, next: r.next}
	for place := r.first; place < r.next; place++ {
		*bigger.at(place) = *r.at(place)
	}
	*r = bigger
}

// urgentQueue is what comes before market events.
type urgentQueue struct {
	list []urgent
	next int
}

type urgent struct {
	input engine.Input
	came  time.Time
}

func (q *urgentQueue) len() int { return len(q.list) - q.next }

func (q *urgentQueue) push(in engine.Input, came time.Time) {
	q.list = append(q.list, urgent{in, came})
}

func (q *urgentQueue) pop() (engine.Input, time.Time) {
	u := q.list[q.next]
	q.list[q.next] = urgent{}
	if q.next++; q.next == len(q.list) {
		q.list, q.next = q.list[:0], 0
	}
	return u.input, u.came
}
