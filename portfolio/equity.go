package portfolio

import "github.com/shopspring/decimal"

// Equity is what the ledger is worth in the base currency: cash and the market value of its positions at
// their last prices. The error is a [*MissingRate].
func (l *Ledger) Equity() (decimal.Decimal, error) {
	a := l.account
	a.scratch = l.worth(a.scratch[:0])
	return a.convert(a.scratch)
}

// Equity is what the account is worth in the base currency; the ledgers' equities add up to it exactly.
// The error is a [*MissingRate].
func (a *Account) Equity() (decimal.Decimal, error) {
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
		if settlementOf(h.Instrument.Kind) != exchanged {
			sums.add(h.Instrument.Currency, h.MarketValue(l.account.last(h.Instrument.ID)))
		}
	}
	return sums
}

// unrealised adds the open profit to sums by currency.
func (l *Ledger) unrealised(sums balances) balances {
	for _, h := range l.open {
		in := h.Instrument
		if settlementOf(in.Kind) == exchanged {
			sums.add(in.Base, units(in, h.Quantity))
			sums.add(in.Currency, h.Cost.Neg())
			continue
		}
		sums.add(in.Currency, h.Unrealised(l.account.last(in.ID)))
	}
	return sums
}
