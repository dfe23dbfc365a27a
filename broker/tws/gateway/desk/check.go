package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// check is what TWS itself finds wrong with an order before it goes anywhere: nothing is left of an order that it
// refuses.
func (d *Desk) check(t *Ticket) *floor.Refusal {
	in, r := t.listing.Instrument, &t.Request
	switch {
	case !in.Kind.Tradable():
		return refuse(203, "The security "+t.Contract.Symbol+" is not available or allowed for this account.")
	case t.listing.Expired(d.now):
		return refuse(392, "Invalid order: contract expired.")
	case r.Quantity.IsZero():
		return refuse(434, "The order size cannot be zero.")
	case r.Quantity.IsNegative(), r.Quantity.LessThan(in.MinSize):
		return refuse(388, "Order size is smaller than the minimum requirement.")
	case !in.OnSizeGrid(r.Quantity):
		return refuse(355, "Order size does not conform to market rule.")
	}
	if refusal := refuseCombo(t); refusal != nil {
		return refusal
	}
	if refusal := d.incompatible(t); refusal != nil {
		return refusal
	}
	if reason := r.Check(in, d.now); reason != nil {
		return translate(reason)
	}
	if refusal := d.unsupported(&t.Order); refusal != nil {
		return refusal
	}
	return d.caution(t)
}

// incompatible is what makes the parts of an order impossible together.
func (d *Desk) incompatible(t *Ticket) *floor.Refusal {
	r := &t.Request
	once := r.TimeInForce == order.IOC || r.TimeInForce == order.FOK
	atOpen := r.TimeInForce == order.OPG || r.TimeInForce == order.AUC
	plain := r.Type == order.Limit || r.TimeInForce == order.OPG && r.Type == order.Market ||
		r.TimeInForce == order.AUC && r.Type == order.MarketToLimit
	switch {
	case r.Type.AtClose() && r.TimeInForce != order.Day:
		return refuse(113, "The TIF option should be set to DAY for MOC and LOC orders.")
	case once && (r.Type.Waits() || r.Type.Pegs()), atOpen && (!plain || t.parent != nil), (once || atOpen) && r.GoodAfter > 0:
		return refuse(111, "The TIF (Tif type) and the order type are incompatible.")
	case t.parent != nil && t.parent.Request.AllOrNone && !r.AllOrNone:
		return refuse(10236, "Child has to be AON if parent order is AON")
	case r.Adjust != nil && r.Type != order.Stop && r.Type != order.StopLimit:
		return unknownType()
	case r.Adjust != nil && (r.Side == order.Sell) != r.Adjust.At.GreaterThan(r.StopPrice):
		return refuse(361, "Invalid trigger price.")
	}
	if refusal := d.untaken(t); refusal != nil {
		return refusal
	}
	return unshowable(r, t.listing.Instrument)
}

// unshowable is what makes it impossible to show a part of an order, or to take more than it shows.
func unshowable(r *order.Request, in *market.Instrument) *floor.Refusal {
	iceberg, discretionary := !r.DisplaySize.IsZero(), !r.Discretion.IsZero()
	switch {
	case iceberg && (r.DisplaySize.IsNegative() || r.DisplaySize.GreaterThan(r.Quantity)):
		return refuse(10020, "Display size should be smaller than order size.")
	case iceberg && r.Hidden:
		return refuse(152, `The "hidden" order attribute may not be specified for this order.`)
	case iceberg && discretionary:
		return refuse(157, "An order can be EITHER Iceberg or Discretionary. Please remove either the Discretionary amount or the Display size.")
	case discretionary && r.Type != order.Limit:
		return refuse(325, "Discretionary orders are not supported for this combination of exchange and order type.")
	}
	if worst, _ := r.Worst(); discretionary && (r.Discretion.IsNegative() || !in.OnGrid(worst)) {
		return refuse(168, "Discretionary amount does not conform to the minimum price variation for this contract.")
	}
	return nil
}

// codes are the types in the words of a contract's order types.
var codes = []string{
	order.Market: "MKT", order.Limit: "LMT", order.Stop: "STP", order.StopLimit: "STPLMT", order.TrailingStop: "TRAIL",
	order.TrailingStopLimit: "TRAILLMT", order.MarketIfTouched: "MIT", order.LimitIfTouched: "LIT", order.MarketOnClose: "MOC",
	order.LimitOnClose: "LOC", order.MarketToLimit: "MTL", order.PeggedToMid: "PEGMID", order.Relative: "REL",
}

// untaken is what the contract does not list among its order types.
func (d *Desk) untaken(t *Ticket) *floor.Refusal {
	r, takes := &t.Request, t.listing.Takes
	switch {
	case !takes(codes[r.Type]):
		return unknownType()
	case !takes(string(timesInForce[r.TimeInForce])):
		return refuse(111, "The TIF (Tif type) and the order type are incompatible.")
	case r.Hidden && !takes("HID"):
		return refuse(152, `The "hidden" order attribute may not be specified for this order.`)
	case !r.Discretion.IsZero() && !takes("DIS"):
		return refuse(325, "Discretionary orders are not supported for this combination of exchange and order type.")
	case r.AllOrNone && !takes("AON"), !r.DisplaySize.IsZero() && !takes("ICE"):
		return unknownType()
	}
	return nil
}

// translate is the venue's reason as TWS words it.
func translate(reason *order.Reason) *floor.Refusal {
	switch reason.Code {
	case order.OffPriceGrid:
		return offGrid()
	case order.AlreadyExpired:
		return refuse(334, "Invalid Good Till Date order")
	case order.NoPrice:
		return refuse(321, validating+reason.Detail)
	}
	return refuse(201, rejected+reason.Detail)
}

// unsupported is the first attribute of an order that this venue lacks, refused as IB's venues without it do.
func (d *Desk) unsupported(w *wire.Order) *floor.Refusal {
	positive := func(o wire.Opt[decimal.Decimal]) bool { return o.Valid && o.Value.IsPositive() }
	switch {
	case len(w.Wait.Conditions) > 0:
		return refuse(402, "Conditions are not allowed for this contract.")
	case w.Algo.Strategy != "":
		return refuse(442, "Specified algorithm is not allowed for this order.")
	case positive(w.CashQuantity):
		return refuse(10244, "Cash quantity cannot be used for this order")
	case w.Volatility.Volatility.Valid:
		return refuse(371, "VOL order requires positive floating point value for volatility. Do not set it for other order types.")
	case w.Advisor != wire.Advisor{}:
		return refuse(344, "The account logged into is not a financial advisor account.")
	case positive(w.Scale.PriceIncrement), w.Hedge.Type != "", positive(w.PercentOffset),
		positive(w.Peg.OffsetAtWhole), positive(w.Peg.OffsetAtHalf):
		return unknownType()
	}
	return nil
}
