package strategy

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/order"
)

// follower keeps one strategy's orders and position at the contract whose turn it is.
type follower struct {
	Roll
	session *Session
	// turn is the contract to trade. It changes with the timer at the roll, after the last bars of the old one.
	turn *roll.Link
	// own are the orders sent in terms of the series, so that changes can be too.
	own map[order.ID]bool

	// left are the contracts that are being left, until nothing works in them any more; waiting are their orders until
	// they have ended, moved those that are to be sent anew.
	left    []string
	waiting map[order.ID]bool
	moved   []order.Order
	// legs are the orders that take positions over, retries those to be sent once more, and owed is what one of them
	// had still to buy when its contract was left in turn.
	legs    map[order.ID]*leg
	retries []*leg
	owed    decimal.Decimal
	// flat says that the strategy has closed its position since the roll began: nothing is bought anew.
	flat bool
}

// leg is one half of taking a position over.
type leg struct {
	symbol string
	signed decimal.Decimal
	tag    string
	// opens tells the half in the new contract.
	opens bool
	tries int
	// then is sent when this has filled and made room for it.
	then *leg
}

// A leg that the venue refuses is sent again so often, and after that long.
const (
	mostTries  = 10
	retryAfter = time.Minute
)

// roll leaves a contract for another.
func (f *follower) roll(to *roll.Link) {
	s, from := f.session, f.turn
	f.turn = to
	if s.Warming() {
		return
	}
	f.left, f.flat = append(f.left, from.Symbol), false
	working := s.host.Working(from.Symbol)
	for _, o := range working {
		f.waiting[o.ID] = true
		if f.legs[o.ID] == nil && o.State != order.PendingCancel {
			f.moved = append(f.moved, o)
		}
	}
	for _, o := range working {
		if o.State == order.PendingCancel {
			continue
		}
		if err := s.host.Cancel(o.ID); err != nil {
			s.log.Error().Err(err).Str("order", string(o.ID)).Msg("an order in a contract that is left could not be cancelled")
		}
	}
	f.finish()
}

// heard follows the ends of orders.
func (f *follower) heard(u OrderUpdate) {
	o := &u.Order
	if !o.State.Done() {
		return
	}
	delete(f.own, o.ID)
	if l := f.legs[o.ID]; l != nil {
		delete(f.legs, o.ID)
		f.ended(l, o)
	}
	if !f.waiting[o.ID] {
		return
	}
	delete(f.waiting, o.ID)
	for i := range f.moved {
		if f.moved[i].ID == o.ID {
			f.moved[i] = *o
		}
	}
	f.finish()
}

// ended goes on from the end of a leg. One that the strategy cancelled stays cancelled.
func (f *follower) ended(l *leg, o *order.Order) {
	done := o.Filled
	if l.signed.IsNegative() {
		done = done.Neg()
	}
	l.signed = l.signed.Sub(done)
	switch {
	case o.State == order.Filled:
		if l.then != nil {
			f.complain(f.send(l.then), l.tag)
		}
	case f.waiting[o.ID]:
		f.owed = f.owed.Add(l.signed)
	case o.State == order.Rejected && l.tries < mostTries:
		f.retries = append(f.retries, l)
		f.session.host.ScheduleAt(f.session.Now().Add(retryAfter), f.retry)
	}
}

// retry sends the refused leg that has waited longest.
func (f *follower) retry() {
	if len(f.retries) == 0 {
		return
	}
	l := f.retries[0]
	f.retries = f.retries[1:]
	f.complain(f.send(l), l.tag)
}

// finish trades the position over and sends the orders anew, once nothing works in the old contract.
func (f *follower) finish() {
	if len(f.left) == 0 || len(f.waiting) > 0 {
		return
	}
	left, owed, moved := f.left, f.owed, f.moved
	f.left, f.owed, f.moved = nil, decimal.Zero, nil
	for i, symbol := range left {
		held := f.held(symbol)
		tag := "roll " + symbol + ">" + f.turn.Symbol
		closing := &leg{symbol: symbol, signed: held.Neg(), tag: tag}
		opening := &leg{signed: held, tag: tag, opens: true}
		if i == len(left)-1 {
			opening.signed = held.Add(owed)
		}
		if err := f.send(closing); err != nil {
			f.complain(err, tag)
		} else if err := f.send(opening); err != nil {
			if closing.then = opening; held.IsZero() {
				f.complain(err, tag)
			}
		}
	}
	if f.Move {
		f.move(moved, f.turn)
	}
}

// held is the strategy's position in a contract alone.
func (f *follower) held(symbol string) decimal.Decimal {
	in, err := f.session.Instrument(symbol)
	if err != nil {
		return decimal.Zero
	}
	return f.session.host.Ledger().Position(in.ID).Quantity
}

// send trades a leg at the market.
func (f *follower) send(l *leg) error {
	if l.signed.IsZero() || l.opens && f.flat {
		return nil
	}
	if l.opens {
		l.symbol = f.turn.Symbol
	}
	r := order.NewMarket(l.symbol, order.Buy, l.signed.Abs()).For(order.GTC) // it must not lapse before its first bar
	if l.signed.IsNegative() {
		r.Side = order.Sell
	}
	r.Tag = l.tag
	l.tries++
	ids := f.session.host.NewIDs(1)
	f.legs[ids[0]] = l
	err := f.session.host.Submit(ids, []order.Request{r})
	if err != nil {
		delete(f.legs, ids[0])
	}
	return err
}

func (f *follower) complain(err error, tag string) {
	if err != nil {
		f.session.log.Error().Err(err).Str("tag", tag).Msg("a position could not be rolled")
	}
}

// unsent is what the roll is to buy in the new contract, and has not sent an order for.
func (f *follower) unsent() decimal.Decimal {
	if f == nil || f.flat {
		return decimal.Zero
	}
	sum := f.owed
	for _, symbol := range f.left {
		sum = sum.Add(f.held(symbol))
	}
	for i := range f.moved {
		if o := &f.moved[i]; f.Move && o.Type == order.Market && o.Parent == "" {
			sum = sum.Add(f.rest(o.ID))
		}
	}
	for id, l := range f.legs {
		if l.then != nil {
			sum = sum.Add(l.then.signed)
		}
		if l.opens && f.waiting[id] {
			sum = sum.Add(f.rest(id))
		}
	}
	for _, l := range f.retries {
		if l.opens {
			sum = sum.Add(l.signed)
		} else if l.then != nil {
			sum = sum.Add(l.then.signed)
		}
	}
	return sum
}

// rest is what an order in a contract that is left has not traded, and will be sent for anew.
func (f *follower) rest(id order.ID) decimal.Decimal {
	o, ok := f.session.host.Order(id)
	if !ok || o.State.Done() && o.State != order.Cancelled {
		return decimal.Zero
	}
	rest := o.Quantity.Sub(o.Filled)
	if o.Side == order.Sell {
		return rest.Neg()
	}
	return rest
}

// sent is what orders of the roll are still to buy.
func (f *follower) sent() decimal.Decimal {
	sum := decimal.Zero
	if f == nil {
		return sum
	}
	for id, l := range f.legs {
		if o, ok := f.session.host.Order(id); ok && l.opens && !f.waiting[id] && o.State != order.PendingCancel {
			sum = sum.Add(o.SignedOpen())
		}
	}
	return sum
}

// leaves tells an order that ends a position in a contract that is left.
func (s *Session) leaves(id order.ID) bool {
	for _, f := range s.followers {
		if l := f.legs[id]; l != nil && !l.opens {
			return true
		}
	}
	return false
}

// forget keeps an order that the strategy cancels from being sent anew.
func (f *follower) forget(id order.ID) {
	for i := range f.moved {
		if f.moved[i].ID == id {
			f.moved = append(f.moved[:i], f.moved[i+1:]...)
			return
		}
	}
}

// abandon buys nothing anew and sends no order again.
func (f *follower) abandon() {
	if f != nil {
		f.flat, f.moved, f.owed = true, nil, decimal.Zero
	}
}
