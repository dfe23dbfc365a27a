package engine

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// foreignOrder takes news of an order that is not ours. One that carries an id of ours is a second one of it: only
// the whole truth can tell which.
func (l *live) foreignOrder(r broker.Report, gone bool) {
	if r.ID != "" && l.engine.book.find(r.ID) != nil && !gone {
		l.doubt("the broker has two orders " + string(r.ID))
		return
	}
	if gone {
		delete(l.foreign, r.BrokerID)
	} else {
		l.foreign[r.BrokerID] = r
	}
	l.dirty.foreign[r.BrokerID] = true
	l.stale = true
}

// foreignFill books an execution that no order of ours caused: for the strategy that claims the instrument, else for
// nobody. Replaced is the execution that it corrects, if it does.
func (l *live) foreignFill(f *broker.ForeignFill, replaced string) {
	in := f.Fill.Instrument
	if in == nil {
		l.alarm(fmt.Sprintf("%s %s %s at %s was traded in the account; this run does not have the instrument",
			f.Fill.Side, f.Fill.Quantity, f.Symbol, f.Fill.Price))
		return
	}
	fill := f.Fill
	fill.Strategy = portfolio.External
	if claim, ok := l.Claims[in.Symbol]; ok && !f.Liquidation && l.engine.account.Ledger(claim) != nil {
		fill.Strategy = claim
	}
	if r := l.ownerOf(fill.Order); r != nil { // ours, and a crash took the order out of the books
		fill.Strategy = r.name
	}
	if f.Liquidation {
		fill.Rule = "liquidation by the broker"
		l.alarm(fmt.Sprintf("the broker closed %s %s at %s", fill.Quantity, in.Symbol, fill.Price))
	}
	if !fill.Moves() { // its legs do
		l.pass(&fill, replaced)
		return
	}
	if !l.engine.bookLive(&fill, replaced) {
		return
	}
	if fill.Strategy != portfolio.External {
		l.engine.tellFill(fill)
		return
	}
	why := or(fill.Rule, "a trade that was not ours")
	l.absorb(in, fill.Price, why)
}

// adjust changes a position as the broker's record says it must be.
func (l *live) adjust(s *reconcile.Position) {
	why := s.Reason.String()
	err := l.booking(s.Instrument, func() error {
		_, err := l.engine.account.Adjust(portfolio.External, why, s.Instrument, s.Quantity, s.Price, l.engine.now)
		return err
	}, portfolio.External)
	if err != nil {
		l.alarm(err.Error())
		return
	}
	if s.Reason != reconcile.Inherited && s.Reason != reconcile.Assigned {
		l.absorb(s.Instrument, s.Price, why)
	}
}

// absorb passes on to strategies what somebody else took from the position that they hold: the shares are gone, and
// a strategy that goes on believing in them would sell them once more.
func (l *live) absorb(in *market.Instrument, price decimal.Decimal, why string) {
	if l.KeepStrategies {
		return
	}
	for _, r := range l.engine.runners {
		outside, held := l.external().Position(in.ID).Quantity, r.ledger.Position(in.ID).Quantity
		if outside.IsZero() || held.IsZero() || outside.Sign() == held.Sign() {
			continue
		}
		moved := decimal.Min(outside.Abs(), held.Abs())
		if held.IsNegative() {
			moved = moved.Neg()
		}
		err := l.booking(in, func() error {
			return l.engine.account.Transfer(r.name, portfolio.External, why, in, moved, price, l.engine.now)
		}, r.name, portfolio.External)
		if err != nil {
			l.alarm(err.Error())
			continue
		}
		fill := order.Fill{Strategy: r.name, Instrument: in, Quantity: moved.Abs(), Price: price, Time: l.engine.now, Rule: why}
		if moved.IsPositive() {
			fill.Side = order.Sell
		}
		l.engine.tellFill(fill)
		l.shrinkExits(r, in, fill.Side)
	}
}

// shrinkExits makes the orders that close a position no larger, together, than what is left of it.
func (l *live) shrinkExits(r *runner, in *market.Instrument, exit order.Side) {
	e := l.engine
	left := r.ledger.Position(in.ID).Quantity.Abs()
	groups := map[string]decimal.Decimal{} // what an OCA group may sell: one of them stands for all
	for _, o := range e.book.working {
		if o.Strategy != r.name || o.Instrument != in || o.Side != exit || o.State == order.PendingCancel {
			continue
		}
		may, seen := groups[o.OCA]
		if !seen || o.OCA == "" {
			may = left
			groups[o.OCA] = may
			left = left.Sub(decimal.Min(left, o.Open()))
		}
		switch {
		case may.IsZero():
			e.requestCancel(o)
		case o.Open().GreaterThan(may):
			l.resize(o, o.Filled.Add(may))
		}
	}
}

// resize changes the quantity of an order without asking its strategy.
func (l *live) resize(o *order.Order, quantity decimal.Decimal) {
	e := l.engine
	change := order.Change{Quantity: &quantity}
	if _, verdict := o.State.On(order.RequestModify, !o.Filled.IsZero()); verdict != order.Applied {
		e.requestCancel(o) // nobody knows what works there: better no exit than one too large
		return
	}
	e.book.asked(o.ID, quantity)
	e.apply(o, order.ModifyRequested{Header: e.header(o), Change: change})
	l.post(outgoing{kind: modification, order: o, change: change})
}

// corrected takes a correction by the venue.
func (l *live) corrected(n *broker.CorrectedFill) {
	trade, _ := order.Trade(n.Replaced)
	id := n.Fill.Fill.Order
	if known := l.executed[trade]; id == "" && known != nil {
		id = known.fill.Order
	}
	if o := l.engine.book.find(id); o != nil {
		l.truth.fresh[o.ID] = true
		if l.lostLeg(o, &n.Fill.Fill) {
			return
		}
		l.engine.enqueue(order.FillCorrected{
			Header: order.Header{Order: o.ID, Time: n.Time}, Replaced: n.Replaced, Fill: complete(o, &n.Fill.Fill),
		})
		return
	}
	l.foreignFill(&n.Fill, n.Replaced)
}
