package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// maxPosition bounds the worst case of the position in one instrument, in units, long or short.
type maxPosition struct {
	coded
	scope scope
	limit decimal.Decimal
}

func (r maxPosition) Bound() string {
	return r.limit.String() + " units of one instrument, long or short"
}

func (r maxPosition) Check(s *Snapshot, o *order.Order) *order.Reason {
	x := s.reach(o, r.scope)
	end := x.after.end(o.Side)
	if end.Abs().Above(exact.Of(r.limit)) && x.exposes(o.Side) {
		return r.refuse(end.Decimal(), r.limit, "worst-case position in "+o.Instrument.Symbol)
	}
	return nil
}
