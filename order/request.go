package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// ID is a client order id: ours, unique for ever, and the same at the broker (TWS carries it in orderRef).
type ID string

// Request is an order as a strategy words it. Which prices mean something follows from Type. The small fields stand
// together, because a request is copied often.
type Request struct {
	Symbol      string      `json:"symbol"`
	Side        Side        `json:"side"`
	Type        Type        `json:"type"`
	TimeInForce TimeInForce `json:"time_in_force"`
	// Trigger is which prices an order that waits for one looks at.
	Trigger Trigger `json:"trigger,omitzero"`
	// OCAType is what a fill does to the others of the group OCA.
	OCAType OCAType `json:"oca_type,omitzero"`
	// OutsideRTH lets the order work outside regular trading hours.
	OutsideRTH bool `json:"outside_rth,omitempty"`
	// AllOrNone fills the order whole or waits. Hidden shows nothing of it to others and gives up the place in the queue
	// for it.
	AllOrNone bool `json:"all_or_none,omitempty"`
	Hidden    bool `json:"hidden,omitempty"`

	Quantity   decimal.Decimal `json:"quantity"`
	LimitPrice decimal.Decimal `json:"limit_price,omitzero"`
	StopPrice  decimal.Decimal `json:"stop_price,omitzero"`
	// GoodTill ends a GTD order.
	GoodTill market.Time `json:"good_till,omitzero"`
	// GoodAfter holds the order back until then; 0 does not (IB: good after time).
	GoodAfter market.Time `json:"good_after,omitzero"`
	// Parent holds this order back until the order with that id fills, and then works for no more than
	// the parent's filled quantity; the end of an unfilled parent cancels it.
	Parent ID `json:"parent,omitempty"`
	// OCA names a group of orders of which a fill in one cancels, or by OCAType reduces, the others ("one
	// cancels all").
	OCA string `json:"oca,omitempty"`

	// TrailAmount, a distance in price, or TrailPercent, of the price, is how far a trailing stop stays behind.
	TrailAmount  decimal.Decimal `json:"trail_amount,omitzero"`
	TrailPercent decimal.Decimal `json:"trail_percent,omitzero"`
	// Offset is the distance of a limit from what it is measured from, never negative: see TrailingStopLimit,
	// PeggedToMid and Relative.
	Offset decimal.Decimal `json:"offset,omitzero"`
	// Adjust turns a stop into another order when the market has gone its way; nil does not.
	Adjust *Adjustment `json:"adjust,omitempty"`

	// DisplaySize is what others see of the order; 0 shows all of it. It gives up the place in the queue as Hidden does.
	DisplaySize decimal.Decimal `json:"display_size,omitzero"`
	// MinQuantity is the least that the first fill may be; 0 is any.
	MinQuantity decimal.Decimal `json:"min_quantity,omitzero"`
	// Discretion is how far beyond its limit a limit order takes what is offered (IB: discretionary amount).
	Discretion decimal.Decimal `json:"discretion,omitzero"`

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

// NewTrailingStop is a stop for the day that follows the market at an amount.
func NewTrailingStop(symbol string, side Side, quantity, amount decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: TrailingStop, Quantity: quantity, TrailAmount: amount}
}

// NewMarketIfTouched is a market order for the day that waits for a better price.
func NewMarketIfTouched(symbol string, side Side, quantity, touch decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: MarketIfTouched, Quantity: quantity, StopPrice: touch}
}

// NewMarketOnClose is an order for the closing price of the session.
func NewMarketOnClose(symbol string, side Side, quantity decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: MarketOnClose, Quantity: quantity}
}

// NewLimitOnClose is an order for the closing price of the session, if it is the limit or better.
func NewLimitOnClose(symbol string, side Side, quantity, limit decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: side, Type: LimitOnClose, Quantity: quantity, LimitPrice: limit}
}

// NewExercise is the instruction to exercise options that are held.
func NewExercise(symbol string, quantity decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: Sell, Type: Exercise, Quantity: quantity, TimeInForce: GTC}
}

// NewLapse is the instruction to let options that are held end worthless at their expiry.
func NewLapse(symbol string, quantity decimal.Decimal) Request {
	return Request{Symbol: symbol, Side: Sell, Type: Lapse, Quantity: quantity, TimeInForce: GTC}
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

// Worst is the worst price at which the order may trade; false if any price will do, or if the venue has yet to
// set the limit.
func (r *Request) Worst() (decimal.Decimal, bool) {
	switch {
	case r.Type.HasLimit():
	case r.LimitPrice.IsZero() || !r.Type.mayHaveLimit():
		return decimal.Zero, false
	}
	switch {
	case r.Discretion.IsZero():
		return r.LimitPrice, true
	case r.Side == Buy:
		return r.LimitPrice.Add(r.Discretion), true
	}
	return r.LimitPrice.Sub(r.Discretion), true
}
