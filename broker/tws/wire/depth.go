package wire

// MarketDepth changes one row of a book whose market makers are unknown.
type MarketDepth struct {
	RequestID int
	Position  int // from 0, the best
	Operation DepthOperation
	Side      DepthSide
	Price     float64
	Size      Opt[float64]
}

// Kind returns the kind of the message.
func (*MarketDepth) Kind() Kind { return answer(12) }

func (m *MarketDepth) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.into(2)
	c.int(1, "position", &m.Position)
	enum(c, 2, "operation", &m.Operation)
	enum(c, 3, "side", &m.Side)
	c.float(4, "price", &m.Price)
	c.optVolume(5, "size", &m.Size)
	c.into(0)
}

// MarketDepthL2 changes one row of a book that names market makers or exchanges.
type MarketDepthL2 struct {
	RequestID   int
	Position    int    // from 0, the best
	MarketMaker string // or the exchange, for smart depth
	Operation   DepthOperation
	Side        DepthSide
	Price       float64
	Size        Opt[float64]
	SmartDepth  bool
}

// Kind returns the kind of the message.
func (*MarketDepthL2) Kind() Kind { return answer(13) }

func (m *MarketDepthL2) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.into(2)
	c.int(1, "position", &m.Position)
	c.str(6, "marketMaker", &m.MarketMaker)
	enum(c, 2, "operation", &m.Operation)
	enum(c, 3, "side", &m.Side)
	c.float(4, "price", &m.Price)
	c.optVolume(5, "size", &m.Size)
	c.since(146).bool(7, "isSmartDepth", &m.SmartDepth)
	c.into(0)
}

// MarketDepthExchanges lists the exchanges that offer depth.
type MarketDepthExchanges struct {
	Exchanges []DepthExchange
}

// Kind returns the kind of the message.
func (*MarketDepthExchanges) Kind() Kind { return answer(80) }

func (m *MarketDepthExchanges) fields(c *coder) {
	list(c, 1, "depthMarketDataDescriptions", &m.Exchanges, (*DepthExchange).fields)
}
