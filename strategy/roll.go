package strategy

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/order"
)

// Continuous series. An order for one goes to the contract whose turn it is, at the contract's prices: a limit or stop
// in the terms of the series is taken back by what the series is adjusted by, onto the contract's grid. Position,
// OpenOrders, Target and what builds on them mean that contract too; orders and fills name it.
//
// At a roll, first every working order in the old contract is cancelled. When all of them have ended, two market orders
// tagged "roll OLD>NEW" sell the position and buy it anew: both at once or, where risk refuses the second beside the
// first, one after the other. Then, if the run moves orders, the cancelled ones are sent for the new contract, at prices
// as far from its close as they were from the old one's.

// Roll says what becomes of working orders when a contract gives way to the next.
type Roll struct {
	Chain *roll.Chain
	// Move sends them for the next contract; else they stay cancelled.
	Move bool
}

// follower keeps one strategy's orders and position at the contract whose turn it is.
type follower struct {
	Roll
	session *Session
	// turn is the contract to trade. It changes with the timer at the roll, after the last bars of the old one.
	turn *roll.Link
	// own are the orders sent in terms of the series, so that changes can be too.
	own map[order.ID]bool
	// waiting are orders in the old contract that are being cancelled, moved what is to become of them.
	waiting map[order.ID]bool
	moved   []order.Order
	from    *roll.Link
	// late are positions to open when the orders that close the old ones have filled.
	late map[order.ID]opening
}

// Follow makes orders for a continuous series go to its contracts, and positions follow its rolls. It is for the engine,
// before Start.
func (s *Session) Follow(r Roll) {
	f := &follower{Roll: r, session: s, turn: r.Chain.At(s.Now()), own: map[order.ID]bool{}, waiting: map[order.ID]bool{}, late: map[order.ID]opening{}}
	if s.series == nil {
		s.series = map[string]*follower{}
	}
	s.series[r.Chain.Symbol] = f
	s.followers = append(s.followers, f)
	for i := 1; i < len(r.Chain.Links); i++ {
		if to := &r.Chain.Links[i]; to.From > s.Now() {
			s.host.ScheduleAt(to.From, func() { f.roll(to) })
		}
	}
	s.host.OnOrder(f.heard)
}

// link is the contract behind a continuous symbol now; nil for every other symbol.
func (s *Session) link(symbol string) *roll.Link {
	if f := s.series[symbol]; f != nil {
		return f.turn
	}
	return nil
}

// traded is the symbol that orders for a symbol go to.
func (s *Session) traded(symbol string) string {
	if l := s.link(symbol); l != nil {
		return l.Symbol
	}
	return symbol
}

// submit sends requests to the contracts that they mean.
func (s *Session) submit(ids []order.ID, requests []order.Request) error {
	for i := range requests {
		r := &requests[i]
		l := s.link(r.Symbol)
		if l == nil {
			continue
		}
		s.series[r.Symbol].own[ids[i]] = true
		r.Symbol = l.Symbol
		in, err := s.Instrument(l.Symbol)
		if err != nil {
			return unknownInstrument(err)
		}
		reprice(r, in, l.Contract, l.Distance)
	}
	return s.host.Submit(ids, requests)
}

// reprice moves the prices and distances of a request, each to the nearest of the grid.
func reprice(r *order.Request, in *market.Instrument, price, distance func(float64) float64) {
	move := func(d *decimal.Decimal, by func(float64) float64) {
		if !d.IsZero() {
			*d = in.PriceOf(by(d.InexactFloat64()), market.Nearest)
		}
	}
	move(&r.LimitPrice, price)
	move(&r.StopPrice, price)
	move(&r.TrailAmount, distance)
	move(&r.Offset, distance)
	move(&r.Discretion, distance)
	if r.Adjust == nil {
		return
	}
	a := *r.Adjust
	move(&a.At, price)
	move(&a.StopPrice, price)
	move(&a.LimitPrice, price)
	move(&a.TrailAmount, distance)
	move(&a.Offset, distance)
	r.Adjust = &a
}

// change takes a change of an order that was sent in terms of a series to the contract's.
func (s *Session) change(id order.ID, c order.Change) order.Change {
	for _, f := range s.followers {
		o, ok := s.host.Order(id)
		l := f.turn
		if !f.own[id] || !ok || o.Symbol != l.Symbol {
			continue
		}
		move := func(d *decimal.Decimal, by func(float64) float64) *decimal.Decimal {
			if d == nil || d.IsZero() {
				return d
			}
			moved := o.Instrument.PriceOf(by(d.InexactFloat64()), market.Nearest)
			return &moved
		}
		c.LimitPrice, c.StopPrice = move(c.LimitPrice, l.Contract), move(c.StopPrice, l.Contract)
		c.TrailAmount, c.Offset = move(c.TrailAmount, l.Distance), move(c.Offset, l.Distance)
	}
	return c
}

// roll leaves a contract for another.
func (f *follower) roll(to *roll.Link) {
	s, from := f.session, f.turn
	f.turn = to
	if s.Warming() {
		return
	}
	f.from = from
	for _, o := range s.host.Working(from.Symbol) {
		f.waiting[o.ID] = true
		if o.State != order.PendingCancel {
			f.moved = append(f.moved, o)
		}
	}
	for _, o := range slices.Clone(f.moved) { // an end may be heard at once
		if err := s.host.Cancel(o.ID); err != nil {
			s.log.Error().Err(err).Str("order", string(o.ID)).Msg("an order in a contract that is left could not be cancelled")
		}
	}
	f.finish()
}

// heard follows the ends of orders.
func (f *follower) heard(u OrderUpdate) {
	if !u.Order.State.Done() {
		return
	}
	delete(f.own, u.Order.ID)
	if o, ok := f.late[u.Order.ID]; ok {
		delete(f.late, u.Order.ID)
		if u.Order.State == order.Filled {
			_, err := f.send(o.symbol, o.signed, o.tag)
			f.complain(err, o.tag)
		}
	}
	if f.waiting[u.Order.ID] {
		delete(f.waiting, u.Order.ID)
		for i := range f.moved {
			if f.moved[i].ID == u.Order.ID {
				f.moved[i] = u.Order
			}
		}
		f.finish()
	}
}

// finish trades the position over and sends the orders anew, once nothing works in the old contract.
func (f *follower) finish() {
	if f.from == nil || len(f.waiting) > 0 {
		return
	}
	s, from, to, moved := f.session, f.from, f.turn, f.moved
	f.from, f.moved = nil, nil
	tag := "roll " + from.Symbol + ">" + to.Symbol
	if held := s.Position(from.Symbol).Quantity; !held.IsZero() {
		closing, err := f.send(from.Symbol, held.Neg(), tag)
		if err == nil {
			_, err = f.send(to.Symbol, held, tag)
		}
		if err != nil && closing != "" {
			f.late[closing] = opening{to.Symbol, held, tag}
			err = nil
		}
		f.complain(err, tag)
	}
	if f.Move {
		f.move(moved, to)
	}
}

// opening is a position that waits for the end of the order that makes room for it.
type opening struct {
	symbol string
	signed decimal.Decimal
	tag    string
}

// send trades one leg of a roll. Its id is empty when it was refused.
func (f *follower) send(symbol string, signed decimal.Decimal, tag string) (order.ID, error) {
	r := order.NewMarket(symbol, order.Buy, signed.Abs()).For(order.GTC) // it must not lapse before its first bar
	if signed.IsNegative() {
		r.Side = order.Sell
	}
	r.Tag = tag
	ids := f.session.host.NewIDs(1)
	if err := f.session.host.Submit(ids, []order.Request{r}); err != nil {
		return "", err
	}
	return ids[0], nil
}

func (f *follower) complain(err error, tag string) {
	if err != nil {
		f.session.log.Error().Err(err).Str("tag", tag).Msg("a position could not be rolled")
	}
}

// move sends what the cancelled orders had open for the new contract, in one submission, so that families stay
// together. A parent that has traded is no parent any more: its children work.
func (f *follower) move(orders []order.Order, to *roll.Link) {
	s := f.session
	in, err := s.Instrument(to.Symbol)
	if err != nil {
		return
	}
	var requests []order.Request
	var was []order.ID
	for i := range orders {
		o := &orders[i]
		open := o.Quantity.Sub(o.Filled)
		if o.State != order.Cancelled || !open.IsPositive() {
			continue
		}
		r := o.Request
		r.Symbol, r.Quantity = to.Symbol, open
		if !r.MinQuantity.IsZero() && r.MinQuantity.GreaterThan(open) {
			r.MinQuantity = open
		}
		if r.DisplaySize.GreaterThan(open) {
			r.DisplaySize = decimal.Zero
		}
		if r.OCA != "" {
			r.OCA += ">" + to.Symbol
		}
		reprice(&r, in, to.Carry, to.CarryDistance)
		requests, was = append(requests, r), append(was, o.ID)
	}
	ids := s.host.NewIDs(len(requests))
	renamed := make(map[order.ID]order.ID, len(was))
	for i, id := range was {
		renamed[id] = ids[i]
		f.own[ids[i]] = true
	}
	for i := range requests {
		requests[i].Parent = renamed[requests[i].Parent]
	}
	if len(requests) == 0 {
		return
	}
	if err := s.host.Submit(ids, requests); err != nil {
		s.log.Error().Err(err).Str("symbol", to.Symbol).Msg("orders could not be moved to the next contract")
	}
}
