package calendar

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"

	"github.com/tidemark/tidemark/market"
)

// nyse is the timetable of the US stock exchanges. Sources: NYSE rule 7.2 (holidays), the yearly
// notices "Holidays and Trading Hours" on nyse.com, and the exchange's list of special closings.
// Nasdaq has followed it day for day since 1990.
type nyse struct{}

var (
	nyseDay = hours{earlyOpen: at(4, 0), open: at(9, 30), close: at(16, 0), lateClose: at(20, 0)}
	// Half days end at 13:00 and their late trading at 17:00.
	nyseHalfDay = hours{earlyOpen: at(4, 0), open: at(9, 30), close: at(13, 0), lateClose: at(17, 0), early: true}
)

func (nyse) regular(d market.Date) hours {
	day := nyseDay
	switch {
	case weekend(d):
		return hours{}
	case d < 19741001: // 10:00 to 15:30
		day.open, day.close = at(10, 0), at(15, 30)
	case d < 19850930: // 10:00 to 16:00
		day.open = at(10, 0)
	}
	return day
}

// A holiday on a Sunday is kept on Monday, one on a Saturday on Friday; New Year's Day on a Saturday
// is not made up for, because the year's last trading day is an accounting date (rule 7.2).
var (
	sundayToMonday = []cal.AltDay{{Day: time.Sunday, Offset: 1}}

	nyseHolidays = []*cal.Holiday{
		aa.NewYear.Clone(&cal.Holiday{Observed: sundayToMonday}),
		us.MlkDay.Clone(&cal.Holiday{StartYear: 1998}),
		us.PresidentsDay,
		aa.GoodFriday,
		us.MemorialDay,
		us.Juneteenth.Clone(&cal.Holiday{StartYear: 2022}),
		us.IndependenceDay,
		us.LaborDay,
		us.ThanksgivingDay,
		us.ChristmasDay,
	}
)

func (nyse) exceptions(year int) map[market.Date]hours {
	days := map[market.Date]hours{}
	for _, h := range nyseHolidays {
		if d := observed(h, year); d != 0 {
			days[d] = hours{}
		}
	}
	for _, d := range nyseHalfDays(year) {
		if _, holiday := days[d]; !holiday && !weekend(d) {
			days[d] = nyseHalfDay
			if year < 1993 { // half days ended at 14:00
				days[d] = nyseDay.closingEarly(at(14, 0))
			}
		}
	}
	for _, special := range nyseSpecialDays {
		if special.date.Year() == year {
			days[special.date] = special.hours
		}
	}
	return days
}

// observed is the date a holiday is kept in a year, or 0. Noon keeps the date right in machine zones
// whose daylight saving skips midnight.
func observed(h *cal.Holiday, year int) market.Date {
	_, day := h.Calc(year)
	if day.IsZero() {
		return 0
	}
	return market.DateOf(day.Add(12 * time.Hour))
}

// nyseHalfDays lists the days before and after holidays on which trading ends early, when they are
// trading days at all.
func nyseHalfDays(year int) []market.Date {
	var days []market.Date
	if year >= 1990 {
		if eve := market.NewDate(year, time.December, 24); eve.Weekday() != time.Friday {
			days = append(days, eve)
		}
	}
	if year >= 1992 {
		days = append(days, observed(us.DayAfterThanksgivingDay, year))
	}
	if year >= 1995 {
		days = append(days, nyseIndependenceHalfDay(year))
	}
	return days
}

// nyseIndependenceHalfDay is 3 July when the 4th is a Tuesday to Friday; until 2012 a Thursday's half
// day was the Friday after it. With the 4th on a weekend or Monday there is none: the date returned
// then is a holiday or falls on a weekend.
func nyseIndependenceHalfDay(year int) market.Date {
	switch july4 := market.NewDate(year, time.July, 4); july4.Weekday() {
	case time.Thursday:
		if year < 2013 {
			return july4.AddDays(1)
		}
		return july4.AddDays(-1)
	case time.Sunday, time.Monday, time.Saturday:
		return july4
	default:
		return july4.AddDays(-1)
	}
}
