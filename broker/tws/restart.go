package tws

import (
	"fmt"
	"slices"
	"time"
)

// A Restart is a time at which the gateway, or IB's servers, go down by plan.
type Restart struct {
	// Hour and Minute are on the wall clock of Zone.
	Hour, Minute int
	Zone         *time.Location
	// Days are the weekdays on which it happens; none means every day.
	Days []time.Weekday
	// Length is how long it may take.
	Length time.Duration
}

func (r Restart) validate() error {
	if r.Hour < 0 || r.Hour > 23 || r.Minute < 0 || r.Minute > 59 || r.Zone == nil || r.Length <= 0 || r.Length > 24*time.Hour {
		return fmt.Errorf("tws: restart at %02d:%02d for %v: want a time of day with its zone, and a length up to a day", r.Hour, r.Minute, r.Length)
	}
	return nil
}

// A window is the time during which the gate is closed because of a restart.
type window struct{ from, at, until time.Time }

// next is the window that now falls into, or the one that comes next; false when the restart happens on no day.
func (r Restart) next(now time.Time, lead time.Duration) (window, bool) {
	day := now.In(r.Zone).AddDate(0, 0, -1) // one that began yesterday may last
	for range 9 {
		at := time.Date(day.Year(), day.Month(), day.Day(), r.Hour, r.Minute, 0, 0, r.Zone)
		happens := len(r.Days) == 0 || slices.Contains(r.Days, at.Weekday())
		if w := (window{at.Add(-lead), at, at.Add(r.Length)}); happens && now.Before(w.until) {
			return w, true
		}
		day = day.AddDate(0, 0, 1)
	}
	return window{}, false
}

// nextWindow is the first of all restarts' windows.
func nextWindow(restarts []Restart, now time.Time, lead time.Duration) (window, bool) {
	var first window
	found := false
	for _, r := range restarts {
		if w, ok := r.next(now, lead); ok && (!found || w.from.Before(first.from)) {
			first, found = w, true
		}
	}
	return first, found
}
