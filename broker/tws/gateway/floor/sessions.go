package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// Session is a trading session of a schedule.
type Session struct {
	Start, End market.Time
	// Date is the date that the session counts for.
	Date market.Date
}

// Schedule lists the sessions of a period such as "5 D" that ends at a time, 0 for now, oldest first. It
// reaches into the future only as far as the session that is going on.
func (f *Floor) Schedule(l *Listing, period string, end market.Time, rth bool) ([]Session, error) {
	d, err := f.check(&BarQuery{Listing: l, What: ScheduleOnly, Size: day1, Duration: period})
	if err != nil {
		return nil, err
	}
	if end == 0 || end > f.now {
		end = f.now
	}
	from := d.before(end, l.Calendar, rth)
	zone := l.Calendar.Zone()
	var sessions []Session
	for s := range l.Calendar.Sessions(market.DateOf(from.In(zone)), market.DateOf(end.In(zone)).AddDays(1)) {
		if start := begin(&s, rth); start >= from && start < end {
			sessions = append(sessions, Session{Start: start, End: finish(&s, rth), Date: s.Date})
		}
	}
	if len(sessions) == 0 {
		return nil, noData(l, ScheduleOnly)
	}
	return sessions, nil
}

// first is the time of the earliest data of a listing: of an option, a year before it expires at the most.
func (f *Floor) first(l *Listing) (market.Time, bool) {
	if l.option == nil {
		return f.archive.First(l.recorded())
	}
	first, ok := f.archive.First(l.Underlying.recorded())
	return max(first, l.option.expires.Add(-366*24*time.Hour)), ok
}

// Head is the time of the earliest data of a series: with rth, that of the first regular session.
func (f *Floor) Head(l *Listing, w What, rth bool) (market.Time, error) {
	if refusal := l.offers(w); refusal != nil {
		return 0, refusal
	}
	first, ok := f.first(l)
	if !ok || first > f.now {
		return 0, refuse(162, "Historical Market Data Service error message:No head time stamp")
	}
	if s := sessionUntil(l.Calendar, first, true); rth && first > s.Close {
		if next, ok := l.Calendar.Next(first); ok && next.Open <= f.now {
			return next.Open, nil
		}
	}
	return first, nil
}
