package calendar

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/gb"

	"github.com/tidemark/tidemark/market"
)

// abroad is the timetable of a stock exchange outside the US. Today's hours and rules are taken for all
// years, so that far back it is a best effort. Sources: the exchanges' trading calendars (xetra.com,
// londonstockexchange.com, tsx.com) of 2020 to 2026.
type abroad struct {
	day      hours
	holidays []*cal.Holiday
	// halfDays end early: on them trading closes at halfClose.
	halfDays  []monthDay
	halfClose clock
}

type monthDay struct {
	month time.Month
	day   int
}

var (
	xetra = abroad{
		day: plain(at(9, 0), at(17, 30)),
		holidays: []*cal.Holiday{
			aa.NewYear, aa.GoodFriday, aa.EasterMonday, aa.WorkersDay, aa.ChristmasDay, aa.ChristmasDay2,
			fixed(time.December, 24), fixed(time.December, 31),
		},
	}
	london = abroad{
		day:      plain(at(8, 0), at(16, 30)),
		holidays: append(slices.Clone(gb.Holidays), fixedIn(2022, time.September, 19)), // the Queen's funeral
		halfDays: []monthDay{{time.December, 24}, {time.December, 31}}, halfClose: at(12, 30),
	}
	toronto = abroad{
		day: plain(at(9, 30), at(16, 0)),
		holidays: []*cal.Holiday{
			ca.NewYear, familyDay, ca.GoodFriday, ca.VictoriaDay, ca.CanadaDay, ca.CivicDay, ca.LabourDay,
			ca.ThanksgivingDay, ca.ChristmasDay, ca.BoxingDay,
		},
		halfDays: []monthDay{{time.December, 24}}, halfClose: at(13, 0),
	}
	// familyDay is Ontario's holiday on the third Monday of February.
	familyDay = &cal.Holiday{Month: time.February, Weekday: time.Monday, Offset: 3, Func: cal.CalcWeekdayOffset, StartYear: 2008}
)

func fixed(month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

func fixedIn(year int, month time.Month, day int) *cal.Holiday {
	h := fixed(month, day)
	h.StartYear, h.EndYear = year, year
	return h
}

func (a abroad) regular(d market.Date) hours {
	if weekend(d) {
		return hours{}
	}
	return a.day
}

func (a abroad) exceptions(year int) map[market.Date]hours {
	days := map[market.Date]hours{}
	for _, half := range a.halfDays {
		if d := market.NewDate(year, half.month, half.day); !weekend(d) {
			days[d] = a.day.closingEarly(a.halfClose)
		}
	}
	for _, h := range a.holidays {
		if d := observed(h, year); d != 0 {
			days[d] = hours{}
		}
	}
	return days
}
