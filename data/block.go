package data

import "github.com/tidemark/tidemark/market"

// blockRows is how many rows a lane turns from columns into rows at a time.
const blockRows = 64

// row is one observation of any kind, one cache line long: a lane among a thousand touches one line
// for an event instead of one in every column.
type row struct {
	start, time market.Time
	values      [6]float64
}

type block [blockRows]row

// bars fills the block with rows of a batch from a row on, and returns their number.
func (b *block) bars(c *market.Bars, from int) int {
	n := min(c.Len()-from, blockRows)
	rows, to := b[:n], from+n
	start, end := c.Start[from:to], c.End[from:to]
	open, high, low, last := c.Open[from:to], c.High[from:to], c.Low[from:to], c.Close[from:to]
	volume := c.Volume[from:to]
	for i := range rows {
		r := &rows[i]
		r.start, r.time = start[i], end[i]
		r.values[0], r.values[1], r.values[2], r.values[3] = open[i], high[i], low[i], last[i]
		r.values[4], r.values[5] = volume[i], 0
	}
	if c.Spread != nil {
		for i, spread := range c.Spread[from:to] {
			rows[i].values[5] = spread
		}
	}
	return n
}

func (b *block) quotes(c *market.Quotes, from int) int {
	n := min(c.Len()-from, blockRows)
	for i := range b[:n] {
		r, k := &b[i], from+i
		r.time = c.Time[k]
		r.values[0], r.values[1], r.values[2], r.values[3] = c.Bid[k], c.Ask[k], c.BidSize[k], c.AskSize[k]
	}
	return n
}

func (b *block) trades(c *market.Trades, from int) int {
	n := min(c.Len()-from, blockRows)
	for i := range b[:n] {
		r, k := &b[i], from+i
		r.time, r.values[0], r.values[1] = c.Time[k], c.Price[k], c.Size[k]
	}
	return n
}

func (r *row) bar(b *market.Bar) {
	b.Session, b.Start, b.End = 0, r.start, r.time
	b.Open, b.High, b.Low, b.Close = r.values[0], r.values[1], r.values[2], r.values[3]
	b.Volume, b.Spread = r.values[4], r.values[5]
}

func (r *row) quote(q *market.Quote) {
	q.Session, q.Time = 0, r.time
	q.Bid, q.Ask, q.BidSize, q.AskSize = r.values[0], r.values[1], r.values[2], r.values[3]
}

func (r *row) trade(t *market.Trade) {
	t.Session, t.Time, t.Price, t.Size = 0, r.time, r.values[0], r.values[1]
}
