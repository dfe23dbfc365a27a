package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// orderQuantity bounds the whole quantity of one order, in units.
type orderQuantity struct {
	coded
	limit decimal.Decimal
}

func (r orderQuantity) Bound() string { return r.limit.String() + " units in one order" }

func (r orderQuantity) Check(_ *Snapshot, o *order.Order) *order.Reason {
	if o.Quantity.GreaterThan(r.limit) {
		return r.refuse(o.Quantity, r.limit, "units in one order of "+o.Instrument.Symbol)
	}
	return nil
}
