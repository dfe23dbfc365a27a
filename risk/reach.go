package risk

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// reach is how far a position can go when working orders fill: see the package comment.
type reach struct {
	position, buys, sells exact.Number
}

func (r *reach) long() exact.Number  { return r.position.Add(r.buys) }
func (r *reach) short() exact.Number { return r.position.Sub(r.sells) }

// worst is the distance of the further end from flat.
func (r *reach) worst() exact.Number {
	return exact.Max(r.long().Abs(), r.short().Abs())
}

// end is the end that orders of a side lead to.
func (r *reach) end(side order.Side) exact.Number {
	if side == order.Buy {
		return r.long()
	}
	return r.short()
}

// change is where the position in an order's instrument can go without the order and with it.
type change struct{ before, after reach }

// exposes reports that an order of a side may open something: it counts, and with the orders on its side it does not
// stop short of flat.
func (x *change) exposes(side order.Side) bool {
	end := x.after.end(side)
	if end.Equal(x.before.end(side)) {
		return false
	}
	if side == order.Buy {
		return end.IsPositive()
	}
	return end.IsNegative()
}

func (r *reach) add(side order.Side, quantity exact.Number) {
	if side == order.Buy {
		r.buys = r.buys.Add(quantity)
	} else {
		r.sells = r.sells.Add(quantity)
	}
}

// group is the orders of one OCA group that stand for one another.
type group struct {
	name, strategy string
	instrument     market.ID
	side           order.Side
}

// tally adds up working orders. It keeps its memory from one review to the next.
type tally struct {
	rows   []row
	index  map[market.ID]int
	groups map[group]exact.Number
}

// row is what the orders of one instrument add up to.
type row struct {
	instrument *market.Instrument
	reach
	// A sum keeps what the row counts for: its share of the total, the price that it was counted at and the
	// mark that this price had.
	value, price exact.Number
	mark         uint32
}

func (t *tally) reset() {
	if t.index == nil {
		t.index, t.groups = map[market.ID]int{}, map[group]exact.Number{}
	}
	t.rows = t.rows[:0]
	clear(t.index)
	clear(t.groups)
}

func (t *tally) row(in *market.Instrument) *row {
	i, ok := t.index[in.ID]
	if !ok {
		i = len(t.rows)
		t.index[in.ID] = i
		t.rows = append(t.rows, row{instrument: in})
	}
	return &t.rows[i]
}

// add counts a quantity of an order: of an OCA group, what goes beyond the largest so far.
func (t *tally) add(r *reach, o *order.Order, quantity exact.Number) {
	if o.OCA != "" {
		g := group{o.OCA, o.Strategy, o.Instrument.ID, o.Side}
		largest := t.groups[g]
		if !quantity.Above(largest) {
			return
		}
		t.groups[g] = quantity
		quantity = quantity.Sub(largest)
	}
	if !quantity.IsZero() {
		r.add(o.Side, quantity)
	}
}

// reach is the change that an order makes to a book. It is valid until the next one is asked for.
func (s *Snapshot) reach(o *order.Order, c scope) *change {
	x := &s.shared.reach[c]
	if s.shared.order == o && s.shared.reached[c] {
		return x
	}
	s.shared.reached[c] = s.shared.order == o
	s.tally.reset()
	x.before = reach{position: c.position(s, o)}
	for _, w := range s.Working {
		if w.Instrument == o.Instrument && w.ID != o.ID && !w.State.Done() && c.covers(w, o) {
			s.tally.add(&x.before, w, s.active(w))
		}
	}
	if s.Parts != nil {
		s.legsTowards(&x.before, o, c)
	}
	x.after = x.before
	s.tally.add(&x.after, o, s.active(o))
	return x
}

// unitValue is what one unit of exposure at a price counts for, in the instrument's currency.
type unitValue func(in *market.Instrument, price exact.Number) exact.Number

func (c scope) positions(s *Snapshot, strategy string, each func(*market.Instrument, exact.Number)) {
	if c == ofAccount {
		for in, quantity := range s.Account.Nets() {
			each(in, quantity)
		}
		return
	}
	if l := s.Account.Ledger(strategy); l != nil {
		for in, quantity := range l.Holds() {
			each(in, quantity)
		}
	}
}
