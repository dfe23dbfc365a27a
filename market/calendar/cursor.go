package calendar

import (
	"math"

	"github.com/tidemark/tidemark/market"
)

// Cursor finds the session of each of a series of observations. While time stays inside one phase
// of a session a look-up costs two comparisons; going on to the next phase is cheap; going
// anywhere else, backwards included, is a search. It never allocates. A cursor belongs to one
// goroutine; make one with Calendar.Cursor.
type Cursor struct {
	// (from, to] is the phase found last, as observations count it.
	from, to market.Time
	phase    Phase
	session  *Session
	place    place
}

// nowhere is the session of an observation that has none.
var nowhere Session

// Cursor is a new cursor, at no time yet.
func (c *Calendar) Cursor() *Cursor {
	return &Cursor{from: market.Never, to: math.MinInt64, session: &nowhere, place: place{calendar: c}}
}

// Seek finds the session and phase of an observation that was complete at t: a bar that ends at t,
// or a trade or quote of that time. Open < t ≤ Close is the regular session, EarlyOpen < t ≤ Open the
// pre-market, Close < t ≤ LateClose the post-market. When the market was Closed the session is empty,
// with Date 0. The session is shared and must not be changed; it is never nil.
func (cur *Cursor) Seek(t market.Time) (*Session, Phase) {
	if t <= cur.from || t > cur.to {
		cur.move(t)
	}
	return cur.session, cur.phase
}

// Bounds is the interval (from, to] around the last sought time over which Seek gives the same answer.
func (cur *Cursor) Bounds() (from, to market.Time) { return cur.from, cur.to }

func (cur *Cursor) move(t market.Time) {
	if t == math.MinInt64 || !cur.step(t) {
		cur.search(t)
	}
}

// step tries the session at the cursor and the next; it reports whether t was found there.
func (cur *Cursor) step(t market.Time) bool {
	if t <= cur.from {
		return false
	}
	s := cur.place.session()
	if s == nil {
		return false
	}
	if t > s.LateClose {
		end := s.LateClose
		if s = cur.place.next(); s == nil || t > s.LateClose {
			return false
		}
		cur.settle(t, end, s)
		return true
	}
	cur.settle(t, cur.from, s)
	return true
}

func (cur *Cursor) search(t market.Time) {
	// The clock's answer for the instant before is the observation's for this one.
	cur.place = cur.place.calendar.seek(max(t, math.MinInt64+1) - 1)
	before := cur.place
	end := market.Time(math.MinInt64)
	if s := before.previous(); s != nil {
		end = s.LateClose
	}
	cur.settle(t, end, cur.place.session())
}

// settle sets the phase of t, which lies after the end of the session before s and not after the
// end of s; s is nil after the last session.
func (cur *Cursor) settle(t, end market.Time, s *Session) {
	switch {
	case s == nil:
		cur.session, cur.phase, cur.from, cur.to = &nowhere, Closed, end, market.Never
	case t <= s.EarlyOpen:
		cur.session, cur.phase, cur.from, cur.to = &nowhere, Closed, end, s.EarlyOpen
	case t <= s.Open:
		cur.session, cur.phase, cur.from, cur.to = s, PreMarket, s.EarlyOpen, s.Open
	case t <= s.Close:
		cur.session, cur.phase, cur.from, cur.to = s, Open, s.Open, s.Close
	default:
		cur.session, cur.phase, cur.from, cur.to = s, PostMarket, s.Close, s.LateClose
	}
}
