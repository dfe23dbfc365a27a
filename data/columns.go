package data

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
)

// layout is the columns of one kind of file, in their order on disk.
type layout struct {
	// times name timestamp columns; the last one orders the rows.
	times []string
	// values name float columns; the last one may be absent if optional.
	values   []string
	optional bool
}

var layouts = [...]layout{
	Bars: {
		times:    []string{"start", "end"},
		values:   []string{"open", "high", "low", "close", "volume", "spread"},
		optional: true,
	},
	Quotes: {times: []string{"time"}, values: []string{"bid", "ask", "bid_size", "ask_size"}},
	Trades: {times: []string{"time"}, values: []string{"price", "size"}},
	Depth:  {times: []string{"time"}, values: depthValues()},
}

const (
	maxTimes  = 2
	maxValues = 4 * market.MaxLevels // of a book
)

// columns is a batch of rows of any kind, in the order of its layout. Columns beyond the layout, and an
// optional one that is absent, are nil.
type columns struct {
	times  [maxTimes][]market.Time
	values [maxValues][]float64
}

// makeColumns allocates n rows of every column.
func (l *layout) makeColumns(n int, optional bool) columns {
	var c columns
	for i := range l.times {
		c.times[i] = make([]market.Time, n)
	}
	for i := range l.values {
		if optional || !l.isOptional(i) {
			c.values[i] = make([]float64, n)
		}
	}
	return c
}

// isOptional reports whether a value column may be absent.
func (l *layout) isOptional(i int) bool { return l.optional && i == len(l.values)-1 }

// hasOptional reports whether the optional column is there.
func (l *layout) hasOptional(c *columns) bool { return l.optional && c.values[len(l.values)-1] != nil }

// order is the column that orders the rows.
func (l *layout) order(c *columns) []market.Time { return c.times[len(l.times)-1] }

// check returns what is wrong with a batch from outside whose columns differ in length.
func (l *layout) check(c *columns) error {
	rows := len(l.order(c))
	for i, name := range l.times {
		if len(c.times[i]) != rows {
			return fmt.Errorf("a batch has %d values of %s for %d rows", len(c.times[i]), name, rows)
		}
	}
	for i, name := range l.values {
		if c.values[i] == nil && l.isOptional(i) {
			continue
		}
		if len(c.values[i]) != rows {
			return fmt.Errorf("a batch has %d values of %s for %d rows", len(c.values[i]), name, rows)
		}
	}
	return nil
}

// slice shares rows [from, to).
func (c *columns) slice(from, to int) columns {
	var s columns
	for i, column := range c.times {
		if column != nil {
			s.times[i] = column[from:to]
		}
	}
	for i, column := range c.values {
		if column != nil {
			s.values[i] = column[from:to]
		}
	}
	return s
}

// append adds rows to dst; an optional column that dst is to have and the rows lack becomes 0.
func (l *layout) append(dst, rows *columns, optional bool) {
	for i := range l.times {
		dst.times[i] = append(dst.times[i], rows.times[i]...)
	}
	for i := range l.values {
		switch {
		case rows.values[i] != nil:
			dst.values[i] = append(dst.values[i], rows.values[i]...)
		case optional:
			dst.values[i] = append(dst.values[i], make([]float64, len(rows.times[0]))...)
		}
	}
}

// reset empties the columns and keeps their memory.
func (c *columns) reset() { *c = c.slice(0, 0) }

func barColumns(b *market.Bars) (c columns) {
	c.times[0], c.times[1] = b.Start, b.End
	c.values[0], c.values[1], c.values[2], c.values[3] = b.Open, b.High, b.Low, b.Close
	c.values[4], c.values[5] = b.Volume, b.Spread
	return c
}

func (c *columns) bars(b *market.Bars) {
	b.Start, b.End = c.times[0], c.times[1]
	b.Open, b.High, b.Low, b.Close = c.values[0], c.values[1], c.values[2], c.values[3]
	b.Volume, b.Spread = c.values[4], c.values[5]
}

func quoteColumns(q *market.Quotes) (c columns) {
	c.times[0] = q.Time
	c.values[0], c.values[1], c.values[2], c.values[3] = q.Bid, q.Ask, q.BidSize, q.AskSize
	return c
}

func (c *columns) quotes(q *market.Quotes) {
	q.Time = c.times[0]
	q.Bid, q.Ask, q.BidSize, q.AskSize = c.values[0], c.values[1], c.values[2], c.values[3]
}

func tradeColumns(t *market.Trades) (c columns) {
	c.times[0], c.values[0], c.values[1] = t.Time, t.Price, t.Size
	return c
}

func (c *columns) trades(t *market.Trades) {
	t.Time, t.Price, t.Size = c.times[0], c.values[0], c.values[1]
}
