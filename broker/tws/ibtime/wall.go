package ibtime

import "time"

// wall is what a clock on the wall shows.
type wall struct {
	year, month, day, hour, minute, second, nanos int
}

// valid tells whether the parts are a date and a time of a calendar, of a year in which somebody trades.
func (w wall) valid() bool {
	return w.year >= 1900 && w.year <= 2299 && w.month >= 1 && w.month <= 12 && w.hour <= 23 && w.minute <= 59 &&
		w.second <= 59 && w.as(0).Day() == w.day
}

// as is the instant at which a clock with an offset from UTC, in seconds, shows w.
func (w wall) as(offset int) time.Time {
	utc := time.Date(w.year, time.Month(w.month), w.day, w.hour, w.minute, w.second, w.nanos, time.UTC)
	return utc.Add(-time.Duration(offset) * time.Second)
}

// in is the instant at which a clock in the zone shows w: the first of two, and in a skipped hour the instant as
// long after the change as the clock would have shown without it.
func (w wall) in(zone *time.Location) time.Time {
	// time.Date promises an instant on either side of a change of the clock, without saying which.
	guess := time.Date(w.year, time.Month(w.month), w.day, w.hour, w.minute, w.second, w.nanos, zone)
	if start, _ := guess.ZoneBounds(); !start.IsZero() {
		_, before := start.Add(-1).Zone()
		if earlier := w.as(before); earlier.Before(start) {
			return earlier
		}
	}
	_, offset := guess.Zone()
	if t := w.as(offset); t.After(guess) { // only in a skipped hour, seen from before it
		return t
	}
	return guess.UTC()
}
