package calendar

import (
	"time"

	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"

	"github.com/tidemark/tidemark/market"
)

// cme is the timetable of equity index futures on CME Globex, Chicago time. A session runs from the
// evening before to the afternoon of its date. Globex trades until late morning on most US holidays;
// such a morning is a session of its own here, though the exchange clears it with the next trade date.
//
// Sources: CME notices of 2012-11-18 and 2015-09-21 (closing times), the yearly holiday calendars, the
// notices for hurricane Sandy and the days of mourning of 2018 and 2025. Before 2009 holiday hours follow
// the same rules, and the exchange sometimes deviated from them (3 July 2006 had regular hours); the
// hours of the days of mourning of 2004 and 2007 are assumed.
type cme struct{}

// Closing times on short days.
var (
	// cmeHolidayClose applies to holidays of the stock exchange on which Globex opens.
	cmeHolidayClose    = at(12, 0)
	cmeHolidayCloseOld = at(10, 30) // until Presidents' Day 2014
	// cmeHalfDayClose is a quarter of an hour after the stock exchange's early close.
	cmeHalfDayClose = at(12, 15)
	// cmeGoodFridayClose applies when the employment report is published on Good Friday.
	cmeGoodFridayClose = at(8, 15)
)

func (cme) regular(d market.Date) hours {
	evening := at(-7, 0) // 17:00 of the day before
	switch {
	case weekend(d):
		return hours{}
	case d >= 20150921:
		return plain(evening, at(16, 0))
	case d >= 20121119:
		return plain(evening, at(16, 15))
	case d.Weekday() == time.Monday:
		return plain(evening, at(15, 15))
	}
	// The trade date began at 15:30; the maintenance break from 16:30 to 17:00 is not modelled.
	return plain(at(-8, -30), at(15, 15))
}

func (c cme) exceptions(year int) map[market.Date]hours {
	days := map[market.Date]hours{}
	shorten := func(d market.Date, close clock) { days[d] = c.regular(d).closingEarly(close) }
	for d, h := range (nyse{}).exceptions(year) {
		switch {
		case h.trades():
			if h.open == nyseDay.open && h.close <= at(14, 0) {
				shorten(d, cmeHalfDayClose)
			}
		case d < 20140301:
			shorten(d, cmeHolidayCloseOld)
		default:
			shorten(d, cmeHolidayClose)
		}
	}
	if friday := observed(aa.GoodFriday, year); employmentReport(friday) {
		shorten(friday, cmeGoodFridayClose)
	} else {
		days[friday] = hours{}
	}
	days[observed(nyseHolidays[0], year)] = hours{} // New Year's Day
	days[observed(us.ChristmasDay, year)] = hours{}
	for _, special := range cmeSpecialDays {
		if special.date.Year() == year {
			days[special.date] = special.hours
		}
	}
	return days
}

// employmentReport tells whether the Bureau of Labor Statistics publishes on this Good Friday, which it
// does when it is the month's first Friday; the exchange has opened on such days since 2010.
func employmentReport(friday market.Date) bool {
	return friday.Year() >= 2010 && friday.Day() <= 7
}

// cmeSpecialDays are the days on which the stock exchange was closed unexpectedly.
var cmeSpecialDays = []special{
	{19940427, hours{}},             // funeral of President Nixon
	{20010911, cmeNight(at(8, 15))}, // attacks of 11 September
	{20010912, hours{}},
	{20010913, hours{}},
	{20010914, hours{}},
	{20040611, cmeNight(at(8, 15))}, // mourning for President Reagan
	{20070102, cmeNight(at(8, 15))}, // mourning for President Ford
	{20121029, cmeNight(at(8, 15))}, // hurricane Sandy
	{20121030, cmeNight(at(8, 15))},
	{20181205, cmeNight(at(8, 30))}, // mourning for President G. H. W. Bush
	{20250109, cmeNight(at(8, 30))}, // mourning for President Carter
}

// cmeNight is a session that ends before the stock exchange's usual open.
func cmeNight(close clock) hours { return plain(at(-7, 0), at(16, 0)).closingEarly(close) }
