package portfolio

import (
	"errors"
	"fmt"

	"github.com/shopspring/decimal"
)

// Audit adds the books up again and returns everything that does not agree, nil when all is well: in each
// ledger and currency, cash must be deposits and realised profit less fees and what open positions cost;
// and the account's net quantities must be the sums of the ledgers'. It is cheap enough to run after every
// fill of a live session.
func (a *Account) Audit() error {
	var faults []error
	net := make([]decimal.Decimal, len(a.instruments))
	for _, l := range a.ledgers {
		for _, m := range l.unexplained() {
			if !m.Amount.IsZero() {
				faults = append(faults, fmt.Errorf("ledger %s: %s %s of cash come from no booking", l.name, m.Amount, m.Currency))
			}
		}
		for _, h := range l.open {
			net[h.Instrument.ID] = net[h.Instrument.ID].Add(h.Quantity)
		}
	}
	for id, quantity := range net {
		if !quantity.Equal(a.net[id]) {
			faults = append(faults, fmt.Errorf("%s: the ledgers hold %s, the account %s", a.instruments[id].Symbol, quantity, a.net[id]))
		}
	}
	return errors.Join(faults...)
}

// unexplained is the cash that the other books do not account for, by currency; all zero in a sound ledger.
func (l *Ledger) unexplained() balances {
	var rest balances
	rest.addAll(l.cash)
	for _, m := range l.fees {
		rest.add(m.Currency, m.Amount)
	}
	for _, m := range l.deposits {
		rest.add(m.Currency, m.Amount.Neg())
	}
	for _, m := range l.realised {
		rest.add(m.Currency, m.Amount.Neg())
	}
	for _, h := range l.open {
		in := h.Instrument
		switch settlementOf(in.Kind) {
		case exchanged:
			rest.add(in.Base, units(in, h.Quantity).Neg())
			fallthrough
		case paid:
			rest.add(in.Currency, h.Cost)
		}
	}
	return rest
}
