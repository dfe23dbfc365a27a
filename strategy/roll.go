package strategy

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/order"
)

// Continuous series. An order for one goes to the contract whose turn it is, at the contract's prices: a limit or stop
// in the terms of the series is taken back by what the series is adjusted by, onto the contract's grid. Exactly 0, which a
// back-adjusted series can stand at, is none: such an order is refused, because a limit that was forgotten would become a
// price far from the market. The tick beside it is a price. Position,
// OpenOrders, Target and what builds on them mean that contract too; orders and fills name it.
//
// At a roll, first every working order in the old contract is cancelled. When all of them have ended, two market orders
// tagged "roll OLD>NEW" sell the position and buy it anew: both at once or, where risk refuses the second beside the
// first, one after the other. Then, if the run moves orders, the cancelled ones are sent for the new contract, at prices
// as far from its close as they were from the old one's. Until all that is done, Position and Target count what the roll
// is still to buy, so that a strategy which looks in between does not buy it too.

// Roll says what becomes of working orders when a contract gives way to the next.
type Roll struct {
	Chain *roll.Chain
	// Move sends them for the next contract; else they stay cancelled.
	Move bool
}

// Follow makes orders for a continuous series go to its contracts, and positions follow its rolls. It is for the engine,
// before Start.
func (s *Session) Follow(r Roll) {
	f := &follower{
		Roll: r, session: s, turn: r.Chain.At(s.Now()),
		own: map[order.ID]bool{}, waiting: map[order.ID]bool{}, legs: map[order.ID]*leg{},
	}
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
