package market

// ID is the dense number of an instrument within one run, counted from 0 in the order of the
// configuration. It is an index into per-instrument slices and means nothing outside the run.
type ID int32

// Bar summarises the trades (or mid prices) of an interval. It is known at End and not before.
type Bar struct {
	Instrument ID
	// Session is the date of the trading session the bar belongs to; 0 when no calendar was asked.
	Session Date
	// The bar covers the half-open interval (Start, End]: a trade at End belongs to it.
	Start, End Time
	// Prices are in the instrument's currency.
	Open, High, Low, Close float64
	// Volume is in the instrument's units (shares, contracts); 0 where the source has none.
	Volume float64
	// Spread is ask minus bid at the end of the bar when the bar was made from quotes, else 0.
	Spread float64
}

// Typical is (high + low + close) / 3.
func (b *Bar) Typical() float64 { return (b.High + b.Low + b.Close) / 3 }

// Quote is the best bid and offer. A side without a quote has price and size 0.
type Quote struct {
	Instrument       ID
	Session          Date
	Time             Time
	Bid, Ask         float64
	BidSize, AskSize float64
}

// Mid is the middle of bid and ask, or the one side that exists.
func (q *Quote) Mid() float64 {
	switch {
	case q.Bid == 0:
		return q.Ask
	case q.Ask == 0:
		return q.Bid
	}
	return (q.Bid + q.Ask) / 2
}

// Trade is one reported transaction.
type Trade struct {
	Instrument ID
	Session    Date
	Time       Time
	Price      float64
	Size       float64
}

// EventKind tells what an Event carries. Events of one instrument at one instant are delivered in the order of rank: a
// bar that ends now comes after the trades it contains. The numbers are written down in tapes.
type EventKind uint8

const (
	QuoteEvent EventKind = iota
	TradeEvent
	BarEvent
	DepthEvent
)

// rank is the order of delivery: the book, quotes, trades, bars.
func (k EventKind) rank() EventKind { return (k + 1) % (DepthEvent + 1) }

// String is "quote", "trade", "bar" or "depth".
func (k EventKind) String() string {
	switch k {
	case QuoteEvent:
		return "quote"
	case TradeEvent:
		return "trade"
	case BarEvent:
		return "bar"
	case DepthEvent:
		return "depth"
	}
	return "unknown"
}

// Event is one observation on its way through the loop. It is reused for the next one: whoever wants
// to keep the bar, quote or trade copies it. Only the field that Kind names is meaningful.
type Event struct {
	Kind       EventKind
	Instrument ID
	Time       Time
	// Last reports that nothing else is due at this instant.
	Last bool
	// Detail marks a bar of the path inside coarser bars: only the venue sees it.
	Detail bool
	// Late marks an observation that was missed when it was made and fetched afterwards.
	Late  bool
	Bar   Bar
	Quote Quote
	Trade Trade
	// Depth belongs to whoever made the event, and is reused as the event is. It is a pointer because a book is long.
	Depth *Depth
}

// Order is the total order of delivery: time, then instrument, then kind.
func (e *Event) Order(other *Event) int {
	switch {
	case e.Time != other.Time:
		return compare(e.Time, other.Time)
	case e.Instrument != other.Instrument:
		return compare(e.Instrument, other.Instrument)
	}
	return compare(e.Kind.rank(), other.Kind.rank())
}

func compare[T Time | ID | EventKind](a, b T) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}
