package ibtime

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Hours are the trading hours of a contract, for the days that TWS told. The zero value knows nothing: to it no
// market is open, and none closed.
type Hours struct {
	// Zone is the contract's, in which dates and clocks are meant.
	Zone *time.Location
	// Days ascend, each at most once.
	Days []Day
}

// Day is a trading day. Its date is that of the close: a session that opens on Sunday evening belongs to Monday.
type Day struct {
	Date market.Date
	// Sessions ascend; none means closed.
	Sessions []Session
}

// Closed tells that the day has no session.
func (d *Day) Closed() bool { return len(d.Sessions) == 0 }

// Session is a span of trading, in UTC, with its open and without its close.
type Session struct {
	Open, Close time.Time
}

// A State is what hours know of an instant.
type State uint8

// The states. Unknown is the zero value, and neither of the others.
const (
	Unknown State = iota
	Closed
	Open
)

// String is "unknown", "closed" or "open".
func (s State) String() string {
	if s > Open {
		s = Unknown
	}
	return [...]string{"unknown", "closed", "open"}[s]
}

// On is the trading day of a date. It is false when nothing is known of the date, which does not mean closed.
func (h Hours) On(date market.Date) (Day, bool) {
	i, ok := h.find(date)
	if !ok {
		return Day{}, false
	}
	return h.Days[i], true
}

func (h Hours) find(date market.Date) (int, bool) {
	return slices.BinarySearchFunc(h.Days, date, func(d Day, date market.Date) int { return int(d.Date) - int(date) })
}

// At tells whether the market is open at an instant. It is Unknown before the first day and after the last, in the
// evening of the last day from the hour on at which the next day may open, and on dates that were left out.
func (h Hours) At(t time.Time) State {
	if len(h.Days) == 0 {
		return Unknown
	}
	for i := range h.Days {
		for _, s := range h.Days[i].Sessions {
			if !t.Before(s.Open) && t.Before(s.Close) {
				return Open
			}
		}
	}
	if from, until := h.span(); t.Before(from) || !t.Before(until) {
		return Unknown
	}
	date := market.DateOf(t.In(h.Zone))
	if _, known := h.find(date); known || date < h.Days[0].Date {
		return Closed
	}
	return Unknown
}

// span is the time of which hours know everything.
func (h Hours) span() (from, until time.Time) {
	first, last := h.Days[0], h.Days[len(h.Days)-1]
	from = first.Date.Clock(0, 0, h.Zone)
	if !first.Closed() && first.Sessions[0].Open.Before(from) {
		from = first.Sessions[0].Open
	}
	until = last.Date.Clock(0, int(h.evening()/time.Minute), h.Zone)
	if !last.Closed() && last.Sessions[len(last.Sessions)-1].Close.After(until) {
		until = last.Sessions[len(last.Sessions)-1].Close
	}
	return from, until
}

// evening is the earliest clock at which a day opens the evening before, or midnight when none does.
func (h Hours) evening() time.Duration {
	earliest := 24 * time.Hour
	for _, d := range h.Days {
		for _, s := range d.Sessions {
			open := s.Open.In(h.Zone)
			if market.DateOf(open) < d.Date {
				clock := time.Duration(open.Hour())*time.Hour + time.Duration(open.Minute())*time.Minute
				earliest = min(earliest, clock)
			}
		}
	}
	return earliest
}
