package sim

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Orders for the close trade at the closing price of their session: the official print where Options.Prints has it,
// else the close of the bar that ends with it; on ticks the last trade, or where there are none the last quote, buyers at its ask and sellers at its bid. It must
// be news to the order. They slip like other orders that take liquidity.

// closeCutoff is how long before the close exchanges for shares take no more orders for it, and let go of none: ten
// minutes. Sources: NYSE Rule 7.35B (15:50); Nasdaq Rule 4754 has 15:55, so this is the careful one of the two.
const closeCutoff = 10 * time.Minute

// Prints finds the official prices of an instrument's session.
type Prints func(*market.Instrument, market.Date) (Print, bool)

// Print is the prices of the opening and the closing auction.
type Print struct{ Open, Close float64 }

// print is the official prices of a session; false where there are none.
func (v *Venue) print(b *book, day market.Date) (Print, bool) {
	if v.opts.Prints == nil {
		return Print{}, false
	}
	p, ok := v.opts.Prints(b.in, day)
	return p, ok && b.possible(p.Open) && b.possible(p.Close)
}

// closeSession fills the orders for the close from the observation that ends the session.
func (v *Venue) closeSession(b *book, s *sight) {
	last := *s
	if !s.bar && b.traded.at > s.session.Open {
		last.ask, last.bid = flat(b.traded.ask), flat(b.traded.bid)
	}
	if p, ok := v.print(b, s.session.Date); ok {
		last.ask, last.bid = flat(p.Close), flat(p.Close)
	}
	last.atClose = true
	for _, w := range append([]*working(nil), b.closing...) {
		if w.ends == s.session.Close && !w.outcome.done() {
			if _, sees := v.entry(w, s); sees {
				v.tradeClose(w, &last)
			}
		}
	}
}

// closeFromMemory fills an order for the close when its session ends, from the last price that the session saw.
func (v *Venue) closeFromMemory(w *working) {
	b := w.book
	if b.halted(w.ends) {
		return
	}
	last := b.last
	if !last.bar && b.traded.at > w.opens {
		last = b.traded
	}
	if last.at == market.Never || last.at <= max(w.opens, w.since) || last.at > w.ends {
		return
	}
	if session, phase := b.observed.Seek(w.ends); phase == calendar.Open {
		if p, ok := v.print(b, session.Date); ok {
			last.ask, last.bid = p.Close, p.Close
		}
	}
	s := sight{start: w.ends, end: w.ends, ask: flat(last.ask), bid: flat(last.bid), atClose: true, number: b.count}
	s.supply = supply{known: true, unlimited: true} // what traded then is not remembered
	v.tradeClose(w, &s)
}

func (v *Venue) tradeClose(w *working, s *sight) {
	at := s.side(w.request.Side).close
	if !v.reaches(w, s, at) {
		v.note(w, order.LimitNotReached, at)
		return
	}
	v.trade(s, &meeting{order: w, leg: lastLeg, at: at, from: theClose, next: theClose})
}

// refuseClose is what makes it too late to send, change or cancel an order for the close, or nil.
func (v *Venue) refuseClose(b *book) *order.Reason {
	if b.in.Kind != market.Equity && b.in.Kind != market.ETF {
		return nil
	}
	end := b.hours.at(v.now).regularEnd
	if left := end.Sub(v.now); left > 0 && left < closeCutoff {
		return &order.Reason{Code: order.TooLate, Detail: "orders for the close cannot be sent, changed or cancelled in the last " + closeCutoff.String()}
	}
	return nil
}
