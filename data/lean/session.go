package lean

import (
	"time"

	"github.com/tidemark/tidemark/data/csvfile/rows"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// hours finds the start and the end of bars from LEAN's stamp, which is the start.
type hours struct {
	resolution Resolution
	clock      rows.WallClock
	// calendar is nil for bars that do not follow sessions.
	calendar *calendar.Calendar
	// late is how long after the session's close prices still come.
	late    time.Duration
	date    market.Date
	session calendar.Session
	trades  bool
}

func newHours(s *Selection, clock rows.WallClock) (hours, error) {
	c, err := sessionCalendar(s)
	h := hours{resolution: s.Resolution, clock: clock, calendar: c}
	switch s.Type {
	case IndexOption:
		h.late = 15 * time.Minute // Cboe index options trade to 16:15, 13:15 on half days
	case Index:
		h.late = 20 * time.Minute // Cboe publishes index values until 16:20
	}
	return h, err
}

// interval is the start and the end of a bar stamped with date and time of day.
func (h *hours) interval(date market.Date, timeOfDay time.Duration) (start, end market.Time) {
	if h.resolution == Daily {
		return h.day(date)
	}
	start = h.clock.Time(date, timeOfDay)
	switch h.resolution {
	case Minute:
		return start, start.Add(time.Minute)
	case Second:
		return start, start.Add(time.Second)
	}
	return h.clip(date, start, start.Add(time.Hour))
}

// day is the session of a date, or the civil day where there is none.
func (h *hours) day(date market.Date) (start, end market.Time) {
	if h.seek(date) {
		return h.session.Open, h.session.Close.Add(h.late)
	}
	return h.clock.Time(date, 0), h.clock.Time(date.AddDays(1), 0)
}

// clip cuts an hour to the session that it overlaps.
func (h *hours) clip(date market.Date, start, end market.Time) (market.Time, market.Time) {
	if !h.seek(date) {
		return start, end
	}
	opening, closing := h.session.Open, h.session.Close.Add(h.late)
	if start < opening && opening < end {
		start = opening
	}
	if start < closing && closing < end {
		end = closing
	}
	return start, end
}

// seek finds the session of a date.
func (h *hours) seek(date market.Date) bool {
	if h.calendar == nil {
		return false
	}
	if date != h.date {
		h.session, h.trades = h.calendar.Session(date)
		h.date = date
	}
	return h.trades
}
