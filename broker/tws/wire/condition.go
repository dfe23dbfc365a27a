package wire

import "github.com/shopspring/decimal"

// Condition is one thing an order waits for. Which fields count depends on Type.
type Condition struct {
	Type ConditionType
	And  bool // joined to the next condition with and, else with or
	More bool // at or above the threshold, or after the time; not for executions

	ConID         int    // price, volume, percent change
	Exchange      string // price, volume, percent change, execution
	Symbol        string // execution
	SecType       SecType
	Price         decimal.Decimal
	TriggerMethod TriggerMethod // price
	Time          string        // "YYYYMMDD HH:MM:SS ZONE" or "YYYYMMDD-HH:MM:SS" in UTC
	Percent       int           // margin cushion
	Volume        int
	ChangePercent float64
}

func (d *Condition) fields(c *coder) {
	enum(c, 1, "conditionType", &d.Type)
	if c.proto() {
		c.flag(2, "isConjunctionConnection", &d.And)
	} else {
		c.connector(&d.And)
	}
	if d.Type != ExecutionCondition {
		c.flag(3, "isMore", &d.More)
	}
	switch d.Type {
	case PriceCondition:
		c.price(10, "price", &d.Price)
		d.where(c)
		enum(c, 11, "triggerMethod", &d.TriggerMethod)
	case TimeCondition:
		c.str(12, "time", &d.Time)
	case MarginCondition:
		c.int(8, "percent", &d.Percent)
	case ExecutionCondition:
		c.str(7, "secType", (*string)(&d.SecType))
		c.str(5, "exchange", &d.Exchange)
		c.str(6, "symbol", &d.Symbol)
	case VolumeCondition:
		c.int(13, "volume", &d.Volume)
		d.where(c)
	case PercentChangeCondition:
		c.float(9, "changePercent", &d.ChangePercent)
		d.where(c)
	default:
		d.unknown(c)
	}
}

func (d *Condition) where(c *coder) {
	c.int(4, "conId", &d.ConID)
	c.str(5, "exchange", &d.Exchange)
}

// unknown ends the visit: text cannot be read past a condition of unknown shape, and protobuf must not be
// half understood either, because the order would act on the rest.
func (d *Condition) unknown(c *coder) {
	if c.reading() {
		c.refuse("conditionType", c.last, []byte(d.Type.String()), ErrRange)
	} else {
		c.reject("conditionType", d.Type.String(), ErrRange)
	}
}

func (c *coder) connector(and *bool) {
	word := "o"
	if *and {
		word = "a"
	}
	c.str(0, "connector", &word)
	if c.reading() {
		*and = word == "a"
	}
}
