package calendar

import (
	"sort"

	"github.com/tidemark/tidemark/market"
)

// place is a position among a calendar's sessions: the index-th of a year. An index outside the
// year's sessions is normalised by session, next and previous; beyond the calendar there is no session.
type place struct {
	calendar    *Calendar
	year, index int
}

// seek is the first session whose extended hours end after t.
func (c *Calendar) seek(t market.Time) place {
	year := min(max(t.In(c.zone).Year(), FirstYear), LastYear)
	sessions := c.year(year)
	i := sort.Search(len(sessions), func(i int) bool { return sessions[i].LateClose > t })
	return place{calendar: c, year: year, index: i}
}

// session is the session at the place, or the first after it; nil beyond the last.
func (p *place) session() *Session {
	for p.year <= LastYear {
		if sessions := p.calendar.year(p.year); p.index < len(sessions) {
			return &sessions[p.index]
		}
		p.year, p.index = p.year+1, 0
	}
	return nil
}

// next moves one session on and returns it; nil beyond the last.
func (p *place) next() *Session {
	p.index++
	return p.session()
}

// previous moves one session back and returns it; nil before the first.
func (p *place) previous() *Session {
	p.index--
	for p.index < 0 {
		p.year--
		if p.year < FirstYear {
			return nil
		}
		p.index = len(p.calendar.year(p.year)) - 1
	}
	return &p.calendar.year(p.year)[p.index]
}
