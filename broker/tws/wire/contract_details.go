package wire

// ContractDetails is one contract that matches a [RequestContractDetails]; bonds come as [BondDetails].
type ContractDetails struct {
	RequestID int
	Contract  Contract
	Details   Details
}

// Sub-messages of both messages.
const detailsPart = 3

// Kind returns the kind of the message.
func (*ContractDetails) Kind() Kind { return answer(10) }

func (m *ContractDetails) fields(c *coder) {
	k, d := &m.Contract, &m.Details
	c.int(1, "reqId", &m.RequestID)
	c.into(contractPart)
	c.str(2, "symbol", &k.Symbol)
	c.str(3, "secType", (*string)(&k.SecType))
	c.str(4, "lastTradeDateOrContractMonth", &k.LastTradeDateOrContractMonth)
	c.since(182).str(21, "lastTradeDate", &k.LastTradeDate)
	c.optPrice(5, "strike", &k.Strike)
	c.right(6, "right", &k.Right)
	c.str(8, "exchange", &k.Exchange)
	c.str(10, "currency", &k.Currency)
	c.str(11, "localSymbol", &k.LocalSymbol)
	c.into(detailsPart)
	c.str(1, "marketName", &d.MarketName)
	c.into(contractPart)
	c.str(12, "tradingClass", &k.TradingClass)
	c.int(1, "conId", &k.ConID)
	c.into(detailsPart)
	c.tick(2, "minTick", &d.MinTick)
	c.sizeMultiplier()
	c.into(contractPart)
	c.optDecimal(7, "multiplier", &k.Multiplier)
	c.into(detailsPart)
	c.str(3, "orderTypes", &d.OrderTypes)
	c.str(4, "validExchanges", &d.ValidExchanges)
	c.int(5, "priceMagnifier", &d.PriceMagnifier)
	c.int(6, "underConId", &d.UnderConID)
	c.words(7, "longName", &d.LongName)
	c.into(contractPart)
	c.str(9, "primaryExchange", &k.PrimaryExchange)
	c.into(detailsPart)
	d.classes(c)
	d.hours(c)
	d.values(c)
	c.since(122).str(19, "underSymbol", &d.UnderSymbol)
	c.since(122).str(20, "underSecType", (*string)(&d.UnderSecType))
	c.since(126).str(21, "marketRuleIds", &d.MarketRuleIDs)
	c.since(134).str(22, "realExpirationDate", &d.RealExpirationDate)
	c.since(152).str(23, "stockType", &d.StockType)
	if c.version == 163 {
		c.fixed("sizeMinTick", "0")
	}
	d.sizes(c.since(164))
	if c.proto() || k.SecType == Fund {
		d.Fund.fields(c.since(179))
	}
	list(c.since(186), 58, "ineligibilityReasonList", &d.Ineligibility, (*IneligibilityReason).fields)
	if c.proto() {
		d.proto(c)
		c.into(contractPart)
		k.rest(c)
	}
	c.into(0)
}

func (d *Details) classes(c *coder) {
	c.str(8, "contractMonth", &d.ContractMonth)
	c.str(9, "industry", &d.Industry)
	c.str(10, "category", &d.Category)
	c.str(11, "subcategory", &d.Subcategory)
}

func (d *Details) hours(c *coder) {
	c.str(12, "timeZoneId", &d.TimeZoneID)
	c.str(13, "tradingHours", &d.TradingHours)
	c.str(14, "liquidHours", &d.LiquidHours)
}

func (d *Details) values(c *coder) {
	c.str(15, "evRule", &d.EVRule)
	c.whole(16, "evMultiplier", &d.EVMultiplier)
	c.tags(17, "secIdList", &d.SecIDs)
	c.since(121).optIntMax(18, "aggGroup", &d.AggGroup)
}

func (d *Details) sizes(c *coder) {
	c.optSize(24, "minSize", &d.MinSize)
	c.optSize(25, "sizeIncrement", &d.SizeIncrement)
	c.optSize(26, "suggestedSizeIncrement", &d.SuggestedSizeIncrement)
}

// sizeMultiplier is a field that came and went.
func (c *coder) sizeMultiplier() {
	if c.version >= 110 && c.version <= 163 {
		c.fixed("mdSizeMultiplier", "1")
	}
}

// proto visits the details that only bonds, or only protobuf, have.
func (d *Details) proto(c *coder) {
	b := &d.Bond
	c.str(44, "cusip", &b.CUSIP)
	c.str(45, "issueDate", &b.IssueDate)
	c.str(46, "ratings", &b.Ratings)
	c.str(47, "bondType", &b.Type)
	c.float(48, "coupon", &b.Coupon)
	c.str(49, "couponType", &b.CouponType)
	b.flags(c)
	c.str(53, "descAppend", &b.DescAppend)
	b.option(c)
	c.str(59, "eventContract1", &d.EventContract)
	c.str(60, "eventContractDescription1", &d.EventDescription1)
	c.str(61, "eventContractDescription2", &d.EventDescription2)
	c.optSize(62, "minAlgoSize", &d.MinAlgoSize)
	c.optSize(63, "lastPricePrecision", &d.LastPricePrecision)
	c.optSize(64, "lastSizePrecision", &d.LastSizePrecision)
	c.str(65, "settlementMethod", &d.SettlementMethod)
}

// rest visits the contract fields that no details in text have.
func (k *Contract) rest(c *coder) {
	c.bool(18, "includeExpired", &k.IncludeExpired)
	c.str(13, "secIdType", &k.SecIDType)
	c.str(14, "secId", &k.SecID)
	c.str(15, "description", &k.Description)
	c.str(16, "issuerId", &k.IssuerID)
	k.combo(c)
}
