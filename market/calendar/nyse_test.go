package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"

	"github.com/tidemark/tidemark/market"
)

// weekdaysWithout lists the weekdays of a year on which the calendar does not trade, and its half
// days, as month-day texts.
func weekdaysWithout(c *Calendar, year int) (closed, half []string) {
	for d := market.NewDate(year, 1, 1); d.Year() == year; d = d.AddDays(1) {
		s, trades := c.Session(d)
		text := d.String()[5:]
		if !trades && !weekend(d) {
			closed = append(closed, text)
		}
		if trades && s.Early {
			half = append(half, text)
		}
	}
	return closed, half
}

// Source: NYSE Group, "Holidays and Trading Hours", as published for each year, and NYSE's list of
// special closings (full days and early closes) for the years before 2011.
func TestNYSEPublishedHolidays(t *testing.T) {
	for _, want := range []struct {
		year         int
		closed, half string
	}{
		{1990, "01-01 02-19 04-13 05-28 07-04 09-03 11-22 12-25", "12-24 12-27"},
		{1992, "01-01 02-17 04-17 05-25 07-03 09-07 11-26 12-25", "11-27 12-24"},
		{1993, "01-01 02-15 04-09 05-31 07-05 09-06 11-25 12-24", "11-26"},
		{1994, "02-21 04-01 04-27 05-30 07-04 09-05 11-24 12-26", "02-11 11-25"},
		{1996, "01-01 02-19 04-05 05-27 07-04 09-02 11-28 12-25", "01-08 07-05 11-29 12-24"},
		{1997, "01-01 02-17 03-28 05-26 07-04 09-01 11-27 12-25", "07-03 10-27 11-28 12-24 12-26"},
		{1998, "01-01 01-19 02-16 04-10 05-25 07-03 09-07 11-26 12-25", "11-27 12-24"},
		{1999, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26 12-31"},
		{2001, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25", "07-03 11-23 12-24"},
		{2002, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25", "07-05 09-11 11-29 12-24"},
		{2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24", "11-26"},
		{2005, "01-17 02-21 03-25 05-30 07-04 09-05 11-24 12-26", "06-01 11-25"},
		{2007, "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25", "07-03 11-23 12-24"},
		{2011, "01-17 02-21 04-22 05-30 07-04 09-05 11-24 12-26", "11-25"},
		{2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25", "07-03 11-23 12-24"},
		{2013, "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25", "07-03 11-29 12-24"},
		{2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25", "07-03 11-23 12-24"},
		{2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24", "11-26"},
		{2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26", "11-25"},
		{2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 11-24"},
		{2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25", "07-03 11-29 12-24"},
		{2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25", "07-03 11-28 12-24"},
		{2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25", "11-27 12-24"},
		{2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24", "11-26"},
		{2028, "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25", "07-03 11-24"},
	} {
		for _, name := range []string{"XNYS", "XNAS"} {
			closed, half := weekdaysWithout(get(t, name), want.year)
			if got := strings.Join(closed, " "); got != want.closed {
				t.Errorf("%s %d closed on\n%s, want\n%s", name, want.year, got, want.closed)
			}
			if got := strings.Join(half, " "); got != want.half {
				t.Errorf("%s %d short days\n%s, want\n%s", name, want.year, got, want.half)
			}
		}
	}
}

// Source: the number of daily prices of the S&P 500 in each year.
func TestNYSESessionsInYear(t *testing.T) {
	counts := map[int]int{
		1990: 253, 1991: 253, 1992: 254, 1993: 253, 1994: 252, 1995: 252, 1996: 254, 1997: 253, 1998: 252,
		1999: 252, 2000: 252, 2001: 248, 2002: 252, 2003: 252, 2004: 252, 2005: 252, 2006: 251, 2007: 251,
		2008: 253, 2009: 252, 2010: 252, 2011: 252, 2012: 250, 2013: 252, 2014: 252, 2015: 252, 2016: 252,
		2017: 251, 2018: 251, 2019: 252, 2020: 253, 2021: 252, 2022: 251, 2023: 250, 2024: 252, 2025: 250,
	}
	c := get(t, "XNYS")
	for year, want := range counts {
		got := len(slices.Collect(c.Sessions(market.NewDate(year, 1, 1), market.NewDate(year, 12, 31))))
		if got != want {
			t.Errorf("%d: %d sessions, want %d", year, got, want)
		}
	}
}

// Daylight saving in New York: since 2007 from the second Sunday of March to the first of November,
// 1987 to 2006 from the first Sunday of April to the last of October (US Energy Policy Act of 2005,
// Uniform Time Act as amended in 1986).
func TestNYSEHoursInUTC(t *testing.T) {
	for _, want := range []struct {
		date                                  market.Date
		earlyOpen, open, closing, lateClosing string
	}{
		{19900330, "09:00", "14:30", "21:00", "01:00"},
		{19900402, "08:00", "13:30", "20:00", "00:00"}, // clocks changed on 1 April
		{20061027, "08:00", "13:30", "20:00", "00:00"},
		{20061030, "09:00", "14:30", "21:00", "01:00"}, // on 29 October
		{20240308, "09:00", "14:30", "21:00", "01:00"},
		{20240311, "08:00", "13:30", "20:00", "00:00"}, // on 10 March
		{20241101, "08:00", "13:30", "20:00", "00:00"},
		{20241104, "09:00", "14:30", "21:00", "01:00"}, // on 3 November
		{20240703, "08:00", "13:30", "17:00", "21:00"}, // half day: 13:00, late trading to 17:00
		{20241129, "09:00", "14:30", "18:00", "22:00"},
		{19921127, "09:00", "14:30", "19:00", "19:00"}, // half days ended at 14:00 then
		{19960108, "09:00", "16:00", "19:00", "01:00"}, // snow: 11:00 to 14:00
		{20020911, "08:00", "16:00", "20:00", "00:00"}, // opened at noon
	} {
		s, ok := get(t, "XNYS").Session(want.date)
		got := []string{clockUTC(s.EarlyOpen), clockUTC(s.Open), clockUTC(s.Close), clockUTC(s.LateClose)}
		expected := []string{want.earlyOpen, want.open, want.closing, want.lateClosing}
		if !ok || !slices.Equal(got, expected) {
			t.Errorf("%s: %v, want %v", want.date, got, expected)
		}
	}
}

func clockUTC(t market.Time) string { return t.UTC().Format("15:04") }

// Holidays do not depend on the machine's time zone, not even on one whose clocks skip the midnight of
// a holiday, as Amman's did on Good Friday of 2018.
func TestHolidaysInAnyMachineZone(t *testing.T) {
	amman, err := time.LoadLocation("Asia/Amman")
	if err != nil {
		t.Fatal(err)
	}
	local := cal.DefaultLoc
	cal.DefaultLoc = amman
	defer func() { cal.DefaultLoc = local }()
	if got := observed(aa.GoodFriday, 2018); got != 20180330 {
		t.Errorf("Good Friday of 2018 is %s, want 2018-03-30", got)
	}
}
