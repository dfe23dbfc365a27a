package csvfile

import (
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// intervals finds the start and the end of bars.
type intervals struct {
	period  Period
	barTime BarTime
	clock   rows.WallClock
	// zoned: the mapping names a zone, in which dates are meant.
	zoned    bool
	calendar *calendar.Calendar
	cursor   *calendar.Cursor
}

func newIntervals(m Mapping, c *calendar.Calendar, clock rows.WallClock) intervals {
	i := intervals{period: m.Period, barTime: m.BarTime, clock: clock, zoned: m.Zone != "", calendar: c}
	if c != nil {
		i.cursor = c.Cursor()
	}
	return i
}

// of is the interval of a bar whose time is s.
func (i *intervals) of(s stamp) (start, end market.Time) {
	switch i.period.Unit {
	case Session:
		return i.session(i.date(s))
	case Week:
		date := i.date(s)
		monday := date.AddDays(-(int(date.Weekday()) + 6) % 7)
		return i.sessions(monday, monday.AddDays(6))
	case Month:
		date := i.date(s)
		first := market.NewDate(date.Year(), date.Month(), 1)
		return i.sessions(first, market.NewDate(date.Year(), date.Month()+1, 0))
	}
	return i.span(s)
}

// date is the civil date that a stamp means: the one that is written, unless there is none or the mapping
// names another zone than the stamp does.
func (i *intervals) date(s stamp) market.Date {
	if s.zoned && (i.zoned || s.date == 0) {
		return market.DateOf(s.instant.In(i.clock.Zone()))
	}
	return s.date
}

// session is one day's.
func (i *intervals) session(date market.Date) (start, end market.Time) {
	if i.calendar != nil {
		if s, ok := i.calendar.Session(date); ok {
			return s.Open, s.Close
		}
	}
	return i.clock.Time(date, 0), i.clock.Time(date.AddDays(1), 0)
}

// sessions is from the first open to the last close between two dates; where the calendar has no
// session, from midnight to midnight.
func (i *intervals) sessions(first, last market.Date) (start, end market.Time) {
	if i.calendar != nil {
		found := false
		for s := range i.calendar.Sessions(first, last) {
			if !found {
				start, found = s.Open, true
			}
			end = s.Close
		}
		if found {
			return start, end
		}
	}
	return i.clock.Time(first, 0), i.clock.Time(last.AddDays(1), 0)
}

func (i *intervals) span(s stamp) (start, end market.Time) {
	at := s.instant
	if !s.zoned {
		at = i.clock.Time(s.date, s.timeOfDay)
	}
	if i.barTime == AtEnd {
		return at.Add(-i.period.Length), at
	}
	return at, i.closing(at, at.Add(i.period.Length))
}

// closing cuts a bar that begins in a session and would end after its close.
func (i *intervals) closing(start, end market.Time) market.Time {
	if i.cursor == nil {
		return end
	}
	// An observation that is complete a nanosecond after start lies in the session start begins in.
	session, phase := i.cursor.Seek(start.Add(time.Nanosecond))
	if phase == calendar.Open && session.Close < end {
		return session.Close
	}
	return end
}
