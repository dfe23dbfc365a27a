package portfolio

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Booking is a fill or a late fee as it was booked, with what it needs to be taken back.
type Booking struct {
	// Number counts the bookings of the account.
	Number uint64     `json:"number"`
	Fill   order.Fill `json:"fill"`
	// Charge marks a late fee: the fill's fee is all that was booked.
	Charge   bool            `json:"charge,omitempty"`
	Realised decimal.Decimal `json:"realised,omitzero"`
	// Before is the position before the booking.
	Before HoldingState `json:"before"`
}

// Remember makes each position keep its last n bookings, so that they can be corrected. A new account
// remembers none.
func (a *Account) Remember(n int) { a.remember = n }

// History is the bookings that a position remembers, oldest first.
func (l *Ledger) History(id market.ID) []Booking {
	if h := l.holdings[id]; h != nil {
		return slices.Clone(h.history)
	}
	return nil
}

// Booked is how many bookings there have been.
func (a *Account) Booked() uint64 { return a.booked }

// Bookings is the part of History that has at least a number.
func (l *Ledger) Bookings(id market.ID, from uint64) []Booking {
	h := l.holdings[id]
	if h == nil {
		return nil
	}
	i := len(h.history)
	for i > 0 && h.history[i-1].Number >= from {
		i--
	}
	return slices.Clone(h.history[i:])
}

// Recall gives back the bookings of an earlier run, oldest first, to an account that was restored. The error
// joins those that belong to no ledger or instrument of this account.
func (a *Account) Recall(bookings []Booking) error {
	bySymbol := map[string]*market.Instrument{}
	for _, in := range a.instruments {
		bySymbol[in.Symbol] = in
	}
	var faults []error
	for i := range bookings {
		b := bookings[i]
		a.booked = max(a.booked, b.Number)
		in, l := bySymbol[b.Before.Symbol], a.byName[b.Fill.Strategy]
		if in == nil || l == nil {
			faults = append(faults, fmt.Errorf("booking %d of fill %q: no ledger %s or no instrument %s in this run",
				b.Number, b.Fill.ExecID, b.Fill.Strategy, b.Before.Symbol))
			continue
		}
		b.Fill.Instrument = in
		h := l.holding(in)
		h.keep(b)
	}
	return errors.Join(faults...)
}

func (h *holding) remember(f *order.Fill, charge bool) {
	h.ledger.account.booked++
	h.keep(Booking{Number: h.ledger.account.booked, Fill: *f, Charge: charge, Before: h.state()})
}

func (h *holding) keep(b Booking) {
	if len(h.history) > 0 && len(h.history) >= h.ledger.account.remember {
		h.history = slices.Delete(h.history, 0, 1)
	}
	h.history = append(h.history, b)
}
