package market

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Time is an instant: nanoseconds since 1970-01-01 00:00 UTC. It has no zone; ask for one with In.
// Instants between the years 1678 and 2262 can be represented.
type Time int64

// Never is later than every instant that can happen.
const Never Time = math.MaxInt64

// At converts a time.Time.
func At(t time.Time) Time { return Time(t.UnixNano()) }

// UTC is the instant as a time.Time in UTC.
func (t Time) UTC() time.Time { return time.Unix(0, int64(t)).UTC() }

// In is the instant as a time.Time on a zone's wall clock.
func (t Time) In(zone *time.Location) time.Time { return time.Unix(0, int64(t)).In(zone) }

// Add moves the instant by d; Never stays Never.
func (t Time) Add(d time.Duration) Time {
	if t == Never {
		return Never
	}
	return t + Time(d)
}

// Sub is the time elapsed since earlier.
func (t Time) Sub(earlier Time) time.Duration { return time.Duration(t - earlier) }

// String is RFC 3339 in UTC with as many decimals as needed, or "never".
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// MarshalText writes the form of String.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads RFC 3339 or "never".
func (t *Time) UnmarshalText(text []byte) error {
	if string(text) == "never" {
		*t = Never
		return nil
	}
	parsed, err := time.Parse(time.RFC3339Nano, string(text))
	if err != nil {
		return fmt.Errorf("time %q: want RFC 3339, such as 2024-03-01T14:30:00Z: %w", text, err)
	}
	if !At(parsed).UTC().Equal(parsed) {
		return fmt.Errorf("time %q: only the years 1678 to 2262 can be represented", text)
	}
	*t = At(parsed)
	return nil
}

// Date is a civil date as the decimal number yyyymmdd; zero means none. Dates compare with < and ==.
type Date int32

// NewDate normalises like time.Date: month 13 is January of the next year.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the civil date that t's own wall clock shows.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(y*10000 + int(m)*100 + d)
}

// ParseDate reads 2006-01-02 or 20060102.
func ParseDate(s string) (Date, error) {
	layout := time.DateOnly
	if len(s) == len("20060102") && !strings.Contains(s, "-") {
		layout = "20060102"
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD: %w", s, err)
	}
	return DateOf(t), nil
}

// Year, Month and Day are the parts of the date.
func (d Date) Year() int { return int(d) / 10000 }

// Month is the month of the date.
func (d Date) Month() time.Month { return time.Month(int(d) / 100 % 100) }

// Day is the day of the month.
func (d Date) Day() int { return int(d) % 100 }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Clock(0, 0, time.UTC).Weekday() }

// AddDays moves by civil days.
func (d Date) AddDays(n int) Date { return NewDate(d.Year(), d.Month(), d.Day()+n) }

// Clock is the moment a wall clock in zone shows hour:minute on this date. Hours above 23 run into
// the next day, negative ones into the day before.
func (d Date) Clock(hour, minute int, zone *time.Location) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, zone)
}

// String is YYYY-MM-DD, or empty for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), int(d.Month()), d.Day())
}

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	*d = parsed
	return err
}
