package market

// MaxLevels is how many prices of a side a Depth can show.
const MaxLevels = 10

// Level is a price of an order book and the size that is displayed there, in units. Size 0 is no level.
type Level struct{ Price, Size float64 }

// Depth is an order book as it is displayed, the best prices first: bids fall, asks rise. The first level of size 0
// ends a side. It is always the whole book of so many levels, never a change of one.
type Depth struct {
	Instrument ID
	Session    Date
	Time       Time
	Bids, Asks [MaxLevels]Level
}

// Quote is the top of the book.
func (d *Depth) Quote() Quote {
	q := Quote{Instrument: d.Instrument, Session: d.Session, Time: d.Time}
	if best := d.Bids[0]; best.Size > 0 {
		q.Bid, q.BidSize = best.Price, best.Size
	}
	if best := d.Asks[0]; best.Size > 0 {
		q.Ask, q.AskSize = best.Price, best.Size
	}
	return q
}

// DepthStream yields the books of one instrument, oldest first. Next fills the book and returns io.EOF at the end. It
// belongs to one goroutine.
type DepthStream interface {
	Next(*Depth) error
	Close() error
}
