package sim

import (
	"iter"

	"github.com/tidemark/tidemark/order"
)

// recentlyEnded is how many ended orders the venue knows. It answers that an older one is unknown.
const recentlyEnded = 1 << 11

// mostGone bounds the orders of one observation whose memory is used again.
const mostGone = 256

// register knows the orders that work and those that ended last.
type register struct {
	byID map[order.ID]*outcome
	// ended is a ring, next its oldest.
	ended []order.ID
	next  int
	// newest is the greatest id that was sent so far, the longest first.
	newest order.ID
	// first and last are the ends of the list of orders that work, in the order in which they were accepted.
	first, last *working
	// blank are outcomes for orders to come: they are small, and every order leaves one behind.
	blank []outcome
}

func newRegister() register { return register{byID: make(map[order.ID]*outcome)} }

// find is what is known of an order, nil when nothing is.
func (r *register) find(id order.ID) *outcome { return r.byID[id] }

// repeats reports whether an order that is sent has come before and is not forgotten. Most ids grow, and so need no
// search.
func (r *register) repeats(id order.ID) bool {
	if len(id) > len(r.newest) || len(id) == len(r.newest) && id > r.newest {
		r.newest = id
		return false
	}
	return r.find(id) != nil
}

// working is an order that works, nil when there is none of that id.
func (r *register) working(id order.ID) *working {
	if known := r.byID[id]; known != nil {
		return known.order
	}
	return nil
}

// all yields the orders that work, the first accepted first. None may end meanwhile.
func (r *register) all() iter.Seq[*working] {
	return func(yield func(*working) bool) {
		for w := r.first; w != nil && yield(w); w = w.later {
		}
	}
}

// add takes in an order that has been accepted.
func (r *register) add(w *working) {
	w.outcome = r.outcome()
	w.outcome.order = w
	r.byID[w.id] = w.outcome
	w.earlier, r.last = r.last, w
	if w.earlier == nil {
		r.first = w
	} else {
		w.earlier.later = w
	}
}

func (r *register) outcome() *outcome {
	if len(r.blank) == 0 {
		r.blank = make([]outcome, 64)
	}
	o := &r.blank[0]
	r.blank = r.blank[1:]
	return o
}

// end keeps what became of an order that works no more.
func (r *register) end(w *working) {
	w.outcome.order = nil
	if w.earlier == nil {
		r.first = w.later
	} else {
		w.earlier.later = w.later
	}
	if w.later == nil {
		r.last = w.earlier
	} else {
		w.later.earlier = w.earlier
	}
	w.earlier, w.later = nil, nil
	r.remember(w.id)
}

// refused remembers an order that never worked.
func (r *register) refused(id order.ID) {
	r.byID[id] = r.outcome()
	r.remember(id)
}

// remember forgets the oldest ended order for a new one.
func (r *register) remember(id order.ID) {
	if len(r.ended) < recentlyEnded {
		r.ended = append(r.ended, id)
		return
	}
	delete(r.byID, r.ended[r.next])
	r.ended[r.next] = id
	r.next = (r.next + 1) % recentlyEnded
}

// blank is memory for an order.
func (v *Venue) blank() *working {
	last := len(v.idle) - 1
	if last < 0 {
		return new(working)
	}
	w := v.idle[last]
	v.idle = v.idle[:last]
	return w
}

// recycle frees the memory of orders that ended. Nothing refers to one between two observations, unless it has a
// family or a group.
func (v *Venue) recycle() {
	v.idle = append(v.idle, v.gone...)
	clear(v.gone)
	v.gone = v.gone[:0]
}
