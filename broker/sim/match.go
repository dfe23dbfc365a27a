package sim

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// match shows an observation to the orders of its instrument. When it comes near none of them, that
// costs the same for one order and for thousands.
func (v *Venue) match(b *book, s *sight) {
	b.count++
	s.number = b.count
	s.session, s.phase = b.observed.Seek(s.end)
	if b.whole != nil {
		s.phase = v.closest(b, s.end, s.phase)
	}
	if len(b.halts) > 0 && b.halted(s.end) {
		v.wait(b)
		return
	}
	all := s.reach()
	if reached := b.reached(&all); reached || len(b.urgent) > 0 || len(b.watched) > 0 {
		s.highFirst = v.highFirst(b, s)
		for _, w := range b.watched {
			v.approach(w, s)
		}
		for _, w := range b.urgent {
			v.approach(w, s)
		}
		for k := range b.shelf {
			for _, r := range b.shelf[k] {
				if r.key > all[k] {
					break
				}
				v.approach(r.order, s)
			}
		}
		v.play(b, s)
	}
	if len(b.closing) > 0 && s.phase == calendar.Open && s.end >= s.session.Close {
		v.closeSession(b, s)
	}
	v.remember(b, s, &all)
	if len(b.fresh) > 0 {
		v.explain(b, s)
	}
}

// matchTape shows a trade beside quotes to the orders that look at trades.
func (v *Venue) matchTape(b *book, t *market.Trade) {
	b.count++
	s := &sight{
		start: t.Time, end: t.Time, ask: flat(b.last.ask), bid: flat(b.last.bid), offers: true,
		tape: true, traded: t.Price, number: b.count, deep: b.displayed != nil,
	}
	s.session, s.phase = b.observed.Seek(s.end)
	if len(b.halts) > 0 && b.halted(s.end) {
		return
	}
	for _, w := range b.watched {
		v.approach(w, s)
	}
	v.play(b, s)
}

// remember records the observation for the orders that it concerned.
func (v *Venue) remember(b *book, s *sight, all *reach) {
	if open(s.phase, false) {
		b.seen[0].observe(s, all)
	}
	if open(s.phase, true) {
		b.seen[1].observe(s, all)
	}
}

// approach finds where an order first meets the observation. An order never trades on data older than
// itself: of a bar that started before the order only the close can be used, and that only if the bar
// ended after it.
func (v *Venue) approach(w *working, s *sight) {
	if !open(s.phase, w.request.OutsideRTH) {
		w.tried = w.request.TimeInForce != order.OPG
		v.noteClosed(w, s)
		return
	}
	from, ok := v.entry(w, s)
	if !ok {
		return
	}
	switch w.request.TimeInForce {
	case order.OPG:
		v.approachOpening(w, s, from)
		return
	case order.AUC:
		if s.session.Open < w.opens {
			return
		}
		if w.opens != 0 && from == theOpen && v.joinOpening(w, s) {
			return
		}
		w.opens = 0
	}
	w.tried = true
	v.join(w, s, from)
}

// approachOpening lets an OPG order take part in the first prices of its session, and in nothing else.
func (v *Venue) approachOpening(w *working, s *sight, from spot) {
	if s.phase != calendar.Open || s.session.Open < w.opens || !s.known(w) {
		return
	}
	w.tried = true
	if from == theOpen && !v.joinOpening(w, s) {
		v.join(w, s, from)
	}
}

// joinOpening lets an order meet the official opening price; false if there is none, or if the order stays for what
// comes after it.
func (v *Venue) joinOpening(w *working, s *sight) bool {
	p, ok := v.print(w.book, s.session.Date)
	if !ok {
		return false
	}
	if !v.reaches(w, s, p.Open) {
		return w.request.TimeInForce == order.OPG
	}
	w.opens = 0
	v.meetings = append(v.meetings, meeting{order: w, at: p.Open, from: theOpen, next: theOpen, opening: true})
	return true
}

// join adds an order's meeting to those of the observation.
func (v *Venue) join(w *working, s *sight, from spot) {
	if m, ok := v.meet(w, s, from); ok {
		v.meetings = append(v.meetings, m)
	}
}

// entry is where on the observation's path an order begins to see.
func (v *Venue) entry(w *working, s *sight) (spot, bool) {
	since := w.since
	if over := &w.book.over; over.From <= s.start {
		since = max(since, over.To)
	}
	switch {
	case w.book.whole != nil && !s.bar && !w.book.whole.since(w.entered):
		return spot{}, false
	case since <= s.start:
		return theOpen, true
	case !s.bar:
		return spot{}, false
	case since < s.end, since == s.end && v.opts.Timing == ThisClose:
		return theClose, true
	}
	return spot{}, false
}

// play lets the orders trade, one after the other along the path. A fill can end other orders and bring
// new ones to life, which join from where the path stands.
func (v *Venue) play(b *book, s *sight) {
	for len(v.meetings) > 0 {
		first := 0
		for i := range v.meetings {
			if v.meetings[i].before(&v.meetings[first]) {
				first = i
			}
		}
		m := v.meetings[first]
		last := len(v.meetings) - 1
		v.meetings[first] = v.meetings[last]
		v.meetings = v.meetings[:last]
		switch {
		case m.order.outcome.done():
		case m.adjusts:
			v.adjust(s, &m)
		case m.order.waits():
			v.trigger(s, &m)
		default:
			v.trade(s, &m)
		}
	}
	v.endMissed(b)
}

// trigger turns an order that waited for a price into the market or limit order that it stands for, which
// trades from the same spot on. Source: SEC, Investor Bulletin "Understanding Order Types": a stop order
// becomes a market order when its stop price is reached. So a gap through the stop fills at the open, not at
// the stop.
func (v *Venue) trigger(s *sight, m *meeting) {
	w := m.order
	w.book.take(w)
	if w.request.Type.Trails() {
		v.stopTrailing(w, m)
	}
	w.triggered = true
	v.age++
	w.age = v.age
	w.book.place(w)
	v.sink(order.WasTriggered{Header: v.header(w)})
	switch {
	case m.at != m.at: // a quote without the side that it trades at
		v.note(w, order.NoLiquidity, m.at)
		return
	case !w.limited():
		v.trade(s, m)
		return
	}
	v.note(w, order.LimitNotReached, m.at)
	v.join(w, s, m.next)
}

// endMissed ends the orders that had to trade at once and did not.
func (v *Venue) endMissed(b *book) {
	for i := 0; i < len(b.urgent); {
		w := b.urgent[i]
		missed := w.tried && w.atOnce()
		w.tried = false
		switch {
		case !missed:
			i++
		case w.request.TimeInForce == order.OPG:
			v.expireOne(w, order.OpeningMissed)
		default:
			v.cancel(w, order.NotFilledAtOnce)
		}
	}
}
