package wire

import "github.com/shopspring/decimal"

// PNL is the profit and loss of an account.
type PNL struct {
	RequestID  int
	Daily      Opt[decimal.Decimal]
	Unrealized Opt[decimal.Decimal]
	Realized   Opt[decimal.Decimal]
}

// Kind returns the kind of the message.
func (*PNL) Kind() Kind { return answer(94) }

func (m *PNL) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.optPriceMax(2, "dailyPnL", &m.Daily)
	c.since(129).optPriceMax(3, "unrealizedPnL", &m.Unrealized)
	c.since(135).optPriceMax(4, "realizedPnL", &m.Realized)
}

// PNLSingle is the profit and loss of one position.
type PNLSingle struct {
	RequestID  int
	Position   decimal.Decimal
	Daily      Opt[decimal.Decimal]
	Unrealized Opt[decimal.Decimal]
	Realized   Opt[decimal.Decimal]
	Value      Opt[decimal.Decimal]
}

// Kind returns the kind of the message.
func (*PNLSingle) Kind() Kind { return answer(95) }

func (m *PNLSingle) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.size(2, "position", &m.Position)
	c.optPriceMax(3, "dailyPnL", &m.Daily)
	c.since(129).optPriceMax(4, "unrealizedPnL", &m.Unrealized)
	c.since(135).optPriceMax(5, "realizedPnL", &m.Realized)
	c.optPriceMax(6, "value", &m.Value)
}

// RequestPNL subscribes to the profit and loss of an account.
type RequestPNL struct {
	RequestID int
	Account   string
	ModelCode string
}

// Kind returns the kind of the message.
func (*RequestPNL) Kind() Kind { return ask(92) }

func (m *RequestPNL) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "modelCode", &m.ModelCode)
}

// CancelPNL ends that.
type CancelPNL struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelPNL) Kind() Kind { return ask(93) }

func (m *CancelPNL) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestPNLSingle subscribes to the profit and loss of one position.
type RequestPNLSingle struct {
	RequestID int
	Account   string
	ModelCode string
	ConID     int
}

// Kind returns the kind of the message.
func (*RequestPNLSingle) Kind() Kind { return ask(94) }

func (m *RequestPNLSingle) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "modelCode", &m.ModelCode)
	c.int(4, "conId", &m.ConID)
}

// CancelPNLSingle ends that.
type CancelPNLSingle struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelPNLSingle) Kind() Kind { return ask(95) }

func (m *CancelPNLSingle) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
