package history

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

const (
	// forming is how long ago a bar must have ended, and a tick have happened, to be asked for.
	forming = time.Minute
	// settling is how long after the end of a session IB may still have more of it.
	settling = 30 * time.Minute
	// fixing is how long after the close the settlement price of a future may come, which its daily bar closes at.
	fixing = 6 * time.Hour
)

// A window is a session as far as it can be asked for: rows after from up to to.
type window struct {
	// from is the end of the session before, so that windows touch.
	from, open, to market.Time
	// settled tells that IB has all there will be.
	settled bool
}

// windows are those of the target's sessions that have begun.
func windows(cal *calendar.Calendar, t *Target, now market.Time) []window {
	var list []window
	last := market.Time(0)
	for s := range cal.Sessions(t.From, t.To) {
		w := window{from: last}
		w.open, w.to = t.hours(&s)
		if len(list) == 0 {
			w.from = w.open - 1
			if before, ok := cal.Previous(s.Open); ok {
				_, w.from = t.hours(&before)
			}
		}
		last = w.to
		if t.daily() {
			w.settled = now >= t.final(&s)
			if !w.settled {
				break
			}
		} else {
			w.settled = now >= w.to.Add(settling)
			w.to = min(w.to, now.Add(-forming))
		}
		if w.open >= w.to {
			break
		}
		list = append(list, w)
	}
	return list
}

// hours are the part of a session that is asked for.
func (t *Target) hours(s *calendar.Session) (open, end market.Time) {
	if t.Regular || t.daily() {
		return s.Open, s.Close
	}
	return s.EarlyOpen, s.LateClose
}

// final is when the daily bar of a session is final.
func (t *Target) final(s *calendar.Session) market.Time {
	if t.Instrument.Kind == market.Future {
		return s.Close.Add(fixing)
	}
	return s.LateClose.Add(forming)
}
