package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// dayKey names one series of daily bars.
type dayKey struct {
	id   market.ID
	what What
	rth  bool
}

// days are the daily bars of whole sessions, worked out once: those of every session from first to last. A
// session in which nothing happened has none.
type days struct {
	first, last market.Date
	bars        []Bar
}

// maxDays bounds the daily bars that are kept, of all series together; beyond it all are forgotten.
const maxDays = 100_000

// feedDays gives a maker of daily and longer bars the sessions of (from, to]: those that have ended as days
// that are kept, a part of a session from what happened in it.
func (f *Floor) feedDays(m *maker, l *Listing, from, to market.Time) error {
	rth := m.buckets.rth
	current := sessionUntil(l.Calendar, to, rth)
	whole := current
	if finish(&current, rth) > to {
		whole, _ = l.Calendar.Previous(current.Open)
	}
	if end := finish(&whole, rth); whole.Date != 0 && end > from {
		first := firstAfter(l.Calendar, from, rth)
		kept, err := f.daily(dayKey{l.ID(), m.what, rth}, l, first, whole.Date)
		if err != nil {
			return err
		}
		for i := range kept {
			m.day(&kept[i])
		}
	}
	if current.Date == whole.Date {
		return nil
	}
	today, err := f.oneDay(l, m.what, rth, max(begin(&current, rth), from), to)
	for i := range today {
		m.day(&today[i])
	}
	return err
}

// firstAfter is the date of the first session that ends after a time.
func firstAfter(c *calendar.Calendar, t market.Time, rth bool) market.Date {
	date := market.DateOf(t.In(c.Zone()))
	for s := range c.Sessions(date.AddDays(-1), date.AddDays(14)) {
		if finish(&s, rth) > t {
			return s.Date
		}
	}
	return date
}

// day takes in a day's bar.
func (m *maker) day(d *Bar) {
	if !m.enter(d.End, d.Open, d.High) {
		return
	}
	b := &m.bar
	if m.what == BidAsk {
		m.mean.bid, m.mean.ask = d.Open, d.Close
		length := float64(d.End.Sub(d.Start))
		m.mean.bidSum += length * d.Open
		m.mean.askSum += length * d.Close
		m.mean.length += length
		m.mean.since = market.Never
		b.High, b.Low = max(b.High, d.High), min(b.Low, d.Low)
		return
	}
	b.High, b.Low, b.Close = max(b.High, d.High), min(b.Low, d.Low), d.Close
	if m.what.traded() {
		b.Volume += d.Volume
		m.value += d.WAP * d.Volume
		b.Count = -1
	}
}

// daily is the daily bars of the whole sessions from one date to another.
func (f *Floor) daily(key dayKey, l *Listing, first, last market.Date) ([]Bar, error) {
	d := f.days[key]
	if d == nil {
		d = &days{}
	}
	var err error
	switch {
	case len(d.bars) == 0 && d.last == 0:
		d.bars, err = f.sessions(l, key, first, last)
		d.first, d.last = first, last
	default:
		var more []Bar
		if first < d.first {
			if more, err = f.sessions(l, key, first, d.first.AddDays(-1)); err == nil {
				d.bars, d.first = append(more, d.bars...), first
			}
		}
		if err == nil && last > d.last {
			if more, err = f.sessions(l, key, d.last.AddDays(1), last); err == nil {
				d.bars, d.last = append(d.bars, more...), last
			}
		}
	}
	if err != nil {
		return nil, err
	}
	f.keep(key, d)
	return within(d.bars, first, last), nil
}

// keep remembers daily bars, and forgets all others when there are too many.
func (f *Floor) keep(key dayKey, d *days) {
	kept := len(d.bars)
	for other, days := range f.days {
		if other != key {
			kept += len(days.bars)
		}
	}
	if kept > maxDays {
		clear(f.days)
	}
	f.days[key] = d
}

// within are the bars of sessions from one date to another.
func within(bars []Bar, first, last market.Date) []Bar {
	from := len(bars)
	for from > 0 && bars[from-1].Session >= first {
		from--
	}
	to := from
	for to < len(bars) && bars[to].Session <= last {
		to++
	}
	return bars[from:to]
}

// sessions makes the daily bars of whole sessions.
func (f *Floor) sessions(l *Listing, key dayKey, first, last market.Date) ([]Bar, error) {
	from, to := market.Never, market.Time(0)
	for s := range l.Calendar.Sessions(first, last) {
		from, to = min(from, begin(&s, key.rth)), finish(&s, key.rth)
	}
	if to == 0 {
		return nil, nil
	}
	return f.oneDay(l, key.what, key.rth, from, to)
}

// oneDay makes the daily bars of what happened in (from, to].
func (f *Floor) oneDay(l *Listing, w What, rth bool, from, to market.Time) ([]Bar, error) {
	m := newMaker(l, w, day1, rth)
	if w == Trades {
		minute := market.At(to.UTC().Truncate(time.Minute))
		ok, err := f.eachMinute(l, from, minute, m.minute)
		if err != nil {
			return nil, err
		}
		if ok {
			from = max(from, minute) // the minute that is not over comes from its trades
		}
	}
	err := f.feed(m, l, from, to)
	return m.all(to), err
}
