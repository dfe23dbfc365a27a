package sim

import "github.com/tidemark/tidemark/order"

// recentlyEnded is how many ended orders the venue knows. It answers that an older one is unknown.
const recentlyEnded = 1 << 11

// mostGone bounds the orders of one observation whose memory is used again.
const mostGone = 256

// endings is what became of the orders that ended last.
type endings struct {
	byID map[order.ID]*outcome
	ids  []order.ID
	next int
}

func newEndings() endings { return endings{byID: make(map[order.ID]*outcome)} }

func (e *endings) find(id order.ID) *outcome { return e.byID[id] }

func (e *endings) add(id order.ID, o *outcome) {
	e.byID[id] = o
	if len(e.ids) < recentlyEnded {
		e.ids = append(e.ids, id)
		return
	}
	delete(e.byID, e.ids[e.next])
	e.ids[e.next] = id
	e.next = (e.next + 1) % recentlyEnded
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

// newOutcome takes one of a batch: they are small, and every order leaves one behind.
func (v *Venue) newOutcome() *outcome {
	if len(v.outcomes) == 0 {
		v.outcomes = make([]outcome, 64)
	}
	o := &v.outcomes[0]
	v.outcomes = v.outcomes[1:]
	return o
}
