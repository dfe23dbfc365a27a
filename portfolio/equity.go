package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
)

// Equity is what the ledger is worth in the base currency: cash and the market value of its positions at
// their last prices. The error is a [*MissingRate].
func (l *Ledger) Equity() (decimal.Decimal, error) {
	worth, err := l.Worth()
	return worth.Decimal(), err
}

// Worth is Equity as a number.
func (l *Ledger) Worth() (exact.Number, error) {
	a := l.account
	a.scratch = l.worth(a.scratch[:0])
	return a.convert(a.scratch)
}

// Equity is what the account is worth in the base currency; the ledgers' equities add up to it exactly.
// The error is a [*MissingRate].
func (a *Account) Equity() (decimal.Decimal, error) {
	worth, err := a.Worth()
	return worth.Decimal(), err
}

// Worth is Equity as a number.
func (a *Account) Worth() (exact.Number, error) {
	a.scratch = a.scratch[:0]
	for _, l := range a.ledgers {
		a.scratch = l.worth(a.scratch)
	}
	return a.convert(a.scratch)
}

// worth adds what the ledger owns to sums by currency.
func (l *Ledger) worth(sums balances) balances {
	sums.addAll(l.cash)
	for _, h := range l.open {
		if settlementOf(h.instrument.Kind) != exchanged {
			sums.add(h.instrument.Currency, h.marketValue())
		}
	}
	return sums
}

// unrealised adds the open profit to sums by currency.
func (l *Ledger) unrealised(sums balances) balances {
	for _, h := range l.open {
		in := h.instrument
		if settlementOf(in.Kind) == exchanged {
			sums.add(in.Base, units(in, h.quantity))
			sums.add(in.Currency, h.cost.Neg())
			continue
		}
		sums.add(in.Currency, h.notional().Sub(h.cost))
	}
	return sums
}
