package market

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTimeText(t *testing.T) {
	for text, want := range map[string]Time{
		"1970-01-01T00:00:00Z":           0,
		"2024-03-01T14:30:00Z":           1_709_303_400e9,
		"2024-03-01T14:30:00.000000001Z": 1_709_303_400e9 + 1,
		"2024-03-01T14:30:00.25Z":        1_709_303_400e9 + 250e6,
		"1969-12-31T23:59:59.999999999Z": -1,
		"never":                          Never,
	} {
		if want.String() != text {
			t.Errorf("%d is written %s, want %s", int64(want), want, text)
		}
		var got Time
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("UnmarshalText(%s) = %d, %v; want %d", text, int64(got), err, int64(want))
		}
	}
	var zoned Time
	if err := zoned.UnmarshalText([]byte("2024-03-01T09:30:00-05:00")); err != nil || zoned != 1_709_303_400e9 {
		t.Errorf("a time with an offset is %v, %v", zoned, err)
	}
}

func TestTimeTextRefuses(t *testing.T) {
	for _, text := range []string{"", "now", "2024-03-01", "2024-03-01 14:30:00", "2024-13-01T00:00:00Z",
		"0001-01-01T00:00:00Z", "1677-09-21T00:12:43Z", "2262-04-12T00:00:00Z", "9999-12-31T00:00:00Z"} {
		var got Time
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("UnmarshalText(%q) = %v, want an error", text, got)
		}
	}
}

func TestTimeArithmetic(t *testing.T) {
	at := At(time.Date(2024, 3, 1, 14, 30, 0, 0, time.UTC))
	if got := at.Add(90 * time.Second); got.Sub(at) != 90*time.Second || got.String() != "2024-03-01T14:31:30Z" {
		t.Errorf("90 seconds later is %v", got)
	}
	if Never.Add(time.Hour) != Never || Never.Add(-time.Hour) != Never {
		t.Error("never does not stay never")
	}
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	if clock := at.In(newYork).Format("15:04"); clock != "09:30" {
		t.Errorf("14:30 UTC is %s in New York, want 09:30", clock)
	}
}

func TestTimeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Time(rapid.Int64Range(math.MinInt64+1, math.MaxInt64).Draw(t, "time"))
		if At(want.UTC()) != want {
			t.Fatalf("%d becomes %d as a time.Time", int64(want), int64(At(want.UTC())))
		}
		var got Time
		if err := got.UnmarshalText([]byte(want.String())); err != nil || got != want {
			t.Fatalf("%v is read as %v, %v", want, got, err)
		}
	})
}

func TestDateText(t *testing.T) {
	for text, want := range map[string]Date{"2024-02-29": 20240229, "20240229": 20240229, "1970-01-01": 19700101, "0001-01-01": 10101} {
		if got, err := ParseDate(text); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "2024-02-30", "2023-02-29", "2024-2-1", "24-02-01", "2024/02/01", "20241301", "2024-02-29T00:00:00Z", "2024-1-01"} {
		if got, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %d, want an error", text, got)
		}
	}
	var d Date
	if err := d.UnmarshalText(nil); err != nil || d != 0 || d.String() != "" {
		t.Errorf("no text is %v, %v; want no date", d, err)
	}
}

func TestDateParts(t *testing.T) {
	d := NewDate(2024, 14, 1) // month 14 is February of the next year
	if d != 20250201 || d.Year() != 2025 || d.Month() != time.February || d.Day() != 1 || d.Weekday() != time.Saturday {
		t.Errorf("%v: %d %v %d, %v", d, d.Year(), d.Month(), d.Day(), d.Weekday())
	}
	if got := Date(20240229).AddDays(1); got != 20240301 {
		t.Errorf("the day after 29 February 2024 is %v", got)
	}
	if got := Date(20240101).AddDays(-1); got != 20231231 {
		t.Errorf("the day before 2024 is %v", got)
	}
}

// Clock is a moment of the wall clock: the hour that spring skips does not shift the others.
func TestDateClock(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		date         Date
		hour, minute int
		utc          string
	}{
		{20240308, 9, 30, "2024-03-08T14:30:00Z"},
		{20240311, 9, 30, "2024-03-11T13:30:00Z"},
		{20240310, 24, 0, "2024-03-11T04:00:00Z"},
		{20240311, -7, 0, "2024-03-10T21:00:00Z"},
		{20240308, -7, 0, "2024-03-07T22:00:00Z"},
		{20240311, 0, -420, "2024-03-10T21:00:00Z"},
	} {
		if got := At(want.date.Clock(want.hour, want.minute, newYork)); got.String() != want.utc {
			t.Errorf("%v %02d:%02d in New York is %v, want %s", want.date, want.hour, want.minute, got, want.utc)
		}
	}
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := NewDate(rapid.IntRange(100, 9000).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 31).Draw(t, "day"))
		if got, err := ParseDate(d.String()); err != nil || got != d {
			t.Fatalf("%v is read as %v, %v", d, got, err)
		}
		n := rapid.IntRange(-2000, 2000).Draw(t, "days")
		if moved := d.AddDays(n); moved.AddDays(-n) != d || (n > 0 && moved <= d) {
			t.Fatalf("%v moved by %d days is %v", d, n, moved)
		}
	})
}
