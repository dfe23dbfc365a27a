package rows

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Offsets of 2013 and 2014: New York changed on 10 March and 3 November 2013, UTC-5 never does.
func TestWallClock(t *testing.T) {
	for _, test := range []struct {
		zone string
		date market.Date
		at   time.Duration
		want string
	}{
		{"America/New_York", 20130308, 9*time.Hour + 30*time.Minute, "2013-03-08T14:30:00Z"},
		{"America/New_York", 20130310, time.Hour, "2013-03-10T06:00:00Z"},
		{"America/New_York", 20130310, 12 * time.Hour, "2013-03-10T16:00:00Z"},
		{"America/New_York", 20130311, 9*time.Hour + 30*time.Minute, "2013-03-11T13:30:00Z"},
		{"America/New_York", 20131103, 12 * time.Hour, "2013-11-03T17:00:00Z"},
		{"America/New_York", 20131007, 24 * time.Hour, "2013-10-08T04:00:00Z"},
		{"Europe/Berlin", 20240603, 2*time.Hour + 15*time.Minute, "2024-06-03T00:15:00Z"},
		{"UTC-05", 20140701, 0, "2014-07-01T05:00:00Z"},
		{"UTC-5", 20140101, time.Millisecond, "2014-01-01T05:00:00.001Z"},
		{"UTC+05:30", 20140101, 12 * time.Hour, "2014-01-01T06:30:00Z"},
		{"UTC", 20140101, 23*time.Hour + 59*time.Minute, "2014-01-01T23:59:00Z"},
	} {
		zone, err := Zone(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		clock := NewWallClock(zone)
		for range 2 { // the second time from memory
			if got := clock.Time(test.date, test.at).String(); got != test.want {
				t.Errorf("%s in %s at %s: %s, want %s", test.date, test.zone, test.at, got, test.want)
			}
		}
	}
	for _, name := range []string{"", "Local", "Eastern", "UTC5", "UTC-15", "UTC+1:99", "../etc/localtime"} {
		if _, err := Zone(name); err == nil {
			t.Errorf("zone %q: no error", name)
		}
	}
}

func BenchmarkWallClock(b *testing.B) {
	zone, err := Zone("America/New_York")
	if err != nil {
		b.Fatal(err)
	}
	clock := NewWallClock(zone)
	b.ReportAllocs()
	for b.Loop() {
		clock.Time(20131007, 34_200_000_000_000)
	}
}
