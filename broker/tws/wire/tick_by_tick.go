package wire

// TickByTick is one trade, quote or midpoint of a tick-by-tick stream. Which fields count depends on Type.
type TickByTick struct {
	RequestID int
	Type      TickByTickType
	Time      int64 // epoch seconds

	Price                   float64      // trades and midpoints
	Size                    Opt[float64] // trades
	Exchange                string       // trades
	SpecialConditions       string       // trades
	PastLimit, Unreported   bool         // trades
	Bid, Ask                float64      // quotes
	BidSize, AskSize        Opt[float64]
	BidPastLow, AskPastHigh bool
}

// Kind returns the kind of the message.
func (*TickByTick) Kind() Kind { return answer(99) }

func (m *TickByTick) fields(c *coder) {
	if c.reading() {
		*m = TickByTick{}
	}
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	switch m.Type {
	case TickLast, TickAllLast:
		c.into(3)
		c.long(1, "time", &m.Time)
		c.float(3, "price", &m.Price)
		c.optVolume(4, "size", &m.Size)
		c.flags(2, "attribMask", [2]*bool{&m.PastLimit, &m.Unreported}, [2]*bool{&m.PastLimit, &m.Unreported})
		c.str(5, "exchange", &m.Exchange)
		c.str(6, "specialConditions", &m.SpecialConditions)
	case TickBidAsk:
		c.into(4)
		c.long(1, "time", &m.Time)
		c.float(3, "bidPrice", &m.Bid)
		c.float(4, "askPrice", &m.Ask)
		c.optVolume(5, "bidSize", &m.BidSize)
		c.optVolume(6, "askSize", &m.AskSize)
		c.flags(2, "attribMask", [2]*bool{&m.BidPastLow, &m.AskPastHigh}, [2]*bool{&m.BidPastLow, &m.AskPastHigh})
	default: // a midpoint, or a stream not known yet, of which only the time is sure
		c.into(5)
		c.long(1, "time", &m.Time)
		if m.Type == TickMidPoint {
			c.float(2, "midPoint", &m.Price)
		}
	}
	c.into(0)
}

// flags visits two attributes: in text a bit mask, lowest bit first, in protobuf a sub-message of two.
func (c *coder) flags(num int, name string, text, proto [2]*bool) {
	switch c.mode {
	case textIn, textOut:
		mask := int(bit(*text[0]) | bit(*text[1])<<1)
		c.int(0, name, &mask)
		*text[0], *text[1] = mask&1 != 0, mask&2 != 0
	case protoIn, protoOut:
		c.pair = boolPair{proto[0], proto[1]}
		sub(c, num, name, &c.pair, (*boolPair).fields)
	}
}

type boolPair struct{ first, second *bool }

func (p *boolPair) fields(c *coder) {
	c.bool(1, "first", p.first)
	c.bool(2, "second", p.second)
}

// tickByTickType visits the stream of a request, which is a word there.
func (c *coder) tickByTickType(num int, name string, p *TickByTickType) {
	w := tickByTickWord(*p)
	word(c, num, name, &w, tickByTickWords)
	*p = TickByTickType(w)
}

type tickByTickWord uint8

var tickByTickWords = []string{"", "Last", "AllLast", "BidAsk", "MidPoint"}
