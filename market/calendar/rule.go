package calendar

import (
	"fmt"
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Rule names the instants at which a strategy wants to be called, in terms of a calendar. Make one
// with AtOpen, AtClose, AfterOpen, BeforeClose, Daily or Every, and narrow it with Weekly, WeekStart,
// WeekEnd, MonthStart or MonthEnd; narrowed twice, both must hold. The zero Rule names no instant.
type Rule struct {
	text string
	err  error
	// within is the first instant of the rule in a session that lies after a time, or Never.
	within func(c *Calendar, s *Session, after market.Time) market.Time
	// selects tells whether the rule applies to the session at a place; nil is every session.
	selects func(place) bool
}

// maxOffset bounds the offsets of AfterOpen and BeforeClose, so that the instants of successive
// sessions stay in order.
const maxOffset = 24 * time.Hour

// AtOpen is the regular open of every session.
func AtOpen() Rule { return AfterOpen(0) }

// AtClose is the regular close of every session.
func AtClose() Rule { return BeforeClose(0) }

// AfterOpen is d after the regular open. A session that has closed by then is passed over; a negative
// d is before the open. At most 24 hours either way.
func AfterOpen(d time.Duration) Rule {
	return Rule{
		text: offsetText(d, "after the open", "before the open", "at the open"),
		err:  checkOffset("AfterOpen", d),
		within: once(func(_ *Calendar, s *Session) market.Time {
			if t := s.Open.Add(d); t <= s.Close {
				return t
			}
			return market.Never
		}),
	}
}

// BeforeClose is d before the regular close, which comes early on half days. A session that opens
// later than that is passed over; a negative d is after the close. At most 24 hours either way.
func BeforeClose(d time.Duration) Rule {
	return Rule{
		text: offsetText(d, "before the close", "after the close", "at the close"),
		err:  checkOffset("BeforeClose", d),
		within: once(func(_ *Calendar, s *Session) market.Time {
			if t := s.Close.Add(-d); t >= s.Open {
				return t
			}
			return market.Never
		}),
	}
}

// Daily is hour:minute on the exchange's wall clock on every session's date, whether or not the
// market is open then.
func Daily(hour, minute int) Rule {
	r := Rule{
		text: fmt.Sprintf("daily at %02d:%02d", hour, minute),
		within: once(func(c *Calendar, s *Session) market.Time {
			return at(hour, minute).on(s.Date, c.zone)
		}),
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		r.err = fmt.Errorf("rule Daily(%d, %d): want an hour of 0 to 23 and a minute of 0 to 59", hour, minute)
	}
	return r
}

// Every is each multiple of d after the regular open, up to and including the close: the ends of time
// bars of that length, except the shorter one that a close may cut.
func Every(d time.Duration) Rule {
	r := Rule{
		text: fmt.Sprintf("every %v", d),
		within: func(_ *Calendar, s *Session, after market.Time) market.Time {
			t := s.Open.Add(d)
			if after >= t {
				t = s.Open.Add((after.Sub(s.Open)/d + 1) * d)
			}
			if t > s.Close {
				return market.Never
			}
			return t
		},
	}
	if d <= 0 {
		r.err = fmt.Errorf("rule Every(%v): want a duration above 0", d)
	}
	return r
}

// once makes a rule's function from the one instant it has in a session.
func once(instant func(*Calendar, *Session) market.Time) func(*Calendar, *Session, market.Time) market.Time {
	return func(c *Calendar, s *Session, after market.Time) market.Time {
		if t := instant(c, s); t > after {
			return t
		}
		return market.Never
	}
}

// Err tells what is wrong with the rule's arguments, or nil. A wrong rule names no instant.
func (r Rule) Err() error { return r.err }

// String says the rule in words: "5m0s before the close", "at the open on the month's last session".
func (r Rule) String() string {
	if r.text == "" {
		return "never"
	}
	return r.text
}

// Next is the rule's first instant strictly after a time, or Never when there is none before the
// end of LastYear.
func (r Rule) Next(c *Calendar, after market.Time) market.Time {
	if r.err != nil || r.within == nil || after == market.Never {
		return market.Never
	}
	// An instant may lie up to maxOffset behind the end of its session.
	p := c.seek(max(after, math.MinInt64+market.Time(maxOffset)).Add(-maxOffset))
	for s := p.session(); s != nil; s = p.next() {
		if r.selects != nil && !r.selects(p) {
			continue
		}
		if t := r.within(c, s, after); t != market.Never {
			return t
		}
	}
	return market.Never
}

func checkOffset(name string, d time.Duration) error {
	if d < -maxOffset || d > maxOffset {
		return fmt.Errorf("rule %s(%v): want at most %v either way", name, d, maxOffset)
	}
	return nil
}

func offsetText(d time.Duration, positive, negative, zero string) string {
	switch {
	case d > 0:
		return fmt.Sprintf("%v %s", d, positive)
	case d < 0:
		return fmt.Sprintf("%v %s", -d, negative)
	}
	return zero
}
