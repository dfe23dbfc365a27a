package rows

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
)

// WallClock turns the dates and times of day that a clock in one zone shows into instants. When the
// clock is put back, the hour that it shows twice is read as package time reads it; a row that then goes
// back in time is found by the order check.
type WallClock struct {
	zone     *time.Location
	date     market.Date
	midnight market.Time
	// even is true when the date has 24 hours, so that its times are offsets from midnight.
	even bool
}

// NewWallClock is a clock in a zone.
func NewWallClock(zone *time.Location) WallClock { return WallClock{zone: zone} }

// Zone is where the clock hangs.
func (c *WallClock) Zone() *time.Location { return c.zone }

// Time is the instant at which the clock shows date and time of day. A time of day of 24 hours or more
// runs into the next day.
func (c *WallClock) Time(date market.Date, timeOfDay time.Duration) market.Time {
	if date != c.date {
		midnight := date.Clock(0, 0, c.zone)
		c.date, c.midnight = date, market.At(midnight)
		c.even = date.AddDays(1).Clock(0, 0, c.zone).Sub(midnight) == 24*time.Hour
	}
	if c.even && timeOfDay < 24*time.Hour {
		return c.midnight.Add(timeOfDay)
	}
	return market.At(time.Date(date.Year(), date.Month(), date.Day(), 0, 0,
		int(timeOfDay/time.Second), int(timeOfDay%time.Second), c.zone))
}

// Zone finds a time zone by its IANA name ("America/New_York"), or as a fixed distance from UTC
// ("UTC", "UTC-5", "UTC+05:30").
func Zone(name string) (*time.Location, error) {
	if offset, ok := strings.CutPrefix(name, "UTC"); ok && offset != "" {
		seconds, err := fixedOffset(offset)
		if err != nil {
			return nil, fmt.Errorf("time zone %q: want UTC-5 or UTC+05:30: %w", name, err)
		}
		return time.FixedZone(name, seconds), nil
	}
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("time zone %q: name one, such as America/New_York, UTC or UTC-5", name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: want an IANA name such as America/New_York, UTC or UTC-5: %w", name, err)
	}
	return zone, nil
}

func fixedOffset(text string) (seconds int, err error) {
	sign := 1
	switch text[0] {
	case '-':
		sign = -1
	case '+':
	default:
		return 0, fmt.Errorf("offset %q has no sign", text)
	}
	hourText, minuteText, _ := strings.Cut(text[1:], ":")
	hours, err := strconv.ParseUint(hourText, 10, 8)
	if err != nil || hours > 14 {
		return 0, fmt.Errorf("offset %q: hours must be 0 to 14", text)
	}
	minutes := uint64(0)
	if minuteText != "" {
		if minutes, err = strconv.ParseUint(minuteText, 10, 8); err != nil || minutes > 59 {
			return 0, fmt.Errorf("offset %q: minutes must be 0 to 59", text)
		}
	}
	return sign * int(hours*3600+minutes*60), nil
}
