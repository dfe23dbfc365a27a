package synth

import (
	"io"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/aggregate"
)

// batchRows is the number of rows of a batch, but for the last.
const batchRows = 4096

// Bars reads the tape as bars of a specification. Minutes(1) is the tape itself; other bars are built
// from its minutes where they can be, else from its trades (seconds, ticks, ranges) or quotes (bid, ask,
// mid). The error is that of aggregate.New.
func (t *Tape) Bars(spec market.BarSpec) (market.BarStream, error) {
	minutes := market.Minutes(1)
	if spec == minutes {
		return &minuteStream{walk: t.newWalk()}, nil
	}
	if spec.Kind == market.SessionBars || spec.Kind == market.TimeBars {
		if b, err := aggregate.New(spec, minutes, t.calendar, aggregate.Options{}); err == nil {
			return &builtStream{builder: b, feed: &minuteFeed{walk: t.newWalk(), builder: b}}, nil
		}
	}
	b, err := aggregate.New(spec, market.Ticks(1), t.calendar, aggregate.Options{})
	if err != nil {
		return nil, err
	}
	return &builtStream{builder: b, feed: &tickFeed{events: t.newEvents(), builder: b, quotes: spec.Price != market.Last}}, nil
}

// minuteStream gives the minutes of a walk.
type minuteStream struct {
	walk walk
	rows market.Bars
}

// Next gives a batch of minutes.
func (s *minuteStream) Next(batch *market.Bars) error {
	s.rows.Reset()
	var bar market.Bar
	for s.rows.Len() < batchRows && s.walk.next(&bar) {
		s.rows.Append(bar)
	}
	*batch = s.rows
	return endAt(s.rows.Len())
}

// Close has nothing to release.
func (s *minuteStream) Close() error { return nil }

// feed gives a builder its next input and returns the bars that this completes; false at the end.
type feed interface {
	next() ([]market.Bar, bool)
}

// builtStream gives the bars that a builder makes of a tape.
type builtStream struct {
	builder *aggregate.Builder
	feed    feed
	rows    market.Bars
	ended   bool
}

// Next gives a batch of bars, which may be a little longer than batchRows.
func (s *builtStream) Next(batch *market.Bars) error {
	s.rows.Reset()
	for s.rows.Len() < batchRows && !s.ended {
		bars, ok := s.feed.next()
		if !ok {
			s.ended = true
			bars = s.builder.Advance(s.builder.Due())
		}
		for i := range bars {
			s.rows.Append(bars[i])
		}
	}
	*batch = s.rows
	return endAt(s.rows.Len())
}

// Close has nothing to release.
func (s *builtStream) Close() error { return nil }

type minuteFeed struct {
	walk    walk
	builder *aggregate.Builder
	bar     market.Bar
}

func (f *minuteFeed) next() ([]market.Bar, bool) {
	if !f.walk.next(&f.bar) {
		return nil, false
	}
	return f.builder.Bar(&f.bar), true
}

type tickFeed struct {
	events  events
	builder *aggregate.Builder
	quotes  bool
}

func (f *tickFeed) next() ([]market.Bar, bool) {
	tick := f.events.next()
	if tick == nil {
		return nil, false
	}
	if f.quotes {
		return f.builder.Quote(&tick.quote), true
	}
	return f.builder.Trade(&tick.trade), true
}

func endAt(rows int) error {
	if rows == 0 {
		return io.EOF
	}
	return nil
}
