package calendar

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// wall is an instant on the calendar's wall clock.
func wall(t testing.TB, c *Calendar, text string) market.Time {
	t.Helper()
	parsed, err := time.ParseInLocation("2006-01-02 15:04", text, c.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return market.At(parsed)
}

// Sources: CME Group notices "Trading Day for Equity Index Products to End at 4:15 p.m. CT" (effective
// 2012-11-18), "Changes to Globex Closing Times" (2015-09-21), holiday schedules of Labor Day 2007,
// Independence Day 2013 and 2017 and New Year 2024, the press releases on hurricane Sandy (2012-10-29)
// and on the days of mourning (2018-11-30, 2024-12-30). Chicago time.
func TestCMESessions(t *testing.T) {
	c := get(t, "CME")
	for _, want := range []struct {
		date          market.Date
		open, closing string
		early         bool
	}{
		{20240304, "2024-03-03 17:00", "2024-03-04 16:00", false}, // Monday opens on Sunday
		{20240311, "2024-03-10 17:00", "2024-03-11 16:00", false}, // the day clocks change
		{20150918, "2015-09-17 17:00", "2015-09-18 16:15", false},
		{20150921, "2015-09-20 17:00", "2015-09-21 16:00", false},
		{20121116, "2012-11-15 15:30", "2012-11-16 15:15", false},
		{20121119, "2012-11-18 17:00", "2012-11-19 16:15", false},
		{20070903, "2007-09-02 17:00", "2007-09-03 10:30", true}, // Labor Day
		{20121029, "2012-10-28 17:00", "2012-10-29 08:15", true}, // Sandy
		{20121030, "2012-10-29 17:00", "2012-10-30 08:15", true},
		{20130703, "2013-07-02 17:00", "2013-07-03 12:15", true},
		{20130704, "2013-07-03 17:00", "2013-07-04 10:30", true},
		{20170703, "2017-07-02 17:00", "2017-07-03 12:15", true},
		{20170704, "2017-07-03 17:00", "2017-07-04 12:00", true},
		{20181205, "2018-12-04 17:00", "2018-12-05 08:30", true}, // President Bush
		{20250109, "2025-01-08 17:00", "2025-01-09 08:30", true}, // President Carter
		{20240619, "2024-06-18 17:00", "2024-06-19 12:00", true}, // Juneteenth
		{20230407, "2023-04-06 17:00", "2023-04-07 08:15", true}, // Good Friday with employment report
		{20240102, "2024-01-01 17:00", "2024-01-02 16:00", false},
	} {
		s, ok := c.Session(want.date)
		if !ok || s.Open != wall(t, c, want.open) || s.Close != wall(t, c, want.closing) || s.Early != want.early {
			t.Errorf("%s: %s to %s, early %v; want %s to %s, %v",
				want.date, s.Open.In(c.Zone()), s.Close.In(c.Zone()), s.Early, want.open, want.closing, want.early)
		}
	}
	for _, closed := range []market.Date{20240101, 20240329, 20231225, 20221226, 20010912, 20240302, 20240303} {
		if s, ok := c.Session(closed); ok {
			t.Errorf("%s: trades until %s, want no session", closed, s.Close)
		}
	}
}

// The daily break: nothing trades between 16:00 and 17:00 in Chicago.
func TestCMEBreak(t *testing.T) {
	c := get(t, "CME")
	for text, want := range map[string]Phase{
		"2024-03-05 15:59": Open, "2024-03-05 16:00": Closed, "2024-03-05 16:59": Closed, "2024-03-05 17:00": Open,
		"2024-03-08 16:30": Closed, "2024-03-09 12:00": Closed, "2024-03-10 16:59": Closed, "2024-03-10 17:00": Open,
	} {
		if _, phase := c.At(wall(t, c, text)); phase != want {
			t.Errorf("%s: %v, want %v", text, phase, want)
		}
	}
}

func TestForexWeek(t *testing.T) {
	c := get(t, "FOREX")
	for _, want := range []struct {
		at    string
		date  market.Date
		phase Phase
	}{
		{"2024-03-08 16:59", 20240308, Open},
		{"2024-03-08 17:00", 0, Closed},
		{"2024-03-10 16:59", 0, Closed},
		{"2024-03-10 17:00", 20240311, Open}, // Sunday evening is Monday's session
		{"2024-03-11 16:59", 20240311, Open},
		{"2024-03-11 17:00", 20240312, Open}, // sessions touch
		{"2023-12-22 16:59", 20231222, Open},
		{"2023-12-24 17:00", 0, Closed}, // Christmas Day's session
		{"2023-12-25 17:00", 20231226, Open},
		{"2023-12-31 17:00", 0, Closed},
		{"2024-01-01 17:00", 20240102, Open},
	} {
		s, phase := c.At(wall(t, c, want.at))
		if s.Date != want.date || phase != want.phase {
			t.Errorf("%s: session %s, %v; want %s, %v", want.at, s.Date, phase, want.date, want.phase)
		}
	}
}

// The clocks change on Sundays at 02:00, outside the trading week, so every session lasts 24 hours and
// only its UTC times move.
func TestForexSessionsKeepNewYorkTime(t *testing.T) {
	c := get(t, "FOREX")
	for date, want := range map[market.Date]time.Duration{
		20240308: 24 * time.Hour,
		20240311: 24 * time.Hour,
		20241104: 24 * time.Hour,
	} {
		if s, _ := c.Session(date); s.Duration() != want {
			t.Errorf("%s lasts %v, want %v", date, s.Duration(), want)
		}
	}
	march, _ := c.Session(20240312)
	january, _ := c.Session(20240116)
	if march.Open.UTC().Hour() != 21 || january.Open.UTC().Hour() != 22 {
		t.Errorf("open at %v and %v UTC, want 21:00 in summer time and 22:00 in winter", march.Open, january.Open)
	}
}

func TestAlwaysOpen(t *testing.T) {
	c := get(t, "24/7")
	noon := market.At(time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC))
	midnight := market.At(time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC))
	for at, want := range map[market.Time]market.Date{noon: 20240229, midnight: 20240301, midnight - 1: 20240229} {
		if s, phase := c.At(at); s.Date != want || phase != Open {
			t.Errorf("%v: session %s, %v; want %s, open", at, s.Date, phase, want)
		}
	}
}
