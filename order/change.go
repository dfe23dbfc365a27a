package order

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Change is a modification of a working order: nil leaves a field as it is.
type Change struct {
	Quantity     *decimal.Decimal `json:"quantity,omitempty"`
	LimitPrice   *decimal.Decimal `json:"limit_price,omitempty"`
	StopPrice    *decimal.Decimal `json:"stop_price,omitempty"`
	TrailAmount  *decimal.Decimal `json:"trail_amount,omitempty"`
	TrailPercent *decimal.Decimal `json:"trail_percent,omitempty"`
	Offset       *decimal.Decimal `json:"offset,omitempty"`
	// TimeInForce takes GoodTill with it.
	TimeInForce *TimeInForce `json:"time_in_force,omitempty"`
	GoodTill    market.Time  `json:"good_till,omitzero"`
	// Type is changed by a venue alone, when it adjusts a stop.
	Type *Type `json:"type,omitempty"`
}

// Apply is the request after the change.
func (c Change) Apply(r Request) Request {
	set(&r.Quantity, c.Quantity)
	set(&r.LimitPrice, c.LimitPrice)
	set(&r.StopPrice, c.StopPrice)
	set(&r.TrailAmount, c.TrailAmount)
	set(&r.TrailPercent, c.TrailPercent)
	set(&r.Offset, c.Offset)
	set(&r.Type, c.Type)
	if c.TimeInForce != nil {
		r.TimeInForce, r.GoodTill = *c.TimeInForce, c.GoodTill
	}
	if c.Type != nil {
		r.Adjust = nil
	}
	return r
}

// onlyQuantity reports whether the change concerns the quantity alone.
func (c Change) onlyQuantity() bool {
	c.Quantity = nil
	return c == Change{}
}

// Reduces reports whether the change only makes the order smaller.
func (c Change) Reduces(r *Request) bool {
	return c.Quantity != nil && c.onlyQuantity() && c.Quantity.LessThanOrEqual(r.Quantity)
}

func set[T any](field, to *T) {
	if to != nil {
		*field = *to
	}
}
