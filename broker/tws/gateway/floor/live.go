package floor

import (
	"slices"

	"github.com/tidemark/tidemark/market"
)

// Live builds the bars of one subscription as events come: real-time bars, or the bar that is forming
// behind a history that is kept up to date. Its bars are those that history will have.
//
// Give it the contract's events in order; when time has passed Due, and before any event after it, call
// Advance until Due is later. Within a session every bar comes, also those in which nothing happened.
type Live struct {
	maker *maker
	due   market.Time
	rth   bool
	list  *Listing
	// last is the latest price, which bars repeat when nothing happens; 0 before the first.
	last Bar
}

// Live starts bars of a contract now, with what has happened in the present bar already. An option must be
// watched for as long. The error is a *Refusal or an *ArchiveError.
func (f *Floor) Live(l *Listing, w What, size BarSize, rth bool) (*Live, error) {
	switch refusal := l.offers(w); {
	case !size.Known():
		return nil, invalid("Historical data bar size setting is invalid. Legal ones are: " + legalSizes())
	case refusal != nil:
		return nil, refusal
	case w.base() != w && w != AggregatedTrades && w != AdjustedLast, w == HistoricalVol, w == ScheduleOnly:
		return nil, service("No real-time bars of %s", w.word())
	}
	v := &Live{maker: newMaker(l, w.base(), size, rth), list: l, rth: rth}
	if err := f.feed(v.maker, l, v.begin(f.now), f.now); err != nil {
		return nil, err
	}
	if n := len(v.maker.bars); n > 0 {
		v.last = v.maker.bars[n-1]
	}
	if v.maker.forming && v.maker.bar.End <= f.now {
		v.maker.close()
		v.last = v.maker.bars[len(v.maker.bars)-1]
	}
	v.maker.bars = v.maker.bars[:0]
	v.due = v.next(f.now)
	return v, nil
}

// begin is from when on the bar of a moment, and the one before it in the session, can have begun.
func (v *Live) begin(now market.Time) market.Time {
	s := sessionUntil(v.list.Calendar, now, v.rth)
	first := s.Date
	switch v.maker.buckets.size {
	case week1:
		first = monday(first)
	case month1:
		first = first - market.Date(first.Day()) + 1
	}
	for s := range v.list.Calendar.Sessions(first, s.Date) {
		return begin(&s, v.rth)
	}
	return begin(&s, v.rth)
}

// next is the end of the bar of the moment after a time, or of the first bar of the next session.
func (v *Live) next(t market.Time) market.Time {
	if k, ok := v.maker.buckets.find(t + 1); ok {
		return k.to
	}
	s, ok := v.list.Calendar.Next(t)
	if !ok {
		return market.Never
	}
	if k, ok := v.maker.buckets.find(max(t, begin(&s, v.rth)) + 1); ok {
		return k.to
	}
	return market.Never
}

// Observe takes in an event of the contract; it reports whether the forming bar has changed.
func (v *Live) Observe(ev *market.Event) bool {
	before, formed := v.maker.bar, v.maker.forming
	switch {
	case ev.Kind == market.TradeEvent && v.maker.what.traded():
		v.maker.trade(&ev.Trade)
	case ev.Kind == market.QuoteEvent && !v.maker.what.traded():
		v.maker.quote(&ev.Quote)
	}
	return v.maker.forming && (!formed || v.maker.bar != before)
}

// Due is when the present bar ends, also when nothing has happened in it.
func (v *Live) Due() market.Time { return v.due }

// Advance tells that every event until t has been observed. It returns the bar that ended at Due, if that was
// by then: false when nothing is due, or when nothing has ever happened and there is no price to tell.
func (v *Live) Advance(t market.Time) (Bar, bool) {
	if t < v.due {
		return Bar{}, false
	}
	end := v.due
	v.due = v.next(end)
	if len(v.maker.bars) > 0 { // a later event has ended it already
		v.last = v.maker.bars[0]
		v.maker.bars = slices.Delete(v.maker.bars, 0, 1)
		return v.last, true
	}
	if v.maker.forming && v.maker.bar.End <= end {
		v.maker.close()
		v.last = v.maker.bars[len(v.maker.bars)-1]
		v.maker.bars = v.maker.bars[:0]
		return v.last, true
	}
	if v.maker.forming || v.last.End == 0 {
		return Bar{}, false
	}
	k, ok := v.maker.buckets.find(end)
	if !ok {
		return Bar{}, false
	}
	v.last = v.maker.flat(*k, v.last)
	return v.last, true
}

// Bar is the forming bar as it stands; false when nothing has happened in it.
func (v *Live) Bar() (Bar, bool) {
	if !v.maker.forming {
		return Bar{}, false
	}
	return v.maker.snapshot(), true
}
