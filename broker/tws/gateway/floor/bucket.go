package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// bucket is the time of one bar.
type bucket struct {
	// The bucket covers (from, to] and belongs to the session of date.
	from, to market.Time
	date     market.Date
	// group numbers the bar: buckets of one group are one bar.
	group int64
}

// buckets parts time into bars as IB does: lengths of time count from midnight on the exchange's clock, and
// the open and the close of a session cut the first and the last one short; the first hourly bar of a US
// share in regular hours begins at 9:30 and the second at 10:00. An observation at the end of a bucket
// belongs to it, as everywhere in this house.
type buckets struct {
	size   BarSize
	rth    bool
	zone   *time.Location
	cursor *calendar.Cursor
	now    bucket
}

func newBuckets(l *Listing, size BarSize, rth bool) buckets {
	return buckets{size: size, rth: rth, zone: l.Calendar.Zone(), cursor: l.Calendar.Cursor(), now: bucket{from: market.Never}}
}

// find is the bucket of an observation; false when the market is closed then, or in extended hours when only
// regular ones are asked for.
func (k *buckets) find(at market.Time) (*bucket, bool) {
	if at > k.now.from && at <= k.now.to {
		return &k.now, true
	}
	s, phase := k.cursor.Seek(at)
	if phase == calendar.Closed || k.rth && phase != calendar.Open {
		return nil, false
	}
	open, last := s.EarlyOpen, s.LateClose
	if k.rth {
		open, last = s.Open, s.Close
	}
	k.now = bucket{from: open, to: last, date: s.Date, group: int64(s.Date)}
	switch span := k.size.Span(); {
	case span > 0:
		midnight := market.At(market.DateOf((at - 1).In(k.zone)).Clock(0, 0, k.zone))
		from := midnight.Add((at - 1).Sub(midnight).Truncate(span))
		k.now.from, k.now.to = max(open, from), min(last, from.Add(span))
		k.now.group = int64(k.now.from)
	case k.size == week1:
		k.now.group = int64(monday(s.Date))
	case k.size == month1:
		k.now.group = int64(s.Date / 100)
	}
	return &k.now, true
}

// monday is the first day of a date's week.
func monday(d market.Date) market.Date { return d.AddDays(-((int(d.Weekday()) + 6) % 7)) }
