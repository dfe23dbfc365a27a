package custody

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// side is all purchases, or all sales, that work in an instrument.
type side struct {
	in     *market.Instrument
	trades []margin.Trade
	// grouped is the largest of each group, and groups says where.
	grouped []margin.Trade
	groups  map[string]int
	signed  decimal.Decimal
}

// count adds an order. Of a group only the largest counts.
func (s *side) count(p *sim.Prospect, t *margin.Trade) {
	if p.OCA == "" {
		s.trades, s.signed = append(s.trades, *t), s.signed.Add(t.Signed)
		return
	}
	key := p.Strategy + "\x00" + p.OCA
	i, ok := s.groups[key]
	switch {
	case !ok:
		if s.groups == nil {
			s.groups = map[string]int{}
		}
		s.groups[key] = len(s.grouped)
		s.grouped, s.signed = append(s.grouped, *t), s.signed.Add(t.Signed)
	case s.grouped[i].Signed.Abs().LessThan(t.Signed.Abs()):
		s.signed = s.signed.Sub(s.grouped[i].Signed).Add(t.Signed)
		s.grouped[i] = *t
	}
}

// all are the trades of the side, always in one order: a market without a price takes that of the first.
func (s *side) all() []margin.Trade { return append(s.trades, s.grouped...) }

// reviewMargin asks that the equity with loan value covers the initial margin after everything that may trade.
func (a *Account) reviewMargin(p *sim.Prospect, others []sim.Prospect) *order.Reason {
	a.standing.update(a, others)
	before, after := a.worst(), a.worst(*p)
	if n := len(after.Unconverted); n > 0 {
		return &order.Reason{Code: order.NoPrice, Detail: fmt.Sprintf("no exchange rate from %s to %s", after.Unconverted[0], a.books.Base())}
	}
	own := p.Legs
	if own == nil {
		own = []sim.Prospect{*p}
	}
	joint := false
	for i := range own {
		if reason := a.lacking(&own[i], &before, &after); reason != nil {
			return reason
		}
		joint = joint || a.offsets(own[i].Instrument)
	}
	if !joint {
		return nil
	}
	// What it closes may have stood against something that is left bare then, whatever else works.
	before, after = a.Figures(), a.book.Figures(append(a.trades(), a.whole(own)...)...)
	for i := range own {
		if reason := a.lacking(&own[i], &before, &after); reason != nil {
			return reason
		}
	}
	return nil
}

// whole are the trades of orders, or of a combo's legs, that fill together.
func (a *Account) whole(legs []sim.Prospect) []margin.Trade {
	trades := make([]margin.Trade, len(legs))
	for i := range legs {
		trades[i] = a.prospective(&legs[i])
	}
	return trades
}

// lacking is why an account of the figures before an order cannot carry those after it.
func (a *Account) lacking(p *sim.Prospect, before, after *margin.Figures) *order.Reason {
	initial, had := after.Initial(), before.Initial()
	if initial.LessThan(had) || initial.Equal(had) && after.Loan.GreaterThanOrEqual(before.Loan) {
		return nil
	}
	if after.Loan.LessThan(initial) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: after.Loan.Round(2), Value: initial.Round(2),
			Detail: "the equity with loan value must cover the initial margin, in " + string(a.books.Base()),
		}
	}
	if least := a.opts.Rules.LeastToAdd; after.Net.LessThan(least) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: least, Value: after.Net.Round(2),
			Detail: "a portfolio margin account of less equity takes on no more margin, in " + string(a.books.Base()),
		}
	}
	least := a.opts.Rules.LeastEquity
	if after.Net.LessThan(least) && (after.Cash.IsNegative() || a.sellsShort(p) || onMargin(p.Instrument)) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: least, Value: after.Net.Round(2),
			Detail: "an account of less equity borrows neither money nor shares and trades no currency or future, in " + string(a.books.Base()),
		}
	}
	return nil
}

// offsets reports whether what an instrument asks for may depend on others: an option, what options that are held derive
// from, or a future whose spreads have a rate.
func (a *Account) offsets(in *market.Instrument) bool {
	switch in.Kind {
	case market.Option:
		return true
	case market.Future:
		if _, ok := a.opts.Rules.Spreads[in.Underlying]; ok {
			return true
		}
	}
	for option := range a.positions() {
		if option.Kind == market.Option && option.Underlying == in.Symbol {
			return true
		}
	}
	return false
}

// onMargin reports what nobody pays for in full.
func onMargin(in *market.Instrument) bool {
	return in.Kind == market.Future || in.Kind == market.Forex || in.Kind == market.CFD
}

func (a *Account) sellsShort(p *sim.Prospect) bool {
	return p.Side == order.Sell && owned(p.Instrument) && a.held(p.Instrument).Add(p.Signed()).IsNegative()
}

// both are the orders that work in an instrument.
type both struct{ buys, sells side }

func (b *both) of(s order.Side) *side {
	if s == order.Buy {
		return &b.buys
	}
	return &b.sells
}

// worst are the figures after whichever side of each instrument asks for more, of the orders that work and of those beside
// them.
func (a *Account) worst(beside ...sim.Prospect) margin.Figures {
	return a.worstOf(a.standing.sides(a, beside))
}

func (a *Account) worstOf(sides []both, wholes [][]margin.Trade) margin.Figures {
	trades := a.trades()
	var joint []both
	for i := range sides {
		in := sides[i].buys.in
		if a.offsets(in) {
			joint = append(joint, sides[i])
			continue
		}
		held := a.held(in)
		most, chosen := a.need(in, held), []margin.Trade(nil)
		for _, s := range []*side{&sides[i].buys, &sides[i].sells} {
			if need := a.need(in, held.Add(s.signed)); !s.signed.IsZero() && need.GreaterThanOrEqual(most) {
				most, chosen = need, s.all()
			}
		}
		trades = append(trades, chosen...)
	}
	return a.worstJoint(trades, joint, wholes)
}

// worstJoint adds orders of which each may change what others ask for, and combos: all purchases, all sales, either with all
// combos, or, one after the other with the sales first, what leaves less available than there was. The worst of these counts, or
// none.
func (a *Account) worstJoint(trades []margin.Trade, joint []both, wholes [][]margin.Trade) margin.Figures {
	worst := a.book.Figures(trades...)
	if len(joint) == 0 && len(wholes) == 0 {
		return worst
	}
	try := func(trades []margin.Trade) bool {
		f := a.book.Figures(trades...)
		less := f.Available().LessThan(worst.Available())
		if less {
			worst = f
		}
		return less
	}
	chosen := trades
	add := func(list []margin.Trade) {
		if more := slices.Concat(chosen, list); len(list) > 0 && try(more) {
			chosen = more
		}
	}
	combos := slices.Concat(wholes...)
	buys, sells := combos, combos
	for i := range joint {
		list := joint[i].sells.all()
		sells = slices.Concat(sells, list)
		add(list)
	}
	for _, list := range wholes {
		add(list)
	}
	for i := range joint {
		list := joint[i].buys.all()
		buys = slices.Concat(buys, list)
		add(list)
	}
	try(slices.Concat(trades, sells))
	try(slices.Concat(trades, buys))
	return worst
}

// cautious is the worse one of an order's price and the market's: what a limit would save is not there yet.
func (a *Account) cautious(p *sim.Prospect) decimal.Decimal {
	last, ok := a.books.Last(p.Instrument.ID)
	switch {
	case !ok:
		return p.Price
	case !p.Known:
		return last
	case p.Side == order.Buy:
		return decimal.Max(p.Price, last)
	}
	return decimal.Min(p.Price, last)
}

// need is the initial margin of a position in its own currency; of a long option, which has no loan value, its price.
func (a *Account) need(in *market.Instrument, quantity decimal.Decimal) decimal.Decimal {
	price, _ := a.book.Price(in)
	if in.Kind == market.Option && quantity.IsPositive() {
		return in.Notional(price, quantity)
	}
	return a.book.Rules.Need(in, quantity, price, a.underPrice(in)).Initial
}
