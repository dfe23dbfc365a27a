package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
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
	once := r.TimeInForce == order.IOC || r.TimeInForce == order.FOK || r.TimeInForce == order.OPG
	if once && r.Type.HasStop() || r.TimeInForce == order.OPG && t.parent != nil {
		return refuse(111, "The TIF (Tif type) and the order type are incompatible.")
	}
	if reason := r.Check(in, d.now); reason != nil {
		return translate(reason)
	}
	if refusal := d.unsupported(&t.Order); refusal != nil {
		return refusal
	}
	return d.caution(t)
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
	unknown := refuse(387, "Unsupported order type for this exchange and security type.")
	switch {
	case len(w.Wait.Conditions) > 0:
		return refuse(402, "Conditions are not allowed for this contract.")
	case w.Algo.Strategy != "":
		return refuse(442, "Specified algorithm is not allowed for this order.")
	case w.Hidden:
		return refuse(152, `The "hidden" order attribute may not be specified for this order.`)
	case positive(w.DiscretionaryAmt):
		return refuse(325, "Discretionary orders are not supported for this combination of exchange and order type.")
	case w.GoodAfterTime != "":
		return refuse(338, "Good After Time orders are currently disabled on this exchange.")
	case positive(w.CashQuantity):
		return refuse(10244, "Cash quantity cannot be used for this order")
	case w.Volatility.Volatility.Valid:
		return refuse(371, "VOL order requires positive floating point value for volatility. Do not set it for other order types.")
	case w.Advisor != wire.Advisor{}:
		return refuse(344, "The account logged into is not a financial advisor account.")
	case !knownTrigger(w.TriggerMethod):
		return refuse(146, "Invalid trigger method.")
	case w.DisplaySize.Valid && decimal.NewFromInt(int64(w.DisplaySize.Value)).GreaterThan(w.TotalQuantity):
		return refuse(10020, "Display size should be smaller than order size.")
	case positive(w.Scale.PriceIncrement), w.Hedge.Type != "", w.AllOrNone, w.MinQuantity.Or(0) > 0, w.Adjust.OrderType != "":
		return unknown
	}
	return nil
}

func knownTrigger(m wire.TriggerMethod) bool {
	switch m {
	case wire.TriggerDefault, wire.TriggerDoubleBidAsk, wire.TriggerLast, wire.TriggerDoubleLast, wire.TriggerBidAsk,
		wire.TriggerLastOrBidAsk, wire.TriggerMidpoint:
		return true
	}
	return false
}
