package wire

// ibkrATS is the exchange whose orders carry a minimum trade quantity.
const ibkrATS = "IBKRATS"

// placePeg visits the pegged fields of a new order: text has only those that its type needs.
func (o *Order) placePeg(c *coder, exchange string) {
	p, all := &o.Peg, !c.text()
	best := o.OrderType.is(PegBest)
	if all || exchange == ibkrATS {
		c.optInt(127, "minTradeQty", &p.MinTradeQuantity)
	}
	if all || best {
		c.optInt(128, "minCompeteSize", &p.MinCompeteSize)
		p.compete(c)
	}
	if all || o.OrderType.is(PegMid) || best && p.CompeteUpToMid {
		p.offsets(c)
	}
}

// reportPeg visits the pegged fields of an order in a report, where they always come.
func (p *Peg) reportPeg(c *coder) {
	c.optInt(127, "minTradeQty", &p.MinTradeQuantity)
	c.optInt(128, "minCompeteSize", &p.MinCompeteSize)
	p.compete(c)
	p.offsets(c)
}

func (p *Peg) offsets(c *coder) {
	c.optPrice(130, "midOffsetAtWhole", &p.OffsetAtWhole)
	c.optPrice(131, "midOffsetAtHalf", &p.OffsetAtHalf)
}
