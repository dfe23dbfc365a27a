package sim

import "github.com/tidemark/tidemark/order"

// group is the orders of which a fill in one cancels the others, as IB's OCA type 1: cancel the rest,
// with block. Orders trade one after the other here, and the rest has ended before the next could trade,
// so a group never fills twice.
//
// As at IB, a name serves once: an order that joins after a fill of its group is cancelled at once.
type group struct {
	filled  bool
	members []*working
}

// groupKey keeps the groups of strategies apart.
type groupKey struct{ strategy, name string }

// enlist makes an order a member of its group.
func (v *Venue) enlist(w *working) {
	if w.request.OCA == "" {
		return
	}
	key := groupKey{w.strategy, w.request.OCA}
	if v.groups[key] == nil {
		v.groups[key] = &group{}
	}
	w.group = v.groups[key]
	w.group.members = append(w.group.members, w)
}

// cancelGroup ends the others of a group in which an order has filled.
func (v *Venue) cancelGroup(filled *working) {
	g := filled.group
	if g == nil {
		return
	}
	g.filled = true
	others := g.members
	g.members = nil
	for _, w := range others {
		if w != filled && !w.outcome.done {
			v.cancel(w, order.CancelledByOCA)
		}
	}
}

// leave removes an order from its group.
func (w *working) leave() {
	if w.group != nil {
		w.group.members = without(w.group.members, w)
	}
}
