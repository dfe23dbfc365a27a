package calendar

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// Session is one trading day of a calendar.
type Session struct {
	// Date names the session: the civil date, in the calendar's zone, on which it closes.
	Date market.Date
	// Early marks a session that is shorter than the usual one: a half day, or a late opening.
	Early bool
	// Open and Close bound regular trading.
	Open, Close market.Time
	// EarlyOpen and LateClose bound extended trading. They equal Open and Close in markets without.
	EarlyOpen, LateClose market.Time
}

// Duration is the length of regular trading.
func (s *Session) Duration() time.Duration { return s.Close.Sub(s.Open) }

// Phase is the part of the trading day that a time falls in.
type Phase uint8

const (
	// Closed is outside every session, extended hours included.
	Closed Phase = iota
	// PreMarket is extended trading before the regular open.
	PreMarket
	// Open is regular trading.
	Open
	// PostMarket is extended trading after the regular close.
	PostMarket
)

var phaseNames = [...]string{"closed", "pre-market", "open", "post-market"}

// String is "closed", "pre-market", "open" or "post-market".
func (p Phase) String() string {
	if int(p) < len(phaseNames) {
		return phaseNames[p]
	}
	return "unknown"
}

// phase places a clock reading that lies in [EarlyOpen, LateClose).
func (s *Session) phase(t market.Time) Phase {
	switch {
	case t < s.Open:
		return PreMarket
	case t < s.Close:
		return Open
	}
	return PostMarket
}
