package tws

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

var orderTypes = map[order.Type]wire.OrderType{
	order.Market: wire.Market, order.Limit: wire.Limit, order.Stop: wire.Stop, order.StopLimit: wire.StopLimit,
}

var timesInForce = map[order.TimeInForce]wire.TimeInForce{
	order.Day: "DAY", order.GTC: "GTC", order.GTD: "GTD", order.IOC: "IOC", order.FOK: "FOK", order.OPG: "OPG",
}

var ocaTypes = map[order.OCAType]wire.OCAType{
	order.CancelWithBlock: wire.CancelWithBlock, order.ReduceWithBlock: wire.ReduceWithBlock,
	order.ReduceWithoutBlock: wire.ReduceNoBlock,
}

// placement is the message that sends an order, or its change: all of its terms, and none of the defaults that TWS
// fills in. Until transmit is true TWS keeps it to itself.
func (b *blotter) placement(e *entry, r *order.Request, transmit bool) *wire.PlaceOrder {
	m := &wire.PlaceOrder{
		OrderID: e.orderID,
		Order: wire.Order{
			Action: wire.Buy, TotalQuantity: r.Quantity, OrderType: orderTypes[r.Type],
			TimeInForce: timesInForce[r.TimeInForce], OutsideRTH: r.OutsideRTH,
			Account: b.opts.Account, Ref: string(e.id), Transmit: transmit, ParentID: e.parentID,
			Short: wire.ShortSale{ExemptCode: -1},
		},
	}
	if l := b.listing(e); l != nil {
		m.Contract = l.contract
	}
	o := &m.Order
	if r.Side == order.Sell {
		o.Action = wire.Sell
	}
	if r.Type.HasLimit() {
		o.LimitPrice = wire.Some(r.LimitPrice)
	}
	if r.Type.HasStop() {
		o.AuxPrice = wire.Some(r.StopPrice)
	}
	if r.TimeInForce == order.GTD {
		o.GoodTillDate = ibtime.FormatUTC(r.GoodTill.UTC())
	}
	if r.OCA != "" {
		o.OCA = wire.OCA{Group: r.OCA, Type: ocaTypes[r.OCAType]}
	}
	return m
}

// refusal is why an order cannot be sent, nil when it can. What the broker would round or change is refused.
func (b *blotter) refusal(o *order.Order) *order.Reason {
	switch {
	case !b.up.Load() || b.conn == nil:
		return b.cutOff()
	case b.readOnly:
		return venueReason("the gateway's API is read-only: untick that in its settings")
	case o.ID == "":
		return &order.Reason{Code: order.Unsupported, Detail: "an order needs an id"}
	}
	if reason := o.Check(o.Instrument, now()); reason != nil {
		return reason
	}
	l := b.listings.of(o.Instrument.ID)
	if l == nil {
		return &order.Reason{Code: order.UnknownInstrument, Detail: "the contract of " + o.Symbol + " has not been found at IB"}
	}
	if reason := offGrid(l, &o.Request); reason != nil {
		return reason
	}
	return unsupported(&o.Request, o.Instrument.Kind)
}

// cutOff is why nothing is sent now.
func (b *blotter) cutOff() *order.Reason {
	if b.gate.Load() {
		return &order.Reason{Code: order.RestartAhead, Detail: "the gateway is about to restart"}
	}
	return &order.Reason{Code: order.NotReady, Detail: "the link to the broker is down"}
}

func venueReason(detail string) *order.Reason {
	return &order.Reason{Code: order.RejectedByVenue, Detail: detail}
}

// offGrid refuses what does not lie on the grids of the contract, which may be coarser than the configured ones.
func offGrid(l *listing, r *order.Request) *order.Reason {
	listed := &l.listed
	if !listed.OnSizeGrid(r.Quantity) {
		return &order.Reason{Code: order.OffSizeGrid, Limit: listed.SizeIncrement, Value: r.Quantity,
			Detail: "IB takes multiples of the size increment from " + listed.MinSize.String() + " on"}
	}
	for _, p := range []struct {
		counts bool
		price  decimal.Decimal
	}{{r.Type.HasLimit(), r.LimitPrice}, {r.Type.HasStop(), r.StopPrice}} {
		if p.counts && !listed.OnGrid(p.price) {
			return &order.Reason{Code: order.OffPriceGrid, Limit: listed.Grid.Increment(p.price), Value: p.price,
				Detail: "IB takes multiples of the increment, such as " + listed.Grid.Round(p.price, market.Nearest).String()}
		}
	}
	return nil
}

// unsupported refuses what IB does not do, or does otherwise than the words say.
func unsupported(r *order.Request, kind market.Kind) *order.Reason {
	no := func(detail string) *order.Reason { return &order.Reason{Code: order.Unsupported, Detail: detail} }
	atOnce := r.TimeInForce == order.IOC || r.TimeInForce == order.FOK
	if _, ok := orderTypes[r.Type]; !ok {
		return no("a " + r.Type.String() + " order is not sent to IB yet")
	}
	if _, ok := timesInForce[r.TimeInForce]; !ok {
		return no("time in force " + r.TimeInForce.String() + " is not sent to IB yet")
	}
	if word := instruction(r); word != "" {
		return no(word + " is not sent to IB yet, and without it the order would be another")
	}
	switch {
	case kind == market.Combo:
		return no("a combo is sent leg by leg")
	case r.Type.HasStop() && atOnce:
		return no("IB has no stop orders that must fill at once")
	case kind == market.Crypto && r.Type == order.Market && r.Side == order.Buy:
		return no("IB buys crypto at the market for an amount of money only: send a limit order")
	case kind == market.Crypto && r.TimeInForce != order.IOC:
		return no("IB works crypto orders as immediate-or-cancel only")
	case kind == market.Forex && r.TimeInForce == order.OPG:
		return no("currencies have no opening auction")
	}
	return nil
}

// instruction names an instruction of the request that a placement does not carry; empty if there is none.
func instruction(r *order.Request) string {
	switch {
	case r.GoodAfter != 0:
		return "a good-after time"
	case r.Trigger != order.DefaultTrigger:
		return "a trigger method"
	case r.Adjust != nil:
		return "an adjustment"
	case !r.DisplaySize.IsZero() || r.Hidden:
		return "a display size"
	case r.AllOrNone || !r.MinQuantity.IsZero():
		return "a minimum quantity"
	case !r.Discretion.IsZero():
		return "a discretionary amount"
	}
	return ""
}
