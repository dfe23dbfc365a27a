package risk

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// sum is the worst case of all instruments of one book in the base currency, and the book's equity. It is
// kept from one review to the next: while the version stays, only instruments whose price has moved are
// counted anew, and working orders that came in are added.
type sum struct {
	scope    scope
	strategy string
	margined bool
	version  uint64

	tally tally
	// counted is how many of the working orders are in the tally.
	counted int
	total   exact.Number
	// reason is why a row could not be counted; the sum is of no use then.
	reason *order.Reason

	equity    exact.Number
	equityErr error
	hasEquity bool
}

// exposure is the worst case of all instruments in the base currency, without the order under review. Each
// instrument counts at its last price: with the money it ties up when margined, else with its notional.
func (s *Snapshot) exposure(o *order.Order, c scope, margined bool) (exact.Number, *order.Reason) {
	x := s.sum(o, c, margined)
	for _, w := range s.Working[x.counted:] {
		// An order whose instrument is not known yet is about to be denied.
		if w.Instrument != nil && w.ID != o.ID && !w.State.Done() && c.covers(w, o) {
			x.count(s, w)
		}
	}
	x.counted = len(s.Working)
	if x.reason != nil {
		reason := *x.reason // the gate adds its owner to it
		return x.total, &reason
	}
	return x.total, nil
}

// equity is the book's equity.
func (s *Snapshot) equity(o *order.Order, c scope) (exact.Number, error) {
	x := s.sum(o, c, false)
	if !x.hasEquity {
		x.equity, x.equityErr = c.equity(s, o.Strategy)
		x.hasEquity = true
	}
	return x.equity, x.equityErr
}

// sum is the sum of a book at this moment: a kept one brought up to date, or a fresh one.
func (s *Snapshot) sum(o *order.Order, c scope, margined bool) *sum {
	margined = margined && s.Margin != nil
	strategy := ""
	if c == ofStrategy {
		strategy = o.Strategy
	}
	// The order of a change is among the working ones and must be left out.
	kept := s.Marks != nil && o.State == order.New
	for _, x := range s.sums {
		if !kept || x.scope != c || x.strategy != strategy || x.margined != margined {
			continue
		}
		if x.version != s.Version || x.counted > len(s.Working) || x.reason != nil {
			x.restart(s)
		} else {
			x.follow(s)
		}
		return x
	}
	fresh := &sum{scope: c, strategy: strategy, margined: margined}
	fresh.restart(s)
	if kept {
		s.sums = append(s.sums, fresh)
	}
	return fresh
}

// restart sums up the positions.
func (x *sum) restart(s *Snapshot) {
	x.version, x.counted, x.hasEquity = s.Version, 0, false
	x.total, x.reason = exact.Number{}, nil
	x.tally.reset()
	x.scope.positions(s, x.strategy, func(in *market.Instrument, quantity exact.Number) {
		r := x.tally.row(in)
		r.position = quantity
		x.value(s, r)
	})
}

// follow counts anew the instruments whose price has moved.
func (x *sum) follow(s *Snapshot) {
	for i := range x.tally.rows {
		r := &x.tally.rows[i]
		if r.mark == s.Marks[r.instrument.ID] {
			continue
		}
		before := r.price
		x.value(s, r)
		if x.hasEquity && x.equityErr == nil && !r.position.IsZero() {
			x.earn(s, r, r.price.Sub(before))
		}
	}
}

// earn adds what a move of the price makes of the position.
func (x *sum) earn(s *Snapshot, r *row, move exact.Number) {
	earned := move.Mul(r.position).Mul(exact.Of(r.instrument.Multiplier))
	value, reason := s.inBase(r.instrument, earned)
	if reason != nil {
		x.hasEquity = false
		return
	}
	x.equity = x.equity.Add(value)
}

// count adds a working order, of a combo its legs.
func (x *sum) count(s *Snapshot, w *order.Order) {
	if s.Parts != nil && w.Instrument.Kind == market.Combo {
		s.eachLeg(w, func(leg *order.Order, quantity exact.Number) { x.add(s, leg, quantity) })
		return
	}
	x.add(s, w, s.active(w))
}

func (x *sum) add(s *Snapshot, w *order.Order, quantity exact.Number) {
	r := x.tally.row(w.Instrument)
	x.tally.add(&r.reach, w, quantity)
	x.value(s, r)
}

// value counts a row at the last price, in place of what it counted for before.
func (x *sum) value(s *Snapshot, r *row) {
	x.total = x.total.Sub(r.value)
	r.value = exact.Number{}
	price, known := s.Account.Price(r.instrument.ID)
	r.price = price
	if s.Marks != nil {
		r.mark = s.Marks[r.instrument.ID]
	}
	units := r.worst()
	if units.IsZero() || x.reason != nil {
		return
	}
	if !known {
		x.reason = unpriced(r.instrument)
		return
	}
	unit := notional(r.instrument, price)
	if x.margined {
		unit = s.margin(r.instrument, price)
	}
	r.value, x.reason = s.inBase(r.instrument, units.Mul(unit))
	x.total = x.total.Add(r.value)
}
