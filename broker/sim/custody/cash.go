package custody

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// reviewCash asks that the account holds what is sold, and has the settled cash for what is bought.
func (a *Account) reviewCash(p *sim.Prospect, others []sim.Prospect) *order.Reason {
	in := p.Instrument
	if in.Kind == market.CFD || in.Kind == market.Combo {
		return &order.Reason{Code: order.Unsupported, Detail: "a cash account cannot hold a " + in.Kind.String()}
	}
	if p.Exit {
		return nil // no more than its entry has filled
	}
	all := append(slices.DeleteFunc(slices.Clone(others), func(o sim.Prospect) bool { return o.Exit }), *p)
	if p.Side == order.Sell && owned(in) {
		if reason := a.uncovered(in, a.selling(in, all)); reason != nil {
			return reason
		}
	}
	currency := a.payer(in, p.Side)
	need := a.reserved(currency, all)
	if need.Equal(a.reserved(currency, all[:len(all)-1])) {
		return nil // it takes nothing
	}
	return a.short(currency, need)
}

// short is the reason when a currency's free settled cash is below what is needed.
func (a *Account) short(c market.Currency, need decimal.Decimal) *order.Reason {
	if free := a.free(c); free.LessThan(need) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: free.Round(2), Value: need.Round(2),
			Detail: "settled cash in " + string(c) + " must cover what working orders may cost",
		}
	}
	return nil
}

// owned reports what can be sold only when it is held.
func owned(in *market.Instrument) bool {
	switch in.Kind {
	case market.Equity, market.ETF, market.Bond, market.Crypto, market.Option:
		return true
	}
	return false
}

// selling is the quantity of an instrument that orders may sell, of each group the largest.
func (a *Account) selling(in *market.Instrument, all []sim.Prospect) decimal.Decimal {
	var s side
	for i := range all {
		if p := &all[i]; p.Instrument == in && p.Side == order.Sell {
			s.count(p, &margin.Trade{Instrument: in, Signed: p.Signed(), Price: p.Price})
		}
	}
	return s.signed.Neg()
}

// uncovered is why a quantity cannot be sold: it is not held, or covers calls. Calls may be written against shares; puts
// are reserved in cash.
func (a *Account) uncovered(in *market.Instrument, quantity decimal.Decimal) *order.Reason {
	held := a.held(in)
	switch {
	case in.Kind == market.Option && in.Right == market.Put:
		return nil
	case in.Kind == market.Option:
		under := a.opts.Find(in.Underlying)
		if under == nil {
			break
		}
		if free := a.held(under).Sub(a.covering(under, in)); free.IsPositive() {
			held = held.Add(free.DivRound(in.Multiplier, 8).Floor())
		}
	default:
		held = held.Sub(a.covering(in, nil))
	}
	if quantity.GreaterThan(held) {
		return &order.Reason{
			Code: order.InsufficientFunds, Limit: decimal.Max(decimal.Zero, held), Value: quantity,
			Detail: "a cash account sells only what it holds of " + in.Symbol,
		}
	}
	return nil
}

// covering is how many of the shares are bound to calls that were written on them, other than one.
func (a *Account) covering(under, except *market.Instrument) decimal.Decimal {
	sum := decimal.Zero
	for in, held := range a.positions() {
		written := in.Kind == market.Option && in.Right == market.Call && held.IsNegative()
		if written && in != except && in.Underlying == under.Symbol {
			sum = sum.Sub(held.Mul(in.Multiplier))
		}
	}
	return sum
}

// payer is the currency that a trade is paid from.
func (a *Account) payer(in *market.Instrument, s order.Side) market.Currency {
	if in.Kind == market.Forex && s == order.Sell {
		return in.Base
	}
	return in.Currency
}

// reserved is the cash of a currency that orders may take, of each group the largest.
func (a *Account) reserved(c market.Currency, all []sim.Prospect) decimal.Decimal {
	type direction struct {
		in   *market.Instrument
		side order.Side
	}
	sum := decimal.Zero
	groups, futures := map[string]decimal.Decimal{}, map[direction]decimal.Decimal{}
	for i := range all {
		p := &all[i]
		if a.payer(p.Instrument, p.Side) != c {
			continue
		}
		price := p.Price
		if !p.Known {
			price, _ = a.books.Last(p.Instrument.ID)
		}
		fee := a.commission(p.Instrument, p.Signed(), price)
		var cost decimal.Decimal
		if p.Instrument.Kind == market.Future {
			k := direction{p.Instrument, p.Side}
			cost = a.opens(p, futures[k], price, fee)
			if p.OCA == "" {
				futures[k] = futures[k].Add(p.Signed())
			}
		} else {
			cost = a.cost(p.Instrument, p.Signed(), price, fee)
		}
		if p.OCA != "" {
			key := p.Strategy + "\x00" + p.OCA
			cost = decimal.Max(decimal.Zero, cost.Sub(groups[key]))
			groups[key] = groups[key].Add(cost)
		}
		sum = sum.Add(cost)
	}
	return sum
}

// opens is the margin of the contracts by which an order makes a position in a future larger, behind orders of its side that
// change it before: what one of them closes another cannot.
func (a *Account) opens(p *sim.Prospect, before, price, fee decimal.Decimal) decimal.Decimal {
	held := a.held(p.Instrument)
	beyond := func(change decimal.Decimal) decimal.Decimal {
		return decimal.Max(decimal.Zero, held.Add(change).Abs().Sub(held.Abs()))
	}
	more := beyond(before.Add(p.Signed())).Sub(beyond(before))
	if !more.IsPositive() {
		return decimal.Zero
	}
	return a.opts.Rules.Need(p.Instrument, more, price, decimal.Zero).Initial.Add(fee)
}

// cost is what a trade of anything but a future takes of settled cash, in the currency of its payer.
func (a *Account) cost(in *market.Instrument, signed, price, fee decimal.Decimal) decimal.Decimal {
	switch {
	case in.Kind == market.Forex && signed.IsNegative():
		return signed.Neg().Mul(in.Multiplier)
	case in.Kind == market.Option && in.Right == market.Put && signed.IsNegative():
		written := decimal.Min(signed.Neg(), signed.Neg().Sub(a.held(in)))
		return decimal.Max(decimal.Zero, written).Mul(in.Strike).Mul(in.Multiplier)
	case signed.IsNegative():
		return decimal.Zero
	}
	return in.Notional(price, signed).Add(fee)
}

// afford is why a fill cannot be paid.
func (a *Account) afford(f *order.Fill) *order.Reason {
	in, signed := f.Instrument, f.Signed()
	if in.Kind == market.Future {
		return nil // asked for when it was ordered; what it loses is for the margin to say
	}
	if f.Side == order.Sell && owned(in) {
		if reason := a.uncovered(in, f.Quantity); reason != nil {
			return reason
		}
	}
	need := a.cost(in, signed, f.Price, f.Fee)
	if !need.IsPositive() {
		return nil
	}
	reason := a.short(a.payer(in, f.Side), need)
	if reason != nil {
		reason.Detail = "settled cash in " + string(a.payer(in, f.Side)) + " does not cover the fill at " + f.Price.String()
	}
	return reason
}

// Settled is the settled cash of a currency: what the books have, less what is still to come, less what fills took that are
// not booked yet.
func (a *Account) Settled(c market.Currency) decimal.Decimal {
	settled := a.books.Cash(c)
	for i := range a.receipts {
		if r := &a.receipts[i]; r.currency == c && r.at > a.now {
			settled = settled.Sub(r.amount)
		}
	}
	for i := range a.pending {
		f := &a.pending[i]
		if a.payer(f.Instrument, f.Side) == c && f.Instrument.Kind != market.Future {
			settled = settled.Sub(spent(f))
		}
	}
	return settled
}

// spent is the cash that a fill takes at once, in the currency of its payer; what it brings comes later.
func spent(f *order.Fill) decimal.Decimal {
	switch {
	case f.Instrument.Kind == market.Forex && f.Side == order.Sell:
		return f.Quantity.Mul(f.Instrument.Multiplier)
	case f.Side == order.Sell:
		return decimal.Zero
	}
	return f.Instrument.Notional(f.Price, f.Quantity).Add(f.Fee)
}

// free is the settled cash of a currency that nothing has locked: margin and losses of futures, and strikes of puts.
func (a *Account) free(c market.Currency) decimal.Decimal {
	free := a.Settled(c)
	for in, profit := range a.books.OpenProfits() {
		if in.Currency == c && profit.IsNegative() {
			free = free.Add(profit)
		}
	}
	for in, held := range a.positions() {
		switch {
		case in.Currency != c:
		case in.Kind == market.Future:
			free = free.Sub(a.need(in, held))
		case in.Kind == market.Option && in.Right == market.Put && held.IsNegative():
			free = free.Add(held.Mul(in.Strike).Mul(in.Multiplier))
		}
	}
	return free
}

// receive notes what a booked fill brings, and when.
func (a *Account) receive(f *order.Fill) {
	a.receipts = slices.DeleteFunc(a.receipts, func(r receipt) bool { return r.at <= a.now })
	in := f.Instrument
	r := receipt{currency: in.Currency}
	switch {
	case in.Kind == market.Forex && f.Side == order.Buy:
		r.currency, r.amount = in.Base, f.Quantity.Mul(in.Multiplier)
	case f.Side == order.Buy || in.Kind == market.Future || in.Kind == market.CFD:
		return
	default:
		r.amount = in.Notional(f.Price, f.Quantity).Sub(f.Fee)
	}
	cal, err := a.opts.Calendars(in)
	if err != nil || !r.amount.IsPositive() {
		return
	}
	if r.at = settles(in, cal, f.Time); r.at > a.now {
		a.receipts = append(a.receipts, r)
	}
}
