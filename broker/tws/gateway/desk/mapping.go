package desk

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// orderTypes are the types that the venue knows.
var orderTypes = map[wire.OrderType]order.Type{
	wire.Market: order.Market, wire.Limit: order.Limit, wire.Stop: order.Stop, wire.StopLimit: order.StopLimit,
}

// timesInForce are those that the venue knows; none at all is DAY.
var timesInForce = map[wire.TimeInForce]order.TimeInForce{
	"": order.Day, wire.Day: order.Day, wire.GoodTillCancelled: order.GTC, wire.GoodTillDate: order.GTD,
	wire.ImmediateOrCancel: order.IOC, wire.FillOrKill: order.FOK, wire.AtOpen: order.OPG,
}

// request is a TWS order in the venue's terms. The refusals are of words and prices that cannot be brought there.
// Parent and group are not looked at, and neither is what the venue lacks; see unsupported.
func request(in string, w *wire.Order, zone *time.Location) (order.Request, *floor.Refusal) {
	r := order.Request{Symbol: in, Quantity: w.TotalQuantity, OutsideRTH: w.OutsideRTH, Tag: w.Ref}
	switch w.Action {
	case wire.Buy:
	case wire.Sell:
		r.Side = order.Sell
	case wire.SellShort, wire.SellLong:
		return r, refuse(346, "Not an institutional account or an away clearing account.")
	default:
		return r, refuse(303, "Invalid action:"+w.Action.String())
	}
	kind, ok := orderTypes[w.OrderType]
	if !ok {
		return r, refuse(387, "Unsupported order type for this exchange and security type.")
	}
	r.Type = kind
	if r.TimeInForce, ok = timesInForce[w.TimeInForce]; !ok {
		return r, refuse(10052, "Invalid time in force:"+string(w.TimeInForce))
	}
	if r.Type.HasLimit() {
		if r.LimitPrice, ok = w.LimitPrice.Get(); !ok {
			return r, refuse(321, validating+"Missing limit price")
		}
	}
	if r.Type.HasStop() {
		if r.StopPrice, ok = w.AuxPrice.Get(); !ok {
			return r, refuse(403, "Invalid stop price.")
		}
	}
	if r.TimeInForce == order.GTD {
		return r, goodTill(&r, w.GoodTillDate, zone)
	}
	return r, nil
}

// goodTill reads the end of a GTD order; a date alone is its last second.
func goodTill(r *order.Request, text string, zone *time.Location) *floor.Refusal {
	if text == "" {
		return refuse(334, "Invalid Good Till Date order")
	}
	at, err := ibtime.Parse(text, zone)
	if date, notDate := ibtime.ParseDate(text); notDate == nil {
		at, err = date.Clock(23, 59, zone).Add(59*time.Second), nil
	}
	if err != nil {
		return refuse(337, "The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xxx "+
			"where yyyymmdd and xxx are optional. E.g.: 20031126 15:59:00 EST.")
	}
	r.GoodTill = market.At(at)
	if !r.GoodTill.UTC().Equal(at) { // beyond the years that can be represented
		return refuse(334, "Invalid Good Till Date order")
	}
	return nil
}

// words is a request in TWS's terms: request leads back to it.
func words(r *order.Request, zone *time.Location) wire.Order {
	w := wire.Order{
		Action: wire.Buy, TotalQuantity: r.Quantity, OutsideRTH: r.OutsideRTH, Ref: r.Tag, Transmit: true,
		Short: wire.ShortSale{ExemptCode: -1},
	}
	if r.Side == order.Sell {
		w.Action = wire.Sell
	}
	for name, kind := range orderTypes {
		if kind == r.Type {
			w.OrderType = name
		}
	}
	for name, t := range timesInForce {
		if t == r.TimeInForce && name != "" {
			w.TimeInForce = name
		}
	}
	if r.Type.HasLimit() {
		w.LimitPrice = wire.Some(r.LimitPrice)
	}
	if r.Type.HasStop() {
		w.AuxPrice = wire.Some(r.StopPrice)
	}
	if r.TimeInForce == order.GTD {
		w.GoodTillDate = ibtime.Format(r.GoodTill.UTC(), zone)
	}
	return w
}

// complete fills in what TWS reports of every order, sent or not.
func (d *Desk) complete(t *Ticket) {
	w := &t.Order
	w.ClientID, w.PermID, w.Account = t.Client, t.PermID, t.Account
	w.Transmit, w.WhatIf = true, false
	if w.TimeInForce == "" {
		w.TimeInForce = wire.Day
	}
	if w.OCA.Type == 0 {
		w.OCA.Type = wire.ReduceNoBlock // what servers report of orders without a group
	}
	if w.OpenClose == "" {
		w.OpenClose = "O"
	}
	if !t.Request.Type.HasLimit() && !w.LimitPrice.Valid {
		w.LimitPrice = wire.Some(decimal.Zero)
	}
	if !t.Request.Type.HasStop() && !w.AuxPrice.Valid {
		w.AuxPrice = wire.Some(decimal.Zero)
	}
	if t.parent != nil {
		w.ParentID = t.parent.OrderID
	}
}
