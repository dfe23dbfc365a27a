package wire

import "github.com/shopspring/decimal"

// OrderState is what the broker says of an order: its status, margin, costs and complaints.
type OrderState struct {
	Status Status
	// Margin figures come with what-if orders, in MarginCurrency or the account's base currency.
	Before, Change, After                      Margin
	BeforeOutside, ChangeOutside, AfterOutside Margin // outside regular trading hours
	MarginCurrency                             string
	Commission, MinCommission, MaxCommission   Opt[decimal.Decimal] // with fees
	CommissionCurrency                         string
	SuggestedSize                              Opt[decimal.Decimal]
	RejectReason                               string
	Allocations                                []OrderAllocation
	WarningText                                string
	CompletedTime, CompletedStatus             string // completed orders only
}

// Margin is what an account needs or has.
type Margin struct {
	Initial, Maintenance, EquityWithLoan Opt[decimal.Decimal]
}

// OrderAllocation is one account's part of an advisor's order.
type OrderAllocation struct {
	Account                                  string
	Position, PositionDesired, PositionAfter Opt[decimal.Decimal]
	DesiredQuantity, AllowedQuantity         Opt[decimal.Decimal]
	Monetary                                 bool
}

// fields visits the state; the text of completed orders has only the status here.
func (s *OrderState) fields(c *coder, done bool) {
	c.str(1, "status", (*string)(&s.Status))
	if done && !c.proto() {
		return
	}
	s.Before.fields(c.since(142), 2, [3]string{"initMarginBefore", "maintMarginBefore", "equityWithLoanBefore"})
	s.Change.fields(c.since(142), 5, [3]string{"initMarginChange", "maintMarginChange", "equityWithLoanChange"})
	s.After.fields(c, 8, [3]string{"initMarginAfter", "maintMarginAfter", "equityWithLoanAfter"})
	c.optPrice(11, "commissionAndFees", &s.Commission)
	c.optPrice(12, "minCommissionAndFees", &s.MinCommission)
	c.optPrice(13, "maxCommissionAndFees", &s.MaxCommission)
	c.str(14, "commissionAndFeesCurrency", &s.CommissionCurrency)
	s.preview(c.since(195))
	c.str(28, "warningText", &s.WarningText)
	if c.proto() {
		c.str(29, "completedTime", &s.CompletedTime)
		c.str(30, "completedStatus", &s.CompletedStatus)
	}
}

func (s *OrderState) preview(c *coder) {
	c.str(15, "marginCurrency", &s.MarginCurrency)
	s.BeforeOutside.outside(c, 16, [3]string{"initMarginBeforeOutsideRTH", "maintMarginBeforeOutsideRTH", "equityWithLoanBeforeOutsideRTH"})
	s.ChangeOutside.outside(c, 19, [3]string{"initMarginChangeOutsideRTH", "maintMarginChangeOutsideRTH", "equityWithLoanChangeOutsideRTH"})
	s.AfterOutside.outside(c, 22, [3]string{"initMarginAfterOutsideRTH", "maintMarginAfterOutsideRTH", "equityWithLoanAfterOutsideRTH"})
	c.optSize(25, "suggestedSize", &s.SuggestedSize)
	c.str(26, "rejectReason", &s.RejectReason)
	list(c, 27, "orderAllocations", &s.Allocations, (*OrderAllocation).fields)
}

// ending visits the end of a completed order, which text keeps among the fields of the order.
func (s *OrderState) ending(c *coder) {
	if c.text() {
		c.str(0, "completedTime", &s.CompletedTime)
		c.str(0, "completedStatus", &s.CompletedStatus)
	}
}

func (m *Margin) fields(c *coder, num int, names [3]string) {
	c.optPriceAs(num, names[0], &m.Initial, asJavaMax)
	c.optPriceAs(num+1, names[1], &m.Maintenance, asJavaMax)
	c.optPriceAs(num+2, names[2], &m.EquityWithLoan, asJavaMax)
}

func (m *Margin) outside(c *coder, num int, names [3]string) {
	c.optPrice(num, names[0], &m.Initial)
	c.optPrice(num+1, names[1], &m.Maintenance)
	c.optPrice(num+2, names[2], &m.EquityWithLoan)
}

func (a *OrderAllocation) fields(c *coder) {
	c.str(1, "account", &a.Account)
	c.optSize(2, "position", &a.Position)
	c.optSize(3, "positionDesired", &a.PositionDesired)
	c.optSize(4, "positionAfter", &a.PositionAfter)
	c.optSize(5, "desiredAllocQty", &a.DesiredQuantity)
	c.optSize(6, "allowedAllocQty", &a.AllowedQuantity)
	c.bool(7, "isMonetary", &a.Monetary)
}
