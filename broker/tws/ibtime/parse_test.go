package ibtime

import (
	"errors"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// The instants are those of the zones' offsets: New York is 4 hours behind UTC in June and August and 5 in
// January, Shanghai 8 ahead, Tokyo 9, London 1 in May, Paris 2 in June, Los Angeles 8 behind in January.
func TestParse(t *testing.T) {
	newYork := zone(t, "America/New_York")
	for text, want := range map[string]string{
		"20250620 09:30:00 US/Eastern":          "2025-06-20T13:30:00Z",
		"20250620 09:30:00 America/New_York":    "2025-06-20T13:30:00Z",
		"20250620  09:30:00":                    "2025-06-20T13:30:00Z", // zone of the login
		"20250620 09:30:00":                     "2025-06-20T13:30:00Z",
		"20250620 09:30:00 ":                    "2025-06-20T13:30:00Z",
		"20250620-13:30:00":                     "2025-06-20T13:30:00Z",
		"20250620-13:30:00Z":                    "2025-06-20T13:30:00Z",
		"20250620-13:30":                        "2025-06-20T13:30:00Z",
		"20250620 08:30 US/Central":             "2025-06-20T13:30:00Z",
		"1750426200":                            "2025-06-20T13:30:00Z",
		"1750426200000":                         "2025-06-20T13:30:00Z",
		"1750426200123":                         "2025-06-20T13:30:00.123Z",
		"100000000000":                          "1973-03-03T09:46:40Z",
		"999999999":                             "2001-09-09T01:46:39Z",
		"2025-06-20 13:30:00.0":                 "2025-06-20T13:30:00Z",
		"2025-06-20 13:30:00.25":                "2025-06-20T13:30:00.25Z",
		"2025-06-20 13:30:00":                   "2025-06-20T13:30:00Z",
		"20250620  15:30:00 MET":                "2025-06-20T13:30:00Z",
		"20230405 22:20:39 China Standard Time": "2023-04-05T14:20:39Z", // a greeting
		"20150523 03:17:58 Greenwich Mean Time": "2015-05-23T02:17:58Z", // a greeting, in summer
		"20170818 11:07:24 EST":                 "2017-08-18T15:07:24Z", // a greeting that a log dated 15:07:24 UTC
		"20160620 22:37:37 CET":                 "2016-06-20T20:37:37Z",
		"20170116 15:21:22 PST":                 "2017-01-16T23:21:22Z",
		"20250620 22:30:00 JST":                 "2025-06-20T13:30:00Z",
		"20250620 21:30:00 GMT+08:00":           "2025-06-20T13:30:00Z",
		"20240229 12:00:00 UTC":                 "2024-02-29T12:00:00Z",
		"20241231 23:59:59 US/Eastern":          "2025-01-01T04:59:59Z",
	} {
		got, err := Parse(text, newYork)
		if err != nil || got.Format(time.RFC3339Nano) != want || got.Location() != time.UTC {
			t.Errorf("Parse(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "20250620", "2025", "12345678", "17504262", "17504262000", "17504262000000", "-1750426200",
		"20250229 12:00:00 UTC", "20250431-12:00:00", "20251301-12:00:00", "20250600-12:00:00", "00000101-00:00:00",
		"20250620-24:00:00", "20250620-12:60:00", "20250620-12:00:60", "20250620-9:30:00", "20250620-12:00:00 ZZ",
		"20250620-12:00:00 US/Eastern", "20250620-12", "20250620-12:", "20250620T12:00:00", "2025-06-20",
		"2025-06-20 12:00:00.", "2025-06-20 12:00:00.0000000001", "2025-06-20 12:00:00 UTC", "20250620   12:00:00",
		"20250620 12:00:00US/Eastern", "20250620 12:00:0O UTC", "２0250620-12:00:00", "20250620 +1:00:00 UTC",
	} {
		got, err := Parse(text, time.UTC)
		var format *FormatError
		if !errors.As(err, &format) || format.Text != text {
			t.Errorf("Parse(%q) = %v, %v; want a FormatError", text, got, err)
		}
	}
}

func TestParseNeedsAZone(t *testing.T) {
	for _, text := range []string{"20250620  09:30:00", "20250620 09:30 ", "20250620 09:30:00 Nowhere/Town",
		"20250620 09:30:00 Local", "20250620 09:30:00 IST", "20250620 09:30:00 hora est\u00e1ndar"} {
		got, err := Parse(text, nil)
		var unknown *ZoneError
		if !errors.As(err, &unknown) {
			t.Errorf("Parse(%q) = %v, %v; want a ZoneError", text, got, err)
		}
	}
}

// The zone of the machine has no say: one fill time in the forms of four servers is one instant under five hosts.
func TestI1TheHostsZoneDoesNotMatter(t *testing.T) {
	host := time.Local
	defer func() { time.Local = host }()
	newYork := zone(t, "America/New_York")
	want := time.Date(2025, time.June, 20, 13, 30, 0, 0, time.UTC)
	for _, name := range []string{"UTC", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Pacific/Chatham"} {
		time.Local = zone(t, name)
		for _, text := range []string{"20250620  09:30:00", "20250620-13:30:00", "20250620 06:30:00 America/Los_Angeles",
			"20250620 09:30:00 EST"} {
			if got, err := Parse(text, newYork); err != nil || !got.Equal(want) {
				t.Errorf("on a host in %s: Parse(%q) = %v, %v; want %v", name, text, got, err, want)
			}
		}
	}
}

// In New York clocks went from 01:59:59 EDT (UTC-4) to 01:00 EST (UTC-5) on 2 November 2025, and from 01:59:59 EST
// to 03:00 EDT on 9 March 2025. Lord Howe moves by half an hour, from UTC+10:30 to UTC+11, on 5 October 2025 at
// 02:00, and back on 6 April 2025 at 02:00. London and Auckland lie east of Greenwich.
func TestRepeatedAndSkippedHours(t *testing.T) {
	for text, want := range map[string]string{
		"20251102 00:59:59 US/Eastern":          "2025-11-02T04:59:59Z",
		"20251102 01:00:00 US/Eastern":          "2025-11-02T05:00:00Z",
		"20251102 01:59:59 US/Eastern":          "2025-11-02T05:59:59Z",
		"20251102 02:00:00 US/Eastern":          "2025-11-02T07:00:00Z",
		"20250309 01:59:59 US/Eastern":          "2025-03-09T06:59:59Z",
		"20250309 02:00:00 US/Eastern":          "2025-03-09T07:00:00Z",
		"20250309 02:30:00 US/Eastern":          "2025-03-09T07:30:00Z",
		"20250309 03:00:00 US/Eastern":          "2025-03-09T07:00:00Z",
		"20251026 01:30:00 GB-Eire":             "2025-10-26T00:30:00Z",
		"20250330 01:30:00 GB-Eire":             "2025-03-30T01:30:00Z",
		"20250406 02:30:00 Pacific/Auckland":    "2025-04-05T13:30:00Z",
		"20250928 02:30:00 Pacific/Auckland":    "2025-09-27T14:30:00Z",
		"20250406 01:45:00 Australia/Lord_Howe": "2025-04-05T14:45:00Z",
		"20251005 02:15:00 Australia/Lord_Howe": "2025-10-04T15:45:00Z",
	} {
		if got, err := Parse(text, nil); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("Parse(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestParseYearless(t *testing.T) {
	for _, c := range []struct{ text, reference, want string }{
		{"0620 09:30:00 US/Eastern", "2025-06-20T20:00:00Z", "2025-06-20T13:30:00Z"},
		{"0620 09:30:00 US/Eastern", "2025-06-20T13:30:00Z", "2025-06-20T13:30:00Z"},
		{"0620 09:30:00 US/Eastern", "2025-06-20T13:29:59Z", "2024-06-20T13:30:00Z"},
		{"1231  15:59:00", "2025-01-02T00:00:00Z", "2024-12-31T20:59:00Z"},
		{"0101 08:00:00 Japan", "2024-12-31T23:30:00Z", "2024-12-31T23:00:00Z"},
		{"0229 09:30:00 US/Eastern", "2027-05-01T00:00:00Z", "2024-02-29T14:30:00Z"},
		{"0229 12:00:00 UTC", "1903-05-01T00:00:00Z", ""}, // the last one was in 1896, before all markets here
		{"0230 12:00:00 UTC", "2025-06-20T00:00:00Z", ""},
		{"20250620 09:30:00 US/Eastern", "2025-06-20T20:00:00Z", ""},
		{"", "2025-06-20T20:00:00Z", ""},
	} {
		reference, err := time.Parse(time.RFC3339, c.reference)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseYearless(c.text, zone(t, "America/New_York"), reference)
		if c.want == "" {
			var format *FormatError
			if !errors.As(err, &format) {
				t.Errorf("ParseYearless(%q, %s) = %v, %v; want a FormatError", c.text, c.reference, got, err)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("ParseYearless(%q, %s) = %v, %v; want %s", c.text, c.reference, got, err, c.want)
		}
	}
	var unknown *ZoneError
	if _, err := ParseYearless("0620 09:30:00 Nowhere", nil, time.Unix(1e9, 0)); !errors.As(err, &unknown) {
		t.Errorf("unknown zone: %v", err)
	}
}

func TestParseDate(t *testing.T) {
	if got, err := ParseDate("20240229"); err != nil || got != market.Date(20240229) {
		t.Errorf("ParseDate = %v, %v", got, err)
	}
	for _, text := range []string{"", "20230229", "2024-02-29", "202402", "20240229 ", "1750426200"} {
		var format *FormatError
		if got, err := ParseDate(text); !errors.As(err, &format) {
			t.Errorf("ParseDate(%q) = %v, %v; want a FormatError", text, got, err)
		}
	}
}

func TestFormat(t *testing.T) {
	at := time.Date(2025, time.June, 20, 13, 30, 0, 999, time.UTC)
	second := time.Date(2025, time.November, 2, 6, 30, 0, 0, time.UTC) // 01:30 in New York for the second time
	for _, c := range []struct{ got, want string }{
		{FormatUTC(at), "20250620-13:30:00"},
		{Format(at, zone(t, "America/New_York")), "20250620 09:30:00 US/Eastern"},
		{Format(at, zone(t, "US/Eastern")), "20250620 09:30:00 US/Eastern"},
		{Format(at, zone(t, "Europe/London")), "20250620 14:30:00 GB-Eire"},
		{Format(at, zone(t, "Asia/Tokyo")), "20250620 22:30:00 Japan"},
		{Format(at, zone(t, "Asia/Kolkata")), "20250620 19:00:00 Asia/Kolkata"},
		{Format(at, time.UTC), "20250620 13:30:00 UTC"},
		{Format(at, zone(t, "EST")), "20250620-13:30:00"}, // no summer time here, but with IB
		{Format(at, time.Local), "20250620-13:30:00"},
		{Format(at, time.FixedZone("somewhere", 3600)), "20250620-13:30:00"},
		{Format(at, nil), "20250620-13:30:00"},
		{Format(second.Add(-time.Hour), zone(t, "America/New_York")), "20251102 01:30:00 US/Eastern"},
		{Format(second, zone(t, "America/New_York")), "20251102-06:30:00"},
		{FormatZoneless(at, zone(t, "America/New_York")), "20250620  09:30:00"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
