package wire

// HistoricalDataEnd ends the bars of a request from version 196 on.
type HistoricalDataEnd struct {
	RequestID int
	Start     string
	End       string
}

// Kind returns the kind of the message.
func (*HistoricalDataEnd) Kind() Kind { return answer(108) }

func (m *HistoricalDataEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "startDateStr", &m.Start)
	c.str(3, "endDateStr", &m.End)
}

// HistoricalDataUpdate is the present state of the last bar of a request that keeps up to date.
type HistoricalDataUpdate struct {
	RequestID int
	Bar       Bar
}

// Kind returns the kind of the message.
func (*HistoricalDataUpdate) Kind() Kind { return answer(90) }

func (m *HistoricalDataUpdate) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.into(2)
	m.Bar.update(c)
	c.into(0)
}

// RealTimeBar is one bar of five seconds.
type RealTimeBar struct {
	RequestID int
	Time      int64 // epoch seconds, the start of the bar
	Open      float64
	High      float64
	Low       float64
	Close     float64
	Volume    Opt[float64]
	WAP       Opt[float64] // volume-weighted average price
	Count     int          // trades
}

// Kind returns the kind of the message.
func (*RealTimeBar) Kind() Kind { return answer(50) }

func (m *RealTimeBar) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.long(2, "time", &m.Time)
	c.float(3, "open", &m.Open)
	c.float(4, "high", &m.High)
	c.float(5, "low", &m.Low)
	c.float(6, "close", &m.Close)
	c.optVolume(7, "volume", &m.Volume)
	c.optVolume(8, "WAP", &m.WAP)
	c.int(9, "count", &m.Count)
}

// HeadTimestamp is the time of the earliest data of a contract.
type HeadTimestamp struct {
	RequestID int
	Time      string // as the request's FormatDate asks
}

// Kind returns the kind of the message.
func (*HeadTimestamp) Kind() Kind { return answer(88) }

func (m *HeadTimestamp) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "headTimestamp", &m.Time)
}

// HistogramData is a histogram of traded prices.
type HistogramData struct {
	RequestID int
	Points    []HistogramPoint
}

// Kind returns the kind of the message.
func (*HistogramData) Kind() Kind { return answer(89) }

func (m *HistogramData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	list(c, 2, "histogramDataEntries", &m.Points, (*HistogramPoint).fields)
}

// HistoricalSchedule lists trading sessions.
type HistoricalSchedule struct {
	RequestID int
	Start     string // YYYYMMDD-HH:MM:SS, in TimeZone
	End       string
	TimeZone  string
	Sessions  []HistoricalSession
}

// Kind returns the kind of the message.
func (*HistoricalSchedule) Kind() Kind { return answer(106) }

func (m *HistoricalSchedule) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "startDateTime", &m.Start)
	c.str(3, "endDateTime", &m.End)
	c.str(4, "timeZone", &m.TimeZone)
	list(c, 5, "historicalSessions", &m.Sessions, (*HistoricalSession).fields)
}

// FundamentalData is a fundamental report; gone from current servers.
type FundamentalData struct {
	RequestID int
	XML       string
}

// Kind returns the kind of the message.
func (*FundamentalData) Kind() Kind { return answer(51) }

func (m *FundamentalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "data", &m.XML)
}
