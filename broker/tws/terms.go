package tws

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// IB's words, by ours. MOO and LOO are market and limit orders with the time in force OPG.
var (
	orderTypes = []wire.OrderType{
		order.Market: wire.Market, order.Limit: wire.Limit, order.Stop: wire.Stop, order.StopLimit: wire.StopLimit,
		order.TrailingStop: wire.Trail, order.TrailingStopLimit: wire.TrailLimit,
		order.MarketIfTouched: wire.IfTouched, order.LimitIfTouched: wire.LimitTouched,
		order.MarketOnClose: wire.MarketOnClose, order.LimitOnClose: wire.LimitOnClose, order.MarketToLimit: wire.MarketToLimit,
		order.PeggedToMid: wire.PegMid, order.Relative: wire.Relative,
	}
	timesInForce = []wire.TimeInForce{
		order.Day: "DAY", order.GTC: "GTC", order.GTD: "GTD", order.IOC: "IOC", order.FOK: "FOK", order.OPG: "OPG", order.AUC: "AUC",
	}
	ocaTypes = []wire.OCAType{
		order.CancelWithBlock: wire.CancelWithBlock, order.ReduceWithBlock: wire.ReduceWithBlock,
		order.ReduceWithoutBlock: wire.ReduceNoBlock,
	}
	triggerMethods = []wire.TriggerMethod{
		order.DefaultTrigger: wire.TriggerDefault, order.DoubleBidAsk: wire.TriggerDoubleBidAsk, order.Last: wire.TriggerLast,
		order.DoubleLast: wire.TriggerDoubleLast, order.BidAsk: wire.TriggerBidAsk,
		order.LastOrBidAsk: wire.TriggerLastOrBidAsk, order.Midpoint: wire.TriggerMidpoint,
	}
)

// terms are what a request asks for in IB's fields, and none of the defaults that TWS fills in.
func terms(r *order.Request) wire.Order {
	o := wire.Order{
		Action: wire.Buy, TotalQuantity: r.Quantity, OrderType: orderTypes[r.Type],
		TimeInForce: timesInForce[r.TimeInForce], OutsideRTH: r.OutsideRTH,
		Hidden: r.Hidden, AllOrNone: r.AllOrNone, TriggerMethod: triggerMethods[r.Trigger],
	}
	if r.Side == order.Sell {
		o.Action = wire.Sell
	}
	if r.Type.HasLimit() {
		o.LimitPrice = wire.Some(r.LimitPrice)
	}
	switch {
	case r.Type.HasStop():
		o.AuxPrice = wire.Some(r.StopPrice)
	case r.Type.Trails():
		trailTerms(r, &o)
	case r.Type.Pegs():
		o.AuxPrice, o.LimitPrice = wire.Some(r.Offset), unlessZero(r.LimitPrice)
	}
	if r.TimeInForce == order.GTD {
		o.GoodTillDate = ibtime.FormatUTC(r.GoodTill.UTC())
	}
	if r.GoodAfter > 0 {
		o.GoodAfterTime = ibtime.FormatUTC(r.GoodAfter.UTC())
	}
	if r.OCA != "" {
		o.OCA = wire.OCA{Group: r.OCA, Type: ocaTypes[r.OCAType]}
	}
	if r.DisplaySize.LessThan(r.Quantity) { // all of it is what IB shows anyway
		o.DisplaySize = count(r.DisplaySize)
	}
	o.MinQuantity, o.DiscretionaryAmt = count(r.MinQuantity), unlessZero(r.Discretion)
	if r.Adjust != nil {
		o.Adjust = adjustTerms(r.Adjust)
	}
	return o
}

// trailTerms has the distance in auxPrice or trailingPercent, and the stop to start from in trailStopPrice.
func trailTerms(r *order.Request, o *wire.Order) {
	o.AuxPrice, o.TrailingPercent, o.TrailStopPrice = unlessZero(r.TrailAmount), unlessZero(r.TrailPercent), unlessZero(r.StopPrice)
	if r.Type == order.TrailingStopLimit {
		o.Adjust.LimitOffset = wire.Some(r.Offset)
	}
}

func adjustTerms(a *order.Adjustment) wire.Adjust {
	w := wire.Adjust{OrderType: orderTypes[a.To], TriggerPrice: wire.Some(a.At), StopPrice: unlessZero(a.StopPrice)}
	switch {
	case a.To == order.StopLimit:
		w.StopLimitPrice = wire.Some(a.LimitPrice)
	case a.To.Trails() && !a.TrailPercent.IsZero():
		w.TrailingAmount, w.TrailingUnit = wire.Some(a.TrailPercent), percent
	case a.To.Trails():
		w.TrailingAmount = wire.Some(a.TrailAmount)
	}
	if a.To == order.TrailingStopLimit {
		w.LimitOffset = wire.Some(a.Offset)
	}
	return w
}

// percent is the unit of adjustedTrailingAmount; 0 is an amount.
const percent = 1

func unlessZero(d decimal.Decimal) wire.Opt[decimal.Decimal] {
	return wire.Opt[decimal.Decimal]{Value: d, Valid: !d.IsZero()}
}

// count is a size in a field for whole numbers.
func count(d decimal.Decimal) wire.Opt[int] {
	return wire.Opt[int]{Value: int(d.IntPart()), Valid: !d.IsZero()}
}

// read is an order's terms at the broker in our words, without symbol, parent and tag. What has none is named.
func read(o *wire.Order, zone *time.Location) (r order.Request, unknown string) {
	r = order.Request{
		Quantity: o.TotalQuantity, OutsideRTH: o.OutsideRTH, OCA: o.OCA.Group, Hidden: o.Hidden, AllOrNone: o.AllOrNone,
		DisplaySize: decimal.NewFromInt(int64(o.DisplaySize.Or(0))), MinQuantity: decimal.NewFromInt(int64(o.MinQuantity.Or(0))),
		Discretion: o.DiscretionaryAmt.Value,
	}
	if o.Action == wire.Sell || o.Action == wire.SellShort || o.Action == wire.SellLong {
		r.Side = order.Sell
	}
	if r.OCA != "" {
		r.OCAType = order.OCAType(max(0, slices.Index(ocaTypes, o.OCA.Type)))
	}
	if i := slices.Index(orderTypes, o.OrderType); i >= 0 {
		r.Type = order.Type(i)
	} else {
		unknown = "order type " + string(o.OrderType)
	}
	if i := slices.Index(timesInForce, o.TimeInForce); i >= 0 {
		r.TimeInForce = order.TimeInForce(i)
	} else if unknown == "" {
		unknown = "time in force " + string(o.TimeInForce)
	}
	if i := slices.Index(triggerMethods, o.TriggerMethod); i >= 0 && r.Type.Waits() {
		r.Trigger = order.Trigger(i)
	} else if i < 0 && unknown == "" {
		unknown = "trigger method " + o.TriggerMethod.String()
	}
	readPrices(&r, o)
	if r.TimeInForce == order.GTD {
		r.GoodTill = timeOf(o.GoodTillDate, zone)
	}
	r.GoodAfter = timeOf(o.GoodAfterTime, zone)
	return r, unknown
}

// readPrices reads the prices that a type has.
func readPrices(r *order.Request, o *wire.Order) {
	if r.Type.HasLimit() || r.Type.Pegs() || r.Type == order.MarketToLimit {
		r.LimitPrice = o.LimitPrice.Value
	}
	switch {
	case r.Type.HasStop():
		r.StopPrice = o.AuxPrice.Value
	case r.Type.Trails():
		r.TrailAmount, r.TrailPercent, r.StopPrice = o.AuxPrice.Value, o.TrailingPercent.Value, o.TrailStopPrice.Value
		if !r.TrailPercent.IsZero() {
			r.TrailAmount = decimal.Zero // TWS works it out
		}
		if r.Type == order.TrailingStopLimit {
			r.Offset = o.Adjust.LimitOffset.Value
		}
	case r.Type.Pegs():
		r.Offset = o.AuxPrice.Value
	}
	r.Adjust = readAdjust(&o.Adjust)
}

// readAdjust is nil also for an adjustment that has no word here.
func readAdjust(w *wire.Adjust) *order.Adjustment {
	i := slices.Index(orderTypes, w.OrderType)
	if i < 0 || w.OrderType == "" {
		return nil
	}
	a := &order.Adjustment{At: w.TriggerPrice.Value, To: order.Type(i), StopPrice: w.StopPrice.Value}
	switch {
	case a.To == order.StopLimit:
		a.LimitPrice = w.StopLimitPrice.Value
	case a.To.Trails() && w.TrailingUnit == percent:
		a.TrailPercent = w.TrailingAmount.Value
	case a.To.Trails():
		a.TrailAmount = w.TrailingAmount.Value
	}
	if a.To == order.TrailingStopLimit {
		a.Offset = w.LimitOffset.Value
	}
	return a
}

// timeOf is a time of an order, 0 for none.
func timeOf(text string, zone *time.Location) market.Time {
	if text == "" {
		return 0
	}
	t, err := ibtime.Parse(text, zone)
	if err != nil {
		return 0
	}
	return market.At(t)
}
