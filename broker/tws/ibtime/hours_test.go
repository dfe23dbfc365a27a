package ibtime

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// lines writes days as "2025-06-23: 22T21:00-23T20:15 ...", in UTC.
func lines(h Hours) []string {
	var list []string
	for _, d := range h.Days {
		line := d.Date.String() + ":"
		if d.Closed() {
			line += " closed"
		}
		for _, s := range d.Sessions {
			line += " " + s.Open.Format("02T15:04") + "-" + s.Close.Format("02T15:04")
		}
		list = append(list, line)
	}
	return list
}

// Texts of real contracts, and their like at the edges; the days are in UTC, by the zones' offsets.
func TestI3ParseHours(t *testing.T) {
	for _, c := range []struct {
		name, zone, text string
		want             []string
	}{
		{"US share", "US/Eastern", "20240802:0930-20240802:1600;20240803:CLOSED;20240804:CLOSED;20240805:0930-20240805:1600",
			[]string{"2024-08-02: 02T13:30-02T20:00", "2024-08-03: closed", "2024-08-04: closed", "2024-08-05: 05T13:30-05T20:00"}},
		{"US share, all hours", "US/Eastern", "20251214:CLOSED;20251215:0400-20251215:2000",
			[]string{"2025-12-14: closed", "2025-12-15: 15T09:00-16T01:00"}},
		{"US share, day after Thanksgiving", "US/Eastern", "20251127:CLOSED;20251128:0930-20251128:1300",
			[]string{"2025-11-27: closed", "2025-11-28: 28T14:30-28T18:00"}},
		{"US share, overnight venue", "US/Eastern", "20250622:2000-20250623:0350;20250623:0400-20250623:2000",
			[]string{"2025-06-23: 23T00:00-23T07:50 23T08:00-24T00:00"}},
		{"US share, across the change of clocks", "US/Eastern", "20250307:0930-20250307:1600;20250308:CLOSED;20250309:CLOSED;20250310:0930-20250310:1600",
			[]string{"2025-03-07: 07T14:30-07T21:00", "2025-03-08: closed", "2025-03-09: closed", "2025-03-10: 10T13:30-10T20:00"}},
		{"Swiss share", "MET", "20180501:CLOSED;20180502:0900-20180502:1732;20180503:0900-20180503:1732",
			[]string{"2018-05-01: closed", "2018-05-02: 02T07:00-02T15:32", "2018-05-03: 03T07:00-03T15:32"}},
		{"London share", "GB-Eire", "20250620:0800-20250620:1630",
			[]string{"2025-06-20: 20T07:00-20T15:30"}},
		{"Tokyo share, noon break", "Japan", "20250620:0900-20250620:1130;20250620:1230-20250620:1530",
			[]string{"2025-06-20: 20T00:00-20T02:30 20T03:30-20T06:30"}},
		{"Hong Kong share, comma between sessions", "Hongkong", "20250620:0930-20250620:1200,20250620:1300-20250620:1600",
			[]string{"2025-06-20: 20T01:30-20T04:00 20T05:00-20T08:00"}},
		{"Hang Seng future: nights belong to the next trading day", "Hongkong",
			"20181213:1715-20181214:0100;20181214:0915-20181214:1200;20181214:1300-20181214:1630;20181215:CLOSED;" +
				"20181216:CLOSED;20181214:1715-20181215:0100;20181217:0915-20181217:1200",
			[]string{"2018-12-14: 13T09:15-13T17:00 14T01:15-14T04:00 14T05:00-14T08:30", "2018-12-15: closed",
				"2018-12-16: closed", "2018-12-17: 14T09:15-14T17:00 17T01:15-17T04:00"}},
		{"E-mini S&P: starts on the date before", "US/Central", "20200927:1700-20200928:1515;20200928:1530-20200928:1600;20200928:1700-20200929:1515",
			[]string{"2020-09-28: 27T22:00-28T20:15 28T20:30-28T21:00", "2020-09-29: 28T22:00-29T20:15"}},
		{"E-mini S&P: the Sunday opens only", "US/Central", "20250626:1700-20250627:1600;20250628:CLOSED;20250629:1700-20250630:1600",
			[]string{"2025-06-27: 26T22:00-27T21:00", "2025-06-28: closed", "2025-06-29: closed", "2025-06-30: 29T22:00-30T21:00"}},
		{"Euro-dollar", "US/Eastern", "20250620:1715-20250620:1700", nil}, // ends before it starts
		{"Euro-dollar, whole", "US/Eastern", "20250621:CLOSED;20250622:1715-20250623:1700",
			[]string{"2025-06-21: closed", "2025-06-22: closed", "2025-06-23: 22T21:15-23T21:00"}},
		{"crypto: midnight ends a day", "UTC", "20250620:0000-20250621:0000;20250621:0000-20250622:0000",
			[]string{"2025-06-20: 20T00:00-21T00:00", "2025-06-21: 21T00:00-22T00:00"}},
		{"midnight as 2400", "UTC", "20250620:0000-20250620:2400", []string{"2025-06-20: 20T00:00-21T00:00"}},
		{"older: one session", "US/Eastern", "20111015:CLOSED;20111017:0930-1600",
			[]string{"2011-10-15: closed", "2011-10-17: 17T13:30-17T20:00"}},
		{"older: two sessions", "MET", "20090507:0700-1830,1830-2330;20090508:CLOSED",
			[]string{"2009-05-07: 07T05:00-07T16:30 07T16:30-07T21:30", "2009-05-08: closed"}},
		{"older: starts on the date before", "US/Eastern", "20111015:CLOSED;20111017:1800-1715",
			[]string{"2011-10-15: closed", "2011-10-16: closed", "2011-10-17: 16T22:00-17T21:15"}},
		{"older: the same twice", "US/Eastern", "20111119:CLOSED;20111120:0015-2355,0015-2355",
			[]string{"2011-11-19: closed", "2011-11-20: 20T05:15-21T04:55"}},
		{"older: night after the day", "Hongkong", "20130408:0915-1630,1700-0100",
			[]string{"2013-04-08: 08T01:15-08T08:30", "2013-04-09: 08T09:00-08T17:00"}},
		{"older: until midnight", "US/Eastern", "20111017:0930-0000", []string{"2011-10-17: 17T13:30-18T04:00"}},
		{"older: the whole day", "UTC", "20111017:0000-0000", []string{"2011-10-17: 17T00:00-18T00:00"}},
		{"stale first day", "US/Eastern", "20240101:CLOSED;20240802:0930-20240802:1600",
			[]string{"2024-01-01: closed", "2024-08-02: 02T13:30-02T20:00"}},
		{"stale first day of a future", "US/Central", "20250623:1700-20250624:1600",
			[]string{"2025-06-24: 23T22:00-24T21:00"}},
		{"out of order", "UTC", "20250621:0900-20250621:1000;20250620:0900-20250620:1000",
			[]string{"2025-06-20: 20T09:00-20T10:00", "2025-06-21: 21T09:00-21T10:00"}},
		{"trades on a day called closed", "UTC", "20250621:CLOSED;20250621:0900-20250621:1000",
			[]string{"2025-06-21: 21T09:00-21T10:00"}},
		{"a blank and an empty segment", "UTC", "20250621:CLOSED; ;20250622:CLOSED;", []string{"2025-06-21: closed", "2025-06-22: closed"}},
		{"a session in a skipped hour", "US/Eastern", "20250309:0230-20250309:0330", []string{}},
		{"empty", "US/Eastern", "", []string{}},
		{"only a semicolon", "US/Eastern", ";", []string{}},
		{"not a date", "UTC", "20250631:0900-20250631:1000", nil},
		{"not a clock", "UTC", "20250630:0960-20250630:1000", nil},
		{"past midnight", "UTC", "20250630:0900-20250630:2401", nil},
		{"lower case", "UTC", "20250630:closed", nil},
		{"no close", "UTC", "20250630:0900", nil},
		{"nothing", "UTC", "20250630:", nil},
		{"a comma too many", "UTC", "20250630:0900-1000,", nil},
		{"half a date", "UTC", "2025063:0900-1000", nil},
		{"other signs", "UTC", "20250630:09:00-10:00", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, err := ParseHours(c.text, location(t, c.zone))
			if c.want == nil {
				var format *FormatError
				if !errors.As(err, &format) || format.Text != c.text {
					t.Fatalf("%v, %v; want a FormatError", lines(h), err)
				}
				return
			}
			if err != nil || !slices.Equal(lines(h), c.want) {
				t.Fatalf("got  %q, %v\nwant %q", lines(h), err, c.want)
			}
			again, err := ParseHours(h.String(), h.Zone)
			if err != nil || !slices.Equal(lines(again), c.want) {
				t.Errorf("%q comes back as %q, %v", h.String(), lines(again), err)
			}
		})
	}
}

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := Location(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestHoursAreWrittenAsTheyCame(t *testing.T) {
	for _, c := range []struct{ zone, text string }{
		{"US/Eastern", "20240802:0930-20240802:1600;20240803:CLOSED;20240804:CLOSED;20240805:0930-20240805:1600"},
		{"US/Central", "20250626:1700-20250627:1600;20250628:CLOSED;20250629:1700-20250630:1600"},
		{"Hongkong", "20181214:0915-20181214:1200;20181215:CLOSED;20181216:CLOSED;20181214:1715-20181215:0100;20181217:0915-20181217:1200"},
		{"UTC", "20250620:0000-20250621:0000"},
		{"UTC", ""},
	} {
		h, err := ParseHours(c.text, location(t, c.zone))
		if err != nil || h.String() != c.text {
			t.Errorf("%q is written as %q, %v", c.text, h.String(), err)
		}
	}
}

func TestHoursNeedTheirZone(t *testing.T) {
	if h, err := ParseHours("20250621:CLOSED", nil); err == nil {
		t.Errorf("hours without a zone: %v", h)
	}
	if h, err := ParseHours("", nil); err != nil || len(h.Days) != 0 {
		t.Errorf("no hours without a zone: %v, %v", h, err)
	}
}

func TestAt(t *testing.T) {
	share, future, pair := "20250620:0930-20250620:1600;20250621:CLOSED", "20250619:1700-20250620:1600;20250621:CLOSED;20250622:1700-20250623:1600",
		"20250620:0930-20250620:1600;20250623:0930-20250623:1600"
	for _, c := range []struct {
		name, text, at string // at is a clock in New York
		want           State
	}{
		{"the day before the first", share, "20250619 23:59", Unknown},
		{"early on the first day", share, "20250620 00:00", Closed},
		{"before the open", share, "20250620 09:29", Closed},
		{"at the open", share, "20250620 09:30", Open},
		{"before the close", share, "20250620 15:59", Open},
		{"at the close", share, "20250620 16:00", Closed},
		{"on the closed day", share, "20250621 12:00", Closed},
		{"after the last day", share, "20250622 00:00", Unknown},
		{"before the first evening", future, "20250619 16:59", Unknown},
		{"in the first evening", future, "20250619 17:00", Open},
		{"during the break on a Friday", future, "20250620 17:00", Closed},
		{"on Sunday before the open", future, "20250622 16:59", Closed},
		{"on Sunday after the open", future, "20250622 17:00", Open},
		{"after the last close", future, "20250623 16:59", Closed},
		{"in the last evening", future, "20250623 17:00", Unknown},
		{"on a date left out", pair, "20250621 12:00", Unknown},
		{"after the date left out", pair, "20250623 12:00", Open},
		{"with no hours at all", "", "20250620 12:00", Unknown},
	} {
		h, err := ParseHours(c.text, location(t, "US/Eastern"))
		if err != nil {
			t.Fatal(err)
		}
		at, err := Parse(c.at, location(t, "US/Eastern"))
		if err != nil {
			t.Fatal(err)
		}
		if got := h.At(at); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestOn(t *testing.T) {
	h, err := ParseHours("20251127:CLOSED;20251128:0930-20251128:1300", location(t, "US/Eastern"))
	if err != nil {
		t.Fatal(err)
	}
	if day, ok := h.On(20251127); !ok || !day.Closed() {
		t.Errorf("Thanksgiving: %v, %v", day, ok)
	}
	if day, ok := h.On(20251128); !ok || day.Closed() || day.Sessions[0].Close.Hour() != 18 {
		t.Errorf("the day after: %v, %v; want a close at 18:00 UTC", day, ok)
	}
	for _, date := range []market.Date{20251126, 20251129, 0} {
		if day, ok := h.On(date); ok {
			t.Errorf("%v: %v, want unknown", date, day)
		}
	}
}

func TestErrorsAreShort(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	_, hours := ParseHours(long, time.UTC)
	_, instant := Parse(long, nil)
	_, date := Parse("20250620 09:30:00 "+long, nil)
	for _, err := range []error{hours, instant, date} {
		if len(err.Error()) > 1000 {
			t.Errorf("an error of %d bytes", len(err.Error()))
		}
	}
}
