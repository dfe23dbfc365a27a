package portfolio

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Ledger is one strategy's share of an account. It may spend more than it has: what a strategy may do is
// for package risk to say.
type Ledger struct {
	account *Account
	name    string
	cash    balances
	fees    balances
	// deposits less withdrawals, realised profit before fees with all postings
	deposits balances
	realised balances
	flows    []Flow
	postings []Posting
	// holdings is indexed by instrument, nil where the strategy never traded; open lists those that are
	// not flat in the order of instruments.
	holdings []*holding
	open     []*holding
}

// Strategy is the name that the ledger was opened under.
func (l *Ledger) Strategy() string { return l.name }

// Cash is the cash of one currency, negative when borrowed.
func (l *Ledger) Cash(c market.Currency) decimal.Decimal { return l.cash.of(c).Decimal() }

// Position is a copy of the position in an instrument, zero when there is none.
func (l *Ledger) Position(id market.ID) Position {
	if h := l.holdings[id]; h != nil {
		return h.position()
	}
	return Position{Instrument: l.account.instruments[id]}
}

// Held is the quantity of Position as a number.
func (l *Ledger) Held(id market.ID) exact.Number {
	if h := l.holdings[id]; h != nil {
		return h.quantity
	}
	return exact.Number{}
}

// Holds yields the instruments of Positions with their quantities, as numbers.
func (l *Ledger) Holds() iter.Seq2[*market.Instrument, exact.Number] {
	return func(yield func(*market.Instrument, exact.Number) bool) {
		for _, h := range l.open {
			if !yield(h.instrument, h.quantity) {
				return
			}
		}
	}
}

// Positions yields the positions that are not flat in the order of instruments. No fill may be applied
// meanwhile.
func (l *Ledger) Positions() iter.Seq[Position] {
	return func(yield func(Position) bool) {
		for _, h := range l.open {
			if !yield(h.position()) {
				return
			}
		}
	}
}

// RoundTrip is the open round trip in an instrument as it stands; false when flat.
func (l *Ledger) RoundTrip(id market.ID) (RoundTrip, bool) {
	h := l.holdings[id]
	if h == nil || h.flat() {
		return RoundTrip{}, false
	}
	return h.roundTrip(), true
}

func (l *Ledger) book(f *order.Fill, signed exact.Number) Effect {
	in := f.Instrument
	price := exact.Of(f.Price)
	value := notional(in, price, signed)
	h := l.holding(in)
	was, held := h.flat(), h.quantity
	if l.account.remember > 0 {
		h.remember(f, false)
	}
	realised, closed := h.fill(f, signed, price, value)
	effect := Effect{Closed: closed, holding: h}
	if closed != nil && exact.Of(closed.Gross).Equal(realised) {
		effect.Realised = closed.Gross
	} else {
		effect.Realised = realised.Decimal()
	}
	if l.account.remember > 0 {
		h.history[len(h.history)-1].Realised = effect.Realised
	}
	if h.flat() != was {
		l.list(h)
	}
	l.settle(in, signed, value, realised)
	if !h.settled.IsZero() {
		l.cash.add(in.Currency, h.unsettle(held).Neg())
	}
	if !f.Fee.IsZero() {
		l.charge(exact.Of(f.Fee), f.FeeCurrency)
	}
	return effect
}

// settle moves the money of a trade.
func (l *Ledger) settle(in *market.Instrument, signed, value, realised exact.Number) {
	switch settlementOf(in.Kind) {
	case paid:
		l.cash.add(in.Currency, value.Neg())
	case margined:
		l.cash.add(in.Currency, realised)
	case exchanged:
		l.cash.add(in.Currency, value.Neg())
		l.cash.add(in.Base, units(in, signed))
	}
	l.realised.add(in.Currency, realised)
}

// bookCharge takes a fee that came after its fill.
func (l *Ledger) bookCharge(f *order.Fill) {
	h := l.holding(f.Instrument)
	if l.account.remember > 0 {
		h.remember(f, true)
	}
	fee := exact.Of(f.Fee)
	l.charge(fee, f.FeeCurrency)
	var p part
	h.addFee(&p, fee, f.FeeCurrency)
	if !h.flat() {
		h.trip.fees = h.trip.fees.Add(p.fee)
		h.trip.unconverted.addAll(p.unconverted)
	}
}

func (l *Ledger) charge(fee exact.Number, c market.Currency) {
	if fee.IsZero() {
		return
	}
	l.cash.add(c, fee.Neg())
	l.fees.add(c, fee)
}

func (l *Ledger) holding(in *market.Instrument) *holding {
	h := l.holdings[in.ID]
	if h == nil {
		h = &holding{instrument: in, ledger: l}
		l.holdings[in.ID] = h
	}
	return h
}

// list puts a holding on the lists of open ones, or takes it off.
func (l *Ledger) list(h *holding) {
	id := h.instrument.ID
	tracked := &l.account.tracked[id]
	i, _ := slices.BinarySearchFunc(l.open, id, func(h *holding, id market.ID) int { return cmp.Compare(h.instrument.ID, id) })
	if !h.flat() {
		l.open = slices.Insert(l.open, i, h)
		*tracked = append(*tracked, h)
		return
	}
	l.open = slices.Delete(l.open, i, i+1)
	at := slices.Index(*tracked, h)
	*tracked = slices.Delete(*tracked, at, at+1)
}
