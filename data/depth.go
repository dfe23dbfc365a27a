package data

import (
	"context"
	"fmt"
	"io"

	"github.com/tidemark/tidemark/market"
)

// depthValues names the columns of a book: of each level its bid, ask and their sizes, the best level first.
func depthValues() []string {
	var names []string
	for level := 1; level <= market.MaxLevels; level++ {
		for _, what := range []string{"bid", "ask", "bid_size", "ask_size"} {
			names = append(names, fmt.Sprintf("%s_%d", what, level))
		}
	}
	return names
}

// DepthSeries names the order books of a symbol.
func DepthSeries(symbol string) Series { return Series{Kind: Depth, Symbol: symbol} }

// Depth streams the order books of a symbol with from < Time ≤ to, like Bars.
func (c *Catalog) Depth(symbol string, from, to market.Time) (market.DepthStream, error) {
	r, err := c.open(DepthSeries(symbol), from, to)
	if err != nil {
		return nil, err
	}
	return &depthRows{rows: r}, nil
}

// WriteDepth stores a stream of order books like WriteBars; several may have one time.
func (c *Catalog) WriteDepth(ctx context.Context, symbol string, stream market.DepthStream, o Options) (Written, error) {
	layout := &layouts[Depth]
	batch := layout.makeColumns(batchRows, false)
	var d market.Depth
	return c.write(ctx, DepthSeries(symbol), o, func() (columns, error) {
		n := 0
		for ; n < batchRows; n++ {
			if err := stream.Next(&d); err == io.EOF {
				break
			} else if err != nil {
				return columns{}, err
			}
			batch.putDepth(n, &d)
		}
		return batch.slice(0, n), endAt(n == 0)
	})
}

func (c *columns) putDepth(row int, d *market.Depth) {
	c.times[0][row] = d.Time
	for i := range market.MaxLevels {
		c.values[4*i][row], c.values[4*i+1][row] = d.Bids[i].Price, d.Asks[i].Price
		c.values[4*i+2][row], c.values[4*i+3][row] = d.Bids[i].Size, d.Asks[i].Size
	}
}

func (c *columns) depth(row int, d *market.Depth) {
	d.Time, d.Session = c.times[0][row], 0
	for i := range market.MaxLevels {
		d.Bids[i] = market.Level{Price: c.values[4*i][row], Size: c.values[4*i+2][row]}
		d.Asks[i] = market.Level{Price: c.values[4*i+1][row], Size: c.values[4*i+3][row]}
	}
}

// depthRows hands out books one by one.
type depthRows struct {
	*rows
	pos int
}

func (s *depthRows) Next(d *market.Depth) error {
	for s.pos == len(s.batch.times[0]) || s.ready {
		s.pos = 0
		if err := s.next(); err != nil {
			return err
		}
	}
	s.batch.depth(s.pos, d)
	s.pos++
	return nil
}

// FromDepth streams books held in memory, oldest first.
func FromDepth(books []market.Depth) market.DepthStream { return &memoryDepth{books: books} }

type memoryDepth struct{ books []market.Depth }

func (s *memoryDepth) Next(d *market.Depth) error {
	if len(s.books) == 0 {
		return io.EOF
	}
	*d, s.books = s.books[0], s.books[1:]
	return nil
}

func (s *memoryDepth) Close() error { return nil }

// Tops is the best bid and offer of each book, for what looks at quotes. It owns the stream.
func Tops(books market.DepthStream) market.QuoteStream { return &tops{DepthStream: books} }

type tops struct {
	market.DepthStream
	batch market.Quotes
}

func (s *tops) Next(batch *market.Quotes) error {
	s.batch.Reset()
	var d market.Depth
	for s.batch.Len() < batchRows {
		if err := s.DepthStream.Next(&d); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		s.batch.Append(d.Quote())
	}
	*batch = s.batch
	return endAt(s.batch.Len() == 0)
}

// books is a lane's place for the book that is due and the one that was delivered last.
type books struct{ due, told market.Depth }
