package sim

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// group is the orders of which a fill in one cancels or reduces the others. Orders trade one after the other
// here, and the rest has ended or shrunk before the next could trade, so a group never fills twice: with block
// or without, which at IB decides whether two orders can fill at the same moment.
//
// As at IB, a name serves once: an order that joins when the group has been used up is cancelled at once, and one
// that joins when a part has been used is reduced as if it had been there before.
type group struct {
	used    bool
	members []*working
	// filled is the quantity that the group has traded.
	filled decimal.Decimal
	// left is the share of the group's open quantity that fills have left.
	left decimal.Decimal
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
		v.groups[key] = &group{left: one}
	}
	w.group = v.groups[key]
	if before := w.outcome.before; before != nil {
		w.group.filled = w.group.filled.Add(*before)
	}
	w.group.members = append(w.group.members, w)
}

// settleGroup does to the others of a group what a fill in one of them does; open is what the order had open
// before the fill. Sources: IB, "One-Cancels-All": type 1 cancels the rest, types 2 and 3 reduce the rest in
// proportion.
func (v *Venue) settleGroup(w *working, filled, open decimal.Decimal) {
	g := w.group
	if g == nil {
		return
	}
	g.filled = g.filled.Add(filled)
	if w.request.OCAType == order.CancelWithBlock || filled.GreaterThanOrEqual(open) {
		g.used = true
		others := g.members
		g.members = nil
		for _, other := range others {
			if other != w && !other.outcome.done() {
				v.cancel(other, order.CancelledByOCA)
			}
		}
		return
	}
	g.left = g.left.Mul(open.Sub(filled)).Div(open)
	for _, other := range append([]*working(nil), g.members...) {
		if other != w && !other.outcome.done() {
			v.reduce(other, open.Sub(filled), open)
		}
	}
}

var one = decimal.NewFromInt(1)

// reduce leaves an order the part/of of its open quantity, rounded down to the size grid.
func (v *Venue) reduce(w *working, part, of decimal.Decimal) {
	open := w.open()
	left := w.book.in.RoundSize(open.Mul(part).Div(of))
	if left.LessThan(w.book.in.MinSize) || !left.IsPositive() {
		v.cancel(w, order.CancelledByOCA)
		return
	}
	quantity := w.outcome.filled.Add(left)
	change := order.Change{Quantity: &quantity}
	w.request = change.Apply(w.request)
	v.sink(order.WasModified{Header: v.header(w), Change: change})
	v.endChild(w)
}

// leave removes an order from its group.
func (w *working) leave() {
	if w.group != nil {
		w.group.members = without(w.group.members, w)
	}
}
