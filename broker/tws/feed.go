package tws

import (
	"fmt"
	"sync"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// A feed is the data of one instrument: up to four lines, which live as long as the venue and run anew on each
// connection.
type feed struct {
	*Venue
	instrument *market.Instrument
	calendar   *calendar.Calendar

	mu      sync.Mutex // guards what follows
	wanted  Want
	lines   []*line
	running *session       // the lines run on this connection
	lost    map[*line]bool // lines that do not flow
	since   market.Time
}

func newFeed(v *Venue, in *market.Instrument, cal *calendar.Calendar) *feed {
	return &feed{Venue: v, instrument: in, calendar: cal, lost: map[*line]bool{}}
}

// want makes the lines.
func (f *feed) want(w Want) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lines != nil {
		return fmt.Errorf("tws: the data of %s is wanted twice: want all of it at once", f.instrument.Symbol)
	}
	var lines []*line
	if (w.Bars != market.BarSpec{}) {
		source, err := newBarSource(f, w)
		if err != nil {
			return err
		}
		lines = append(lines, newLine(f, w.Bars.String()+" bars", source))
	}
	if w.Quotes {
		lines = append(lines, newLine(f, "quotes", newQuoteSource(f)))
	}
	if w.Trades {
		if kind := f.instrument.Kind; kind == market.Forex || kind == market.CFD || kind == market.Combo {
			return fmt.Errorf("tws: %s has no trades to report: ask for quotes", f.instrument.Symbol)
		}
		lines = append(lines, newLine(f, "trades", newTradeSource(f)))
	}
	if w.Depth {
		if f.instrument.Kind == market.Index || f.instrument.Kind == market.Combo {
			return fmt.Errorf("tws: a %v such as %s has no order book", f.instrument.Kind, f.instrument.Symbol)
		}
		lines = append(lines, newLine(f, "books", newDepthSource(f)))
	}
	f.wanted, f.lines = w, lines
	if (w.Bars != market.BarSpec{}) {
		f.warmth.expect()
	}
	return nil
}

// open runs the lines on a connection, once, as soon as it is known which.
func (f *feed) open(s *session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.listings.of(f.instrument.ID)
	if f.running == s || f.lines == nil || l == nil || s.ctx.Err() != nil {
		return
	}
	f.running = s
	for _, line := range f.lines {
		s.run(func() { line.run(s, l) })
	}
}

// lose notes that a line does not flow. The instrument is lost with its first line.
func (f *feed) lose(l *line, since market.Time, cause string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lost[l] {
		return
	}
	f.lost[l] = true
	l.flowing.Store(false)
	if len(f.lost) == 1 {
		f.since = since
		f.inbox.Notice(broker.DataLost{Moment: moment(), Instrument: f.instrument.ID, Since: since, Cause: l.name + ": " + cause})
	}
}

// found notes that a line flows, and that what it missed has been delivered. The instrument is back with its last line.
func (f *feed) found(l *line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if l.flowed && !f.lost[l] {
		return
	}
	l.flowed = true
	delete(f.lost, l)
	for _, other := range f.lines {
		if !other.flowed {
			return
		}
	}
	if len(f.lost) == 0 {
		f.inbox.Notice(broker.DataRestored{Moment: moment(), Instrument: f.instrument.ID})
	}
}

// trading tells whether the market is open at a time, in the hours that are wanted.
func (f *feed) trading(t market.Time) bool {
	return f.openIn(t, f.wanted.ExtendedHours)
}

// opened is when the hours of trading that now run began.
func (f *feed) opened(t market.Time) market.Time {
	s, _ := f.calendar.At(t)
	return f.openingOf(s)
}

func (f *feed) openingOf(s calendar.Session) market.Time {
	if f.wanted.ExtendedHours {
		return s.EarlyOpen
	}
	return s.Open
}

func (f *feed) closingOf(s calendar.Session) market.Time {
	if f.wanted.ExtendedHours {
		return s.LateClose
	}
	return s.Close
}

// closeAfter is when the trading ends that runs at a time, Never when none does. Regular hours end by themselves: no
// bar reaches over their close.
func (f *feed) closeAfter(t market.Time) market.Time {
	s, phase := f.calendar.At(t)
	switch phase {
	case calendar.PreMarket:
		return s.Open
	case calendar.Open:
		return s.Close
	case calendar.PostMarket:
		return s.LateClose
	}
	return market.Never
}

// tradedBetween tells whether the market traded for more than d between two times.
func (f *feed) tradedBetween(from, to market.Time, d time.Duration) bool {
	if to.Sub(from) <= d {
		return false
	}
	if f.trading(from) {
		s, _ := f.calendar.At(from)
		end := f.closingOf(s)
		if min(end, to).Sub(from) > d {
			return true
		}
		from = end
	}
	next, ok := f.calendar.Next(from)
	if !ok {
		return false
	}
	return to.Sub(max(f.openingOf(next), from)) > d
}

// openFeeds runs every line whose contract is known and that does not run yet.
func (s *session) openFeeds() {
	for _, f := range s.feeds {
		f.open(s)
	}
}

// openIn tells whether the market trades at a time, in regular or in all hours.
func (f *feed) openIn(t market.Time, extended bool) bool {
	_, phase := f.calendar.At(t)
	return phase == calendar.Open || extended && phase != calendar.Closed
}
