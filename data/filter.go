package data

import (
	"io"
	"sort"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Period is a view of the bars with from < End ≤ to; closing it closes the stream.
func Period(stream market.BarStream, from, to market.Time) market.BarStream {
	return &period{stream: stream, from: from, to: to}
}

type period struct {
	stream   market.BarStream
	from, to market.Time
	ended    bool
}

func (s *period) Next(batch *market.Bars) error {
	for !s.ended {
		if err := s.stream.Next(batch); err != nil {
			return err
		}
		rows := batch.Len()
		first := sort.Search(rows, func(i int) bool { return batch.End[i] > s.from })
		end := sort.Search(rows, func(i int) bool { return batch.End[i] > s.to })
		s.ended = end < rows
		if first < end {
			*batch = batch.Slice(first, end)
			return nil
		}
	}
	*batch = market.Bars{}
	return io.EOF
}

func (s *period) Close() error { return s.stream.Close() }

// RegularHours is a view of the bars that end in regular trading: after the open of a session and not
// after its close. A bar that began before the open and ends after it stays. Closing the view closes the
// stream.
func RegularHours(stream market.BarStream, c *calendar.Calendar) market.BarStream {
	return &regularHours{stream: stream, sessions: c.Cursor()}
}

type regularHours struct {
	stream   market.BarStream
	sessions *calendar.Cursor
	// source is the stream's batch, of which rows up to pos have been passed.
	source market.Bars
	pos    int
}

// Next yields the bars of one session, or a part of them, without copying.
func (s *regularHours) Next(batch *market.Bars) error {
	for {
		if s.pos == s.source.Len() {
			s.pos = 0
			if err := s.stream.Next(&s.source); err != nil {
				s.source, *batch = market.Bars{}, market.Bars{}
				return err
			}
			continue
		}
		from := s.pos
		_, phase := s.sessions.Seek(s.source.End[from])
		_, until := s.sessions.Bounds()
		rest := s.source.End[from:]
		s.pos = from + sort.Search(len(rest), func(i int) bool { return rest[i] > until })
		if phase == calendar.Open {
			*batch = s.source.Slice(from, s.pos)
			return nil
		}
	}
}

func (s *regularHours) Close() error { return s.stream.Close() }
