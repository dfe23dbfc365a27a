package custody

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// standing is what the orders that work come to, kept from one review to the next. Each review is told all of them; what
// costs, the price and the commission of an order and the sums, is worked out anew only for those that have changed
// themselves, or whose market has, or for all when a day may have begun, because fees are dated.
type standing struct {
	quarter market.Time
	orders  []counted
	spare   []counted
	books   map[*market.Instrument]*lines
	// walk counts reviews, order lists the instruments of the present one as their first orders come.
	walk  int
	order []*lines
	// combos are those of the present review.
	combos []*counted
}

// counted is an order that is in the sums, or apart from them: one of a group, of which the largest counts, and one in a
// market without a price, which takes that of the first. A combo has no lines: its legs are one thing.
type counted struct {
	sim.Prospect
	last  decimal.Decimal
	lines *lines
	trade margin.Trade
	apart bool
}

// lines are the orders of one instrument.
type lines struct {
	in          *market.Instrument
	buys, sells levels
	walk        int
	apart       []*counted
}

// levels are the orders of one side that are not apart, those of one price as one trade: to an account they are the same.
type levels struct {
	signed decimal.Decimal
	at     []level
}

type level struct {
	margin.Trade
	orders int
}

// quarterHour divides the beginnings of days in all zones.
const quarterHour = market.Time(15 * time.Minute)

// update takes over the orders that work now.
func (s *standing) update(a *Account, others []sim.Prospect) {
	if s.books == nil {
		s.books = map[*market.Instrument]*lines{}
	}
	s.walk++
	s.order, s.combos = s.order[:0], s.combos[:0]
	before, now := s.orders, s.spare[:0]
	stale := a.now/quarterHour != s.quarter
	s.quarter = a.now / quarterHour
	i := 0
	for k := range others {
		p := &others[k]
		gone := slices.IndexFunc(before[i:], func(c counted) bool { return c.Order == p.Order })
		for range gone { // orders keep their order: those before it have ended
			s.remove(&before[i])
			i++
		}
		last, known := a.books.Last(p.Instrument.ID)
		switch {
		case gone < 0: // it is new, or was left out the last time
			now = append(now, s.count(a, p, last, known))
			continue
		case !stale && known && p.Legs == nil && before[i].unchanged(p) && same(before[i].last, last):
			now = append(now, before[i])
		default:
			s.remove(&before[i])
			now = append(now, s.count(a, p, last, known))
		}
		i++
	}
	for ; i < len(before); i++ {
		s.remove(&before[i])
	}
	s.orders, s.spare = now, before
	for k := range now {
		s.list(&now[k])
	}
}

func (c *counted) unchanged(now *sim.Prospect) bool {
	before := &c.Prospect
	return before.Legs == nil && before.Instrument == now.Instrument && before.Side == now.Side && before.Known == now.Known && before.Exit == now.Exit &&
		before.OCA == now.OCA && before.Strategy == now.Strategy && same(before.Open, now.Open) && same(before.Price, now.Price)
}

func same(a, b decimal.Decimal) bool { return a == b || a.Equal(b) }

// count puts an order into the sums.
func (s *standing) count(a *Account, p *sim.Prospect, last decimal.Decimal, known bool) counted {
	if p.Legs != nil {
		return counted{Prospect: *p}
	}
	c := counted{Prospect: *p, last: last, trade: a.prospective(p), apart: !known || p.OCA != ""}
	if c.lines = s.books[p.Instrument]; c.lines == nil {
		c.lines = &lines{in: p.Instrument}
		s.books[p.Instrument] = c.lines
	}
	if !p.Exit && !c.apart {
		c.lines.side(p.Side).add(&c.trade)
	}
	return c
}

// remove takes an order out of the sums.
func (s *standing) remove(c *counted) {
	if c.lines != nil && !c.Exit && !c.apart {
		c.lines.side(c.Side).remove(&c.trade)
	}
}

// list enters the instrument of an order, and the order if it is apart, into the present review.
func (s *standing) list(c *counted) {
	switch {
	case c.Exit:
		return
	case c.lines == nil:
		s.combos = append(s.combos, c)
		return
	}
	if l := c.lines; l.walk != s.walk {
		l.walk, l.apart = s.walk, l.apart[:0]
		s.order = append(s.order, l)
	}
	if c.apart {
		c.lines.apart = append(c.lines.apart, c)
	}
}

func (l *lines) side(s order.Side) *levels {
	if s == order.Buy {
		return &l.buys
	}
	return &l.sells
}

func (l *levels) find(price decimal.Decimal) int {
	return slices.IndexFunc(l.at, func(x level) bool { return same(x.Price, price) })
}

func (l *levels) add(t *margin.Trade) {
	l.signed = l.signed.Add(t.Signed)
	i := l.find(t.Price)
	if i < 0 {
		l.at = append(l.at, level{*t, 1})
		return
	}
	x := &l.at[i]
	x.Signed, x.Commission, x.orders = x.Signed.Add(t.Signed), x.Commission.Add(t.Commission), x.orders+1
}

func (l *levels) remove(t *margin.Trade) {
	l.signed = l.signed.Sub(t.Signed)
	i := l.find(t.Price)
	x := &l.at[i]
	if x.orders == 1 {
		l.at = slices.Delete(l.at, i, i+1)
		return
	}
	x.Signed, x.Commission, x.orders = x.Signed.Sub(t.Signed), x.Commission.Sub(t.Commission), x.orders-1
}

func (l *levels) trades() []margin.Trade {
	list := make([]margin.Trade, len(l.at))
	for i := range l.at {
		list[i] = l.at[i].Trade
	}
	return list
}

// sides are the orders that work, and others beside them, by instrument in the order of their first, and the combos.
func (s *standing) sides(a *Account, own []sim.Prospect) (sides []both, wholes [][]margin.Trade) {
	sides = make([]both, len(s.order), len(s.order)+len(own))
	for i, l := range s.order {
		sides[i] = both{side{in: l.in, trades: l.buys.trades(), signed: l.buys.signed}, side{in: l.in, trades: l.sells.trades(), signed: l.sells.signed}}
		for _, c := range l.apart {
			sides[i].of(c.Side).count(&c.Prospect, &c.trade)
		}
	}
	for _, c := range s.combos {
		wholes = append(wholes, a.whole(c.Legs))
	}
	for i := range own {
		p := &own[i]
		switch {
		case p.Exit:
			continue
		case p.Legs != nil:
			wholes = append(wholes, a.whole(p.Legs))
			continue
		}
		k := slices.IndexFunc(sides, func(b both) bool { return b.buys.in == p.Instrument })
		if k < 0 {
			k = len(sides)
			sides = append(sides, both{side{in: p.Instrument}, side{in: p.Instrument}})
		}
		trade := a.prospective(p)
		sides[k].of(p.Side).count(p, &trade)
	}
	return sides, wholes
}

// prospective is the trade that an order would be.
func (a *Account) prospective(p *sim.Prospect) margin.Trade {
	price := a.cautious(p)
	if p.Instrument.Kind == market.Future || p.Instrument.Kind == market.Forex {
		a.estimates = a.opts.Fees() // each as the first of its month, whatever was estimated before it
	}
	return margin.Trade{Instrument: p.Instrument, Signed: p.Signed(), Price: price, Commission: a.commission(p.Instrument, p.Signed(), price)}
}
