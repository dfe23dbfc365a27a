package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// sum is the worst case of all instruments of one book in the base currency, and the book's equity. It is
// kept from one review to the next while the snapshot's version stays.
type sum struct {
	scope    scope
	strategy string
	margined bool
	version  uint64

	tally tally
	// counted is how many of the working orders are in the tally.
	counted int
	total   decimal.Decimal
	reason  *order.Reason

	equity    decimal.Decimal
	equityErr error
	hasEquity bool
}

// sum finds the kept sum of a book, brought to the snapshot's version.
func (s *Snapshot) sum(o *order.Order, c scope, margined bool) *sum {
	strategy := ""
	if c == ofStrategy {
		strategy = o.Strategy
	}
	margined = margined && s.Margin != nil
	for _, x := range s.sums {
		if x.scope == c && x.strategy == strategy && x.margined == margined {
			if x.version != s.Version || x.counted > len(s.Working) {
				x.restart(s)
			}
			return x
		}
	}
	x := &sum{scope: c, strategy: strategy, margined: margined}
	x.restart(s)
	s.sums = append(s.sums, x)
	return x
}

// exposure is the worst case of all instruments in the base currency, without the order under review. Each
// instrument counts at its last price: with the money it ties up when margined, else with its notional.
func (s *Snapshot) exposure(o *order.Order, c scope, margined bool) (decimal.Decimal, *order.Reason) {
	x := &sum{scope: c, strategy: o.Strategy, margined: margined && s.Margin != nil}
	if s.Version == 0 || o.State != order.New {
		// A change is under review: its order is among the working ones and must be left out.
		x.restart(s)
	} else {
		x = s.sum(o, c, margined)
	}
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
func (s *Snapshot) equity(o *order.Order, c scope) (decimal.Decimal, error) {
	if s.Version == 0 {
		return c.equity(s, o.Strategy)
	}
	x := s.sum(o, c, false)
	if !x.hasEquity {
		x.equity, x.equityErr = c.equity(s, o.Strategy)
		x.hasEquity = true
	}
	return x.equity, x.equityErr
}

// restart sums up the positions.
func (x *sum) restart(s *Snapshot) {
	x.version, x.counted, x.hasEquity = s.Version, 0, false
	x.total, x.reason = decimal.Zero, nil
	x.tally.reset()
	x.scope.positions(s, x.strategy, func(in *market.Instrument, quantity decimal.Decimal) {
		r := x.tally.row(in)
		r.position = quantity
		x.add(s, in, r.worst())
	})
}

// count adds a working order: by how much it makes the worst case of its instrument worse.
func (x *sum) count(s *Snapshot, w *order.Order) {
	r := x.tally.row(w.Instrument)
	before := r.worst()
	x.tally.add(&r.reach, w, s.active(w))
	x.add(s, w.Instrument, r.worst().Sub(before))
}

// add counts units of an instrument. The first one that cannot be priced is the reason.
func (x *sum) add(s *Snapshot, in *market.Instrument, units decimal.Decimal) {
	if units.IsZero() || x.reason != nil {
		return
	}
	price, known := s.Account.Last(in.ID)
	if !known {
		x.reason = unpriced(in)
		return
	}
	unit := notional(in, price)
	if x.margined {
		unit = s.margin(in, price)
	}
	value, reason := s.inBase(in, units.Mul(unit))
	if reason != nil {
		x.reason = reason
		return
	}
	x.total = x.total.Add(value)
}
