package backtest

import (
	"io"
	"sort"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// ticks is a stream of quotes or of trades.
type ticks[B any] interface {
	Next(*B) error
	Close() error
}

// within is a view of the ticks with from < time ≤ to, in regular hours unless extended hours are wanted, as
// data.Period and data.RegularHours are of bars. Sources deliver whole files or whole days.
type within[B any] struct {
	ticks[B]
	from, to market.Time
	sessions *calendar.Cursor // nil takes every hour
	times    func(*B) []market.Time
	slice    func(b *B, from, to int) B
	// source is the stream's batch, of which rows up to pos have been passed.
	source B
	pos    int
}

func quotesWithin(s market.QuoteStream, w *wanted, to market.Time) market.QuoteStream {
	times := func(b *market.Quotes) []market.Time { return b.Time }
	return &within[market.Quotes]{
		ticks: s, from: w.from, to: to, sessions: w.sessions(), times: times, slice: (*market.Quotes).Slice,
	}
}

func tradesWithin(s market.TradeStream, w *wanted, to market.Time) market.TradeStream {
	times := func(b *market.Trades) []market.Time { return b.Time }
	return &within[market.Trades]{
		ticks: s, from: w.from, to: to, sessions: w.sessions(), times: times, slice: (*market.Trades).Slice,
	}
}

// sessions finds the phase of a tick; nil when every phase is wanted.
func (w *wanted) sessions() *calendar.Cursor {
	if w.feed.ExtendedHours {
		return nil
	}
	return w.calendar.Cursor()
}

// Next yields the ticks of one session, or a part of them, without copying.
func (s *within[B]) Next(batch *B) error {
	var none B
	for {
		rest := s.times(&s.source)[s.pos:]
		if len(rest) == 0 {
			s.pos = 0
			if err := s.ticks.Next(&s.source); err != nil {
				s.source, *batch = none, none
				return err
			}
			continue
		}
		if rest[0] > s.to {
			*batch = none
			return io.EOF
		}
		until, wanted := s.to, true
		if s.sessions != nil {
			_, phase := s.sessions.Seek(rest[0])
			_, end := s.sessions.Bounds()
			until, wanted = min(until, end), phase == calendar.Open
		}
		if rest[0] <= s.from {
			until, wanted = min(until, s.from), false
		}
		first := s.pos
		s.pos += sort.Search(len(rest), func(i int) bool { return rest[i] > until })
		if wanted {
			*batch = s.slice(&s.source, first, s.pos)
			return nil
		}
	}
}

// depthWithin is the same view of order books.
type depthWithin struct {
	market.DepthStream
	from, to market.Time
	sessions *calendar.Cursor
}

// Next is the next book of the view.
func (s *depthWithin) Next(d *market.Depth) error {
	for {
		if err := s.DepthStream.Next(d); err != nil {
			return err
		}
		if d.Time > s.to {
			return io.EOF
		}
		if d.Time <= s.from {
			continue
		}
		if s.sessions == nil {
			return nil
		}
		if _, phase := s.sessions.Seek(d.Time); phase == calendar.Open {
			return nil
		}
	}
}
