package wire

import "github.com/shopspring/decimal"

// Position is one position of the login's accounts.
type Position struct {
	Account     string
	Contract    Contract
	Position    decimal.Decimal
	AverageCost decimal.Decimal
}

// Kind returns the kind of the message.
func (*Position) Kind() Kind { return answer(61) }

func (m *Position) fields(c *coder) {
	c.str(1, "account", &m.Account)
	m.Contract.inside(c, 2, reportForm)
	c.size(3, "position", &m.Position)
	c.price(4, "avgCost", &m.AverageCost)
}

// PositionEnd ends the first picture of the positions.
type PositionEnd struct{}

// Kind returns the kind of the message.
func (*PositionEnd) Kind() Kind { return answer(62) }

func (*PositionEnd) fields(*coder) {}

// PositionMulti is one position of an account or model.
type PositionMulti struct {
	RequestID   int
	Account     string
	Contract    Contract
	Position    decimal.Decimal
	AverageCost decimal.Decimal
	ModelCode   string
}

// Kind returns the kind of the message.
func (*PositionMulti) Kind() Kind { return answer(71) }

func (m *PositionMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	m.Contract.inside(c, 3, reportForm)
	c.size(4, "position", &m.Position)
	c.price(5, "avgCost", &m.AverageCost)
	c.str(6, "modelCode", &m.ModelCode)
}

// PositionMultiEnd ends the first picture of those positions.
type PositionMultiEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*PositionMultiEnd) Kind() Kind { return answer(72) }

func (m *PositionMultiEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// RequestPositions subscribes to all positions of the login.
type RequestPositions struct{}

// Kind returns the kind of the message.
func (*RequestPositions) Kind() Kind { return ask(61) }

func (*RequestPositions) fields(*coder) {}

// CancelPositions ends that.
type CancelPositions struct{}

// Kind returns the kind of the message.
func (*CancelPositions) Kind() Kind { return ask(64) }

func (*CancelPositions) fields(*coder) {}

// RequestPositionsMulti subscribes to the positions of an account or model.
type RequestPositionsMulti struct {
	RequestID int
	Account   string
	ModelCode string
}

// Kind returns the kind of the message.
func (*RequestPositionsMulti) Kind() Kind { return ask(74) }

func (m *RequestPositionsMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "account", &m.Account)
	c.str(3, "modelCode", &m.ModelCode)
}

// CancelPositionsMulti ends that.
type CancelPositionsMulti struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*CancelPositionsMulti) Kind() Kind { return ask(75) }

func (m *CancelPositionsMulti) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}
