package sim

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Split adjusts the working orders of an instrument to a split of newShares for oldShares: quantities in proportion, on
// the size grid, prices in inverse proportion, on the price grid, buy orders down and sell orders up. Source: FINRA
// Rule 5330, Adjustment of Orders, by which open orders follow a split. An order of which nothing is left is
// cancelled. What the venue remembers of prices is split too. An order that is on its way is split when it arrives, and a
// change on its way as the order that it changes: both were worded before.
func (v *Venue) Split(in *market.Instrument, newShares, oldShares int64) {
	if uint(in.ID) >= uint(len(v.books)) || v.books[in.ID].in != in || newShares <= 0 || oldShares <= 0 {
		return
	}
	b := &v.books[in.ID]
	scale := float64(oldShares) / float64(newShares)
	for _, p := range []*lastPrice{&b.last, &b.traded} {
		p.ask, p.bid = snap(p.ask*scale), snap(p.bid*scale)
	}
	b.day, b.band = day{}, band{}
	if b.displayed != nil {
		*b.displayed = [2]ladderSide{} // until the next book nothing is displayed
	}
	times, by := decimal.NewFromInt(newShares), decimal.NewFromInt(oldShares)
	v.endCombos(b, splitOf("a split of "+in.Symbol))
	parents := map[*outcome]bool{}
	splitParent := func(parent *outcome) {
		if parent != nil && parent.done() && !parents[parent] {
			parents[parent] = true
			parent.split(times, by)
		}
	}
	v.splitFlights(b, ratio{times, by}, splitParent)
	for _, w := range v.inOrder(b) {
		splitParent(w.parent)
		if !w.outcome.done() {
			v.split(w, ratio{times, by})
		}
	}
}

// splitFlights splits what is on its way to an instrument's book, before its working orders are.
func (v *Venue) splitFlights(b *book, r ratio, splitParent func(*outcome)) {
	for i := range v.flights {
		f := &v.flights[i]
		switch {
		case f.sent != nil && f.sent.Instrument == b.in:
			f.splits = append(f.splits, r)
			splitParent(v.orders.find(f.sent.Parent))
		case f.sent != nil && b.isPartOf(f.sent.Instrument):
			f.splits = append(f.splits, r) // which ends it
		case f.change != nil:
			side, filled, ok := v.changed(b, f.id)
			if !ok {
				continue
			}
			price := r.price(b.in, side)
			c := f.change
			if c.Quantity != nil {
				open := r.quantity(b.in, c.Quantity.Sub(filled))
				c.Quantity = ptr(filled.Add(open))
			}
			for _, p := range []**decimal.Decimal{&c.LimitPrice, &c.StopPrice, &c.TrailAmount, &c.Offset} {
				if *p != nil && !(*p).IsZero() {
					*p = price(**p)
				}
			}
		}
	}
}

// isPartOf reports whether a book's instrument is a leg of another.
func (b *book) isPartOf(in *market.Instrument) bool {
	return b.part != nil && in != nil && slices.Contains(b.part.combos, in.ID)
}

// changed is the side and what has filled of the order of an instrument that a change on its way is for.
func (v *Venue) changed(b *book, id order.ID) (side order.Side, filled decimal.Decimal, ok bool) {
	if w := v.orders.working(id); w != nil {
		return w.request.Side, w.outcome.filled, w.book == b
	}
	for i := range v.flights {
		if sent := v.flights[i].sent; sent != nil && sent.ID == id {
			return sent.Side, filled, sent.Instrument == b.in
		}
	}
	return side, filled, false
}

func ptr(d decimal.Decimal) *decimal.Decimal { return &d }

// quantity is a quantity in shares of after the split, on the size grid.
func (r ratio) quantity(in *market.Instrument, q decimal.Decimal) decimal.Decimal {
	return in.RoundSize(q.Mul(r.times).DivRound(r.by, decimals))
}

// price puts the prices of a side's orders in terms of after the split, on the price grid; nil for no price.
func (r ratio) price(in *market.Instrument, side order.Side) func(decimal.Decimal) *decimal.Decimal {
	rounding := market.Down
	if side == order.Sell {
		rounding = market.Up
	}
	return func(p decimal.Decimal) *decimal.Decimal {
		if p.IsZero() {
			return nil
		}
		return ptr(in.Grid.Round(p.Mul(r.by).DivRound(r.times, decimals), rounding))
	}
}

// End cancels the working orders of an instrument that trades no more, and those of its combos. Orders that come later are
// refused.
func (v *Venue) End(in *market.Instrument) {
	if uint(in.ID) >= uint(len(v.books)) || v.books[in.ID].in != in {
		return
	}
	b := &v.books[in.ID]
	b.ended = true
	for _, w := range v.inOrder(b) {
		if !w.outcome.done() {
			v.noteNearest(w)
			v.cancel(w, order.InstrumentEnded)
		}
	}
	v.endCombos(b, order.Reason{Code: order.InstrumentEnded, Detail: "its leg " + in.Symbol + " trades no more"})
}

// splitOf is why the orders of a combo end at a split of a leg.
func splitOf(what string) order.Reason {
	return order.Reason{Code: order.CancelledBySplit, Detail: what + " has changed what one combo is"}
}

// past is the instrument that trades no more and with which no order of a book can trade: its own, or a leg; nil for none.
func (v *Venue) past(b *book) *market.Instrument {
	if b.ended {
		return b.in
	}
	if b.whole != nil {
		for k := range b.whole.legs {
			if leg := &v.books[b.whole.legs[k].id]; leg.ended {
				return leg.in
			}
		}
	}
	return nil
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

// split puts a working order in terms of after the split, and lets it begin anew if it had begun.
func (v *Venue) split(w *working, r ratio) {
	waiting := w.place == behindParent || w.place == dormant
	if !waiting {
		w.book.drop(w)
	}
	if v.reword(w, r) && !waiting {
		w.noted = order.NoReason
		v.begin(w)
	}
}

// reword puts an order that is in no book in terms of after the split; false when nothing is left of it, which ends it.
func (v *Venue) reword(w *working, r ratio) bool {
	in := w.book.in
	quantity := r.quantity(in, w.open())
	if quantity.LessThan(in.MinSize) || !quantity.IsPositive() {
		v.cancel(w, order.CancelledBySplit)
		return false
	}
	total := w.outcome.filled.Add(quantity)
	change := order.Change{Quantity: &total}
	price := r.price(in, w.request.Side)
	change.LimitPrice, change.StopPrice = price(w.request.LimitPrice), price(w.request.StopPrice)
	if w.request.Type.Trails() && w.waits() && w.stop == w.stop {
		change.StopPrice = price(w.trip)
	}
	change.TrailAmount, change.Offset = price(w.request.TrailAmount), price(w.request.Offset)
	w.request = change.Apply(w.request)
	w.splitTerms(r, price)
	w.since, w.watch = max(v.now, w.request.GoodAfter), nil
	w.price()
	v.sink(order.WasModified{Header: v.header(w), Change: change})
	return true
}

// splitTerms takes what no change can carry through a split: discretion, the sizes of an iceberg and of a first fill, and
// the prices of an adjustment. Without it a reverse split would set off every adjustment of a sale at once.
func (w *working) splitTerms(s ratio, price func(decimal.Decimal) *decimal.Decimal) {
	r, in := &w.request, w.book.in
	size := func(quantity *decimal.Decimal) {
		if !quantity.IsZero() {
			*quantity = decimal.Max(in.MinSize, s.quantity(in, *quantity))
		}
	}
	size(&r.DisplaySize)
	size(&r.MinQuantity)
	if !r.Discretion.IsZero() {
		r.Discretion = in.Grid.Round(r.Discretion.Mul(s.by).DivRound(s.times, decimals), market.Down)
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
