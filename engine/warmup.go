package engine

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// warmupStart is the opening of the session from which on a subscription is delivered, so that its warm-up
// is complete at start. Missing data makes a warm-up shorter; holes are not compensated.
func (r *route) warmupStart(sub strategy.BarSubscription, start market.Time) (market.Time, error) {
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
		session, ok := r.calendar.Previous(from)
		if !ok {
			break
		}
		if bars > 0 {
			bars -= int((session.Duration() + sub.Spec.Span - 1) / sub.Spec.Span)
		}
		sessions--
		from = session.Open
	}
	if session, phase := r.calendar.At(from); phase == calendar.Open {
		from = min(from, r.opening(&session))
	}
	return from, nil
}

// barStart is when the bar of a specification that a moment falls into begins, so that the first one built
// is whole.
func (r *route) barStart(spec market.BarSpec, moment market.Time) market.Time {
	session, phase := r.calendar.At(moment)
	if phase == calendar.Closed {
		next, ok := r.calendar.Next(moment)
		if !ok {
			return moment
		}
		session = next
	}
	if spec.Kind == market.SessionBars && spec.Count > 1 {
		index, _ := r.calendar.Index(session.Date)
		for range index % spec.Count {
			session, _ = r.calendar.Previous(session.Open)
		}
	}
	return min(moment, r.opening(&session))
}

// opening is when the part of a session that is recorded begins.
func (r *route) opening(s *calendar.Session) market.Time {
	if r.feed.ExtendedHours {
		return s.EarlyOpen
	}
	return s.Open
}
