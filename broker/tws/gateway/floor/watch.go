package floor

import (
	"errors"
	"slices"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// watched is an option that somebody looks at.
type watched struct {
	listing *Listing
	count   int
	last    market.Quote
}

// Watch asks for the events of a contract. Options are priced only while they are watched; everything else
// comes in any case. Every Watch needs its Unwatch. The error is that of the archive, which tells what the
// option has done today.
func (f *Floor) Watch(id market.ID) error {
	l := f.Listing(id)
	if l != nil && l.Legs != nil {
		var faults []error
		for _, leg := range l.Legs {
			faults = append(faults, f.Watch(leg.ID()))
		}
		return errors.Join(faults...)
	}
	if l == nil || l.option == nil {
		return nil
	}
	if w := f.watching(l); w != nil {
		w.count++
		return nil
	}
	w := &watched{listing: l, count: 1}
	f.refresh(l)
	top := f.books[id].top
	w.last = market.Quote{Bid: top.Bid, Ask: top.Ask}
	under := l.Underlying.ID()
	f.watches[under] = append(f.watches[under], w)
	return f.today(l)
}

// Unwatch ends what one Watch began.
func (f *Floor) Unwatch(id market.ID) {
	l := f.Listing(id)
	if l == nil || l.option == nil {
		if l != nil {
			for _, leg := range l.Legs {
				f.Unwatch(leg.ID())
			}
		}
		return
	}
	w := f.watching(l)
	if w == nil {
		return
	}
	if w.count--; w.count == 0 {
		under := l.Underlying.ID()
		f.watches[under] = slices.DeleteFunc(f.watches[under], func(other *watched) bool { return other == w })
	}
}

func (f *Floor) watching(l *Listing) *watched {
	for _, w := range f.watches[l.Underlying.ID()] {
		if w.listing == l {
			return w
		}
	}
	return nil
}

// today brings an option's book to what it has traded in the session.
func (f *Floor) today(l *Listing) error {
	b := &f.books[l.ID()]
	s, phase := l.Calendar.At(f.now)
	if phase == calendar.Closed || b.top.Session == s.Date {
		return nil
	}
	quoted := b.top
	ev := market.Event{Kind: market.TradeEvent, Instrument: l.ID()}
	err := f.eachTrade(l, s.Open, f.now, func(t *market.Trade) {
		ev.Time, ev.Trade = t.Time, *t
		b.observe(&ev)
	})
	b.top.Close = quoted.Close
	return err
}

// refresh prices an option that nobody watches.
func (f *Floor) refresh(l *Listing) {
	t, spot := &f.books[l.ID()].top, f.spot(l)
	if spot <= 0 || l.Expired(f.now) {
		t.Bid, t.Ask, t.BidSize, t.AskSize = 0, 0, 0, 0
		return
	}
	under := &f.books[l.Underlying.ID()].top
	at := max(under.QuoteTime, under.LastTime)
	if t.QuoteTime != at {
		q := l.quoted(spot, at)
		t.Bid, t.Ask, t.BidSize, t.AskSize, t.QuoteTime = q.Bid, q.Ask, q.BidSize, q.AskSize, at
	}
	if s, ok := l.Calendar.Previous(at); ok && under.Close > 0 && t.Close == 0 {
		t.Close = l.value(under.Close, s.Close).Price
	}
}

// derive queues what an event does to the options that are watched.
func (f *Floor) derive(ev *market.Event) {
	list := f.watches[ev.Instrument]
	if len(list) == 0 || ev.Kind == market.TradeEvent && f.listings[ev.Instrument].Instrument.Kind != market.Index {
		return
	}
	spot := f.books[ev.Instrument].top.Mid()
	if _, phase := f.books[ev.Instrument].cursor.Seek(ev.Time); spot <= 0 || phase != calendar.Open {
		return
	}
	f.queue, f.queued = f.queue[:0], 0
	for _, w := range list {
		if ev.Time > w.listing.option.expires {
			continue
		}
		q := w.listing.quoted(spot, ev.Time)
		if q.Bid == w.last.Bid && q.Ask == w.last.Ask {
			continue
		}
		w.last = q
		f.queue = append(f.queue, market.Event{Kind: market.QuoteEvent, Instrument: w.listing.ID(), Time: ev.Time, Quote: q})
		if t, ok := w.listing.dealt(&q); ok {
			f.queue = append(f.queue, market.Event{Kind: market.TradeEvent, Instrument: w.listing.ID(), Time: ev.Time, Trade: t})
		}
	}
	if n := len(f.queue); n > 0 {
		f.queue[n-1].Last = ev.Last
		ev.Last = false
	}
}

// next takes an event that is queued.
func (f *Floor) next(limit market.Time, ev *market.Event) bool {
	if f.queued == len(f.queue) || f.queue[f.queued].Time > limit {
		return false
	}
	*ev = f.queue[f.queued]
	f.queued++
	f.books[ev.Instrument].observe(ev)
	return true
}
