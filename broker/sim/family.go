package sim

import "github.com/tidemark/tidemark/order"

// Parents and children. A child comes to life with its parent's first fill and works for no more than
// the parent has filled. Inside the bar of that fill it sees only the path that follows; the fill of a
// parent at a quote, a trade or a close is followed by nothing, and its children see the next
// observation. A child of another instrument sees the next observation too.

// wake brings the children of an order to life.
func (v *Venue) wake(s *sight, parent *working, next spot) {
	for _, w := range parent.children {
		if w.outcome.done() || w.place != behindParent {
			continue
		}
		if v.sleeps(w) {
			continue
		}
		from, sees := v.entry(w, s)
		if from == theOpen {
			from = next // else the child was sent inside the bar, and the parent may have filled before
		}
		sees = sees && s.bar && next.leg != lastLeg && w.book == parent.book && open(s.phase, w.request.OutsideRTH)
		v.enter(w)
		if sees {
			w.tried = true
			v.join(w, s, from)
		} else {
			if w.book == parent.book {
				w.follow(next.on(s.side(w.request.Side)))
			}
			v.await(w)
		}
	}
}

// endChild ends a child that can trade no more because its parent will fill no more.
func (v *Venue) endChild(w *working) {
	if !w.outcome.done() && w.parent != nil && w.parent.done() && !w.allowance().IsPositive() {
		v.cancel(w, order.ParentEnded)
	}
}

// endChildren ends the children for whom an ended parent has filled too little.
func (v *Venue) endChildren(parent *working) {
	for _, w := range parent.children {
		if !w.outcome.done() && !w.allowance().IsPositive() {
			v.cancel(w, order.ParentEnded)
		}
	}
}
