package engine

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/strategy"
)

// warmupStart is the opening of the session from which on a subscription is delivered, so that its warm-up
// is complete at start. Missing data makes a warm-up shorter; holes are not compensated.
//
// A broker rations history, so a live run asks for no more sessions than it must, and for a part of the first one: for
// twice the bars that are wanted, because some may be missing.
func (r *route) warmupStart(sub strategy.BarSubscription, start market.Time, live bool) (market.Time, error) {
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
	if live && bars > 0 {
		from := r.back(start, 2*bars, sub.Spec.Span)
		if sessions == 0 {
			return from, nil
		}
		start, bars = min(start, from), 0
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

// back is the time so many bars before a moment, in the hours that are recorded.
func (r *route) back(moment market.Time, bars int, span time.Duration) market.Time {
	session, phase := r.calendar.At(moment)
	ok := phase != calendar.Closed && moment > r.opening(&session)
	for first := true; bars > 0; first = false {
		if !first || !ok {
			if session, ok = r.calendar.Previous(moment); !ok {
				break
			}
		}
		open, end := r.opening(&session), min(moment, r.closing(&session))
		held := int((end.Sub(open) + span - 1) / span)
		moment = open.Add(time.Duration(max(0, held-bars)) * span)
		bars -= held
	}
	return moment
}

// barStart is when the bar of a specification that a moment falls into begins, so that the first one built
// is whole.
func (r *route) barStart(spec market.BarSpec, moment market.Time, live bool) market.Time {
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
	open := r.opening(&session)
	if live && spec.Kind == market.TimeBars && moment > open {
		return open.Add(moment.Sub(open).Truncate(spec.Span))
	}
	return min(moment, open)
}

// closing is when the part of a session that is recorded ends.
func (r *route) closing(s *calendar.Session) market.Time {
	if r.feed.ExtendedHours {
		return s.LateClose
	}
	return s.Close
}

// opening is when the part of a session that is recorded begins.
func (r *route) opening(s *calendar.Session) market.Time {
	if r.feed.ExtendedHours {
		return s.EarlyOpen
	}
	return s.Open
}
