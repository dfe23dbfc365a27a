package wire

// StartAPI opens the conversation after the handshake.
type StartAPI struct {
	ClientID             int
	OptionalCapabilities string
}

// Kind returns the kind of the message.
func (*StartAPI) Kind() Kind { return ask(71) }

func (m *StartAPI) fields(c *coder) {
	c.int(1, "clientId", &m.ClientID)
	c.str(2, "optionalCapabilities", &m.OptionalCapabilities)
}

// NextValidID is the first order id the client may use.
type NextValidID struct {
	OrderID int
}

// Kind returns the kind of the message.
func (*NextValidID) Kind() Kind { return answer(9) }

func (m *NextValidID) fields(c *coder) {
	c.int(1, "orderId", &m.OrderID)
}

// Error is an error, a warning or a notice; its code says which.
type Error struct {
	RequestID          int // -1 when no request is meant
	Code               int
	Message            string
	AdvancedRejectJSON string // details that [Order].AdvancedErrorOverride can refer to
	Time               int64  // epoch milliseconds, since version 194
}

// Kind returns the kind of the message.
func (*Error) Kind() Kind { return answer(4) }

func (m *Error) fields(c *coder) {
	c.id(1, "id", &m.RequestID)
	c.int(3, "errorCode", &m.Code)
	c.words(4, "errorMsg", &m.Message)
	c.since(166).words(5, "advancedOrderRejectJson", &m.AdvancedRejectJSON)
	c.since(194).long(2, "errorTime", &m.Time)
}

// CurrentTime is the gateway's clock.
type CurrentTime struct {
	Time int64 // epoch seconds
}

// Kind returns the kind of the message.
func (*CurrentTime) Kind() Kind { return answer(49) }

func (m *CurrentTime) fields(c *coder) {
	c.long(1, "time", &m.Time)
}

// CurrentTimeInMillis is the gateway's clock.
type CurrentTimeInMillis struct {
	Time int64 // epoch milliseconds
}

// Kind returns the kind of the message.
func (*CurrentTimeInMillis) Kind() Kind { return answer(109) }

func (m *CurrentTimeInMillis) fields(c *coder) {
	c.long(1, "timeInMillis", &m.Time)
}

// RequestIDs asks for the next valid order id.
type RequestIDs struct {
	Count int // ignored by the gateway
}

// Kind returns the kind of the message.
func (*RequestIDs) Kind() Kind { return ask(8) }

func (m *RequestIDs) fields(c *coder) {
	c.int(1, "numIds", &m.Count)
}

// RequestCurrentTime asks for the gateway's clock.
type RequestCurrentTime struct{}

// Kind returns the kind of the message.
func (*RequestCurrentTime) Kind() Kind { return ask(49) }

func (*RequestCurrentTime) fields(*coder) {}

// RequestCurrentTimeInMillis asks for the gateway's clock.
type RequestCurrentTimeInMillis struct{}

// Kind returns the kind of the message.
func (*RequestCurrentTimeInMillis) Kind() Kind { return ask(105) }

func (*RequestCurrentTimeInMillis) fields(*coder) {}

// SetServerLogLevel sets how much the gateway logs about this client.
type SetServerLogLevel struct {
	Level LogLevel
}

// Kind returns the kind of the message.
func (*SetServerLogLevel) Kind() Kind { return ask(14) }

func (m *SetServerLogLevel) fields(c *coder) {
	enum(c, 1, "logLevel", &m.Level)
}
