package desk

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// triggers are IB's numbers of the venue's trigger methods.
var triggers = []wire.TriggerMethod{
	order.DefaultTrigger: wire.TriggerDefault, order.DoubleBidAsk: wire.TriggerDoubleBidAsk, order.Last: wire.TriggerLast,
	order.DoubleLast: wire.TriggerDoubleLast, order.BidAsk: wire.TriggerBidAsk,
	order.LastOrBidAsk: wire.TriggerLastOrBidAsk, order.Midpoint: wire.TriggerMidpoint,
}

// usualTrigger is the method that IB's default stands for. Source: TWS Users' Guide, "Modify the Stop Trigger Method".
// Currencies have no last price.
func usualTrigger(k market.Kind) order.Trigger {
	switch k {
	case market.Option:
		return order.DoubleBidAsk
	case market.Forex, market.Bond:
		return order.BidAsk
	}
	return order.Last
}

// instruct reads what few orders have.
func instruct(r *order.Request, w *wire.Order, zone *time.Location) *floor.Refusal {
	whole := func(n wire.Opt[int]) decimal.Decimal { return decimal.NewFromInt(int64(n.Or(0))) }
	method := slices.Index(triggers, w.TriggerMethod)
	if method < 0 {
		return refuse(146, "Invalid trigger method.")
	}
	if r.Type.Waits() {
		r.Trigger = order.Trigger(method)
	}
	if w.GoodAfterTime != "" {
		at, err := ibtime.Parse(w.GoodAfterTime, zone)
		if r.GoodAfter = market.At(at); err != nil || !r.GoodAfter.UTC().Equal(at) {
			return noTime()
		}
	}
	r.Hidden, r.AllOrNone = w.Hidden, w.AllOrNone
	r.DisplaySize, r.MinQuantity, r.Discretion = whole(w.DisplaySize), whole(w.MinQuantity), w.DiscretionaryAmt.Or(decimal.Zero)
	return adjustment(r, &w.Adjust)
}

// adjustment reads what a stop becomes.
func adjustment(r *order.Request, w *wire.Adjust) *floor.Refusal {
	if w.OrderType == "" {
		return nil
	}
	to, ok := typeOf(w.OrderType)
	if !ok || to != order.Stop && to != order.StopLimit && !to.Trails() {
		return unknownType()
	}
	a := &order.Adjustment{At: w.TriggerPrice.Or(decimal.Zero), To: to, StopPrice: w.StopPrice.Or(decimal.Zero)}
	amount := w.TrailingAmount.Or(decimal.Zero)
	switch {
	case a.At.IsZero():
		return refuse(361, "Invalid trigger price.")
	case to.HasStop() && a.StopPrice.IsZero():
		return refuse(362, "Invalid adjusted stop price.")
	case to == order.StopLimit && !w.StopLimitPrice.Valid:
		return refuse(363, "Invalid adjusted stop limit price.")
	case to.Trails() && !amount.IsPositive(), to.Trails() && w.TrailingUnit == 1 && amount.GreaterThanOrEqual(hundred):
		return refuse(364, "Invalid adjusted trailing amount.")
	case to == order.StopLimit:
		a.LimitPrice = w.StopLimitPrice.Value
	case to.Trails() && w.TrailingUnit == 1:
		a.TrailPercent = amount
	case to.Trails():
		a.TrailAmount = amount
	}
	if to == order.TrailingStopLimit {
		a.Offset = w.LimitOffset.Or(decimal.Zero)
	}
	r.Adjust = a
	return nil
}

// instructionWords says what few orders have.
func instructionWords(r *order.Request, w *wire.Order, zone *time.Location) {
	w.TriggerMethod, w.Hidden, w.AllOrNone = triggers[r.Trigger], r.Hidden, r.AllOrNone
	if r.GoodAfter > 0 {
		w.GoodAfterTime = ibtime.Format(r.GoodAfter.UTC(), zone)
	}
	if !r.DisplaySize.IsZero() {
		w.DisplaySize = wire.Some(int(r.DisplaySize.IntPart()))
	}
	if !r.MinQuantity.IsZero() {
		w.MinQuantity = wire.Some(int(r.MinQuantity.IntPart()))
	}
	if !r.Discretion.IsZero() {
		w.DiscretionaryAmt = wire.Some(r.Discretion)
	}
	if r.Adjust != nil {
		adjustmentWords(r.Adjust, &w.Adjust)
	}
}

func adjustmentWords(a *order.Adjustment, w *wire.Adjust) {
	w.OrderType, w.TriggerPrice = orderTypes[a.To], wire.Some(a.At)
	if !a.StopPrice.IsZero() {
		w.StopPrice = wire.Some(a.StopPrice)
	}
	switch {
	case a.To == order.StopLimit:
		w.StopLimitPrice = wire.Some(a.LimitPrice)
	case a.To.Trails() && !a.TrailPercent.IsZero():
		w.TrailingAmount, w.TrailingUnit = wire.Some(a.TrailPercent), 1
	case a.To.Trails():
		w.TrailingAmount = wire.Some(a.TrailAmount)
	}
	if a.To == order.TrailingStopLimit {
		w.LimitOffset = wire.Some(a.Offset)
	}
}
