package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// orderNotional bounds the value of one whole order, in the base currency.
type orderNotional struct {
	coded
	limit decimal.Decimal
}

func (r orderNotional) Bound() string {
	return r.limit.String() + " of the base currency in one order"
}

func (r orderNotional) Check(s *Snapshot, o *order.Order) *order.Reason {
	value, reason := s.worth(o, exact.Of(o.Quantity), notional)
	if reason != nil {
		return reason
	}
	if value.Above(exact.Of(r.limit)) {
		return r.refuse(value.Decimal(), r.limit, "value of one order of "+o.Instrument.Symbol+" in "+string(s.Account.Base()))
	}
	return nil
}
