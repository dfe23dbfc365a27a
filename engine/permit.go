package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// permit says what forbids a new order in this moment of the session, nil when nothing does. It is asked when a
// strategy sends an order, and gate again when the order leaves.
func (l *live) permit(o *order.Order) *order.Reason {
	if reason := l.gate(o); reason != nil {
		return reason
	}
	if l.operator {
		return nil
	}
	if unsure := l.doubtful(o); unsure != nil {
		return &order.Reason{Code: order.OrderInDoubt,
			Detail: fmt.Sprintf("nobody knows yet what became of order %s in %s", unsure.ID, o.Symbol)}
	}
	if reason := l.unproven(o); reason != nil {
		return reason
	}
	return l.refusedBefore(o)
}

// gate is the last word before an order leaves. Orders that reduce a position pass while some data is missing and
// before a restart; nothing passes without the truth.
func (l *live) gate(o *order.Order) *order.Reason {
	s := &l.session
	if l.Latch != nil && l.Latch.Pressed() && !l.operator {
		return &order.Reason{Code: order.Halted, Detail: "the kill switch is pressed"}
	}
	switch {
	case s.stopping && !l.operator:
		return &order.Reason{Code: order.NotReady, Detail: "the engine is stopping"}
	case s.halted && !l.operator:
		return &order.Reason{Code: order.Halted, Detail: l.halted.Reason}
	case !s.linked || !s.known:
		return &order.Reason{Code: order.NotReady, Detail: "the session is " + s.state().String() + ": " + l.cause}
	case s.storeBroken:
		return &order.Reason{Code: order.StoreFailed, Detail: "the state file cannot be written, so the order could be lost"}
	case l.reduces(o):
		return nil
	case s.windowShut:
		return &order.Reason{Code: order.RestartAhead, Detail: "the gateway restarts soon; orders that reduce a position may leave"}
	}
	if o.Instrument == nil {
		return nil
	}
	for _, part := range l.engine.Universe.Parts(o.Instrument) {
		if reason := l.torn(part); reason != nil {
			return reason
		}
	}
	return l.torn(o.Instrument)
}

// torn is the reason when the data of an instrument is not whole.
func (l *live) torn(in *market.Instrument) *order.Reason {
	cause, broken := l.broken[in.ID]
	if !broken {
		return nil
	}
	return &order.Reason{Code: order.StaleData, Detail: "the data of " + in.Symbol + " is not whole: " + cause}
}

// reduces reports that an order, with everything that works on its side, does not lead the strategy's position
// through flat. One of a combo never does: it is not looked at which of its legs reduce what.
func (l *live) reduces(o *order.Order) bool {
	position := l.position(o)
	if position.IsZero() || position.IsPositive() == (o.Side == order.Buy) {
		return false
	}
	left := position.Abs().Sub(o.Open())
	for _, w := range l.engine.book.working {
		if w.Strategy != o.Strategy || w.ID == o.ID || w.OCA != "" && w.OCA == o.OCA || !trades(w, o.Instrument) {
			continue
		}
		if open := openIn(w, o.Instrument); open.IsPositive() == (o.Side == order.Buy) {
			left = left.Sub(open.Abs())
		}
	}
	return !left.IsNegative()
}

func (l *live) position(o *order.Order) decimal.Decimal {
	ledger := l.engine.account.Ledger(o.Strategy)
	if ledger == nil || o.Instrument == nil {
		return decimal.Zero
	}
	return ledger.Position(o.Instrument.ID).Quantity
}

// doubtful is an order of the same strategy in the same instrument of which nobody knows what became.
func (l *live) doubtful(o *order.Order) *order.Order {
	for _, w := range l.engine.book.working {
		if w.State != order.Unknown || w.Strategy != o.Strategy {
			continue
		}
		if trades(w, o.Instrument) || w.Instrument != nil && trades(o, w.Instrument) {
			return w
		}
	}
	return nil
}

// spare lets an order that reduces risk pass a limit on the number of orders that is used up, within a cap of its
// own.
func (l *live) spare(o *order.Order, refused *order.Reason) bool {
	if refused.Code != order.OrderRate && refused.Code != order.MaxOpenOrders || !l.reduces(o) {
		return false
	}
	from := l.engine.now.Add(-time.Minute)
	l.reducing = slices.DeleteFunc(l.reducing, func(at market.Time) bool { return at <= from })
	if len(l.reducing) >= l.ReducingPerMinute {
		return false
	}
	l.reducing = append(l.reducing, l.engine.now)
	return true
}
