package config

import (
	"fmt"
	"strings"
	"time"
)

// A Restart is a time of the day on the wall clock of a zone.
type Restart struct {
	Hour, Minute int
	Zone         *time.Location
}

// ParseRestart reads "23:45 America/New_York".
func ParseRestart(text string) (Restart, error) {
	clock, zone, _ := strings.Cut(strings.TrimSpace(text), " ")
	at, err := time.Parse("15:04", clock)
	if err == nil && zone == "" {
		err = fmt.Errorf("the time zone is missing")
	}
	var r Restart
	if err == nil {
		r.Hour, r.Minute = at.Hour(), at.Minute()
		r.Zone, err = time.LoadLocation(strings.TrimSpace(zone))
	}
	if err != nil {
		return r, fmt.Errorf("restart %q: want a time and a zone, such as 23:45 America/New_York: %w", text, err)
	}
	return r, nil
}
