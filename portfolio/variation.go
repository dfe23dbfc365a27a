package portfolio

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// SettleDaily moves the open profit of every ledger's position in a future, at its last price, into cash, or the loss out of
// it, as a clearing house does each day (variation margin). Equity, cost and round trips stay as they are; what a trade
// realises later reaches cash less what was there already. It does nothing for other kinds, which have no such margin.
func (a *Account) SettleDaily(id market.ID, at market.Time) {
	in := a.instruments[id]
	if in.Kind != market.Future {
		return
	}
	for _, h := range a.tracked[id] {
		moved := h.marketValue()
		if moved.IsZero() {
			continue
		}
		h.settled = h.settled.Add(moved)
		h.ledger.cash.add(in.Currency, moved)
		h.ledger.postings = append(h.ledger.postings, Posting{
			Time: at, Kind: Variation, Symbol: in.Symbol, Money: Money{in.Currency, moved.Decimal()},
		})
	}
}

// unsettle takes off what the part of a position that a trade has just closed had in cash, and returns it: its profit
// was realised whole. The position was held before the trade. A rest keeps its share, rounded to 10 decimals.
func (h *holding) unsettle(held exact.Number) exact.Number {
	gone := h.settled
	if !h.flat() && h.quantity.Sign() == held.Sign() {
		closed := held.Sub(h.quantity)
		if closed.Sign() != held.Sign() {
			return exact.Number{} // the position grew
		}
		gone = h.settled.Mul(closed).DivRound(held, costDecimals)
	}
	h.settled = h.settled.Sub(gone)
	return gone
}
