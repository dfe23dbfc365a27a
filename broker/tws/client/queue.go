package client

import (
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
)

// queueLimit is how many messages may wait: several minutes' worth.
const queueLimit = 10_000

// A parcel is one encoded message on its way out.
type parcel struct {
	kind  wire.Kind
	lane  Lane
	frame []byte
	put   time.Time
	told  func(error) // called once with nil or a *SendError, when its fate is known, with no lock held
	begun bool        // a part of it has left; frame is the rest
}

// queue holds the parcels that wait for a token.
type queue struct {
	wake chan struct{} // has an element when the queue may have become non-empty

	mu     sync.Mutex // guards what follows
	lanes  [lanes][]*parcel
	size   int
	closed error // why nothing is accepted any more
	stats  [lanes]LaneStats
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// put appends a parcel to its lane.
func (q *queue) put(p *parcel) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed != nil:
		return &SendError{Kind: p.kind, Err: q.closed}
	case q.size >= queueLimit:
		return &SendError{Kind: p.kind, Err: ErrQueueFull}
	}
	q.lanes[p.lane] = append(q.lanes[p.lane], p)
	q.size++
	q.ring()
	return nil
}

// ring wakes the writer.
func (q *queue) ring() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// passed counts a parcel that left without waiting here.
func (q *queue) passed(lane Lane) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.stats[lane].Sent++
}

// take removes the most urgent parcel, nil when there is none.
func (q *queue) take(now time.Time) *parcel {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, lane := range q.lanes {
		if len(lane) == 0 {
			continue
		}
		p := lane[0]
		lane[0] = nil
		q.lanes[i] = lane[1:]
		q.size--
		s := &q.stats[i]
		s.Sent++
		waited := now.Sub(p.put)
		s.Waited += waited
		s.LongestWait = max(s.LongestWait, waited)
		return p
	}
	return nil
}

// drop removes a parcel that still waits; false says that it was taken already.
func (q *queue) drop(p *parcel) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	lane := q.lanes[p.lane]
	for i := range lane {
		if lane[i] == p {
			q.lanes[p.lane] = append(lane[:i], lane[i+1:]...)
			q.size--
			q.stats[p.lane].Dropped++
			return true
		}
	}
	return false
}

func (q *queue) empty() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.size == 0
}

// close refuses all that waits and all that comes.
func (q *queue) close(reason error) {
	for _, p := range q.shut(reason) {
		p.told(&SendError{Kind: p.kind, Err: reason})
	}
}

// shut empties the queue for good and returns what was in it.
func (q *queue) shut(reason error) []*parcel {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed != nil {
		return nil
	}
	q.closed = reason
	var rest []*parcel
	for i, lane := range q.lanes {
		rest = append(rest, lane...)
		q.stats[i].Dropped += uint64(len(lane))
		q.lanes[i] = nil
	}
	q.size = 0
	return rest
}

func (q *queue) snapshot() [lanes]LaneStats {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.stats
	for i, lane := range q.lanes {
		s[i].Queued = len(lane)
	}
	return s
}
