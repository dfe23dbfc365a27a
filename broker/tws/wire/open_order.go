package wire

// OpenOrder reports a working order, or the outcome of a what-if order.
type OpenOrder struct {
	OrderID  int
	Contract Contract
	Order    Order // Transmit is true unless the report says otherwise
	State    OrderState
}

// Kind returns the kind of the message.
func (*OpenOrder) Kind() Kind { return answer(5) }

func (m *OpenOrder) fields(c *coder) {
	c.int(1, "orderId", &m.OrderID)
	(&report{&m.Contract, &m.Order, &m.State, false, contractPart}).fields(c)
}

// CompletedOrder reports an order that is filled, cancelled or rejected.
type CompletedOrder struct {
	Contract Contract
	Order    Order
	State    OrderState
}

// Kind returns the kind of the message.
func (*CompletedOrder) Kind() Kind { return answer(101) }

func (m *CompletedOrder) fields(c *coder) {
	(&report{&m.Contract, &m.Order, &m.State, true, contractPart - 1}).fields(c)
}

// report is what the two messages about an order's state share. Text says less of completed orders.
type report struct {
	k    *Contract
	o    *Order
	s    *OrderState
	done bool
	part int // of the contract; order and state follow
}

// open tells whether the fields that only open orders have in text are there.
func (r *report) open(c *coder) bool { return !r.done || c.proto() }

func (r *report) fields(c *coder) {
	o := r.o
	if c.reading() {
		o.Transmit = true
	}
	r.k.inside(c, r.part, reportForm)
	c.into(r.part + 1)
	o.basics(c)
	r.early(c)
	o.Box.fields(c)
	r.sizes(c)
	o.Volatility.fields(c, r.done)
	c.optPrice(23, "trailStopPrice", &o.TrailStopPrice)
	c.optPrice(22, "trailingPercent", &o.TrailingPercent)
	r.combo(c)
	o.Scale.fields(c)
	o.Hedge.fields(c)
	if r.open(c) {
		c.bool(77, "optOutSmartRouting", &o.OptOutSmartRouting)
	}
	c.str(14, "clearingAccount", &o.Clearing.Account)
	c.str(15, "clearingIntent", &o.Clearing.Intent)
	c.bool(83, "notHeld", &o.NotHeld)
	r.k.hedge(c)
	o.Algo.fields(c)
	c.bool(85, "solicited", &o.Solicited)
	if r.open(c) {
		c.bool(65, "whatIf", &o.WhatIf)
	}
	c.into(r.part + 2)
	r.s.fields(c, r.done)
	c.into(r.part + 1)
	c.bool(86, "randomizeSize", &o.RandomizeSize)
	c.bool(87, "randomizePrice", &o.RandomizePrice)
	o.benchmark(c)
	o.Wait.fields(c)
	if r.done {
		r.completed(c)
	} else {
		r.adjusted(c.since(102))
		r.openLate(c)
	}
	if c.proto() {
		r.proto(c)
	}
	c.into(0)
}

// early visits the fields before those that need a certain type of order.
func (r *report) early(c *coder) {
	o := r.o
	if r.open(c) {
		c.int(1, "clientId", &o.ClientID)
	}
	c.long(3, "permId", &o.PermID)
	c.bool(19, "outsideRth", &o.OutsideRTH)
	c.bool(18, "hidden", &o.Hidden)
	c.optPriceAs(76, "discretionaryAmt", &o.DiscretionaryAmt, asZero)
	c.str(25, "goodAfterTime", &o.GoodAfterTime)
	if r.open(c) {
		c.str(0, "sharesAllocation", &o.SharesAllocation)
	}
	o.Advisor.fields(c)
	c.since(103).str(103, "modelCode", &o.ModelCode)
	c.str(26, "goodTillDate", &o.GoodTillDate)
	c.str(29, "rule80A", &o.Rule80A)
	c.optPrice(21, "percentOffset", &o.PercentOffset)
	c.str(13, "settlingFirm", &o.Clearing.SettlingFirm)
	o.Short.fields(c)
	if r.open(c) {
		c.int(0, "auctionStrategy", &o.AuctionStrategy)
	}
}

func (r *report) sizes(c *coder) {
	o := r.o
	c.optInt(7, "displaySize", &o.DisplaySize)
	if r.open(c) {
		c.bool(17, "blockOrder", &o.BlockOrder)
	}
	c.bool(20, "sweepToFill", &o.SweepToFill)
	c.bool(16, "allOrNone", &o.AllOrNone)
	c.optInt(24, "minQty", &o.MinQuantity)
	enum(c, 30, "ocaType", &o.OCA.Type)
	if r.open(c) {
		c.fixed("eTradeOnly", asZero)
		c.fixed("firmQuoteOnly", asZero)
		c.fixed("nbboPriceCap", "")
		c.int(4, "parentId", &o.ParentID)
	}
	enum(c, 31, "triggerMethod", &o.TriggerMethod)
}

func (r *report) combo(c *coder) {
	o := r.o
	if r.open(c) {
		c.optPrice(0, "basisPoints", &o.BasisPoints)
		c.optInt(0, "basisPointsType", &o.BasisPointsType)
	}
	if c.text() {
		c.str(0, "comboLegsDescrip", &r.k.ComboLegsDescription)
		r.k.orderLegs(c)
	}
	c.tags(64, "smartComboRoutingParams", &o.SmartCombo)
}

func (r *report) adjusted(c *coder) {
	a := &r.o.Adjust
	c.str(93, "adjustedOrderType", (*string)(&a.OrderType))
	c.optPriceMax(94, "triggerPrice", &a.TriggerPrice)
	if c.text() {
		c.optPriceMax(0, "trailStopPrice", &r.o.TrailStopPrice)
	}
	c.optPriceMax(99, "lmtPriceOffset", &a.LimitOffset)
	c.optPriceMax(95, "adjustedStopPrice", &a.StopPrice)
	c.optPriceMax(96, "adjustedStopLimitPrice", &a.StopLimitPrice)
	c.optPriceMax(97, "adjustedTrailingAmount", &a.TrailingAmount)
	c.int(98, "adjustableTrailingUnit", &a.TrailingUnit)
}

// openLate visits what versions above 102 appended to open orders.
func (r *report) openLate(c *coder) {
	o := r.o
	sub(c.since(106), 105, "softDollarTier", &o.SoftDollar, (*SoftDollarTier).fields)
	c.since(111).optPriceAs(106, "cashQty", &o.CashQuantity, asZero)
	c.since(141).bool(111, "dontUseAutoPriceForHedge", &o.DontUseAutoPriceForHedge)
	c.since(145).bool(112, "isOmsContainer", &o.IsOMSContainer)
	c.since(148).bool(113, "discretionaryUpToLimitPrice", &o.DiscretionaryUpToLimitPrice)
	c.since(151).tri(122, "usePriceMgmtAlgo", &o.UsePriceMgmtAlgo)
	c.since(158).optInt(123, "duration", &o.Duration)
	c.since(160).optInt(124, "postToAts", &o.PostToATS)
	c.since(162).bool(117, "autoCancelParent", &o.AutoCancelParent)
	o.Peg.reportPeg(c.since(170))
	r.customer(c)
	c.since(185).str(134, "bondAccruedInterest", &o.BondAccruedInterest)
	c.since(189).bool(135, "includeOvernight", &o.IncludeOvernight)
	c.since(193).str(104, "extOperator", &o.ExtOperator)
	c.since(193).optInt(136, "manualOrderIndicator", &o.ManualOrderIndicator)
	c.since(198).str(137, "submitter", &o.Submitter)
	c.since(199).bool(119, "imbalanceOnly", &o.ImbalanceOnly)
}

func (r *report) customer(c *coder) {
	c.since(183).str(132, "customerAccount", &r.o.CustomerAccount)
	c.since(184).bool(133, "professionalCustomer", &r.o.ProfessionalCustomer)
}

// completed visits what only completed orders have, in the order of their text.
func (r *report) completed(c *coder) {
	o := r.o
	if c.text() {
		c.optPriceMax(0, "trailStopPrice", &o.TrailStopPrice)
	}
	c.optPriceMax(99, "lmtPriceOffset", &o.Adjust.LimitOffset)
	c.since(111).optPriceAs(106, "cashQty", &o.CashQuantity, asZero)
	c.since(141).bool(111, "dontUseAutoPriceForHedge", &o.DontUseAutoPriceForHedge)
	c.since(145).bool(112, "isOmsContainer", &o.IsOMSContainer)
	r.ending(c)
	r.s.ending(c)
	o.Peg.reportPeg(c.since(170))
	r.customer(c)
	c.since(198).str(137, "submitter", &o.Submitter)
}

func (r *report) ending(c *coder) {
	o := r.o
	c.str(114, "autoCancelDate", &o.AutoCancelDate)
	c.optSize(115, "filledQuantity", &o.FilledQuantity)
	c.optIntMax(116, "refFuturesConId", &o.RefFuturesConID)
	if r.done { // open orders had these two before
		c.bool(117, "autoCancelParent", &o.AutoCancelParent)
	}
	c.str(118, "shareholder", &o.Shareholder)
	if r.done {
		c.bool(119, "imbalanceOnly", &o.ImbalanceOnly)
	}
	if c.text() {
		c.bool(0, "routeMarketableToBbo", &o.RouteMarketableToBBO.Value)
		o.RouteMarketableToBBO.Valid = o.RouteMarketableToBBO.Valid || c.reading()
	} else {
		c.tri(120, "routeMarketableToBbo", &o.RouteMarketableToBBO)
	}
	c.optLong(121, "parentPermId", &o.ParentPermID)
}

// proto visits the order fields that the text of this message lacks.
func (r *report) proto(c *coder) {
	o := r.o
	if c.reading() {
		c.find(2, "orderId", varint) // the message has it already
	}
	c.flag(66, "transmit", &o.Transmit)
	c.str(58, "scaleTable", &o.Scale.Table)
	c.str(32, "activeStartTime", &o.ActiveStartTime)
	c.str(33, "activeStopTime", &o.ActiveStopTime)
	c.str(63, "algoId", &o.Algo.ID)
	c.bool(67, "overridePercentageConstraints", &o.OverridePercentageConstraints)
	c.options(84, "orderMiscOptions", &o.MiscOptions)
	c.str(107, "mifid2DecisionMaker", &o.MiFID.DecisionMaker)
	c.str(108, "mifid2DecisionAlgo", &o.MiFID.DecisionAlgo)
	c.str(109, "mifid2ExecutionTrader", &o.MiFID.ExecutionTrader)
	c.str(110, "mifid2ExecutionAlgo", &o.MiFID.ExecutionAlgo)
	c.str(125, "advancedErrorOverride", &o.AdvancedErrorOverride)
	c.str(126, "manualOrderTime", &o.ManualOrderTime)
	c.bool(138, "deactivate", &o.Deactivate)
	c.bool(139, "postOnly", &o.PostOnly)
	c.bool(140, "allowPreOpen", &o.AllowPreOpen)
	c.bool(141, "ignoreOpenAuction", &o.IgnoreOpenAuction)
	c.tri(142, "seekPriceImprovement", &o.SeekPriceImprovement)
	c.optInt(143, "whatIfType", &o.WhatIfType)
	c.optInt(144, "hedgeMaxSize", &o.Hedge.MaxSize)
	if r.done {
		r.asOpen(c)
	} else {
		r.ending(c)
	}
}

// asOpen visits what the text of open orders has and that of completed ones lacks.
func (r *report) asOpen(c *coder) {
	o, a := r.o, &r.o.Adjust
	c.str(93, "adjustedOrderType", (*string)(&a.OrderType))
	c.optPrice(94, "triggerPrice", &a.TriggerPrice)
	c.optPrice(95, "adjustedStopPrice", &a.StopPrice)
	c.optPrice(96, "adjustedStopLimitPrice", &a.StopLimitPrice)
	c.optPrice(97, "adjustedTrailingAmount", &a.TrailingAmount)
	c.int(98, "adjustableTrailingUnit", &a.TrailingUnit)
	sub(c, 105, "softDollarTier", &o.SoftDollar, (*SoftDollarTier).fields)
	c.bool(113, "discretionaryUpToLimitPrice", &o.DiscretionaryUpToLimitPrice)
	c.tri(122, "usePriceMgmtAlgo", &o.UsePriceMgmtAlgo)
	c.optInt(123, "duration", &o.Duration)
	c.optInt(124, "postToAts", &o.PostToATS)
	c.str(134, "bondAccruedInterest", &o.BondAccruedInterest)
	c.bool(135, "includeOvernight", &o.IncludeOvernight)
	c.str(104, "extOperator", &o.ExtOperator)
	c.optInt(136, "manualOrderIndicator", &o.ManualOrderIndicator)
}
