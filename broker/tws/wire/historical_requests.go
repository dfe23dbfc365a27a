package wire

// CancelHistoricalData ends a request for bars.
type CancelHistoricalData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelHistoricalData) Kind() Kind { return ask(25) }

func (m *CancelHistoricalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestRealTimeBars subscribes to bars of five seconds.
type RequestRealTimeBars struct {
	RequestID  int
	Contract   Contract
	BarSize    int // seconds, 5 only
	WhatToShow string
	UseRTH     bool
	Options    []TagValue
}

// Kind returns the kind of the message.
func (*RequestRealTimeBars) Kind() Kind { return ask(50) }

func (m *RequestRealTimeBars) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, requestForm)
	c.int(3, "barSize", &m.BarSize)
	c.str(4, "whatToShow", &m.WhatToShow)
	c.bool(5, "useRTH", &m.UseRTH)
	c.options(6, "realTimeBarsOptions", &m.Options)
}

// CancelRealTimeBars ends that.
type CancelRealTimeBars struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelRealTimeBars) Kind() Kind { return ask(51) }

func (m *CancelRealTimeBars) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestHeadTimestamp asks for the time of the earliest data.
type RequestHeadTimestamp struct {
	RequestID  int
	Contract   Contract
	UseRTH     bool
	WhatToShow string
	FormatDate int // 1 text, 2 epoch seconds
}

// Kind returns the kind of the message.
func (*RequestHeadTimestamp) Kind() Kind { return ask(87) }

func (m *RequestHeadTimestamp) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, expiredForm)
	c.bool(3, "useRTH", &m.UseRTH)
	c.str(4, "whatToShow", &m.WhatToShow)
	c.int(5, "formatDate", &m.FormatDate)
}

// CancelHeadTimestamp ends that.
type CancelHeadTimestamp struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelHeadTimestamp) Kind() Kind { return ask(90) }

func (m *CancelHeadTimestamp) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestHistogramData asks for a histogram of traded prices.
type RequestHistogramData struct {
	RequestID  int
	Contract   Contract
	UseRTH     bool
	TimePeriod string // "3 days"
}

// Kind returns the kind of the message.
func (*RequestHistogramData) Kind() Kind { return ask(88) }

func (m *RequestHistogramData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, expiredForm)
	c.bool(3, "useRTH", &m.UseRTH)
	c.str(4, "timePeriod", &m.TimePeriod)
}

// CancelHistogramData ends that.
type CancelHistogramData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelHistogramData) Kind() Kind { return ask(89) }

func (m *CancelHistogramData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestHistoricalTicks asks for ticks of the past.
type RequestHistoricalTicks struct {
	RequestID  int
	Contract   Contract
	Start      string
	End        string
	Count      int    // at most 1000
	WhatToShow string // TRADES, BID_ASK or MIDPOINT
	UseRTH     bool
	IgnoreSize bool
	Options    []TagValue
}

// Kind returns the kind of the message.
func (*RequestHistoricalTicks) Kind() Kind { return ask(96) }

func (m *RequestHistoricalTicks) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	m.Contract.inside(c, 2, expiredForm)
	c.str(3, "startDateTime", &m.Start)
	c.str(4, "endDateTime", &m.End)
	c.int(5, "numberOfTicks", &m.Count)
	c.str(6, "whatToShow", &m.WhatToShow)
	c.bool(7, "useRTH", &m.UseRTH)
	c.bool(8, "ignoreSize", &m.IgnoreSize)
	c.options(9, "miscOptions", &m.Options)
}

// CancelHistoricalTicks ends a request for ticks of the past; protobuf only.
type CancelHistoricalTicks struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelHistoricalTicks) Kind() Kind { return ask(107) }

func (m *CancelHistoricalTicks) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestFundamentalData asks for a fundamental report; gone from current servers.
type RequestFundamentalData struct {
	RequestID  int
	Contract   Contract
	ReportType string // ReportSnapshot, ReportsFinStatements, RESC, CalendarReport
	Options    []TagValue
}

// Kind returns the kind of the message.
func (*RequestFundamentalData) Kind() Kind { return ask(52) }

func (m *RequestFundamentalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	if c.proto() {
		m.Contract.inside(c, 2, requestForm)
	} else {
		m.contract(c)
	}
	c.str(3, "reportType", &m.ReportType)
	c.countedOptions(4, "options", &m.Options)
}

// contract visits what text says of the contract, less than in any other request.
func (m *RequestFundamentalData) contract(c *coder) {
	k := &m.Contract
	c.int(0, "conId", &k.ConID)
	c.str(0, "symbol", &k.Symbol)
	c.str(0, "secType", (*string)(&k.SecType))
	c.str(0, "exchange", &k.Exchange)
	c.str(0, "primaryExchange", &k.PrimaryExchange)
	c.str(0, "currency", &k.Currency)
	c.str(0, "localSymbol", &k.LocalSymbol)
}

// CancelFundamentalData ends that.
type CancelFundamentalData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelFundamentalData) Kind() Kind { return ask(53) }

func (m *CancelFundamentalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
