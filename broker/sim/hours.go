package sim

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// hours answers what a clock asks of a calendar, and remembers the answer while it holds.
type hours struct {
	calendar *calendar.Calendar
	clock    *calendar.Cursor
	// The answer for clock readings in [from, to).
	from, to market.Time
	phase    calendar.Phase
	// The end of the day of an order for regular hours, and of one for extended hours.
	regularEnd, extendedEnd market.Time
	// regularOpen is the open of the session that closes at regularEnd.
	regularOpen market.Time
}

func newHours(c *calendar.Calendar) hours {
	return hours{calendar: c, clock: c.Cursor(), from: market.Never}
}

func (h *hours) at(now market.Time) *hours {
	if now < h.from || now >= h.to {
		h.look(now)
	}
	return h
}

// look asks the calendar. A clock's intervals begin where an observation's end, so the cursor is asked
// for the next instant.
func (h *hours) look(now market.Time) {
	session, phase := h.clock.Seek(now + 1)
	from, to := h.clock.Bounds()
	h.from, h.to, h.phase = from, to, phase
	switch phase {
	case calendar.PreMarket, calendar.Open:
		h.regularOpen, h.regularEnd, h.extendedEnd = session.Open, session.Close, session.LateClose
	case calendar.PostMarket:
		next := h.next(now)
		h.regularOpen, h.regularEnd, h.extendedEnd = next.Open, next.Close, session.LateClose
	default:
		next := h.next(now)
		h.regularOpen, h.regularEnd, h.extendedEnd = next.Open, next.Close, next.LateClose
	}
}

// next is the session that opens after now; one that never ends beyond the calendar.
func (h *hours) next(now market.Time) calendar.Session {
	if s, ok := h.calendar.Next(now); ok {
		return s
	}
	return calendar.Session{Open: market.Never, Close: market.Never, EarlyOpen: market.Never, LateClose: market.Never}
}

// open reports whether an order may trade in a phase.
func open(p calendar.Phase, outsideRTH bool) bool {
	return p == calendar.Open || outsideRTH && p != calendar.Closed
}
