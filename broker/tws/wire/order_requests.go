package wire

// CancelOrder cancels an order of this client.
type CancelOrder struct {
	OrderID int
	Cancel  OrderCancel
}

// Kind returns the kind of the message.
func (*CancelOrder) Kind() Kind { return ask(4) }

func (m *CancelOrder) fields(c *coder) {
	c.int(1, "orderId", &m.OrderID)
	c.into(2)
	c.since(169).str(1, "manualOrderCancelTime", &m.Cancel.ManualTime)
	if c.version >= 187 && c.version < 190 {
		c.fixed("(withdrawn)", "")
		c.fixed("(withdrawn)", "")
		c.fixed("(withdrawn)", asMaxInt)
	}
	m.Cancel.tags(c.since(192))
	c.into(0)
}

// GlobalCancel cancels all orders of the login.
type GlobalCancel struct {
	Cancel OrderCancel
}

// Kind returns the kind of the message.
func (*GlobalCancel) Kind() Kind { return ask(58) }

func (m *GlobalCancel) fields(c *coder) {
	c.into(1)
	c.since(203).str(1, "manualOrderCancelTime", &m.Cancel.ManualTime)
	m.Cancel.tags(c.since(192))
	c.into(0)
}

// RequestOpenOrders asks for this client's working orders.
type RequestOpenOrders struct{}

// Kind returns the kind of the message.
func (*RequestOpenOrders) Kind() Kind { return ask(5) }

func (*RequestOpenOrders) fields(*coder) {}

// RequestAutoOpenOrders binds orders made in TWS to this client; client 0 only.
type RequestAutoOpenOrders struct {
	AutoBind bool
}

// Kind returns the kind of the message.
func (*RequestAutoOpenOrders) Kind() Kind { return ask(15) }

func (m *RequestAutoOpenOrders) fields(c *coder) {
	c.bool(1, "autoBind", &m.AutoBind)
}

// RequestAllOpenOrders asks for the working orders of all clients.
type RequestAllOpenOrders struct{}

// Kind returns the kind of the message.
func (*RequestAllOpenOrders) Kind() Kind { return ask(16) }

func (*RequestAllOpenOrders) fields(*coder) {}

// RequestCompletedOrders asks for today's completed orders.
type RequestCompletedOrders struct {
	APIOnly bool
}

// Kind returns the kind of the message.
func (*RequestCompletedOrders) Kind() Kind { return ask(99) }

func (m *RequestCompletedOrders) fields(c *coder) {
	c.bool(1, "apiOnly", &m.APIOnly)
}

// RequestExecutions asks for today's executions, and from version 200 for older ones.
type RequestExecutions struct {
	RequestID int
	ClientID  int // 0 for any
	Account   string
	Time      string // from then on
	Symbol    string
	SecType   SecType
	Exchange  string
	Side      Action
	LastDays  Opt[int]
	Dates     []int // YYYYMMDD
}

// Kind returns the kind of the message.
func (*RequestExecutions) Kind() Kind { return ask(7) }

func (m *RequestExecutions) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	c.into(2)
	c.int(1, "clientId", &m.ClientID)
	c.str(2, "acctCode", &m.Account)
	c.str(3, "time", &m.Time)
	c.str(4, "symbol", &m.Symbol)
	c.str(5, "secType", (*string)(&m.SecType))
	c.str(6, "exchange", &m.Exchange)
	c.action(7, "side", &m.Side)
	c.since(200).optIntMax(8, "lastNDays", &m.LastDays)
	c.since(200).ints(9, "specificDates", &m.Dates)
	c.into(0)
}

// ExerciseOptions exercises or lapses an option position.
type ExerciseOptions struct {
	OrderID              int
	Contract             Contract
	Action               ExerciseAction
	Quantity             int
	Account              string
	Override             bool // act against the system's judgement
	ManualOrderTime      string
	CustomerAccount      string
	ProfessionalCustomer bool
}

// Kind returns the kind of the message.
func (*ExerciseOptions) Kind() Kind { return ask(21) }

func (m *ExerciseOptions) fields(c *coder) {
	c.int(1, "orderId", &m.OrderID)
	m.Contract.inside(c, 2, reportForm)
	enum(c, 3, "exerciseAction", &m.Action)
	c.int(4, "exerciseQuantity", &m.Quantity)
	c.str(5, "account", &m.Account)
	c.bool(6, "override", &m.Override)
	c.since(180).str(7, "manualOrderTime", &m.ManualOrderTime)
	c.since(183).str(8, "customerAccount", &m.CustomerAccount)
	c.since(184).bool(9, "professionalCustomer", &m.ProfessionalCustomer)
}
