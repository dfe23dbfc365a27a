package portfolio

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Split turns every old share of an instrument into newShares/oldShares ones, in all ledgers, at the same cost, and
// the last price with them. It returns what is to be paid out in cash at that price because it does not make a whole
// size increment: sales without a fee, for the caller to book. An error, and nothing has changed, if a number is not
// above 0 or nothing would be left of a position.
func (a *Account) Split(id market.ID, newShares, oldShares int64, at market.Time) ([]order.Fill, error) {
	in := a.instruments[id]
	if newShares <= 0 || oldShares <= 0 {
		return nil, fmt.Errorf("split %s %d for %d: both numbers must be above 0", in.Symbol, newShares, oldShares)
	}
	times, by := exact.Int(newShares), exact.Int(oldShares)
	scale := func(quantity exact.Number) exact.Number { return quantity.Mul(times).DivRound(by, costDecimals) }
	for _, h := range a.tracked[id] {
		if scale(h.quantity).IsZero() {
			return nil, fmt.Errorf("split %s %d for %d: nothing would be left of %s shares of ledger %s", in.Symbol, newShares, oldShares, h.quantity, h.ledger.name)
		}
	}
	if price, ok := a.Price(id); ok {
		a.Mark(id, price.Mul(by).DivRound(times, costDecimals).Float64())
	}
	var fractions []order.Fill
	for _, h := range a.tracked[id] {
		was := h.quantity
		h.split(scale)
		a.hold(id, h.quantity.Sub(was))
		if f, ok := h.fraction(at); ok {
			fractions = append(fractions, f)
		}
	}
	return fractions, nil
}

// split takes the position and its round trip to the new count of shares.
func (h *holding) split(scale func(exact.Number) exact.Number) {
	h.quantity = scale(h.quantity)
	h.average = h.cost.DivRound(units(h.instrument, h.quantity), averageDecimals)
	t := &h.trip
	t.largest, t.entry.quantity, t.exit.quantity = scale(t.largest), scale(t.entry.quantity), scale(t.exit.quantity)
	t.entry.sole, t.exit.sole = decimal.Decimal{}, decimal.Decimal{}
	t.excursion.rebase(units(h.instrument, h.quantity), t.gross.Sub(h.cost))
}

// fraction is the sale of what does not make a whole size increment; false when everything does.
func (h *holding) fraction(at market.Time) (order.Fill, bool) {
	held := h.quantity.Decimal()
	rest := held.Sub(h.instrument.RoundSize(held))
	if rest.IsZero() {
		return order.Fill{}, false
	}
	f := order.Fill{
		ExecID:   fmt.Sprintf("fraction %s %s %s", h.instrument.Symbol, at, h.ledger.name),
		Strategy: h.ledger.name, Instrument: h.instrument, Side: order.Sell, Quantity: rest.Abs(),
		Price: h.ledger.account.price(h.instrument.ID).Decimal(), Time: at, FeeCurrency: h.instrument.Currency,
		Rule: "cash for a fraction of a share",
	}
	if rest.IsNegative() {
		f.Side = order.Buy
	}
	return f, true
}
