package sim

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Pegged orders, by IB's "Pegged-to-Midpoint" and "Relative (Pegged-to-Primary)": the price is taken from the best
// bid and offer and only ever moves towards the market; when the market comes the other way, it has come to the
// order. They need quotes; bars and trades say nothing to them. To which side the offset of a pegged-to-midpoint
// order goes IB does not say; here it is the passive one.

// meetPegged lets a quote meet the order where the quotes before had put it, and else moves it. An order that has
// just been moved to the other side of the market takes what is there.
func (v *Venue) meetPegged(w *working, s *sight) (meeting, bool) {
	if s.bar || !s.offers || s.tape {
		return meeting{}, false
	}
	opposite := s.side(w.request.Side).close
	m := meeting{order: w, leg: theOpen.leg, at: opposite, from: theOpen, next: theOpen}
	if w.limited() && v.reaches(w, s, opposite) {
		m.at, m.threshold = w.limit, true
		return m, true
	}
	if price, ok := w.peg(s); ok && w.improves(price) {
		w.bind(price)
	}
	return m, w.limited() && v.reaches(w, s, opposite)
}

// peg is the price that a quote gives to the order; false if a side of the quote is missing.
func (w *working) peg(s *sight) (decimal.Decimal, bool) {
	bid, ask := s.bid.close, s.ask.close
	r := &w.request
	buy := r.Side == order.Buy
	if r.Type == order.PeggedToMid {
		if bid != bid || ask != ask {
			return decimal.Zero, false
		}
		mid := written(bid).Add(written(ask)).Div(decimal.NewFromInt(2))
		if buy {
			return w.capped(mid.Sub(r.Offset)), true
		}
		return w.capped(mid.Add(r.Offset)), true
	}
	grid := w.book.in.Grid
	switch {
	case buy && bid == bid:
		return w.capped(grid.Round(written(bid).Add(r.Offset), market.Down)), true
	case !buy && ask == ask:
		return w.capped(grid.Round(written(ask).Sub(r.Offset), market.Up)), true
	}
	return decimal.Zero, false
}

func (w *working) capped(price decimal.Decimal) decimal.Decimal {
	cap, ok := w.request.Worst()
	switch {
	case !ok:
		return price
	case w.request.Side == order.Buy:
		return decimal.Min(price, cap)
	}
	return decimal.Max(price, cap)
}

// improves reports whether a price is nearer to the market than the order's own.
func (w *working) improves(price decimal.Decimal) bool {
	switch {
	case !w.limited():
		return true
	case w.request.Side == order.Buy:
		return price.GreaterThan(w.bound)
	}
	return price.LessThan(w.bound)
}
