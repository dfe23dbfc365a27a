package floor

import (
	"io"
	"sort"

	"github.com/tidemark/tidemark/market"
)

// period is the range of rows with from < time ≤ to.
func period(times []market.Time, from, to market.Time) (first, last int) {
	first = sort.Search(len(times), func(i int) bool { return times[i] > from })
	last = sort.Search(len(times), func(i int) bool { return times[i] > to })
	return first, max(first, last)
}

// quotesWithin is a view of the quotes with from < Time ≤ to; closing it closes the stream.
type quotesWithin struct {
	market.QuoteStream
	from, to market.Time
	ended    bool
}

// Next gives a batch.
func (s *quotesWithin) Next(batch *market.Quotes) error {
	for !s.ended {
		if err := s.QuoteStream.Next(batch); err != nil {
			return err
		}
		first, last := period(batch.Time, s.from, s.to)
		s.ended = last < batch.Len()
		if *batch = batch.Slice(first, last); batch.Len() > 0 {
			return nil
		}
	}
	return io.EOF
}

// tradesWithin is a view of the trades with from < Time ≤ to; closing it closes the stream.
type tradesWithin struct {
	market.TradeStream
	from, to market.Time
	ended    bool
}

// Next gives a batch.
func (s *tradesWithin) Next(batch *market.Trades) error {
	for !s.ended {
		if err := s.TradeStream.Next(batch); err != nil {
			return err
		}
		first, last := period(batch.Time, s.from, s.to)
		s.ended = last < batch.Len()
		if *batch = batch.Slice(first, last); batch.Len() > 0 {
			return nil
		}
	}
	return io.EOF
}
