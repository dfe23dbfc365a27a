package rows

import (
	"fmt"
	"io/fs"

	"github.com/tidemark/tidemark/market"
)

// BatchRows is how many rows a batch gets when the caller's batch has no room of its own.
const BatchRows = 4096

// Decoder reads observations one by one. Read returns io.EOF at the end; after any error it is not
// called again.
type Decoder[O any] interface {
	Read(*O) error
	Close() error
	Summary() Summary
}

// Batch is market.Bars, market.Quotes or market.Trades.
type Batch[O any] interface {
	Append(O)
	Len() int
	Reset()
}

// Stream hands out in batches what a decoder reads. Next fills a batch up to the room it has, or up to
// BatchRows when it has none. The rows before a bad one are handed out first; the call after that
// returns the error, and so does every later one. The rows belong to the caller.
type Stream[O any, B Batch[O]] struct {
	decoder Decoder[O]
	room    func(B) int
	row     O
	err     error
}

// The streams of the three kinds of observations.
type (
	BarStream   = Stream[market.Bar, *market.Bars]
	QuoteStream = Stream[market.Quote, *market.Quotes]
	TradeStream = Stream[market.Trade, *market.Trades]
)

var (
	_ market.BarStream   = (*BarStream)(nil)
	_ market.QuoteStream = (*QuoteStream)(nil)
	_ market.TradeStream = (*TradeStream)(nil)
)

// Bars streams what a decoder reads.
func Bars(d Decoder[market.Bar]) *BarStream {
	return &BarStream{decoder: d, room: func(b *market.Bars) int { return cap(b.End) }}
}

// Quotes streams what a decoder reads.
func Quotes(d Decoder[market.Quote]) *QuoteStream {
	return &QuoteStream{decoder: d, room: func(q *market.Quotes) int { return cap(q.Time) }}
}

// Trades streams what a decoder reads.
func Trades(d Decoder[market.Trade]) *TradeStream {
	return &TradeStream{decoder: d, room: func(t *market.Trades) int { return cap(t.Time) }}
}

// Next fills the batch; see Stream.
func (s *Stream[O, B]) Next(batch B) error {
	batch.Reset()
	want := s.room(batch)
	if want == 0 {
		want = BatchRows
	}
	for s.err == nil && batch.Len() < want {
		if s.err = s.decoder.Read(&s.row); s.err == nil {
			batch.Append(s.row)
		}
	}
	if batch.Len() > 0 {
		return nil
	}
	return s.err
}

// Close closes the files. The stream ends with it.
func (s *Stream[O, B]) Close() error {
	if s.err == nil {
		s.err = fmt.Errorf("read rows: the stream is closed: %w", fs.ErrClosed)
	}
	return s.decoder.Close()
}

// Summary accounts for the rows read so far; it is complete once Next has returned io.EOF.
func (s *Stream[O, B]) Summary() Summary { return s.decoder.Summary() }
