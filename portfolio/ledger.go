package portfolio

import (
	"cmp"
	"iter"
	"slices"

	"github.com/shopspring/decimal"

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
func (l *Ledger) Cash(c market.Currency) decimal.Decimal { return l.cash.of(c) }

// Position is a copy of the position in an instrument, zero when there is none.
func (l *Ledger) Position(id market.ID) Position {
	if h := l.holdings[id]; h != nil {
		return h.Position
	}
	return Position{Instrument: l.account.instruments[id]}
}

// Positions yields the positions that are not flat in the order of instruments. No fill may be applied
// meanwhile.
func (l *Ledger) Positions() iter.Seq[Position] {
	return func(yield func(Position) bool) {
		for _, h := range l.open {
			if !yield(h.Position) {
				return
			}
		}
	}
}

// RoundTrip is the open round trip in an instrument as it stands; false when flat.
func (l *Ledger) RoundTrip(id market.ID) (RoundTrip, bool) {
	h := l.holdings[id]
	if h == nil || h.Flat() {
		return RoundTrip{}, false
	}
	return h.roundTrip(), true
}

func (l *Ledger) book(f *order.Fill, signed decimal.Decimal) Effect {
	in := f.Instrument
	value := in.Notional(f.Price, signed)
	h := l.holding(in)
	was := h.Flat()
	if l.account.remember > 0 {
		h.remember(f, false)
	}
	effect := h.fill(f, signed, value)
	if l.account.remember > 0 {
		h.history[len(h.history)-1].Realised = effect.Realised
	}
	if h.Flat() != was {
		l.list(h)
	}
	l.settle(in, signed, value, effect.Realised)
	l.charge(f.Fee, f.FeeCurrency)
	return effect
}

// settle moves the money of a trade.
func (l *Ledger) settle(in *market.Instrument, signed, value, realised decimal.Decimal) {
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
	l.charge(f.Fee, f.FeeCurrency)
	var p part
	h.addFee(&p, f.Fee, f.FeeCurrency)
	if !h.Flat() {
		h.trip.fees = h.trip.fees.Add(p.fee)
		h.trip.unconverted.addAll(p.unconverted)
	}
}

func (l *Ledger) charge(fee decimal.Decimal, c market.Currency) {
	if fee.IsZero() {
		return
	}
	l.cash.add(c, fee.Neg())
	l.fees.add(c, fee)
}

func (l *Ledger) holding(in *market.Instrument) *holding {
	h := l.holdings[in.ID]
	if h == nil {
		h = &holding{Position: Position{Instrument: in}, ledger: l}
		l.holdings[in.ID] = h
	}
	return h
}

// list puts a holding on the lists of open ones, or takes it off.
func (l *Ledger) list(h *holding) {
	id := h.Instrument.ID
	tracked := &l.account.tracked[id]
	i, _ := slices.BinarySearchFunc(l.open, id, func(h *holding, id market.ID) int { return cmp.Compare(h.Instrument.ID, id) })
	if !h.Flat() {
		l.open = slices.Insert(l.open, i, h)
		*tracked = append(*tracked, h)
		return
	}
	l.open = slices.Delete(l.open, i, i+1)
	at := slices.Index(*tracked, h)
	*tracked = slices.Delete(*tracked, at, at+1)
}
