package market

// Bars is a batch of one instrument's bars as columns of equal length, oldest first. Spread is nil
// when the source has none.
type Bars struct {
	Start, End             []Time
	Open, High, Low, Close []float64
	Volume                 []float64
	Spread                 []float64
}

// Len is the number of bars.
func (c *Bars) Len() int { return len(c.End) }

// Row fills b with bar i; the instrument and session are the caller's.
func (c *Bars) Row(i int, b *Bar) {
	b.Start, b.End = c.Start[i], c.End[i]
	b.Open, b.High, b.Low, b.Close = c.Open[i], c.High[i], c.Low[i], c.Close[i]
	b.Volume, b.Spread = c.Volume[i], 0
	if c.Spread != nil {
		b.Spread = c.Spread[i]
	}
}

// Append adds a bar. The Spread column appears with the first bar that has one.
func (c *Bars) Append(b Bar) {
	if c.Spread == nil && b.Spread != 0 {
		c.Spread = make([]float64, c.Len(), cap(c.End)+1)
	}
	c.Start, c.End = append(c.Start, b.Start), append(c.End, b.End)
	c.Open, c.High = append(c.Open, b.Open), append(c.High, b.High)
	c.Low, c.Close = append(c.Low, b.Low), append(c.Close, b.Close)
	c.Volume = append(c.Volume, b.Volume)
	if c.Spread != nil {
		c.Spread = append(c.Spread, b.Spread)
	}
}

// Slice shares rows [from, to) with c.
func (c *Bars) Slice(from, to int) Bars {
	s := Bars{
		Start: c.Start[from:to], End: c.End[from:to],
		Open: c.Open[from:to], High: c.High[from:to], Low: c.Low[from:to], Close: c.Close[from:to],
		Volume: c.Volume[from:to],
	}
	if c.Spread != nil {
		s.Spread = c.Spread[from:to]
	}
	return s
}

// Reset empties the batch and keeps its memory.
func (c *Bars) Reset() {
	s := c.Slice(0, 0)
	if s.Spread != nil {
		s.Spread = s.Spread[:0]
	}
	*c = s
}

// Quotes is a batch of one instrument's quotes as columns of equal length, oldest first.
type Quotes struct {
	Time             []Time
	Bid, Ask         []float64
	BidSize, AskSize []float64
}

// Len is the number of quotes.
func (c *Quotes) Len() int { return len(c.Time) }

// Row fills q with quote i; the instrument and session are the caller's.
func (c *Quotes) Row(i int, q *Quote) {
	q.Time, q.Bid, q.Ask, q.BidSize, q.AskSize = c.Time[i], c.Bid[i], c.Ask[i], c.BidSize[i], c.AskSize[i]
}

// Append adds a quote.
func (c *Quotes) Append(q Quote) {
	c.Time = append(c.Time, q.Time)
	c.Bid, c.Ask = append(c.Bid, q.Bid), append(c.Ask, q.Ask)
	c.BidSize, c.AskSize = append(c.BidSize, q.BidSize), append(c.AskSize, q.AskSize)
}

// Slice shares rows [from, to) with c.
func (c *Quotes) Slice(from, to int) Quotes {
	return Quotes{
		Time: c.Time[from:to], Bid: c.Bid[from:to], Ask: c.Ask[from:to],
		BidSize: c.BidSize[from:to], AskSize: c.AskSize[from:to],
	}
}

// Reset empties the batch and keeps its memory.
func (c *Quotes) Reset() { *c = c.Slice(0, 0) }

// Trades is a batch of one instrument's trades as columns of equal length, oldest first.
type Trades struct {
	Time        []Time
	Price, Size []float64
}

// Len is the number of trades.
func (c *Trades) Len() int { return len(c.Time) }

// Row fills t with trade i; the instrument and session are the caller's.
func (c *Trades) Row(i int, t *Trade) { t.Time, t.Price, t.Size = c.Time[i], c.Price[i], c.Size[i] }

// Append adds a trade.
func (c *Trades) Append(t Trade) {
	c.Time, c.Price, c.Size = append(c.Time, t.Time), append(c.Price, t.Price), append(c.Size, t.Size)
}

// Slice shares rows [from, to) with c.
func (c *Trades) Slice(from, to int) Trades {
	return Trades{Time: c.Time[from:to], Price: c.Price[from:to], Size: c.Size[from:to]}
}

// Reset empties the batch and keeps its memory.
func (c *Trades) Reset() { *c = c.Slice(0, 0) }
