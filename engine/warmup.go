package engine

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// warmupStart is the opening of the session from which a subscription must be fed so that its warm-up is
// complete at start. Missing data makes a warm-up shorter; holes are not compensated.
func warmupStart(cal *calendar.Calendar, sub strategy.BarSubscription, start market.Time) (market.Time, error) {
	if sub.Warmup < 0 || sub.WarmupSessions < 0 || sub.Keep < 0 {
		return 0, fmt.Errorf("warm-up of %d bars, %d sessions, keeping %d: none may be negative", sub.Warmup, sub.WarmupSessions, sub.Keep)
	}
	if sub.Warmup == 0 && sub.WarmupSessions == 0 {
		return start, nil
	}
	bars, sessions := sub.Warmup, sub.WarmupSessions
	if sub.Spec.Kind == market.SessionBars {
		bars, sessions = 0, max(sessions, sub.Warmup*sub.Spec.Count)
	}
	if bars > 0 && sub.Spec.Kind != market.TimeBars {
		return 0, fmt.Errorf("nobody knows how many %s bars a session has: use strategy.WarmupSessions instead of Warmup", sub.Spec)
	}
	from := start
	for bars > 0 || sessions > 0 {
		session, ok := cal.Previous(from)
		if !ok {
			break
		}
		if bars > 0 {
			bars -= int((session.Duration() + sub.Spec.Span - 1) / sub.Spec.Span)
		}
		sessions--
		from = session.Open
	}
	return from, nil
}
