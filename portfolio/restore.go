package portfolio

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// Restore puts the ledgers of a State into an account that has just been made. The error joins everything
// that does not fit, and then the account is as it was. Ledgers that no strategy of this run opens again stay
// part of the account.
func (a *Account) Restore(s State) error {
	if len(a.ledgers) > 0 {
		return fmt.Errorf("restore an account that has %d ledgers open: restore before the first is opened", len(a.ledgers))
	}
	r := restorer{account: NewAccount(a.base, a.instruments), bySymbol: map[string]*market.Instrument{}}
	for _, in := range a.instruments {
		r.bySymbol[in.Symbol] = in
	}
	if s.Base != a.base {
		r.fault("its base currency is %s, the account's is %s", s.Base, a.base)
	}
	for _, p := range s.Prices {
		if in := r.bySymbol[p.Symbol]; in != nil {
			r.account.Mark(in.ID, p.Price)
		}
	}
	for i := range s.Ledgers {
		r.ledger(&s.Ledgers[i])
	}
	if err := r.account.Audit(); err != nil {
		r.faults = append(r.faults, err)
	}
	if len(r.faults) > 0 {
		return fmt.Errorf("restore the account: %w", errors.Join(r.faults...))
	}
	r.account.remember, r.account.booked = a.remember, a.booked
	*a = *r.account
	for _, l := range a.ledgers {
		l.account = a
	}
	return nil
}

// restorer builds an account and collects what does not fit.
type restorer struct {
	account  *Account
	bySymbol map[string]*market.Instrument
	faults   []error
}

func (r *restorer) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

func (r *restorer) ledger(s *LedgerState) {
	if r.account.Ledger(s.Strategy) != nil {
		r.fault("ledger %s is there twice", s.Strategy)
		return
	}
	l := r.account.newLedger(s.Strategy)
	l.cash, l.fees, l.realised = r.money(l, s.Cash), r.money(l, s.Fees), r.money(l, s.Realised)
	l.flows = append(l.flows, s.Flows...)
	l.postings = append(l.postings, s.Postings...)
	for _, f := range s.Flows {
		l.deposits.add(f.Currency, exact.Of(f.Amount))
	}
	for i := range s.Holdings {
		r.holding(l, &s.Holdings[i])
	}
}

func (r *restorer) money(l *Ledger, amounts []Money) balances {
	byCurrency := func(a, b Money) int { return strings.Compare(string(a.Currency), string(b.Currency)) }
	sorted := slices.SortedFunc(slices.Values(amounts), byCurrency)
	for i := 1; i < len(sorted); i++ {
		if sorted[i].Currency == sorted[i-1].Currency {
			r.fault("ledger %s has two amounts of %s in one book", l.name, sorted[i].Currency)
		}
	}
	return balancesOf(sorted)
}

func (r *restorer) holding(l *Ledger, s *HoldingState) {
	in := r.bySymbol[s.Symbol]
	flat := s.Quantity.IsZero()
	switch {
	case in == nil && flat:
		return // its profit is in the ledger's sums
	case in == nil:
		r.fault("ledger %s holds %s %s, which this run does not know: add the instrument", l.name, s.Quantity, s.Symbol)
		return
	case settlementOf(in.Kind) == unsettled && !(flat && in.Kind == market.Combo): // which keeps its fees there
		r.fault("ledger %s holds %s, and a %s has no position of its own", l.name, s.Symbol, in.Kind)
		return
	case l.holdings[in.ID] != nil:
		r.fault("ledger %s has %s twice", l.name, s.Symbol)
		return
	case flat != (s.Trip == nil):
		r.fault("ledger %s holds %s %s and its round trip does not say so", l.name, s.Quantity, s.Symbol)
		return
	}
	if _, priced := r.account.Last(in.ID); !flat && !priced {
		r.fault("ledger %s holds %s %s and there is no last price of it", l.name, s.Quantity, s.Symbol)
		return
	}
	h := l.holding(in)
	h.put(s)
	if flat {
		return
	}
	l.list(h)
	r.account.hold(in.ID, h.quantity)
}

// put makes the holding what a state says.
func (h *holding) put(s *HoldingState) {
	h.quantity, h.cost, h.average = exact.Of(s.Quantity), exact.Of(s.Cost), exact.Of(s.Average)
	h.realised, h.fees, h.opened = exact.Of(s.Realised), exact.Of(s.Fees), s.Opened
	h.settled = exact.Of(s.Settled)
	h.trip = trip{}
	if s.Trip != nil {
		h.resume(s.Trip)
	}
}

func (h *holding) resume(s *TripState) {
	h.trip = trip{
		side: s.Side, opened: s.Entered, latest: s.Latest, largest: exact.Of(s.Largest),
		entry: tally{quantity: exact.Of(s.EntryQuantity), value: exact.Of(s.EntryValue)},
		exit:  tally{quantity: exact.Of(s.ExitQuantity), value: exact.Of(s.ExitValue)},
		gross: exact.Of(s.Gross), fees: exact.Of(s.Fees), unconverted: balancesOf(s.Unconverted), fills: s.Fills,
		entryTag: s.EntryTag, exitTag: s.ExitTag,
		excursion: excursion{best: s.Best, worst: s.Worst, since: s.Entered, bars: s.Bars},
	}
	h.trip.excursion.rebase(units(h.instrument, h.quantity), h.trip.gross.Sub(h.cost))
}
