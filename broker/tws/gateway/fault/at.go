package fault

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
)

// At is a moment: an offset from the start of the script, a time of day, or an instant. The zero value is none.
type At struct {
	Offset  time.Duration
	TimeDay string      // 15:04:05 in the script's zone, the next one after the start
	Instant market.Time // of the market
	Given   bool
}

// In is the moment a duration after the start of the script.
func In(d time.Duration) At { return At{Offset: d, Given: true} }

// When is an instant of the market.
func When(t market.Time) At { return At{Instant: t, Given: true} }

// UnmarshalText reads any of the forms.
func (a *At) UnmarshalText(text []byte) error {
	word := string(text)
	*a = At{Given: true}
	if d, err := time.ParseDuration(word); err == nil {
		if a.Offset = d; d < 0 {
			return fmt.Errorf("%s: must not be before the start", word)
		}
		return nil
	}
	if _, err := time.Parse(time.TimeOnly, word); err == nil {
		a.TimeDay = word
		return nil
	}
	if err := a.Instant.UnmarshalText(text); err != nil {
		return fmt.Errorf("%s: want a duration from the start such as 90s, a time of day such as 15:45:00, or an instant such as 2024-03-04T20:45:00Z", word)
	}
	return nil
}

// market tells whether the moment is one of the market's clock alone.
func (a At) market() bool { return a.TimeDay != "" || a.Instant != 0 }

// on is the moment on a clock, for a script started at start.
func (a At) on(c Clock, start Now, zone *time.Location) int64 {
	switch {
	case a.Instant != 0:
		return int64(a.Instant)
	case a.TimeDay == "":
		return start.of(c) + int64(a.Offset)
	}
	clock, _ := time.Parse(time.TimeOnly, a.TimeDay) // was checked
	begin := start.Market.In(zone)
	at := time.Date(begin.Year(), begin.Month(), begin.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
	if at.Before(begin) {
		at = time.Date(begin.Year(), begin.Month(), begin.Day()+1, clock.Hour(), clock.Minute(), clock.Second(), 0, zone)
	}
	return at.UnixNano()
}

// Now is a moment on both clocks.
type Now struct {
	Market market.Time
	Wall   time.Duration // since the script was started
}

func (n Now) of(c Clock) int64 {
	if c == Wall {
		return int64(n.Wall)
	}
	return int64(n.Market)
}

// never is later than every moment of either clock.
const never = int64(market.Never)
