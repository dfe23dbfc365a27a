package wire

import "github.com/shopspring/decimal"

// TickEFP is one exchange-for-physical price; text only.
type TickEFP struct {
	RequestID                int
	Type                     TickType
	BasisPoints              float64
	FormattedBasisPoints     string
	TotalDividends           float64
	HoldDays                 int
	FutureLastTradeDate      string
	DividendImpact           float64
	DividendsToLastTradeDate float64
}

// Kind returns the kind of the message.
func (*TickEFP) Kind() Kind { return answer(47) }

func (m *TickEFP) fields(c *coder) {
	c.int(0, "reqId", &m.RequestID)
	enum(c, 0, "tickType", &m.Type)
	c.float(0, "basisPoints", &m.BasisPoints)
	c.str(0, "formattedBasisPoints", &m.FormattedBasisPoints)
	c.float(0, "totalDividends", &m.TotalDividends)
	c.int(0, "holdDays", &m.HoldDays)
	c.str(0, "futureLastTradeDate", &m.FutureLastTradeDate)
	c.float(0, "dividendImpact", &m.DividendImpact)
	c.float(0, "dividendsToLastTradeDate", &m.DividendsToLastTradeDate)
}

// TickSnapshotEnd ends a snapshot.
type TickSnapshotEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*TickSnapshotEnd) Kind() Kind { return answer(57) }

func (m *TickSnapshotEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// MarketDataFreshness announces how fresh the data of a subscription is.
type MarketDataFreshness struct {
	RequestID int
	Type      MarketDataType
}

// Kind returns the kind of the message.
func (*MarketDataFreshness) Kind() Kind { return answer(58) }

func (m *MarketDataFreshness) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "marketDataType", &m.Type)
}

// TickRequestParams describes the ticks of a subscription.
type TickRequestParams struct {
	RequestID           int
	MinTick             Opt[decimal.Decimal]
	BBOExchange         string // for [RequestSmartComponents]
	SnapshotPermissions int
	LastPricePrecision  Opt[decimal.Decimal] // protobuf only
	LastSizePrecision   Opt[decimal.Decimal] // protobuf only
}

// Kind returns the kind of the message.
func (*TickRequestParams) Kind() Kind { return answer(81) }

func (m *TickRequestParams) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.tick(2, "minTick", &m.MinTick)
	c.str(3, "bboExchange", &m.BBOExchange)
	c.int(4, "snapshotPermissions", &m.SnapshotPermissions)
	if c.proto() {
		c.optSize(5, "lastPricePrecision", &m.LastPricePrecision)
		c.optSize(6, "lastSizePrecision", &m.LastSizePrecision)
	}
}

// TickNews is one headline of a news subscription.
type TickNews struct {
	RequestID    int
	Time         int64 // epoch milliseconds
	ProviderCode string
	ArticleID    string
	Headline     string
	ExtraData    string
}

// Kind returns the kind of the message.
func (*TickNews) Kind() Kind { return answer(84) }

func (m *TickNews) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.long(2, "timestamp", &m.Time)
	c.str(3, "providerCode", &m.ProviderCode)
	c.str(4, "articleId", &m.ArticleID)
	c.str(5, "headline", &m.Headline)
	c.str(6, "extraData", &m.ExtraData)
}

// RerouteMarketData tells to ask for the data of another contract instead, for CFDs.
type RerouteMarketData struct {
	RequestID int
	ConID     int
	Exchange  string
}

// Kind returns the kind of the message.
func (*RerouteMarketData) Kind() Kind { return answer(91) }

func (m *RerouteMarketData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.int(2, "conId", &m.ConID)
	c.str(3, "exchange", &m.Exchange)
}

// RerouteMarketDepth tells to ask for the depth of another contract instead, for CFDs.
type RerouteMarketDepth struct {
	RequestID int
	ConID     int
	Exchange  string
}

// Kind returns the kind of the message.
func (*RerouteMarketDepth) Kind() Kind { return answer(92) }

func (m *RerouteMarketDepth) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.int(2, "conId", &m.ConID)
	c.str(3, "exchange", &m.Exchange)
}

// DeltaNeutralValidation confirms the underlying of a delta-neutral request; text only.
type DeltaNeutralValidation struct {
	RequestID int
	ConID     int
	Delta     float64
	Price     decimal.Decimal
}

// Kind returns the kind of the message.
func (*DeltaNeutralValidation) Kind() Kind { return answer(56) }

func (m *DeltaNeutralValidation) fields(c *coder) {
	c.int(0, "reqId", &m.RequestID)
	c.int(0, "conId", &m.ConID)
	c.float(0, "delta", &m.Delta)
	c.price(0, "price", &m.Price)
}
