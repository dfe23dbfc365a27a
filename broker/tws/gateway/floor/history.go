package floor

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// Bar is a bar of history. IB stamps it with its Start, daily and longer bars with their Session.
type Bar struct {
	// The bar covers (Start, End]. End is the end of its time, also while it is forming.
	Start, End market.Time
	// Session is the date of the session it belongs to, of a week or a month the last one.
	Session                market.Date
	Open, High, Low, Close float64
	// Volume, WAP and Count are of trades; they are -1 in bars of anything else. Count is -1 too in bars of a
	// day and more, and their WAP is worked out from minutes.
	Volume, WAP float64
	Count       int
}

// BarQuery asks for bars of the past.
type BarQuery struct {
	Listing *Listing
	What    What
	Size    BarSize
	// Duration is how far back the bars reach, as IB writes it: "3600 S", "2 D", "1 W", "6 M", "1 Y".
	Duration string
	// End is the time of the last data; 0 is now, and later than now is now.
	End market.Time
	// RTH leaves out what happened outside regular trading hours.
	RTH bool
	// Update tells that the bars are to be kept up to date, which has rules of its own.
	Update bool
}

// History is the answer to a BarQuery: bars, oldest first, and the period they were looked for in.
type History struct {
	Start, End market.Time
	Bars       []Bar
}

// Bars answers a request for historical bars. The last bar may be one that is still forming. The error is a
// *Refusal or an *ArchiveError.
func (f *Floor) Bars(q BarQuery) (History, error) {
	d, err := f.check(&q)
	if err != nil {
		return History{}, err
	}
	end := f.now
	if q.End != 0 {
		end = min(end, q.End)
	}
	h := History{Start: d.before(end, q.Listing.Calendar, q.RTH), End: end}
	if q.Size.Span() > 0 && q.Size.Span() <= 30*time.Second && end < f.now.Add(-fineBarsFor) {
		return h, noData(q.Listing, q.What)
	}
	h.Bars, err = f.bars(q.Listing, q.What, q.Size, q.RTH, h.Start, end)
	if err == nil && len(h.Bars) == 0 {
		err = noData(q.Listing, q.What)
	}
	return h, err
}

// fineBarsFor is how long bars of half a minute and less are kept: six months.
const fineBarsFor = 183 * 24 * time.Hour

// bars makes the bars of a series from what happened in (from, to].
func (f *Floor) bars(l *Listing, w What, size BarSize, rth bool, from, to market.Time) ([]Bar, error) {
	if w == HistoricalVol {
		return f.volatilities(l, size, rth, from, to)
	}
	m := newMaker(l, w.base(), size, rth)
	if size.Daily() {
		if err := f.feedDays(m, l, from, to); err != nil {
			return nil, err
		}
	} else if err := f.feed(m, l, from, to); err != nil {
		return nil, err
	}
	bars, err := f.lead(m, l, rth, from, to, m.all(to))
	return f.convert(l, w, bars), err
}

// lead puts before the first bar those in which nothing had happened yet, with the price as it stood.
func (f *Floor) lead(m *maker, l *Listing, rth bool, from, to market.Time, bars []Bar) ([]Bar, error) {
	k, ok := m.buckets.find(from + 1)
	if !ok || m.buckets.size.Daily() || len(bars) > 0 && bars[0].Start <= k.from {
		return bars, nil
	}
	first, until := *k, to
	if len(bars) > 0 {
		until = bars[0].Start
	}
	s := sessionUntil(l.Calendar, from, rth)
	before := newMaker(l, m.what, m.buckets.size, rth)
	if err := f.feed(before, l, begin(&s, rth), from); err != nil {
		return bars, err
	}
	past := before.all(from)
	if len(past) == 0 || past[len(past)-1].Session != first.date {
		return bars, nil
	}
	var flat []Bar
	for k := &first; ok && k.date == first.date && k.to <= until; k, ok = m.buckets.find(k.to + 1) {
		flat = append(flat, before.flat(*k, past[len(past)-1]))
	}
	return append(flat, bars...), nil
}

// base is the series that another is worked out from.
func (w What) base() What {
	switch w {
	case YieldBid:
		return Bid
	case YieldAsk:
		return Ask
	case YieldBidAsk:
		return BidAsk
	case YieldLast, ImpliedVol, FeeRate, AggregatedTrades, AdjustedLast:
		return Trades
	}
	return w
}

// all are the bars made until a time, the last of them as it stood then.
func (m *maker) all(to market.Time) []Bar {
	if m.forming {
		m.mean.until(min(to, m.bar.End))
		m.bars = append(m.bars, m.snapshot())
		m.forming = false
	}
	m.fill(bucket{from: to})
	return m.bars
}

// feed gives a maker the ticks of (from, to].
func (f *Floor) feed(m *maker, l *Listing, from, to market.Time) error {
	if m.what.traded() {
		return f.eachTrade(l, from, to, m.trade)
	}
	return f.eachQuote(l, from, to, m.quote)
}
