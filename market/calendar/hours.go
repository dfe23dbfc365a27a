package calendar

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// clock is a wall-clock time in minutes after midnight of the session's date. The day before is
// negative, and 24:00 is the midnight that follows.
type clock int

func at(hour, minute int) clock { return clock(hour*60 + minute) }

// on is the instant the wall clock shows c, counted from midnight of the date.
func (c clock) on(d market.Date, zone *time.Location) market.Time {
	return market.At(d.Clock(0, int(c), zone))
}

// hours are a day's trading hours; the zero value is a day without a session.
type hours struct {
	earlyOpen, open, close, lateClose clock
	early                             bool
}

// plain hours have no extended trading.
func plain(open, close clock) hours {
	return hours{earlyOpen: open, open: open, close: close, lateClose: close}
}

// closingEarly is the same day cut short; extended trading ends with it.
func (h hours) closingEarly(close clock) hours {
	h.close, h.lateClose, h.early = close, close, true
	return h
}

func (h hours) trades() bool { return h.close > h.open }

func (h hours) session(d market.Date, zone *time.Location) Session {
	s := Session{Date: d, Early: h.early, Open: h.open.on(d, zone), Close: h.close.on(d, zone)}
	s.EarlyOpen, s.LateClose = s.Open, s.Close
	if h.earlyOpen != h.open {
		s.EarlyOpen = h.earlyOpen.on(d, zone)
	}
	if h.lateClose != h.close {
		s.LateClose = h.lateClose.on(d, zone)
	}
	return s
}

// A timetable gives the hours of each date of a year. exceptions lists the dates that differ from
// regular: holidays, as zero hours, and short days.
type timetable interface {
	regular(d market.Date) hours
	exceptions(year int) map[market.Date]hours
}

func weekend(d market.Date) bool {
	day := d.Weekday()
	return day == time.Saturday || day == time.Sunday
}
