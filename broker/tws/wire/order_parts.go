package wire

import (
	"math"

	"github.com/shopspring/decimal"
)

// Runs of fields that the order messages share. Protobuf has them all in every message; text leaves out
// what does not apply.

func (o *Order) basics(c *coder) {
	c.action(5, "action", &o.Action)
	c.quantity(o)
	c.str(8, "orderType", (*string)(&o.OrderType))
	c.optPrice(9, "lmtPrice", &o.LimitPrice)
	c.optPrice(10, "auxPrice", &o.AuxPrice)
	c.str(11, "tif", (*string)(&o.TimeInForce))
	c.str(27, "ocaGroup", &o.OCA.Group)
	c.str(12, "account", &o.Account)
	c.str(68, "openClose", &o.OpenClose)
	enum(c, 69, "origin", &o.Origin)
	c.str(28, "orderRef", &o.Ref)
}

// quantity visits the size of an order, an integer below version 101.
func (c *coder) quantity(o *Order) {
	q := o.TotalQuantity
	if c.mode == textOut && c.version < 101 && !q.IsInteger() {
		if c.client {
			c.err = &VersionError{Feature: c.kind.String() + ".fractional totalQuantity", Need: 101, Have: c.version}
		}
		q = q.Truncate(0)
	}
	c.size(6, "totalQuantity", &q)
	if c.reading() {
		o.TotalQuantity = q
	}
}

func (a *Advisor) fields(c *coder) {
	c.str(34, "faGroup", &a.Group)
	c.str(35, "faMethod", &a.Method)
	c.str(36, "faPercentage", &a.Percentage)
	if c.text() && c.version < 177 {
		c.str(0, "faProfile", &a.Profile)
	}
}

func (s *ShortSale) fields(c *coder) {
	c.int(70, "shortSaleSlot", &s.Slot)
	c.str(71, "designatedLocation", &s.DesignatedLocation)
	c.int(72, "exemptCode", &s.ExemptCode)
}

func (b *Box) fields(c *coder) {
	c.optPrice(78, "startingPrice", &b.StartingPrice)
	c.optPrice(79, "stockRefPrice", &b.StockRefPrice)
	c.optPrice(80, "delta", &b.Delta)
	c.optPrice(81, "stockRangeLower", &b.StockRangeLower)
	c.optPrice(82, "stockRangeUpper", &b.StockRangeUpper)
}

// fields visits a volatility order. A completed order has fewer hedge fields in text.
func (v *Volatility) fields(c *coder, completed bool) {
	c.optPrice(37, "volatility", &v.Volatility)
	c.optInt(38, "volatilityType", &v.Type)
	c.str(41, "deltaNeutralOrderType", &v.HedgeOrderType)
	c.optPrice(42, "deltaNeutralAuxPrice", &v.HedgeAuxPrice)
	if c.proto() || v.HedgeOrderType != "" {
		c.int(43, "deltaNeutralConId", &v.HedgeConID)
		if c.proto() || !completed {
			c.str(73, "deltaNeutralSettlingFirm", &v.HedgeSettlingFirm)
			c.str(74, "deltaNeutralClearingAccount", &v.HedgeClearingAccount)
			c.str(75, "deltaNeutralClearingIntent", &v.HedgeClearingIntent)
			c.str(44, "deltaNeutralOpenClose", &v.HedgeOpenClose)
		}
		c.bool(45, "deltaNeutralShortSale", &v.HedgeShortSale)
		c.int(46, "deltaNeutralShortSaleSlot", &v.HedgeShortSaleSlot)
		c.str(47, "deltaNeutralDesignatedLocation", &v.HedgeDesignatedLocation)
	}
	c.bool(39, "continuousUpdate", &v.ContinuousUpdate)
	c.optInt(40, "referencePriceType", &v.ReferencePriceType)
}

func (s *Scale) fields(c *coder) {
	c.optInt(48, "scaleInitLevelSize", &s.InitLevelSize)
	c.optInt(49, "scaleSubsLevelSize", &s.SubsLevelSize)
	c.optPrice(50, "scalePriceIncrement", &s.PriceIncrement)
	if c.proto() || s.PriceIncrement.Valid && s.PriceIncrement.Value.IsPositive() {
		c.optPrice(51, "scalePriceAdjustValue", &s.PriceAdjustValue)
		c.optInt(52, "scalePriceAdjustInterval", &s.PriceAdjustInterval)
		c.optPrice(53, "scaleProfitOffset", &s.ProfitOffset)
		c.bool(54, "scaleAutoReset", &s.AutoReset)
		c.optInt(55, "scaleInitPosition", &s.InitPosition)
		c.optInt(56, "scaleInitFillQty", &s.InitFillQty)
		c.bool(57, "scaleRandomPercent", &s.RandomPercent)
	}
}

func (h *Hedge) fields(c *coder) {
	c.str(59, "hedgeType", &h.Type)
	if c.proto() || h.Type != "" {
		c.str(60, "hedgeParam", &h.Param)
	}
}

func (a *Algo) fields(c *coder) {
	c.str(61, "algoStrategy", &a.Strategy)
	if c.proto() || a.Strategy != "" {
		c.tags(62, "algoParams", &a.Params)
	}
}

// benchmark visits the fields of pegged-to-benchmark orders, there since version 102.
func (o *Order) benchmark(c *coder) {
	b := &o.Benchmark
	if c.proto() || c.version >= 102 && o.OrderType.is(PegBenchmark) {
		c.int(88, "referenceContractId", &b.ReferenceConID)
		c.bool(90, "isPeggedChangeAmountDecrease", &b.Decrease)
		c.price(89, "peggedChangeAmount", &b.PeggedChangeAmount)
		c.price(91, "referenceChangeAmount", &b.ReferenceChangeAmount)
		c.str(92, "referenceExchangeId", &b.ReferenceExchange)
	}
}

func (w *Wait) fields(c *coder) {
	c = c.since(102)
	list(c, 100, "conditions", &w.Conditions, (*Condition).fields)
	if c.proto() || len(w.Conditions) > 0 {
		c.bool(102, "conditionsIgnoreRth", &w.IgnoreRTH)
		c.bool(101, "conditionsCancelOrder", &w.CancelOrder)
	}
}

// compete visits the offset that may be "up to the midpoint", which the wire writes as infinity.
func (p *Peg) compete(c *coder) {
	const num, name = 129, "competeAgainstBestOffset"
	if c.mode == absent {
		c.leave(name, p.CompeteUpToMid || p.CompeteOffset.Valid)
		return
	}
	v := Opt[float64]{Value: toFloat(p.CompeteOffset.Value), Valid: p.CompeteOffset.Valid}
	if p.CompeteUpToMid {
		v = Some(math.Inf(1))
	}
	c.optFloat(num, name, &v)
	if !c.reading() || c.err != nil {
		return
	}
	p.CompeteUpToMid, p.CompeteOffset = math.IsInf(v.Value, 1), Opt[decimal.Decimal]{}
	if v.Valid && !p.CompeteUpToMid {
		d, err := fromFloat(v.Value)
		if err != nil {
			c.refuse(name, c.last, nil, err)
			return
		}
		p.CompeteOffset = Some(d)
	}
}
