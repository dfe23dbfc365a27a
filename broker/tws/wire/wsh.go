package wire

// WSHMetaData describes the events of Wall Street Horizon.
type WSHMetaData struct {
	RequestID int
	JSON      string
}

// Kind returns the kind of the message.
func (*WSHMetaData) Kind() Kind { return answer(104) }

func (m *WSHMetaData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "dataJson", &m.JSON)
}

// WSHEventData holds events of Wall Street Horizon.
type WSHEventData struct {
	RequestID int
	JSON      string
}

// Kind returns the kind of the message.
func (*WSHEventData) Kind() Kind { return answer(105) }

func (m *WSHEventData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "dataJson", &m.JSON)
}

// RequestWSHMetaData asks for the event types.
type RequestWSHMetaData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*RequestWSHMetaData) Kind() Kind { return ask(100) }

func (m *RequestWSHMetaData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// CancelWSHMetaData ends that.
type CancelWSHMetaData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelWSHMetaData) Kind() Kind { return ask(101) }

func (m *CancelWSHMetaData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestWSHEventData asks for events.
type RequestWSHEventData struct {
	RequestID       int
	ConID           Opt[int]
	Filter          string // JSON
	FillWatchlist   bool
	FillPortfolio   bool
	FillCompetitors bool
	Start           string // YYYYMMDD
	End             string // YYYYMMDD
	Limit           Opt[int]
}

// Kind returns the kind of the message.
func (*RequestWSHEventData) Kind() Kind { return ask(102) }

func (m *RequestWSHEventData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.optIntMax(2, "conId", &m.ConID)
	c.since(171).str(3, "filter", &m.Filter)
	c.since(171).bool(4, "fillWatchlist", &m.FillWatchlist)
	c.since(171).bool(5, "fillPortfolio", &m.FillPortfolio)
	c.since(171).bool(6, "fillCompetitors", &m.FillCompetitors)
	c.since(173).str(7, "startDate", &m.Start)
	c.since(173).str(8, "endDate", &m.End)
	c.since(173).optIntMax(9, "totalLimit", &m.Limit)
}

// CancelWSHEventData ends that.
type CancelWSHEventData struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelWSHEventData) Kind() Kind { return ask(103) }

func (m *CancelWSHEventData) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
