package engine

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Restart is a daily moment at which the gateway restarts. New orders stop Lead before it, so that none is sent
// into a dying connection, and may leave again when Length has passed and the link is back.
type Restart struct {
	Hour, Minute int
	Zone         *time.Location
	Lead, Length time.Duration
}

func (r Restart) validate() error {
	switch {
	case r.Hour < 0 || r.Hour > 23 || r.Minute < 0 || r.Minute > 59:
		return fmt.Errorf("restart at %d:%02d: want an hour of 0 to 23 and a minute of 0 to 59", r.Hour, r.Minute)
	case r.Zone == nil:
		return fmt.Errorf("restart at %d:%02d: in which time zone?", r.Hour, r.Minute)
	case r.Lead < 0 || r.Length < 0 || r.Lead+r.Length > 12*time.Hour:
		return fmt.Errorf("restart at %d:%02d: a lead of %s and a length of %s must not be negative nor longer than 12h", r.Hour, r.Minute, r.Lead, r.Length)
	}
	return nil
}

// window is the one that contains t, or the next one: orders are held back when shut <= t < open.
func (r Restart) window(t market.Time) (shut, open market.Time) {
	date := market.DateOf(t.In(r.Zone))
	for day := -1; ; day++ {
		at := market.At(date.AddDays(day).Clock(r.Hour, r.Minute, r.Zone))
		if open = at.Add(r.Length); open > t {
			return at.Add(-r.Lead), open
		}
	}
}

// restartWindow shuts or opens the gate for the windows that t lies in, and finds out when it must look again.
func (l *live) restartWindow(t market.Time) {
	inside := false
	l.window = market.Never
	for _, r := range l.Restarts {
		shut, open := r.window(t)
		if shut <= t {
			inside = true
			l.window = min(l.window, open)
		} else {
			l.window = min(l.window, shut)
		}
	}
	switch {
	case inside && !l.session.windowShut:
		l.move(WindowShut, "a scheduled restart of the gateway is near")
	case !inside && l.session.windowShut:
		l.move(WindowOpen, "the scheduled restart is over")
	}
}
