package wire

import "github.com/shopspring/decimal"

// Execution is one fill, or a correction of one: the part of ExecID after its last point counts corrections.
type Execution struct {
	OrderID              int
	ExecID               string
	Time                 string // "YYYYMMDD HH:MM:SS ZONE", two blanks and no zone from old servers
	Account              string
	Exchange             string
	Side                 Side
	Shares               decimal.Decimal
	Price                decimal.Decimal // without fees
	PermID               int64
	ClientID             int
	Liquidation          bool // IB closed the position
	CumQuantity          decimal.Decimal
	AvgPrice             decimal.Decimal
	OrderRef             string
	EVRule               string
	EVMultiplier         Opt[float64]
	ModelCode            string
	LastLiquidity        Liquidity
	PendingPriceRevision bool
	Submitter            string
	OptExerciseOrLapse   Opt[int] // protobuf only
}

func (e *Execution) fields(c *coder) {
	c.str(2, "execId", &e.ExecID)
	c.str(3, "time", &e.Time)
	c.str(4, "acctNumber", &e.Account)
	c.str(5, "exchange", &e.Exchange)
	c.side(6, "side", &e.Side)
	c.size(7, "shares", &e.Shares)
	c.price(8, "price", &e.Price)
	c.long(9, "permId", &e.PermID)
	c.int(10, "clientId", &e.ClientID)
	c.bool(11, "liquidation", &e.Liquidation)
	c.size(12, "cumQty", &e.CumQuantity)
	c.price(13, "avgPrice", &e.AvgPrice)
	c.str(14, "orderRef", &e.OrderRef)
	c.str(15, "evRule", &e.EVRule)
	c.optFloat(16, "evMultiplier", &e.EVMultiplier)
	c.since(103).str(17, "modelCode", &e.ModelCode)
	enum(c.since(136), 18, "lastLiquidity", &e.LastLiquidity)
	c.since(178).bool(19, "pendingPriceRevision", &e.PendingPriceRevision)
	c.since(198).str(20, "submitter", &e.Submitter)
	if c.proto() {
		c.optInt(21, "optExerciseOrLapseType", &e.OptExerciseOrLapse)
	}
}

// OrderCancel holds what rules may ask of a cancellation.
type OrderCancel struct {
	ManualTime           string // when a person decided, since version 169
	ExtOperator          string
	ManualOrderIndicator Opt[int]
}

// tags visits what version 192 added.
func (x *OrderCancel) tags(c *coder) {
	c.str(2, "extOperator", &x.ExtOperator)
	c.optIntMax(3, "manualOrderIndicator", &x.ManualOrderIndicator)
}
