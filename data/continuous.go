package data

import (
	"errors"
	"io"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/market/roll"
)

// Continuous is a view of the bars of many futures contracts as one series: of each link of the chain the bars that
// end in its turn, at the prices that the chain gives them. Open gives a contract's bars with from < End ≤ to; it is
// called when the turn comes. Closing the view closes the stream that is open.
func Continuous(c *roll.Chain, from, to market.Time, open func(contract string, from, to market.Time) (market.BarStream, error)) market.BarStream {
	return &continuous{chain: c, from: from, to: to, open: open}
}

type continuous struct {
	chain    *roll.Chain
	from, to market.Time
	open     func(contract string, from, to market.Time) (market.BarStream, error)

	next   int // link
	stream market.BarStream
	rows   market.Bars
}

func (s *continuous) Next(batch *market.Bars) error {
	*batch = market.Bars{}
	for {
		if s.stream == nil {
			if s.next == len(s.chain.Links) {
				return io.EOF
			}
			if err := s.turn(); err != nil {
				return err
			}
			continue
		}
		err := s.stream.Next(batch)
		if err == nil {
			s.fit(batch, &s.chain.Links[s.next-1])
			return nil
		}
		*batch = market.Bars{}
		if !errors.Is(err, io.EOF) {
			return err
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
}

// turn opens the next link, if any of its turn is wanted.
func (s *continuous) turn() error {
	links := s.chain.Links
	link := &links[s.next]
	s.next++
	from, to := max(s.from, link.From), s.to
	if s.next < len(links) {
		to = min(to, links[s.next].From)
	}
	if from >= to {
		return nil
	}
	stream, err := s.open(link.Symbol, from, to)
	if err == nil {
		s.stream = Period(stream, from, to)
	}
	return err
}

// fit copies the batch, unless its prices stay, and moves them.
func (s *continuous) fit(batch *market.Bars, l *roll.Link) {
	if l.Times == 1 && l.Add == 0 {
		return
	}
	s.rows.Reset()
	var b market.Bar
	for i := range batch.Len() {
		batch.Row(i, &b)
		b.Open, b.High, b.Low, b.Close = l.Series(b.Open), l.Series(b.High), l.Series(b.Low), l.Series(b.Close)
		b.Spread *= l.Times
		s.rows.Append(b)
	}
	*batch = s.rows
}

func (s *continuous) Close() error {
	if s.stream == nil {
		return nil
	}
	stream := s.stream
	s.stream = nil
	return stream.Close()
}

// Sessions sums a contract's bars up by session, for the rules of rolls, and closes the stream. A bar belongs to the
// session in which its middle lies (daily bars of some sources end at midnight, when the next session has begun), or
// to a day of its own where the market is closed.
func Sessions(stream market.BarStream, cal *calendar.Calendar) (days []roll.Day, err error) {
	defer func() { err = errors.Join(err, stream.Close()) }()
	cursor := cal.Cursor()
	var batch market.Bars
	for {
		if err := stream.Next(&batch); err != nil {
			if errors.Is(err, io.EOF) {
				return days, nil
			}
			return nil, err
		}
		for i, end := range batch.End {
			s, phase := cursor.Seek(batch.Start[i]/2 + end/2)
			date := s.Date
			if phase == calendar.Closed {
				date = market.DateOf((end - 1).In(cal.Zone()))
			}
			if n := len(days); n == 0 || days[n-1].Date < date {
				days = append(days, roll.Day{Date: date})
			}
			d := &days[len(days)-1]
			d.End, d.Close, d.Volume = end, batch.Close[i], d.Volume+batch.Volume[i]
		}
	}
}
