package sim

import (
	"fmt"
	"math"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Combos. A combo has no market of its own: it takes those of its legs, all at once and in proportion or not at all. (IBKR
// knowledge base, "Understanding Guaranteed vs. Non-guaranteed Combination Orders": executions are delivered
// simultaneously for each leg and in proportion to the leg ratio.) Who buys it takes the asks of the legs with a positive
// ratio and the bids of the others, who sells it the reverse; its price is the net, see market.Instrument.Net.
//
//   - On quotes and books it trades when a leg shows something, at what all legs show then. Each leg must have shown a
//     quote or a book since the order began to work, as no order trades on data older than itself.
//   - Bars are of the same moment only where they begin and end. So it meets the opens and the closes of bars that all legs
//     have for one and the same period, and nothing in between; the bar of a leg that is missing, or in which the leg did
//     not trade, fills nothing.
//   - Trades alone fill nothing: a price that somebody has paid a while ago is not there to be taken together with another.
//     Nor do quotes of one leg with bars of another.
//
// Every leg must be open by its own calendar and not halted, and none beyond its bands. The orders of a leg itself come
// before those of its combos. What is taken of a leg's quote, book or volume is taken for all.

// whole is what the book of a combo knows of its legs.
type whole struct {
	legs []leg
	// start and end are the period of the bars at hand, shown has a bit for each leg that has shown its bar of it.
	start, end market.Time
	shown      uint
	// lacks is why buyers and sellers have no price.
	lacks [2]order.Reason
}

// leg is one leg of a combo.
type leg struct {
	market.Leg
	id market.ID
	// weight is the part of the leg's price in the net.
	weight float64
	// number is the combo's count of observations when the leg showed its last quote or book.
	number uint32
}

// side is the leg's side of an order.
func (l *leg) side(of order.Side) order.Side {
	if l.Ratio < 0 {
		return of.Opposite()
	}
	return of
}

// part is what the book of a leg keeps for its combos.
type part struct {
	combos []market.ID
	// sight is the latest that the instrument has shown, with what is left of it.
	sight sight
}

// bind makes a book that of a combo.
func (v *Venue) bind(b *book) error {
	parts, err := b.in.Parts(v.listed)
	if err != nil {
		return fmt.Errorf("simulated venue: %w", err)
	}
	b.whole = &whole{legs: make([]leg, len(parts))}
	b.until = market.Never // a combo has no data of its own: whatever is shown of it is too old
	for i, in := range parts {
		l := leg{Leg: b.in.Legs[i], id: in.ID}
		l.weight = float64(l.Ratio) * in.Multiplier.Div(b.in.Multiplier).InexactFloat64()
		b.whole.legs[i] = l
		under := &v.books[in.ID]
		if under.part == nil {
			under.part = &part{}
		}
		under.part.combos = append(under.part.combos, b.in.ID)
	}
	return nil
}

func (v *Venue) listed(symbol string) (*market.Instrument, error) {
	for i := range v.books {
		if v.books[i].in.Symbol == symbol {
			return v.books[i].in, nil
		}
	}
	return nil, &market.UnknownInstrument{Symbol: symbol}
}

// show lets the combos of an instrument see what it has shown, after its own orders.
func (v *Venue) show(b *book, s *sight) {
	b.part.sight = *s
	b.part.sight.session, b.part.sight.phase = b.observed.Seek(s.end)
	for _, id := range b.part.combos {
		combo := &v.books[id]
		for k := range combo.whole.legs {
			if combo.whole.legs[k].id == b.in.ID {
				v.showLeg(combo, k, s)
			}
		}
	}
}

func (v *Venue) showLeg(b *book, k int, s *sight) {
	switch n := b.whole; {
	case s.bar:
		v.showBar(b, k, s)
	case s.offers:
		n.legs[k].number = b.count + 1
		v.matchNet(b, s.end)
	default:
		v.tellLack(b, lack(order.NoLiquidity, &n.legs[k], "shows trades alone, and a combo needs quotes, books or bars"))
	}
}

// showBar waits until all legs have shown their bars of one period.
func (v *Venue) showBar(b *book, k int, s *sight) {
	n := b.whole
	all := uint(1)<<len(n.legs) - 1
	if n.start != s.start || n.end != s.end {
		if n.shown != all && n.shown != 0 {
			v.missBar(b)
		}
		n.start, n.end, n.shown = s.start, s.end, 0
	}
	if n.shown == all {
		return // told twice
	}
	if n.shown |= 1 << k; n.shown == all {
		v.matchNet(b, s.end)
	}
}

// missBar tells that a leg has had no bar of the period of the others.
func (v *Venue) missBar(b *book) {
	n := b.whole
	for k := range n.legs {
		if n.shown&(1<<k) != 0 {
			continue
		}
		for _, w := range b.urgent {
			w.tried = w.since <= n.start
		}
		v.tellLack(b, lack(order.NoLiquidity, &n.legs[k], "has no bar of the period of the others"))
		v.endMissed(b)
		return
	}
}

// matchNet shows what all legs show to the orders of a combo.
func (v *Venue) matchNet(b *book, at market.Time) {
	if b.orders == 0 {
		b.count++
		return
	}
	s := v.net(b, at)
	b.remind(&s)
	v.match(b, &s)
}

// remind keeps the net for what is sent later in the same moment.
func (b *book) remind(s *sight) {
	b.last = lastPrice{at: s.start, ask: s.ask.close, bid: s.bid.close, bar: s.bar, offers: s.offers}
	if s.bar {
		b.last.at = b.whole.end // not the moment at which it is looked at: closes grow old
	}
}

// refresh works out the net as it is now, for an order that has just come.
func (v *Venue) refresh(b *book) {
	s := v.net(b, v.now)
	b.remind(&s)
}

// net is what all legs show together. Without one of them there is no price.
func (v *Venue) net(b *book, at market.Time) sight {
	n := b.whole
	s := sight{start: at, end: at, bar: v.books[n.legs[0].id].part.sight.bar, offers: true}
	n.lacks = [2]order.Reason{}
	for k := range n.legs {
		l := &n.legs[k]
		seen := &v.books[l.id].part.sight
		if reason := v.unfit(b, l, &s); reason != nil {
			n.lacks = [2]order.Reason{*reason, *reason}
			s.ask, s.bid = flat(math.NaN()), flat(math.NaN())
			break
		}
		s.start, s.offers = min(s.start, seen.start), s.offers && seen.offers
		s.ask.add(v.takes(b, l, order.Buy, &s), l.weight)
		s.bid.add(v.takes(b, l, order.Sell, &s), l.weight)
	}
	s.ask.settle()
	s.bid.settle()
	return s
}

// unfit is why nothing of a leg can be taken together with the others, or nil.
func (v *Venue) unfit(b *book, l *leg, s *sight) *order.Reason {
	under := &v.books[l.id]
	seen := &under.part.sight
	reason := lack(order.NoLiquidity, l, "shows nothing that goes with the others")
	switch {
	case seen.end == 0 || seen.bar != s.bar || !seen.bar && !seen.offers:
		return &reason
	case s.bar && (seen.start != b.whole.start || seen.end != b.whole.end):
		return &reason
	case len(under.halts) > 0 && under.halted(s.end):
		reason = lack(order.TradingHalted, l, "is halted")
		return &reason
	}
	return nil
}

// takes is what an order of a side takes of a leg: the curve of its bar, of which only open and close count, or one price.
// NaN is nothing, and noted.
func (v *Venue) takes(b *book, l *leg, of order.Side, s *sight) curve {
	under, side := &v.books[l.id], l.side(of)
	c := *under.part.sight.side(side)
	if s.bar {
		if over := &under.over; over.From <= s.start && over.To > under.part.sight.start {
			c.open = math.NaN() // the bar began in a halt
		}
	} else if under.displayed != nil {
		c = flat(under.displayed[side].best(under.in))
	}
	if c.close != c.close {
		b.whole.lacks[of] = lack(order.NoLiquidity, l, "has nothing to take on the side that is needed")
	}
	return c
}

// best is the first price of a book at which something is left, or NaN.
func (l *ladderSide) best(in *market.Instrument) float64 {
	for i := range l.count {
		if l.left(in, i).IsPositive() {
			return l.levels[i].Price
		}
	}
	return math.NaN()
}

// add counts a leg to a net. Of the path between open and close nothing is known.
func (c *curve) add(of curve, weight float64) {
	c.open += weight * of.open
	c.close += weight * of.close
}

// settle makes a sum a curve that orders can be shown.
func (c *curve) settle() {
	c.open, c.close = snap(c.open), snap(c.close)
	c.high, c.low = c.close, c.close
	if c.open == c.open {
		c.high, c.low = max(c.open, c.close), min(c.open, c.close)
	}
}

// closest is the phase of a combo at a moment: that of its own calendar, but closed or extended where a leg is.
func (v *Venue) closest(b *book, at market.Time, own calendar.Phase) calendar.Phase {
	for k := range b.whole.legs {
		switch _, phase := v.books[b.whole.legs[k].id].observed.Seek(at); {
		case phase == calendar.Closed || own == calendar.Closed:
			return calendar.Closed
		case own == calendar.Open:
			own = phase
		}
	}
	return own
}

// since reports whether every leg has shown a quote or a book after an order came to the book.
func (n *whole) since(entered uint32) bool {
	for k := range n.legs {
		if n.legs[k].number <= entered {
			return false
		}
	}
	return true
}

func lack(code order.Code, l *leg, what string) order.Reason {
	return order.Reason{Code: code, Detail: "leg " + l.Symbol + " " + what}
}

// tellLack tells the orders of a combo that have met no price why.
func (v *Venue) tellLack(b *book, reason order.Reason) {
	for _, w := range b.fresh {
		v.noteLack(w, &reason)
	}
}

// noteLack tells an order which leg keeps it from trading, if that is news.
func (v *Venue) noteLack(w *working, reason *order.Reason) {
	if w.noted == reason.Code || reason.Code == order.NoReason {
		return
	}
	w.noted, w.notedValue = reason.Code, math.NaN()
	v.sink(order.Noted{Header: v.header(w), Reason: *reason})
}
