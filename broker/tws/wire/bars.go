package wire

// HistoricalData is the bars of a request. Below version 196 it also ends them.
type HistoricalData struct {
	RequestID  int
	Start, End string // below version 196 only, see [HistoricalDataEnd]
	Bars       []Bar
}

// Bar is a bar as the gateway sends it.
type Bar struct {
	Date                   string // YYYYMMDD, a time, or epoch seconds, as the request's FormatDate asks
	Open, High, Low, Close float64
	Volume                 Opt[float64]
	WAP                    Opt[float64] // volume-weighted average price
	Count                  int          // trades; -1 when unknown
}

// Kind returns the kind of the message.
func (*HistoricalData) Kind() Kind { return answer(17) }

func (m *HistoricalData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	if c.text() && c.version < 196 {
		c.str(0, "startDateStr", &m.Start)
		c.str(0, "endDateStr", &m.End)
	}
	list(c, 2, "historicalDataBars", &m.Bars, (*Bar).fields)
}

func (b *Bar) fields(c *coder) {
	c.str(1, "date", &b.Date)
	c.float(2, "open", &b.Open)
	c.float(3, "high", &b.High)
	c.float(4, "low", &b.Low)
	c.float(5, "close", &b.Close)
	c.optVolume(6, "volume", &b.Volume)
	c.optVolume(7, "wap", &b.WAP)
	if c.version < 124 {
		c.fixed("hasGaps", "false")
	}
	c.int(8, "barCount", &b.Count)
}

// update visits a bar in the other order that updates have in text.
func (b *Bar) update(c *coder) {
	c.int(8, "barCount", &b.Count)
	c.str(1, "date", &b.Date)
	c.float(2, "open", &b.Open)
	c.float(5, "close", &b.Close)
	c.float(3, "high", &b.High)
	c.float(4, "low", &b.Low)
	c.optVolume(7, "wap", &b.WAP)
	c.optVolume(6, "volume", &b.Volume)
}

// HistogramPoint is how much traded at a price.
type HistogramPoint struct {
	Price float64
	Size  Opt[float64]
}

func (p *HistogramPoint) fields(c *coder) {
	c.float(1, "price", &p.Price)
	c.optVolume(2, "size", &p.Size)
}

// HistoricalSession is one trading session, in the time zone of its [HistoricalSchedule].
type HistoricalSession struct {
	Start, End string // YYYYMMDD-HH:MM:SS
	Date       string // YYYYMMDD the session counts for
}

func (s *HistoricalSession) fields(c *coder) {
	c.str(1, "startDateTime", &s.Start)
	c.str(2, "endDateTime", &s.End)
	c.str(3, "refDate", &s.Date)
}
