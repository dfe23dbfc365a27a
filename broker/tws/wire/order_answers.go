package wire

import "github.com/shopspring/decimal"

// OrderStatus is the state of an order and how much of it is done.
type OrderStatus struct {
	OrderID       int
	Status        Status
	Filled        decimal.Decimal
	Remaining     decimal.Decimal
	AvgFillPrice  decimal.Decimal
	PermID        int64
	ParentID      int
	LastFillPrice decimal.Decimal
	ClientID      int
	WhyHeld       string // "locate" while shares to short are looked for
	CapPrice      Opt[decimal.Decimal]
}

// Kind returns the kind of the message.
func (*OrderStatus) Kind() Kind { return answer(3) }

func (m *OrderStatus) fields(c *coder) {
	c.int(1, "orderId", &m.OrderID)
	c.str(2, "status", (*string)(&m.Status))
	c.size(3, "filled", &m.Filled)
	c.size(4, "remaining", &m.Remaining)
	c.price(5, "avgFillPrice", &m.AvgFillPrice)
	c.long(6, "permId", &m.PermID)
	c.int(7, "parentId", &m.ParentID)
	c.price(8, "lastFillPrice", &m.LastFillPrice)
	c.int(9, "clientId", &m.ClientID)
	c.str(10, "whyHeld", &m.WhyHeld)
	c.since(131).optPriceAs(11, "mktCapPrice", &m.CapPrice, asZero)
}

// OpenOrdersEnd ends the working orders of a request.
type OpenOrdersEnd struct{}

// Kind returns the kind of the message.
func (*OpenOrdersEnd) Kind() Kind { return answer(53) }

func (*OpenOrdersEnd) fields(*coder) {}

// CompletedOrdersEnd ends the completed orders of a request.
type CompletedOrdersEnd struct{}

// Kind returns the kind of the message.
func (*CompletedOrdersEnd) Kind() Kind { return answer(102) }

func (*CompletedOrdersEnd) fields(*coder) {}

// OrderBound gives an order made in TWS an id of this client.
type OrderBound struct {
	PermID   int64
	ClientID int
	OrderID  int
}

// Kind returns the kind of the message.
func (*OrderBound) Kind() Kind { return answer(100) }

func (m *OrderBound) fields(c *coder) {
	c.long(1, "permId", &m.PermID)
	c.int(2, "clientId", &m.ClientID)
	c.int(3, "orderId", &m.OrderID)
}

// Executed is one execution, reported live or asked for.
type Executed struct {
	RequestID int // -1 for a live one
	Contract  Contract
	Execution Execution
}

// Kind returns the kind of the message.
func (*Executed) Kind() Kind { return answer(11) }

func (m *Executed) fields(c *coder) {
	c.id(1, "reqId", &m.RequestID)
	e := &m.Execution
	c.into(3)
	c.int(1, "orderId", &e.OrderID)
	c.into(0)
	m.Contract.inside(c, 2, reportForm)
	c.into(3)
	e.fields(c)
	c.into(0)
}

// ExecutionsEnd ends the executions of a request.
type ExecutionsEnd struct {
	RequestID int
}

// Kind returns the kind of the message.
func (*ExecutionsEnd) Kind() Kind { return answer(55) }

func (m *ExecutionsEnd) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
}

// CommissionReport is what an execution cost.
type CommissionReport struct {
	ExecID              string
	Commission          Opt[decimal.Decimal] // with fees
	Currency            string
	RealizedPNL         Opt[decimal.Decimal] // of closing trades
	Yield               Opt[decimal.Decimal]
	YieldRedemptionDate string // YYYYMMDD
}

// Kind returns the kind of the message.
func (*CommissionReport) Kind() Kind { return answer(59) }

func (m *CommissionReport) fields(c *coder) {
	c.str(1, "execId", &m.ExecID)
	c.optPriceMax(2, "commissionAndFees", &m.Commission)
	c.str(3, "currency", &m.Currency)
	c.optPriceMax(4, "realizedPNL", &m.RealizedPNL)
	c.optPriceMax(5, "bondYield", &m.Yield)
	c.str(6, "yieldRedemptionDate", &m.YieldRedemptionDate)
}
