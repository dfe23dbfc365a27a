package wire

import "github.com/shopspring/decimal"

// TickOptionComputation is the greeks of an option, as far as they could be computed.
type TickOptionComputation struct {
	RequestID         int
	Type              TickType
	PriceBased        bool // volatility from prices, not returns; since version 156
	ImpliedVolatility Opt[float64]
	Delta             Opt[float64]
	OptionPrice       Opt[float64]
	PVDividend        Opt[float64]
	Gamma             Opt[float64]
	Vega              Opt[float64]
	Theta             Opt[float64]
	UnderlyingPrice   Opt[float64]
}

// Kind returns the kind of the message.
func (*TickOptionComputation) Kind() Kind { return answer(21) }

func (m *TickOptionComputation) fields(c *coder) {
	c.int(1, "reqId", &m.RequestID)
	enum(c, 2, "tickType", &m.Type)
	based := int(bit(m.PriceBased))
	c.since(156).int(3, "tickAttrib", &based)
	m.PriceBased = based != 0
	c.greek(4, "impliedVol", -1, &m.ImpliedVolatility)
	if m.ImpliedVolatility.Value < 0 && c.reading() {
		m.ImpliedVolatility = Opt[float64]{} // any negative volatility means none
	}
	c.greek(5, "delta", -2, &m.Delta)
	c.greek(6, "optPrice", -1, &m.OptionPrice)
	c.greek(7, "pvDividend", -1, &m.PVDividend)
	c.greek(8, "gamma", -2, &m.Gamma)
	c.greek(9, "vega", -2, &m.Vega)
	c.greek(10, "theta", -2, &m.Theta)
	c.greek(11, "undPrice", -1, &m.UnderlyingPrice)
}

// greek visits a number that is none when it was not computed.
func (c *coder) greek(num int, name string, none float64, p *Opt[float64]) {
	if !c.reading() {
		v := p.Or(none)
		c.float(num, name, &v)
		return
	}
	c.optFloat(num, name, p)
	if p.Value == none {
		*p = Opt[float64]{}
	}
}

// tick visits a price increment: a double in text, decimal text in protobuf.
func (c *coder) tick(num int, name string, p *Opt[decimal.Decimal]) {
	if c.proto() {
		c.optSize(num, name, p)
		return
	}
	c.optPriceAs(0, name, p, "0.0")
}
