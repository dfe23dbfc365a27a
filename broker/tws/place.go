package tws

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// placement is the message that sends an order, or its change: all of its terms, and none of the defaults that TWS
// fills in. Until transmit is true TWS keeps it to itself.
func (b *blotter) placement(e *entry, r *order.Request, transmit bool) *wire.PlaceOrder {
	m := &wire.PlaceOrder{OrderID: e.orderID, Order: terms(r)}
	m.Order.Account, m.Order.Ref, m.Order.ParentID = b.opts.Account, string(e.id), e.parentID
	m.Order.Transmit, m.Order.Short.ExemptCode = transmit, -1
	if l := b.listing(e); l != nil {
		m.Contract, m.Order.SmartCombo = l.contract, routing(l)
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
	if what := unlisted(l, &o.Request); what != "" {
		return &order.Reason{Code: order.Unsupported, Detail: "IB does not list " + what + " for " + o.Symbol}
	}
	if o.Instrument.Kind == market.Combo {
		if reason := comboRefusal(l, &o.Request); reason != nil {
			return reason
		}
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
	code := order.RejectedByVenue
	for _, words := range ofMoney {
		if strings.Contains(strings.ToLower(detail), words) {
			code = order.InsufficientFunds
		}
	}
	return &order.Reason{Code: code, Detail: detail}
}

// ofMoney are the words in which IB says that an account cannot carry an order: with margin, with cash, and with less than
// it lets anybody borrow on. All are of error 201.
var ofMoney = []string{
	"must exceed the initial margin", "cash needed for this order", "required in order to purchase on margin",
}

// offGrid refuses what does not lie on the grids of the contract, which may be coarser than the configured ones.
func offGrid(l *listing, r *order.Request) *order.Reason {
	listed := &l.listed
	if !listed.OnSizeGrid(r.Quantity) {
		return &order.Reason{Code: order.OffSizeGrid, Limit: listed.SizeIncrement, Value: r.Quantity,
			Detail: "IB takes multiples of the size increment from " + listed.MinSize.String() + " on"}
	}
	for _, price := range gridPrices(r) {
		if !listed.OnGrid(price) {
			return &order.Reason{Code: order.OffPriceGrid, Limit: listed.Grid.Increment(price), Value: price,
				Detail: "IB takes multiples of the increment, such as " + listed.Grid.Round(price, market.Nearest).String()}
		}
	}
	return nil
}

// gridPrices are the prices of a request, which lie on the price grid. Distances have the grid of the price that they
// lead to; those that lead to none before the market has moved IB rounds itself.
func gridPrices(r *order.Request) []decimal.Decimal {
	var list []decimal.Decimal
	if r.Type.HasLimit() || r.Type.Pegs() {
		list = append(list, r.LimitPrice)
	}
	if r.Type.Waits() {
		list = append(list, r.StopPrice)
	}
	if worst, ok := r.Worst(); ok && !r.Discretion.IsZero() {
		list = append(list, worst)
	}
	if r.Adjust != nil {
		list = append(list, r.Adjust.StopPrice, r.Adjust.LimitPrice)
	}
	return list
}
