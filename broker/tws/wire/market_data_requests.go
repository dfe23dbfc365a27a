package wire

// CancelMarketData ends a subscription.
type CancelMarketData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelMarketData) Kind() Kind { return ask(2) }

func (m *CancelMarketData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestMarketDepth subscribes to a book.
type RequestMarketDepth struct {
	RequestID  int
	Contract   Contract
	Rows       int
	SmartDepth bool
	Options    []TagValue
}

// Kind returns the kind of the message.
func (*RequestMarketDepth) Kind() Kind { return ask(10) }

func (m *RequestMarketDepth) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, depthForm)
	c.int(3, "numRows", &m.Rows)
	c.since(146).bool(4, "isSmartDepth", &m.SmartDepth)
	c.options(5, "mktDepthOptions", &m.Options)
}

// CancelMarketDepth ends that; SmartDepth must be as it was asked.
type CancelMarketDepth struct {
	RequestID  int
	SmartDepth bool
}

// Kind returns the kind of the message.
func (*CancelMarketDepth) Kind() Kind { return ask(11) }

func (m *CancelMarketDepth) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.since(146).bool(2, "isSmartDepth", &m.SmartDepth)
}

// RequestMarketDataType selects how fresh data may be.
type RequestMarketDataType struct {
	Type MarketDataType
}

// Kind returns the kind of the message.
func (*RequestMarketDataType) Kind() Kind { return ask(59) }

func (m *RequestMarketDataType) fields(c *coder) {
	enum(c, 1, "marketDataType", &m.Type)
}

// RequestMarketDepthExchanges asks which exchanges offer depth.
type RequestMarketDepthExchanges struct{}

// Kind returns the kind of the message.
func (*RequestMarketDepthExchanges) Kind() Kind { return ask(82) }

func (*RequestMarketDepthExchanges) fields(*coder) {}

// RequestSmartComponents asks what the exchange letters of smart quotes mean.
type RequestSmartComponents struct {
	RequestID   int
	BBOExchange string // from [TickRequestParams]
}

// Kind returns the kind of the message.
func (*RequestSmartComponents) Kind() Kind { return ask(83) }

func (m *RequestSmartComponents) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "bboExchange", &m.BBOExchange)
}

// RequestTickByTick subscribes to every tick.
type RequestTickByTick struct {
	RequestID  int
	Contract   Contract
	Type       TickByTickType
	Count      int // past ticks to start with, at most 1000
	IgnoreSize bool
}

// Kind returns the kind of the message.
func (*RequestTickByTick) Kind() Kind { return ask(97) }

func (m *RequestTickByTick) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, requestForm)
	c.tickByTickType(3, "tickType", &m.Type)
	c.since(140).int(4, "numberOfTicks", &m.Count)
	c.since(140).bool(5, "ignoreSize", &m.IgnoreSize)
}

// CancelTickByTick ends that.
type CancelTickByTick struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelTickByTick) Kind() Kind { return ask(98) }

func (m *CancelTickByTick) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// CalculateImpliedVolatility asks for the volatility an option price implies.
type CalculateImpliedVolatility struct {
	RequestID       int
	Contract        Contract
	OptionPrice     float64
	UnderlyingPrice float64
	Options         []TagValue
}

// Kind returns the kind of the message.
func (*CalculateImpliedVolatility) Kind() Kind { return ask(54) }

func (m *CalculateImpliedVolatility) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, requestForm)
	c.float(3, "optionPrice", &m.OptionPrice)
	c.float(4, "underPrice", &m.UnderlyingPrice)
	c.countedOptions(5, "implVolOptions", &m.Options)
}

// CalculateOptionPrice asks for the option price a volatility implies.
type CalculateOptionPrice struct {
	RequestID       int
	Contract        Contract
	Volatility      float64
	UnderlyingPrice float64
	Options         []TagValue
}

// Kind returns the kind of the message.
func (*CalculateOptionPrice) Kind() Kind { return ask(55) }

func (m *CalculateOptionPrice) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, requestForm)
	c.float(3, "volatility", &m.Volatility)
	c.float(4, "underPrice", &m.UnderlyingPrice)
	c.countedOptions(5, "optPrcOptions", &m.Options)
}

// CancelCalculateImpliedVolatility ends that.
type CancelCalculateImpliedVolatility struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelCalculateImpliedVolatility) Kind() Kind { return ask(56) }

func (m *CancelCalculateImpliedVolatility) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// CancelCalculateOptionPrice ends that.
type CancelCalculateOptionPrice struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelCalculateOptionPrice) Kind() Kind { return ask(57) }

func (m *CancelCalculateOptionPrice) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// SmartComponents says what the exchange letters of smart quotes mean.
type SmartComponents struct {
	RequestID  int
	Components []SmartComponent
}

// Kind returns the kind of the message.
func (*SmartComponents) Kind() Kind { return answer(82) }

func (m *SmartComponents) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "smartComponents", &m.Components, (*SmartComponent).fields)
}
