package floor

import "time"

// BarSize is one of the sizes that IB makes bars of. Its text is IB's, such as "5 mins".
type BarSize string

// FiveSeconds is the size of real-time bars.
const FiveSeconds BarSize = "5 secs"

// spans are the sizes that are lengths of time.
var spans = map[BarSize]time.Duration{
	"1 secs": time.Second, "5 secs": 5 * time.Second, "10 secs": 10 * time.Second, "15 secs": 15 * time.Second,
	"30 secs": 30 * time.Second, "1 min": time.Minute, "2 mins": 2 * time.Minute, "3 mins": 3 * time.Minute,
	"4 mins": 4 * time.Minute, "5 mins": 5 * time.Minute, "10 mins": 10 * time.Minute, "15 mins": 15 * time.Minute,
	"20 mins": 20 * time.Minute, "30 mins": 30 * time.Minute, "1 hour": time.Hour, "2 hours": 2 * time.Hour,
	"3 hours": 3 * time.Hour, "4 hours": 4 * time.Hour, "8 hours": 8 * time.Hour,
}

// Sizes that are counted in sessions, weeks and months.
const (
	day1   BarSize = "1 day"
	week1  BarSize = "1 week"
	month1 BarSize = "1 month"
)

// Span is the length of a bar; 0 for days, weeks and months.
func (s BarSize) Span() time.Duration { return spans[s] }

// Known reports whether IB has bars of the size.
func (s BarSize) Known() bool { return s.Span() > 0 || s == day1 || s == week1 || s == month1 }

// Daily reports bars of a day and more, which carry a date instead of a time.
func (s BarSize) Daily() bool { return s.Known() && s.Span() == 0 }
