package portfolio

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// Correct puts a fill in the place of one that was booked before, as if it had been booked then: the bookings
// of the position since are taken back and booked again. Replaced is the execution id that counted so far; a
// quantity of 0 takes the fill back. Highest and lowest profits of the open round trip keep what was observed.
//
// Realised in the effect is the change of realised profit. The error is an [*Unbookable] and nothing has
// changed: the booking is older than what the account remembers.
func (a *Account) Correct(replaced string, f *order.Fill) (Effect, error) {
	checked := *f
	if f.Quantity.IsZero() {
		checked.Quantity = one
	}
	if err := a.bookable(&checked); err != nil {
		err.(*Unbookable).Fill = *f
		return Effect{}, err
	}
	l := a.byName[f.Strategy]
	h := l.holding(f.Instrument)
	trade, _ := order.Trade(replaced)
	i := slices.IndexFunc(h.history, func(b Booking) bool {
		known, _ := order.Trade(b.Fill.ExecID)
		return !b.Charge && known == trade
	})
	if i < 0 {
		return Effect{}, &Unbookable{Fill: *f, Reason: "the position does not remember execution " + replaced + ", which this corrects"}
	}
	daily := func(b Booking) bool { return !b.Before.Settled.IsZero() }
	if !h.settled.IsZero() || slices.ContainsFunc(h.history[i:], daily) {
		return Effect{}, &Unbookable{Fill: *f, Reason: "the position has been settled daily since"}
	}
	held, realised := h.quantity, h.realised
	seen, entered := h.trip.excursion, h.trip.opened
	redo := h.rewind(i)
	redo[0].Fill = *f
	for j := range redo {
		h.redo(&redo[j])
	}
	if !h.flat() && h.trip.opened == entered {
		x := &h.trip.excursion
		x.best, x.worst, x.bars = max(x.best, seen.best), min(x.worst, seen.worst), seen.bars
	}
	a.hold(f.Instrument.ID, h.quantity.Sub(held))
	if h.flat() != held.IsZero() {
		l.list(h)
	}
	return Effect{Realised: h.realised.Sub(realised).Decimal(), holding: h}, nil
}

// rewind takes back the bookings from the i-th on and returns them.
func (h *holding) rewind(i int) []Booking {
	l := h.ledger
	taken := slices.Clone(h.history[i:])
	for _, b := range slices.Backward(taken) {
		l.charge(exact.Of(b.Fill.Fee).Neg(), b.Fill.FeeCurrency)
		if signed := signedOf(&b.Fill); !b.Charge && !signed.IsZero() {
			value := notional(h.instrument, exact.Of(b.Fill.Price), signed)
			l.settle(h.instrument, signed.Neg(), value.Neg(), exact.Of(b.Realised).Neg())
		}
	}
	h.put(&taken[0].Before)
	h.history = h.history[:i]
	return taken
}

// redo books again under the same number. The lists of open positions are the caller's.
func (h *holding) redo(b *Booking) {
	l := h.ledger
	b.Before, b.Realised = h.state(), decimal.Zero
	switch signed := signedOf(&b.Fill); {
	case b.Charge:
		var p part
		h.addFee(&p, exact.Of(b.Fill.Fee), b.Fill.FeeCurrency)
		if !h.flat() {
			h.trip.fees = h.trip.fees.Add(p.fee)
			h.trip.unconverted.addAll(p.unconverted)
		}
	case signed.IsZero():
	default:
		price := exact.Of(b.Fill.Price)
		value := notional(h.instrument, price, signed)
		realised, _ := h.fill(&b.Fill, signed, price, value)
		b.Realised = realised.Decimal()
		l.settle(h.instrument, signed, value, realised)
	}
	l.charge(exact.Of(b.Fill.Fee), b.Fill.FeeCurrency)
	h.history = append(h.history, *b)
}
