package wire

// PlaceOrder sends a new order, or changes the one with the same id.
type PlaceOrder struct {
	OrderID  int
	Contract Contract
	Order    Order
	Attached AttachedOrders
}

// AttachedOrders asks TWS to attach its preset stop-loss and profit-taker orders (version 218).
type AttachedOrders struct {
	StopLossID           Opt[int]
	StopLossOrderType    string
	ProfitID             Opt[int]
	ProfitTakerOrderType string
}

// Kind returns the kind of the message.
func (*PlaceOrder) Kind() Kind { return ask(3) }

// Sub-messages of the order messages.
const (
	contractPart = 2
	orderPart    = 3
	statePart    = 4 // OpenOrder
	attachedPart = 4 // PlaceOrder
)

func (m *PlaceOrder) fields(c *coder) {
	o, k := &m.Order, &m.Contract
	c.int(1, "orderId", &m.OrderID)
	k.inside(c, contractPart, orderForm)
	c.into(orderPart)
	o.basics(c)
	o.manner(c)
	if k.SecType == Combo || c.proto() {
		k.orderLegs(c)
		c.tags(64, "smartComboRoutingParams", &o.SmartCombo)
	}
	c.fixed("sharesAllocation", "")
	c.optPriceAs(76, "discretionaryAmt", &o.DiscretionaryAmt, asZero)
	c.str(25, "goodAfterTime", &o.GoodAfterTime)
	c.str(26, "goodTillDate", &o.GoodTillDate)
	o.Advisor.fields(c)
	c.since(103).str(103, "modelCode", &o.ModelCode)
	o.Short.fields(c)
	enum(c, 30, "ocaType", &o.OCA.Type)
	c.str(29, "rule80A", &o.Rule80A)
	c.str(13, "settlingFirm", &o.Clearing.SettlingFirm)
	c.bool(16, "allOrNone", &o.AllOrNone)
	c.optInt(24, "minQty", &o.MinQuantity)
	c.optPrice(21, "percentOffset", &o.PercentOffset)
	c.fixed("eTradeOnly", asZero)
	c.fixed("firmQuoteOnly", asZero)
	c.fixed("nbboPriceCap", "")
	c.int(0, "auctionStrategy", &o.AuctionStrategy)
	o.Box.fields(c)
	c.bool(67, "overridePercentageConstraints", &o.OverridePercentageConstraints)
	o.Volatility.fields(c, false)
	c.optPrice(23, "trailStopPrice", &o.TrailStopPrice)
	c.optPrice(22, "trailingPercent", &o.TrailingPercent)
	o.Scale.fields(c)
	c.str(58, "scaleTable", &o.Scale.Table)
	c.str(32, "activeStartTime", &o.ActiveStartTime)
	c.str(33, "activeStopTime", &o.ActiveStopTime)
	o.Hedge.fields(c)
	c.bool(77, "optOutSmartRouting", &o.OptOutSmartRouting)
	c.str(14, "clearingAccount", &o.Clearing.Account)
	c.str(15, "clearingIntent", &o.Clearing.Intent)
	c.bool(83, "notHeld", &o.NotHeld)
	k.hedge(c)
	o.Algo.fields(c)
	c.str(63, "algoId", &o.Algo.ID)
	c.bool(65, "whatIf", &o.WhatIf)
	c.options(84, "orderMiscOptions", &o.MiscOptions)
	c.bool(85, "solicited", &o.Solicited)
	c.bool(86, "randomizeSize", &o.RandomizeSize)
	c.bool(87, "randomizePrice", &o.RandomizePrice)
	o.benchmark(c)
	o.Wait.fields(c)
	o.Adjust.place(c.since(102))
	o.placeLate(c, k.Exchange)
	o.placeProto(c)
	c.into(attachedPart)
	m.Attached.fields(c)
	c.into(0)
}

// manner visits how the order is to be worked.
func (o *Order) manner(c *coder) {
	c.bool(66, "transmit", &o.Transmit)
	c.int(4, "parentId", &o.ParentID)
	c.bool(17, "blockOrder", &o.BlockOrder)
	c.bool(20, "sweepToFill", &o.SweepToFill)
	c.optIntAs(7, "displaySize", &o.DisplaySize, asZero)
	enum(c, 31, "triggerMethod", &o.TriggerMethod)
	c.bool(19, "outsideRth", &o.OutsideRTH)
	c.bool(18, "hidden", &o.Hidden)
}

func (a *Adjust) place(c *coder) {
	c.str(93, "adjustedOrderType", (*string)(&a.OrderType))
	c.optPriceMax(94, "triggerPrice", &a.TriggerPrice)
	c.optPriceMax(99, "lmtPriceOffset", &a.LimitOffset)
	c.optPriceMax(95, "adjustedStopPrice", &a.StopPrice)
	c.optPriceMax(96, "adjustedStopLimitPrice", &a.StopLimitPrice)
	c.optPriceMax(97, "adjustedTrailingAmount", &a.TrailingAmount)
	c.int(98, "adjustableTrailingUnit", &a.TrailingUnit)
}

// placeLate visits what versions above 102 appended.
func (o *Order) placeLate(c *coder, exchange string) {
	c.since(105).str(104, "extOperator", &o.ExtOperator)
	if c.proto() {
		sub(c, 105, "softDollarTier", &o.SoftDollar, (*SoftDollarTier).fields)
	} else {
		c.since(106).str(0, "softDollarTier.name", &o.SoftDollar.Name)
		c.since(106).str(0, "softDollarTier.value", &o.SoftDollar.Value)
	}
	c.since(111).optPriceMax(106, "cashQty", &o.CashQuantity)
	c.since(138).str(107, "mifid2DecisionMaker", &o.MiFID.DecisionMaker)
	c.since(138).str(108, "mifid2DecisionAlgo", &o.MiFID.DecisionAlgo)
	c.since(139).str(109, "mifid2ExecutionTrader", &o.MiFID.ExecutionTrader)
	c.since(139).str(110, "mifid2ExecutionAlgo", &o.MiFID.ExecutionAlgo)
	c.since(141).bool(111, "dontUseAutoPriceForHedge", &o.DontUseAutoPriceForHedge)
	c.since(145).bool(112, "isOmsContainer", &o.IsOMSContainer)
	c.since(148).bool(113, "discretionaryUpToLimitPrice", &o.DiscretionaryUpToLimitPrice)
	c.since(151).tri(122, "usePriceMgmtAlgo", &o.UsePriceMgmtAlgo)
	c.since(158).optIntMax(123, "duration", &o.Duration)
	c.since(160).optIntMax(124, "postToAts", &o.PostToATS)
	c.since(162).bool(117, "autoCancelParent", &o.AutoCancelParent)
	c.since(166).str(125, "advancedErrorOverride", &o.AdvancedErrorOverride)
	c.since(169).str(126, "manualOrderTime", &o.ManualOrderTime)
	o.placePeg(c.since(170), exchange)
	c.since(183).str(132, "customerAccount", &o.CustomerAccount)
	c.since(184).bool(133, "professionalCustomer", &o.ProfessionalCustomer)
	if c.version >= 187 && c.version < 190 {
		c.fixed("(withdrawn)", "")
		c.fixed("(withdrawn)", asMaxInt)
	}
	c.since(189).bool(135, "includeOvernight", &o.IncludeOvernight)
	c.since(192).optIntMax(136, "manualOrderIndicator", &o.ManualOrderIndicator)
	c.since(199).bool(119, "imbalanceOnly", &o.ImbalanceOnly)
}

// placeProto visits what only protobuf can say.
func (o *Order) placeProto(c *coder) {
	if c.proto() {
		c.int(1, "clientId", &o.ClientID)
		c.long(3, "permId", &o.PermID)
	}
	c.since(216).bool(138, "deactivate", &o.Deactivate)
	c.since(216).bool(139, "postOnly", &o.PostOnly)
	c.since(216).bool(140, "allowPreOpen", &o.AllowPreOpen)
	c.since(216).bool(141, "ignoreOpenAuction", &o.IgnoreOpenAuction)
	c.since(217).tri(120, "routeMarketableToBbo", &o.RouteMarketableToBBO)
	c.since(217).tri(142, "seekPriceImprovement", &o.SeekPriceImprovement)
	c.since(217).optInt(143, "whatIfType", &o.WhatIfType)
	c.since(223).optInt(144, "hedgeMaxSize", &o.Hedge.MaxSize)
}

func (a *AttachedOrders) fields(c *coder) {
	c = c.since(218)
	c.optInt(1, "slOrderId", &a.StopLossID)
	c.str(2, "slOrderType", &a.StopLossOrderType)
	c.optInt(3, "ptOrderId", &a.ProfitID)
	c.str(4, "ptOrderType", &a.ProfitTakerOrderType)
}
