package portfolio

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// Snapshot is an account or a ledger in figures at the last prices. All sums are in the base currency, so
// that Equity − Deposits = Realised + Unrealised − Fees exactly.
type Snapshot struct {
	Base market.Currency
	// Cash lists every currency that ever moved, by its code.
	Cash   []Money
	Equity decimal.Decimal
	// Deposits is what came in less what was withdrawn, at today's rates.
	Deposits decimal.Decimal
	// Realised is before fees.
	Realised   decimal.Decimal
	Unrealised decimal.Decimal
	Fees       decimal.Decimal
	// GrossExposure is the sum of the positions' absolute notionals, NetExposure of the signed ones. The
	// account's positions are the net ones of all ledgers.
	GrossExposure decimal.Decimal
	NetExposure   decimal.Decimal
	// Margined is the part of GrossExposure that is held against margin instead of being paid for: futures,
	// CFDs and forex.
	Margined decimal.Decimal
	// Unconverted lists the currencies that have no rate into Base. Their money is in none of the sums.
	Unconverted []market.Currency
}

// totals are the sums of a Snapshot by currency.
type totals struct {
	worth, deposits, realised, unrealised, fees balances
	gross, net, margined                        balances
}

// Snapshot is the ledger in figures.
func (l *Ledger) Snapshot() Snapshot {
	var t totals
	t.add(l)
	for _, h := range l.open {
		t.expose(h.instrument, h.quantity, l.account.price(h.instrument.ID))
	}
	return l.account.snapshot(&t, l.cash)
}

// Snapshot is the account in figures.
func (a *Account) Snapshot() Snapshot {
	var t totals
	var cash balances
	for _, l := range a.ledgers {
		t.add(l)
		cash.addAll(l.cash)
	}
	for in, quantity := range a.Nets() {
		t.expose(in, quantity, a.price(in.ID))
	}
	return a.snapshot(&t, cash)
}

func (t *totals) add(l *Ledger) {
	t.worth = l.worth(t.worth)
	t.unrealised = l.unrealised(t.unrealised)
	t.deposits.addAll(l.deposits)
	t.realised.addAll(l.realised)
	t.fees.addAll(l.fees)
}

func (t *totals) expose(in *market.Instrument, quantity, price exact.Number) {
	value := notional(in, price, quantity)
	t.net.add(in.Currency, value)
	t.gross.add(in.Currency, value.Abs())
	if settlementOf(in.Kind) != paid {
		t.margined.add(in.Currency, value.Abs())
	}
}

func (a *Account) snapshot(t *totals, cash balances) Snapshot {
	s := Snapshot{Base: a.base, Cash: cash.money()}
	sum := func(amounts balances) decimal.Decimal {
		total := exact.Number{}
		for _, m := range amounts {
			converted, err := a.convert(balances{m})
			if err != nil && !slices.Contains(s.Unconverted, m.currency) {
				s.Unconverted = append(s.Unconverted, m.currency)
			}
			total = total.Add(converted)
		}
		return total.Decimal()
	}
	s.Equity, s.Deposits = sum(t.worth), sum(t.deposits)
	s.Realised, s.Unrealised, s.Fees = sum(t.realised), sum(t.unrealised), sum(t.fees)
	s.GrossExposure, s.NetExposure, s.Margined = sum(t.gross), sum(t.net), sum(t.margined)
	slices.Sort(s.Unconverted)
	return s
}

// GrossExposure is the sum of the absolute notionals of the account's net positions in the base currency.
// The error is a [*MissingRate].
func (a *Account) GrossExposure() (decimal.Decimal, error) {
	a.scratch = a.scratch[:0]
	for in, quantity := range a.Nets() {
		a.scratch.add(in.Currency, notional(in, a.price(in.ID), quantity).Abs())
	}
	gross, err := a.convert(a.scratch)
	return gross.Decimal(), err
}

// GrossExposure is the sum of the absolute notionals of the ledger's positions in the base currency. The
// error is a [*MissingRate].
func (l *Ledger) GrossExposure() (decimal.Decimal, error) {
	a := l.account
	a.scratch = a.scratch[:0]
	for _, h := range l.open {
		a.scratch.add(h.instrument.Currency, h.notional().Abs())
	}
	gross, err := a.convert(a.scratch)
	return gross.Decimal(), err
}
