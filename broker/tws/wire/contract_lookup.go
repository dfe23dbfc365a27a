package wire

// RequestContractDetails asks for everything known of the contracts that match.
type RequestContractDetails struct {
	RequestID int
	Contract  Contract
}

// Kind returns the kind of the message.
func (*RequestContractDetails) Kind() Kind { return ask(9) }

func (m *RequestContractDetails) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, expiredForm|withSecID)
	if c.text() {
		c.since(176).str(0, "issuerId", &m.Contract.IssuerID)
	}
}

// CancelContractDetails ends that; protobuf only.
type CancelContractDetails struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelContractDetails) Kind() Kind { return ask(106) }

func (m *CancelContractDetails) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// ContractDetailsEnd ends the contracts of a request.
type ContractDetailsEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*ContractDetailsEnd) Kind() Kind { return answer(52) }

func (m *ContractDetailsEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestSecDefOptParams asks for the option chains of an underlying.
type RequestSecDefOptParams struct {
	RequestID int
	Symbol    string
	Exchange  string // of futures options; empty for all
	SecType   SecType
	ConID     int
}

// Kind returns the kind of the message.
func (*RequestSecDefOptParams) Kind() Kind { return ask(78) }

func (m *RequestSecDefOptParams) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "underlyingSymbol", &m.Symbol)
	c.str(3, "futFopExchange", &m.Exchange)
	c.str(4, "underlyingSecType", (*string)(&m.SecType))
	c.int(5, "underlyingConId", &m.ConID)
}

// SecDefOptParams is one option chain.
type SecDefOptParams struct {
	RequestID    int
	Exchange     string
	ConID        int
	TradingClass string
	Multiplier   string
	Expirations  []string // YYYYMMDD
	Strikes      []float64
}

// Kind returns the kind of the message.
func (*SecDefOptParams) Kind() Kind { return answer(75) }

func (m *SecDefOptParams) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "exchange", &m.Exchange)
	c.int(3, "underlyingConId", &m.ConID)
	c.str(4, "tradingClass", &m.TradingClass)
	c.str(5, "multiplier", &m.Multiplier)
	c.strings(6, "expirations", &m.Expirations)
	c.floats(7, "strikes", &m.Strikes)
}

// SecDefOptParamsEnd ends the option chains of a request.
type SecDefOptParamsEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*SecDefOptParamsEnd) Kind() Kind { return answer(76) }

func (m *SecDefOptParamsEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestMatchingSymbols searches for stocks by symbol or name.
type RequestMatchingSymbols struct {
	RequestID int
	Pattern   string
}

// Kind returns the kind of the message.
func (*RequestMatchingSymbols) Kind() Kind { return ask(81) }

func (m *RequestMatchingSymbols) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "pattern", &m.Pattern)
}

// SymbolSamples is what a search found.
type SymbolSamples struct {
	RequestID int
	Samples   []SymbolSample
}

// Kind returns the kind of the message.
func (*SymbolSamples) Kind() Kind { return answer(79) }

func (m *SymbolSamples) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "contractDescriptions", &m.Samples, (*SymbolSample).fields)
}

// RequestMarketRule asks for a table of price increments.
type RequestMarketRule struct {
	ID int
}

// Kind returns the kind of the message.
func (*RequestMarketRule) Kind() Kind { return ask(91) }

func (m *RequestMarketRule) fields(c *coder) {
	c.int(1, "marketRuleId", &m.ID)
}

// MarketRule is a table of price increments.
type MarketRule struct {
	ID         int
	Increments []PriceIncrement
}

// Kind returns the kind of the message.
func (*MarketRule) Kind() Kind { return answer(93) }

func (m *MarketRule) fields(c *coder) {
	c.int(1, "marketRuleId", &m.ID)
	list(c, 2, "priceIncrements", &m.Increments, (*PriceIncrement).fields)
}
