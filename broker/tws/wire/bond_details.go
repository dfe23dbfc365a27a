package wire

// BondDetails is one bond that matches a [RequestContractDetails].
type BondDetails struct {
	RequestID int
	Contract  Contract
	Details   Details
}

// Kind returns the kind of the message.
func (*BondDetails) Kind() Kind { return answer(18) }

func (m *BondDetails) fields(c *coder) {
	if c.proto() { // the same message as that of other contracts
		(*ContractDetails)(m).fields(c)
		return
	}
	k, d, b := &m.Contract, &m.Details, &m.Details.Bond
	c.int(1, "reqId", &m.RequestID)
	c.str(2, "symbol", &k.Symbol)
	c.str(3, "secType", (*string)(&k.SecType))
	c.str(44, "cusip", &b.CUSIP)
	c.float(48, "coupon", &b.Coupon)
	c.str(4, "lastTradeDateOrContractMonth", &k.LastTradeDateOrContractMonth)
	c.str(45, "issueDate", &b.IssueDate)
	c.str(46, "ratings", &b.Ratings)
	c.str(47, "bondType", &b.Type)
	c.str(49, "couponType", &b.CouponType)
	b.flags(c)
	c.str(53, "descAppend", &b.DescAppend)
	c.str(8, "exchange", &k.Exchange)
	c.str(10, "currency", &k.Currency)
	c.str(1, "marketName", &d.MarketName)
	c.str(12, "tradingClass", &k.TradingClass)
	c.int(1, "conId", &k.ConID)
	c.tick(2, "minTick", &d.MinTick)
	c.sizeMultiplier()
	c.str(3, "orderTypes", &d.OrderTypes)
	c.str(4, "validExchanges", &d.ValidExchanges)
	b.option(c)
	c.str(7, "longName", &d.LongName)
	d.hours(c.since(188))
	d.values(c)
	c.since(126).str(21, "marketRuleIds", &d.MarketRuleIDs)
	d.sizes(c.since(164))
}

func (b *BondFacts) flags(c *coder) {
	c.bool(50, "convertible", &b.Convertible)
	c.bool(51, "callable", &b.Callable)
	c.bool(52, "puttable", &b.Putable)
}

func (b *BondFacts) option(c *coder) {
	c.str(54, "nextOptionDate", &b.NextOptionDate)
	c.str(55, "nextOptionType", &b.NextOptionType)
	c.bool(56, "nextOptionPartial", &b.NextOptionPartial)
	c.str(57, "bondNotes", &b.Notes)
}
