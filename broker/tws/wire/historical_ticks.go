package wire

// HistoricalTicks is midpoints of the past.
type HistoricalTicks struct {
	RequestID int
	Ticks     []HistoricalTick
	Done      bool
}

// HistoricalTick is one midpoint.
type HistoricalTick struct {
	Time  int64 // epoch seconds
	Price float64
	Size  Opt[float64]
}

// Kind returns the kind of the message.
func (*HistoricalTicks) Kind() Kind { return answer(96) }

func (m *HistoricalTicks) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "historicalTicks", &m.Ticks, (*HistoricalTick).fields)
	c.bool(3, "done", &m.Done)
}

func (t *HistoricalTick) fields(c *coder) {
	c.long(1, "time", &t.Time)
	c.fixed("(unused)", "0")
	c.float(2, "price", &t.Price)
	c.optVolume(3, "size", &t.Size)
}

// HistoricalTicksBidAsk is quotes of the past.
type HistoricalTicksBidAsk struct {
	RequestID int
	Ticks     []HistoricalQuote
	Done      bool
}

// HistoricalQuote is one quote.
type HistoricalQuote struct {
	Time                    int64 // epoch seconds
	BidPastLow, AskPastHigh bool
	Bid, Ask                float64
	BidSize, AskSize        Opt[float64]
}

// Kind returns the kind of the message.
func (*HistoricalTicksBidAsk) Kind() Kind { return answer(97) }

func (m *HistoricalTicksBidAsk) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "historicalTicksBidAsk", &m.Ticks, (*HistoricalQuote).fields)
	c.bool(3, "done", &m.Done)
}

func (t *HistoricalQuote) fields(c *coder) {
	c.long(1, "time", &t.Time)
	// The text mask is in the other order than that of TickByTick.
	c.flags(2, "attribMask", [2]*bool{&t.AskPastHigh, &t.BidPastLow}, [2]*bool{&t.BidPastLow, &t.AskPastHigh})
	c.float(3, "priceBid", &t.Bid)
	c.float(4, "priceAsk", &t.Ask)
	c.optVolume(5, "sizeBid", &t.BidSize)
	c.optVolume(6, "sizeAsk", &t.AskSize)
}

// HistoricalTicksLast is trades of the past.
type HistoricalTicksLast struct {
	RequestID int
	Ticks     []HistoricalTrade
	Done      bool
}

// HistoricalTrade is one trade.
type HistoricalTrade struct {
	Time                        int64 // epoch seconds
	PastLimit, Unreported       bool
	Price                       float64
	Size                        Opt[float64]
	Exchange, SpecialConditions string
}

// Kind returns the kind of the message.
func (*HistoricalTicksLast) Kind() Kind { return answer(98) }

func (m *HistoricalTicksLast) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "historicalTicksLast", &m.Ticks, (*HistoricalTrade).fields)
	c.bool(3, "done", &m.Done)
}

func (t *HistoricalTrade) fields(c *coder) {
	c.long(1, "time", &t.Time)
	c.flags(2, "attribMask", [2]*bool{&t.PastLimit, &t.Unreported}, [2]*bool{&t.PastLimit, &t.Unreported})
	c.float(3, "price", &t.Price)
	c.optVolume(4, "size", &t.Size)
	c.str(5, "exchange", &t.Exchange)
	c.str(6, "specialConditions", &t.SpecialConditions)
}
