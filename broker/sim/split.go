package sim

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Split adjusts the working orders of an instrument to a split of newShares for oldShares: quantities in proportion, on
// the size grid, prices in inverse proportion, on the price grid, buy orders down and sell orders up. Source: FINRA
// Rule 5330, Adjustment of Orders, by which open orders follow a split. An order of which nothing is left is
// cancelled. What the venue remembers of prices is split too.
func (v *Venue) Split(in *market.Instrument, newShares, oldShares int64) {
	if uint(in.ID) >= uint(len(v.books)) || v.books[in.ID].in != in || newShares <= 0 || oldShares <= 0 {
		return
	}
	b := &v.books[in.ID]
	ratio := float64(oldShares) / float64(newShares)
	for _, p := range []*lastPrice{&b.last, &b.traded} {
		p.ask, p.bid = snap(p.ask*ratio), snap(p.bid*ratio)
	}
	b.day, b.band = day{}, band{}
	if b.displayed != nil {
		*b.displayed = [2]ladderSide{} // until the next book nothing is displayed
	}
	times, by := decimal.NewFromInt(newShares), decimal.NewFromInt(oldShares)
	v.endCombos(b, order.Reason{Code: order.CancelledBySplit, Detail: "a split of " + in.Symbol + " has changed what one combo is"})
	parents := map[*outcome]bool{}
	for _, w := range v.inOrder(b) {
		if w.parent != nil && w.parent.done() && !parents[w.parent] {
			parents[w.parent] = true
			w.parent.split(times, by)
		}
		if !w.outcome.done() {
			v.split(w, times, by)
		}
	}
}

// End cancels the working orders of an instrument that trades no more.
func (v *Venue) End(in *market.Instrument) {
	if uint(in.ID) >= uint(len(v.books)) || v.books[in.ID].in != in {
		return
	}
	b := &v.books[in.ID]
	for _, w := range v.inOrder(b) {
		if !w.outcome.done() {
			v.noteNearest(w)
			v.cancel(w, order.InstrumentEnded)
		}
	}
	v.endCombos(b, order.Reason{Code: order.InstrumentEnded, Detail: "its leg " + in.Symbol + " trades no more"})
}

// inOrder is the working orders of a book by the order of acceptance.
func (v *Venue) inOrder(b *book) []*working {
	var list []*working
	for w := range v.orders.all() {
		if w.book == b {
			list = append(list, w)
		}
	}
	return list
}

func (v *Venue) split(w *working, times, by decimal.Decimal) {
	in := w.book.in
	quantity := in.RoundSize(w.open().Mul(times).DivRound(by, decimals))
	if quantity.LessThan(in.MinSize) || !quantity.IsPositive() {
		v.cancel(w, order.CancelledBySplit)
		return
	}
	total := w.outcome.filled.Add(quantity)
	change := order.Change{Quantity: &total}
	price := func(p decimal.Decimal) *decimal.Decimal {
		if p.IsZero() {
			return nil
		}
		rounding := market.Down
		if w.request.Side == order.Sell {
			rounding = market.Up
		}
		split := in.Grid.Round(p.Mul(by).DivRound(times, decimals), rounding)
		return &split
	}
	change.LimitPrice, change.StopPrice = price(w.request.LimitPrice), price(w.request.StopPrice)
	if w.request.Type.Trails() && w.waits() && w.stop == w.stop {
		change.StopPrice = price(w.trip)
	}
	change.TrailAmount, change.Offset = price(w.request.TrailAmount), price(w.request.Offset)
	waiting := w.place == behindParent || w.place == dormant
	if !waiting {
		w.book.drop(w)
	}
	w.request = change.Apply(w.request)
	w.splitTerms(times, by, price)
	w.since, w.watch = max(v.now, w.request.GoodAfter), nil
	w.price()
	v.sink(order.WasModified{Header: v.header(w), Change: change})
	if !waiting {
		w.noted = order.NoReason
		v.begin(w)
	}
}

// splitTerms takes what no change can carry through a split: discretion, the sizes of an iceberg and of a first fill, and
// the prices of an adjustment. Without it a reverse split would set off every adjustment of a sale at once.
func (w *working) splitTerms(times, by decimal.Decimal, price func(decimal.Decimal) *decimal.Decimal) {
	r, in := &w.request, w.book.in
	size := func(quantity *decimal.Decimal) {
		if !quantity.IsZero() {
			*quantity = decimal.Max(in.MinSize, in.RoundSize(quantity.Mul(times).DivRound(by, decimals)))
		}
	}
	size(&r.DisplaySize)
	size(&r.MinQuantity)
	if !r.Discretion.IsZero() {
		r.Discretion = in.Grid.Round(r.Discretion.Mul(by).DivRound(times, decimals), market.Down)
	}
	if r.Adjust == nil {
		return
	}
	a := *r.Adjust
	for _, p := range []*decimal.Decimal{&a.At, &a.StopPrice, &a.LimitPrice, &a.TrailAmount, &a.Offset} {
		if split := price(*p); split != nil {
			*p = *split
		}
	}
	r.Adjust = &a
}
