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

// orderTypes are IB's names of the venue's types.
var orderTypes = []wire.OrderType{
	order.Market: wire.Market, order.Limit: wire.Limit, order.Stop: wire.Stop, order.StopLimit: wire.StopLimit,
	order.TrailingStop: wire.Trail, order.TrailingStopLimit: wire.TrailLimit,
	order.MarketIfTouched: wire.IfTouched, order.LimitIfTouched: wire.LimitTouched,
	order.MarketOnClose: wire.MarketOnClose, order.LimitOnClose: wire.LimitOnClose, order.MarketToLimit: wire.MarketToLimit,
	order.PeggedToMid: wire.PegMid, order.Relative: wire.Relative,
}

var timesInForce = []wire.TimeInForce{
	order.Day: wire.Day, order.GTC: wire.GoodTillCancelled, order.GTD: wire.GoodTillDate,
	order.IOC: wire.ImmediateOrCancel, order.FOK: wire.FillOrKill, order.OPG: wire.AtOpen, order.AUC: wire.AtAuction,
}

// typeOf reads an order type; the blank of PEG MID may be missing.
func typeOf(w wire.OrderType) (order.Type, bool) {
	if w == "PEGMID" {
		w = wire.PegMid
	}
	i := slices.Index(orderTypes, w)
	return order.Type(max(i, 0)), i >= 0
}

// timeOf reads a time in force; none at all is DAY.
func timeOf(w wire.TimeInForce) (order.TimeInForce, bool) {
	if w == "" {
		w = wire.Day
	}
	i := slices.Index(timesInForce, w)
	return order.TimeInForce(max(i, 0)), i >= 0
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
	var ok bool
	if r.Type, ok = typeOf(w.OrderType); !ok {
		return r, unknownType()
	}
	if r.TimeInForce, ok = timeOf(w.TimeInForce); !ok {
		return r, refuse(10052, "Invalid time in force:"+string(w.TimeInForce))
	}
	if refusal := prices(&r, w); refusal != nil {
		return r, refusal
	}
	if r.TimeInForce == order.GTD {
		if refusal := goodTill(&r, w.GoodTillDate, zone); refusal != nil {
			return r, refusal
		}
	}
	return r, instruct(&r, w, zone)
}

// prices reads the prices that the type of a request needs.
func prices(r *order.Request, w *wire.Order) *floor.Refusal {
	var ok bool
	if r.Type.HasLimit() {
		if r.LimitPrice, ok = w.LimitPrice.Get(); !ok {
			return refuse(321, validating+"Missing limit price")
		}
	}
	if r.Type.HasStop() {
		if r.StopPrice, ok = w.AuxPrice.Get(); !ok {
			return refuse(403, "Invalid stop price.")
		}
	}
	switch {
	case r.Type.Trails():
		return trail(r, w)
	case r.Type.Pegs():
		r.Offset, r.LimitPrice = w.AuxPrice.Or(decimal.Zero), w.LimitPrice.Or(decimal.Zero)
	}
	return nil
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
		return noTime()
	}
	r.GoodTill = market.At(at)
	if !r.GoodTill.UTC().Equal(at) { // beyond the years that can be represented
		return refuse(334, "Invalid Good Till Date order")
	}
	return nil
}

func noTime() *floor.Refusal {
	return refuse(337, "The date, time, or time-zone entered is invalid. The correct format is yyyymmdd hh:mm:ss xxx "+
		"where yyyymmdd and xxx are optional. E.g.: 20031126 15:59:00 EST.")
}

// words is a request in TWS's terms: request leads back to it.
func words(r *order.Request, zone *time.Location) wire.Order {
	w := wire.Order{
		Action: wire.Buy, TotalQuantity: r.Quantity, OutsideRTH: r.OutsideRTH, Ref: r.Tag, Transmit: true,
		OrderType: orderTypes[r.Type], TimeInForce: timesInForce[r.TimeInForce], Short: wire.ShortSale{ExemptCode: -1},
	}
	if r.Side == order.Sell {
		w.Action = wire.Sell
	}
	if r.Type.HasLimit() || r.Type.Pegs() && !r.LimitPrice.IsZero() {
		w.LimitPrice = wire.Some(r.LimitPrice)
	}
	switch {
	case r.Type.HasStop():
		w.AuxPrice = wire.Some(r.StopPrice)
	case r.Type.Pegs():
		w.AuxPrice = wire.Some(r.Offset)
	case r.Type.Trails():
		trailWords(r, &w)
	}
	if r.TimeInForce == order.GTD {
		w.GoodTillDate = ibtime.Format(r.GoodTill.UTC(), zone)
	}
	instructionWords(r, &w, zone)
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
	t.showTrail()
	if t.parent != nil {
		w.ParentID = t.parent.OrderID
	}
}
