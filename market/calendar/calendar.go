package calendar

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"
	_ "time/tzdata" // the zones of exchanges, on machines that have no zone database

	"github.com/tidemark/tidemark/market"
)

// FirstYear and LastYear bound the sessions that calendars know. Outside them there are none.
const (
	FirstYear = 1971
	LastYear  = 2099
)

// Calendar is the trading calendar of a market. It never changes and is safe for concurrent use.
type Calendar struct {
	name      string
	zone      *time.Location
	perYear   float64
	timetable timetable
	// years are filled when first asked for and shared by all users after that.
	years [LastYear - FirstYear + 1]func() []Session
}

func build(d definition) (*Calendar, error) {
	zone, err := time.LoadLocation(d.zone)
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	c := &Calendar{name: d.name, zone: zone, perYear: d.perYear, timetable: d.timetable}
	for i := range c.years {
		c.years[i] = sync.OnceValue(func() []Session { return c.sessionsOf(FirstYear + i) })
	}
	return c, nil
}

func (c *Calendar) sessionsOf(year int) []Session {
	exceptions := c.timetable.exceptions(year)
	sessions := make([]Session, 0, 366)
	for d := market.NewDate(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
		hours, special := exceptions[d]
		if !special {
			hours = c.timetable.regular(d)
		}
		if hours.trades() {
			sessions = append(sessions, hours.session(d, c.zone))
		}
	}
	return sessions
}

// year is the year's sessions, oldest first; they must not be changed.
func (c *Calendar) year(year int) []Session {
	if year < FirstYear || year > LastYear {
		return nil
	}
	return c.years[year-FirstYear]()
}

// Name is the calendar's name, never an alias.
func (c *Calendar) Name() string { return c.name }

// Zone is the exchange's time zone, in which session dates and wall-clock rules are meant.
func (c *Calendar) Zone() *time.Location { return c.zone }

// SessionsPerYear is the number of sessions in a mean year, for annualising statistics: 252 for
// US shares, 258 for CME equity futures (most US holidays are short sessions there), 259 for
// currencies, 365 for markets that never close.
func (c *Calendar) SessionsPerYear() float64 { return c.perYear }

// Session is the session of a date; false when the market does not trade on it.
func (c *Calendar) Session(date market.Date) (Session, bool) {
	sessions := c.year(date.Year())
	i, found := find(sessions, date)
	if !found {
		return Session{}, false
	}
	return sessions[i], true
}

// Latest is the session of a date or, when the market does not trade on it, the last one before: the session in which
// a contract that expires on the date ends. It is false before FirstYear and after LastYear.
func (c *Calendar) Latest(date market.Date) (Session, bool) {
	if s, ok := c.Session(date); ok || date.Year() > LastYear {
		return s, ok
	}
	return c.Previous(market.At(date.Clock(0, 0, c.zone)))
}

// Index numbers the sessions from 0, the first of FirstYear; the session after a date's has the next
// index. It is false when the market does not trade on the date.
func (c *Calendar) Index(date market.Date) (int, bool) {
	sessions := c.year(date.Year())
	i, found := find(sessions, date)
	if !found {
		return 0, false
	}
	for year := FirstYear; year < date.Year(); year++ {
		i += len(c.year(year))
	}
	return i, true
}

// find is the position of a date among a year's sessions.
func find(sessions []Session, date market.Date) (int, bool) {
	return slices.BinarySearchFunc(sessions, date, func(s Session, d market.Date) int { return cmp.Compare(s.Date, d) })
}

// At tells what a clock that shows t finds: the phase of trading and its session. The session is
// the zero value when the market is closed; see Next for the one to come.
func (c *Calendar) At(t market.Time) (Session, Phase) {
	p := c.seek(t)
	if s := p.session(); s != nil && s.EarlyOpen <= t {
		return *s, s.phase(t)
	}
	return Session{}, Closed
}

// Next is the first session that opens (regular trading) after t; false beyond LastYear.
func (c *Calendar) Next(t market.Time) (Session, bool) {
	p := c.seek(t)
	for s := p.session(); s != nil; s = p.next() {
		if s.Open > t {
			return *s, true
		}
	}
	return Session{}, false
}

// Previous is the last session that had closed (regular trading) at t; false before FirstYear.
func (c *Calendar) Previous(t market.Time) (Session, bool) {
	p := c.seek(t)
	if s := p.session(); s != nil && s.Close <= t {
		return *s, true
	}
	s := p.previous()
	if s == nil {
		return Session{}, false
	}
	return *s, true
}

// Sessions yields the sessions dated from first to last, both included, oldest first.
func (c *Calendar) Sessions(first, last market.Date) iter.Seq[Session] {
	return func(yield func(Session) bool) {
		for year := max(first.Year(), FirstYear); year <= min(last.Year(), LastYear); year++ {
			for _, s := range c.year(year) {
				if s.Date >= first && s.Date <= last && !yield(s) {
					return
				}
			}
		}
	}
}
