package aggregate

import (
	"math"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// enter opens the bucket of an input of time t that does not fall into the present one, and completes
// the bar that it leaves behind. It returns the time at which the input counts: later than t when
// it is late. It reports false when the input is outside trading hours.
func (b *Builder) enter(t market.Time) (market.Time, bool) {
	if b.open {
		if t <= b.floor {
			b.late++
			return b.floor + 1, true
		}
		b.complete(b.limit)
	}
	if t <= b.floor {
		b.late++
		t = b.floor + 1
	}
	s, phase := b.cursor.Seek(t)
	if phase == calendar.Closed || (phase != calendar.Open && !b.extended) {
		b.outside++
		b.limit = math.MinInt64
		return t, false
	}
	b.bar.Session = s.Date
	switch b.spec.Kind {
	case market.TimeBars:
		from, to := b.cursor.Bounds()
		b.timeBucket(t, from, to)
	case market.SessionBars:
		b.sessionBucket(s)
	default:
		from, to := b.stretch(s)
		b.fillBucket(from, to)
	}
	return t, true
}

// stretch is the part of a session that bars are built in.
func (b *Builder) stretch(s *calendar.Session) (from, to market.Time) {
	if b.extended {
		return s.EarlyOpen, s.LateClose
	}
	return s.Open, s.Close
}

// timeBucket is the multiple of the span, from the phase's beginning, that t lies in.
func (b *Builder) timeBucket(t, from, to market.Time) {
	span := market.Time(b.spec.Span)
	start := from + (t-from-1)/span*span
	b.bar.Start, b.floor, b.limit = start, start, min(start+span, to)
}

// sessionBucket is the session, or the group of sessions that it belongs to. Groups are counted from
// the first session of the calendar, so they are the same wherever the data begin.
func (b *Builder) sessionBucket(s *calendar.Session) {
	first, last := *s, *s
	if n := b.spec.Count; n > 1 {
		index, _ := b.calendar.Index(s.Date)
		for range index % n {
			first, _ = b.calendar.Previous(first.Open)
		}
		for range n - 1 - index%n {
			next, ok := b.calendar.Next(last.Open)
			if !ok {
				break
			}
			last = next
		}
	}
	start, _ := b.stretch(&first)
	_, end := b.stretch(&last)
	b.bar.Session = last.Date
	b.bar.Start, b.floor, b.limit = start, start, end
}

// fillBucket begins a bar that its inputs fill: at the end of the one before it in the same session, or
// at the session's open.
func (b *Builder) fillBucket(from, to market.Time) {
	b.bar.Start = max(from, b.bar.Start)
	b.floor, b.limit = max(from, b.floor), to
	b.count, b.value = 0, 0
}

// sessionClose is the close of the session that a source's bar of whole sessions ends with: some stamp
// a half day with the usual close.
func (b *Builder) sessionClose(end market.Time) market.Time {
	s, phase := b.cursor.Seek(end)
	if phase != calendar.PostMarket {
		return end
	}
	return s.Close
}

// completeIfFull closes a tick, volume, dollar or range bar with the input of time t that filled it.
// The next bar begins at t, and takes further inputs of the same instant.
func (b *Builder) completeIfFull(t market.Time) {
	full := false
	switch b.spec.Kind {
	case market.TickBars:
		full = b.count >= b.spec.Count
	case market.VolumeBars:
		full = b.bar.Volume >= b.spec.Size
	case market.DollarBars:
		full = b.value >= b.spec.Size
	case market.RangeBars:
		full = b.bar.High-b.bar.Low >= b.spec.Size-rounding*math.Abs(b.bar.High)
	}
	if !full {
		return
	}
	b.complete(t)
	b.bar.Start, b.floor = t, t-1
	b.count, b.value = 0, 0
}

// rounding is the error, relative to prices, that the binary form of decimal prices may cause.
const rounding = 1e-12
