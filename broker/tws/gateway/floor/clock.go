package floor

import (
	"cmp"
	"errors"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// open brings the books to the state of the start.
func (f *Floor) open() error {
	for _, l := range f.listings[len(f.books):] {
		f.books = append(f.books, newBook(l))
		if l.option != nil {
			continue
		}
		if err := f.prime(l); err != nil {
			return err
		}
	}
	return nil
}

// play starts the replay.
func (f *Floor) play() error {
	var inputs []data.Input
	for _, l := range f.listings {
		if l.option != nil {
			continue
		}
		in, err := f.input(l, f.now, f.end)
		inputs = append(inputs, in)
		if err != nil {
			return errors.Join(err, data.NewReplay(inputs...).Close())
		}
	}
	f.replay = data.NewReplay(inputs...)
	f.err = f.replay.Err()
	if f.err != nil {
		return errors.Join(f.err, f.replay.Close())
	}
	return nil
}

// reference is the price of a listing at the start: the last one, else the first to come, else the one of
// its definition; 0 when there is none.
func (f *Floor) reference(l *Listing) (float64, error) {
	if p := f.books[l.ID()].top.Mid(); p > 0 {
		return p, nil
	}
	in, err := f.input(l, f.now, f.end)
	r := data.NewReplay(in)
	first := newBook(l)
	var ev market.Event
	for err == nil && first.top.Mid() == 0 && r.Next(f.end, &ev) == data.Delivered {
		first.observe(&ev)
	}
	return cmp.Or(first.top.Mid(), l.spec.Price), errors.Join(err, r.Err(), r.Close())
}

// input is what happens to a listing in (from, to].
func (f *Floor) input(l *Listing, from, to market.Time) (data.Input, error) {
	in := data.Input{Instrument: l.ID()}
	quotes, err := f.quoteStream(l, from, to)
	if err != nil {
		return in, err
	}
	in.Quotes = quotes
	trades, err := f.tradeStream(l, from, to)
	if err != nil {
		return in, err
	}
	in.Trades = trades
	in.Depth, err = f.depthStream(l, from, to)
	return in, err
}

// prime brings the book of a listing to the state of the start.
func (f *Floor) prime(l *Listing) error {
	return f.past(l, &f.books[l.ID()], f.now, func(market.Time) {})
}

// Past shows a contract's book as it was at a time, and then after every event from then until now, with the
// time of each. The top is reused. The error is an *ArchiveError.
func (f *Floor) Past(l *Listing, from market.Time, show func(market.Time, *Top)) error {
	b := newBook(l)
	return f.past(l, &b, from, func(at market.Time) { show(at, &b.top) })
}

// past shows a book what has happened since the session before that of a time opened, and reports its state then
// and later.
func (f *Floor) past(l *Listing, b *book, from market.Time, show func(market.Time)) error {
	s, ok := l.Calendar.Previous(from)
	if !ok {
		return nil
	}
	in, err := f.input(l, s.EarlyOpen, f.now)
	r := data.NewReplay(in)
	var ev market.Event
	for err == nil && r.Next(from, &ev) == data.Delivered {
		b.observe(&ev)
	}
	if err == nil {
		err = f.primeClose(l, &b.top)
		show(from)
	}
	for err == nil && r.Next(f.now, &ev) == data.Delivered {
		b.observe(&ev)
		show(ev.Time)
	}
	return errors.Join(err, r.Err(), r.Close())
}

// primeClose looks up the close before the session that a book shows, when the floor starts after that
// session.
func (f *Floor) primeClose(l *Listing, top *Top) error {
	s, ok := l.Calendar.Session(top.Session)
	if !ok || top.Close != 0 {
		return nil
	}
	before, ok := l.Calendar.Previous(s.Open)
	if !ok {
		return nil
	}
	bars, err := f.daily(dayKey{l.ID(), l.series(), true}, l, before.Date, before.Date)
	if len(bars) > 0 {
		top.Close = bars[0].Close
	}
	return err
}

// Due is the time of the next event, or market.Never when none is left.
func (f *Floor) Due() market.Time {
	if f.queued < len(f.queue) {
		return f.queue[f.queued].Time
	}
	return f.replay.Peek()
}

// Next moves to the next event, if it is not later than limit, and fills ev with it: a quote or a trade.
// The floor has seen it when Next returns. False means that there is none, or that the archive failed, see
// Err. Events of one instant come in the order of market.Event.Order, but for the quotes of options, which
// follow the event of their underlying that moved them.
func (f *Floor) Next(limit market.Time, ev *market.Event) bool {
	if f.queued < len(f.queue) {
		return f.next(limit, ev)
	}
	for f.replay.Next(limit, ev) == data.Delivered {
		f.now = max(f.now, ev.Time)
		f.books[ev.Instrument].observe(ev)
		if ev.Kind != market.DepthEvent { // its quote follows
			f.derive(ev)
			return true
		}
	}
	if f.err == nil {
		f.err = f.replay.Err()
	}
	return false
}

// Advance moves the clock on without an event; it never moves back. Events that were due before stay due.
func (f *Floor) Advance(t market.Time) { f.now = max(f.now, t) }
