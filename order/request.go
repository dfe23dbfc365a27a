package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// ID is a client order id: ours, unique for ever, and the same at the broker (TWS carries it in orderRef).
type ID string

// Request is an order as a strategy words it. Which prices mean something follows from Type.
type Request struct {
	Symbol      string          `json:"symbol"`
	Side        Side            `json:"side"`
	Type        Type            `json:"type"`
	Quantity    decimal.Decimal `json:"quantity"`
	LimitPrice  decimal.Decimal `json:"limit_price,omitzero"`
	StopPrice   decimal.Decimal `json:"stop_price,omitzero"`
	TimeInForce TimeInForce     `json:"time_in_force"`
	// GoodTill ends a GTD order.
	GoodTill market.Time `json:"good_till,omitzero"`
	// OutsideRTH lets the order work outside regular trading hours.
	OutsideRTH bool `json:"outside_rth,omitempty"`
	// Parent holds this order back until the order with that id fills, and then works for no more than
	// the parent's filled quantity; the end of an unfilled parent cancels it.
	Parent ID `json:"parent,omitempty"`
	// OCA names a group of orders of which a fill in one cancels the others ("one cancels all").
	OCA string `json:"oca,omitempty"`
	// Tag is the strategy's own label; it shows in logs and reports and decides nothing.
	Tag string `json:"tag,omitempty"`
}

// NewMarket is a market order for the day.
func NewMarket(symbol string, side Side, quantity decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: Market, Quantity: quantity}
}

// NewLimit is a limit order for the day.
func NewLimit(symbol string, side Side, quantity, limit decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: Limit, Quantity: quantity, LimitPrice: limit}
}

// NewStop is a stop order for the day.
func NewStop(symbol string, side Side, quantity, stop decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: Stop, Quantity: quantity, StopPrice: stop}
}

// NewStopLimit is a stop-limit order for the day.
func NewStopLimit(symbol string, side Side, quantity, stop, limit decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: StopLimit, Quantity: quantity, StopPrice: stop, LimitPrice: limit}
}

// For is the same request with another time in force.
func (r Request) For(t TimeInForce) Request {
	r.TimeInForce = t
	return r
}

// Until is the same request working until a moment (GTD).
func (r Request) Until(t market.Time) Request {
	r.TimeInForce, r.GoodTill = GTD, t
	return r
}

// Change is a modification of a working order: nil leaves a field as it is.
type Change struct {
	Quantity   *decimal.Decimal `json:"quantity,omitempty"`
	LimitPrice *decimal.Decimal `json:"limit_price,omitempty"`
	StopPrice  *decimal.Decimal `json:"stop_price,omitempty"`
}

// Apply is the request after the change.
func (c Change) Apply(r Request) Request {
	if c.Quantity != nil {
		r.Quantity = *c.Quantity
	}
	if c.LimitPrice != nil {
		r.LimitPrice = *c.LimitPrice
	}
	if c.StopPrice != nil {
		r.StopPrice = *c.StopPrice
	}
	return r
}

// Check returns the first thing that makes the request impossible for the instrument at time now, or
// nil. It knows the rules of orders and grids, not limits of risk.
func (r *Request) Check(in *market.Instrument, now market.Time) *Reason {
	switch {
	case !in.Kind.Tradable():
		return &Reason{Code: NotTradable, Detail: in.Kind.String() + " " + in.Symbol + " has a price but no market"}
	case !r.Quantity.IsPositive():
		return &Reason{Code: BadQuantity, Value: r.Quantity, Detail: "quantity must be above 0; the side says buy or sell"}
	case !in.OnSizeGrid(r.Quantity):
		return &Reason{Code: OffSizeGrid, Limit: in.SizeIncrement, Value: r.Quantity, Detail: "quantity must be a multiple of the size increment and reach the minimum " + in.MinSize.String()}
	case r.Type.HasLimit() && missing(in, r.LimitPrice):
		return &Reason{Code: NoPrice, Value: r.LimitPrice, Detail: "limit price must be above 0"}
	case r.Type.HasStop() && missing(in, r.StopPrice):
		return &Reason{Code: NoPrice, Value: r.StopPrice, Detail: "stop price must be above 0"}
	case r.Type.HasLimit() && !in.OnGrid(r.LimitPrice):
		return offGrid(in, "limit", r.LimitPrice)
	case r.Type.HasStop() && !in.OnGrid(r.StopPrice):
		return offGrid(in, "stop", r.StopPrice)
	case r.TimeInForce == GTD && r.GoodTill <= now:
		return &Reason{Code: AlreadyExpired, Detail: "good till " + r.GoodTill.String() + ", which is not after " + now.String()}
	case r.TimeInForce == OPG && r.Type.HasStop():
		return &Reason{Code: Unsupported, Detail: "an opening order must be market or limit"}
	}
	return nil
}

// missing reports a price that cannot be meant: a forgotten limit of 0 would make a sell order a market
// order. Futures may trade below 0 (crude oil did on 2020-04-20) and combos at any net price.
func missing(in *market.Instrument, price decimal.Decimal) bool {
	switch in.Kind {
	case market.Combo:
		return false
	case market.Future:
		return price.IsZero()
	}
	return !price.IsPositive()
}

func offGrid(in *market.Instrument, which string, price decimal.Decimal) *Reason {
	return &Reason{
		Code: OffPriceGrid, Limit: in.Grid.Increment(price), Value: price,
		Detail: which + " price must be a multiple of the increment, such as " + in.Grid.Round(price, market.Nearest).String(),
	}
}
