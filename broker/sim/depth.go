package sim

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Depth. An instrument that has shown its order book trades on books: quotes fill nothing any more, trades only those
// who stand in a queue. An order that takes walks the displayed levels, a fill for each; what it has taken of a level is
// gone until the book shows another size there. What is left of an order when the displayed levels are used up waits
// for the next book. An order never takes more than is displayed, with Options.Participation or without.

// ladderSide is the displayed levels that the orders of one side can take, the best price first, and what has been taken
// of each.
type ladderSide struct {
	levels [market.MaxLevels]market.Level
	taken  [market.MaxLevels]decimal.Decimal
	// count is how many levels there are.
	count int
}

// show takes over what a book displays. A level that it shows as before keeps what has been taken of it.
func (l *ladderSide) show(levels *[market.MaxLevels]market.Level) {
	was := *l
	at := 0
	l.count = 0
	for i, level := range levels {
		if !(level.Size > 0) {
			break
		}
		for at < was.count && was.levels[at] != level {
			at++
		}
		l.levels[i], l.taken[i] = level, decimal.Zero
		if at < was.count {
			l.taken[i] = was.taken[at]
			at++
		} else {
			at = 0 // the next level may be an old one all the same
		}
		l.count = i + 1
	}
}

// observeDepth takes a book. One that is crossed or out of order fills nobody.
func (v *Venue) observeDepth(b *book, d *market.Depth) {
	if d == nil || d.Time < b.until || !b.sound(d) {
		v.ignored++
		return
	}
	q := d.Quote()
	b.began, b.until, b.quoted = d.Time, d.Time, true
	if b.displayed == nil {
		b.displayed = new([2]ladderSide)
	}
	b.displayed[order.Buy].show(&d.Asks)
	b.displayed[order.Sell].show(&d.Bids)
	ask, bid := b.offer(q.Ask), b.offer(q.Bid)
	b.last = lastPrice{at: d.Time, ask: ask, bid: bid, offers: true}
	if b.orders == 0 && b.part == nil {
		return
	}
	v.standInLine(b)
	v.meetAll(b, &sight{
		start: d.Time, end: d.Time, ask: flat(ask), bid: flat(bid), offers: true, deep: true,
		askSize: q.AskSize, bidSize: q.BidSize,
	})
}

// sound reports whether a book's prices are possible, in order and not crossed, and whether it has any.
func (b *book) sound(d *market.Depth) bool {
	for _, side := range []struct {
		levels *[market.MaxLevels]market.Level
		up     float64
	}{{&d.Bids, -1}, {&d.Asks, 1}} {
		for i, level := range side.levels {
			if !(level.Size > 0) {
				break
			}
			if !b.possible(level.Price) || level.Price == 0 || i > 0 && !((level.Price-side.levels[i-1].Price)*side.up > 0) {
				return false
			}
		}
	}
	bid, ask := d.Bids[0], d.Asks[0]
	return (bid.Size > 0 || ask.Size > 0) && !(bid.Size > 0 && ask.Size > 0 && bid.Price > ask.Price)
}

// walk trades an order against the displayed levels that it may take.
func (v *Venue) walk(s *sight, m *meeting, open decimal.Decimal, passive bool) {
	w := m.order
	side := &w.book.displayed[w.request.Side]
	within := decimal.Zero
	for i := range side.count {
		if w.accepts(side.levels[i].Price) {
			within = within.Add(side.left(w.book.in, i))
		}
	}
	within = decimal.Min(open, within)
	if !v.suffices(w, within) {
		return
	}
	rest := within
	for i := 0; i < side.count && rest.IsPositive() && !w.outcome.done() && w.accepts(side.levels[i].Price); i++ {
		take := decimal.Min(rest, side.left(w.book.in, i))
		if !take.IsPositive() || i > 0 && !v.within(w, s, side.levels[i].Price) {
			continue
		}
		side.taken[i] = side.taken[i].Add(take)
		rest = rest.Sub(take)
		if passive {
			continue // it was there before, at its own price: one fill
		}
		level := *m
		level.at, level.threshold = side.levels[i].Price, false
		v.execute(s, &level, take, false)
		rest = decimal.Min(rest, w.allowance())
	}
	if passive {
		v.execute(s, m, within.Sub(rest), true)
	}
}

// Remaining leaves of a book what orders have not taken of its levels; a level that is used up goes. It is for books that
// the venue has been shown, on their way to others: what they display is then what can be traded with.
func (v *Venue) Remaining(d *market.Depth) {
	if uint(d.Instrument) >= uint(len(v.books)) {
		return
	}
	b := &v.books[d.Instrument]
	if b.displayed == nil {
		return
	}
	b.displayed[order.Buy].reduce(b.in, &d.Asks)
	b.displayed[order.Sell].reduce(b.in, &d.Bids)
}

// reduce takes off levels what has been taken of them.
func (l *ladderSide) reduce(in *market.Instrument, levels *[market.MaxLevels]market.Level) {
	kept, at := 0, 0
	for _, level := range levels {
		if !(level.Size > 0) {
			break
		}
		i := at
		for i < l.count && l.levels[i] != level {
			i++
		}
		if i < l.count {
			at = i + 1
			if !l.taken[i].IsZero() {
				level.Size = l.left(in, i).InexactFloat64()
			}
		}
		if level.Size > 0 {
			levels[kept] = level
			kept++
		}
	}
	clear(levels[kept:])
}

// left is what can still be taken of a level.
func (l *ladderSide) left(in *market.Instrument, i int) decimal.Decimal {
	return decimal.Max(decimal.Zero, in.RoundSize(quantity(l.levels[i].Size)).Sub(l.taken[i]))
}

// accepts reports whether an order may trade at a price.
func (w *working) accepts(price float64) bool {
	return !w.limited() || price == w.limit || (w.request.Side == order.Buy) == (price < w.limit)
}
