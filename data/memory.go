package data

import (
	"io"

	"github.com/tidemark/tidemark/market"
)

// memoryBatch bounds the rows of one batch of a stream over memory: enough to make a batch's cost
// vanish, few enough to stay in the processor's cache while they are worked on.
const memoryBatch = 4096

// FromBars streams bars held in memory, oldest first. The batches share the columns of bars, which
// must not change until the stream is closed. FromQuotes, FromTrades and FromDepth do the same.
func FromBars(bars *market.Bars) market.BarStream { return &memoryBars{bars: bars} }

// FromQuotes streams quotes held in memory.
func FromQuotes(quotes *market.Quotes) market.QuoteStream { return &memoryQuotes{quotes: quotes} }

// FromTrades streams trades held in memory.
func FromTrades(trades *market.Trades) market.TradeStream { return &memoryTrades{trades: trades} }

type memoryBars struct {
	bars *market.Bars
	cursor
}

func (s *memoryBars) Next(batch *market.Bars) error {
	from, to := s.advance(s.bars.Len())
	*batch = s.bars.Slice(from, to)
	return endAt(from == to)
}

type memoryQuotes struct {
	quotes *market.Quotes
	cursor
}

func (s *memoryQuotes) Next(batch *market.Quotes) error {
	from, to := s.advance(s.quotes.Len())
	*batch = s.quotes.Slice(from, to)
	return endAt(from == to)
}

type memoryTrades struct {
	trades *market.Trades
	cursor
}

func (s *memoryTrades) Next(batch *market.Trades) error {
	from, to := s.advance(s.trades.Len())
	*batch = s.trades.Slice(from, to)
	return endAt(from == to)
}

// cursor walks rows in memory batch by batch.
type cursor struct{ pos int }

func (c *cursor) advance(rows int) (from, to int) {
	from, c.pos = c.pos, min(c.pos+memoryBatch, rows)
	return from, c.pos
}

// Close has nothing to release.
func (c *cursor) Close() error { return nil }

func endAt(end bool) error {
	if end {
		return io.EOF
	}
	return nil
}
