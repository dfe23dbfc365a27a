package synth

import (
	"cmp"
	"slices"
	"sync"

	"github.com/tidemark/tidemark/market"
)

// mark is the state of a walk between two sessions: enough to go on from there.
type mark struct {
	// after is the date of the session that has ended.
	after       market.Date
	price       float64
	market, own climate
}

// marks are the places from which a tape and its parts can be read without reading what lies before.
type marks struct {
	sync.Mutex
	list []mark // by date
}

// note remembers where a walk has come to, between sessions.
func (m *marks) note(w *walk) {
	m.Lock()
	defer m.Unlock()
	if n := len(m.list); n == 0 || m.list[n-1].after < w.date {
		m.list = append(m.list, mark{after: w.date, price: w.price, market: w.market, own: w.own})
	}
}

// before is the last mark ahead of the session of a date; false when there is none.
func (m *marks) before(date market.Date) (mark, bool) {
	m.Lock()
	defer m.Unlock()
	i, _ := slices.BinarySearchFunc(m.list, date, func(k mark, d market.Date) int { return cmp.Compare(k.after, d) })
	if i == 0 {
		return mark{}, false
	}
	return m.list[i-1], true
}

// Period is the part of the tape from the session of one date to that of another, with the very prices of
// the whole. Where any reading of the tape has come by before, a reading of the part starts at once.
func (t *Tape) Period(first, last market.Date) *Tape {
	part := *t
	part.from = max(first, t.options.First)
	part.options.Last = min(last, t.options.Last)
	return &part
}

// seek goes to the session of a date, or the first one after it.
func (w *walk) seek(date market.Date) {
	if m, ok := w.tape.marks.before(date); ok {
		w.date, w.price, w.market, w.own = m.after, m.price, m.market, m.own
	}
	for w.nextSession() && w.date < date {
		for w.minute < w.minutes {
			w.skip()
		}
	}
}
