package portfolio

import (
	"errors"
	"fmt"

	"github.com/tidemark/tidemark/internal/exact"
)

// Audit adds the books up again and returns everything that does not agree, nil when all is well: in each
// ledger and currency, cash must be deposits and realised profit less fees and what open positions cost, with what daily
// settlement has moved;
// and the account's net quantities must be the sums of the ledgers'. It is cheap enough to run after every
// fill of a live session.
func (a *Account) Audit() error {
	var faults []error
	net := make([]exact.Number, len(a.instruments))
	for _, l := range a.ledgers {
		for _, m := range l.unexplained() {
			if !m.amount.IsZero() {
				faults = append(faults, fmt.Errorf("ledger %s: %s %s of cash come from no booking", l.name, m.amount, m.currency))
			}
		}
		for _, h := range l.open {
			net[h.instrument.ID] = net[h.instrument.ID].Add(h.quantity)
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
		rest.add(m.currency, m.amount)
	}
	for _, m := range l.deposits {
		rest.add(m.currency, m.amount.Neg())
	}
	for _, m := range l.realised {
		rest.add(m.currency, m.amount.Neg())
	}
	for _, h := range l.open {
		in := h.instrument
		switch settlementOf(in.Kind) {
		case exchanged:
			rest.add(in.Base, units(in, h.quantity).Neg())
			fallthrough
		case paid:
			rest.add(in.Currency, h.cost)
		case margined:
			rest.add(in.Currency, h.settled.Neg())
		}
	}
	return rest
}
