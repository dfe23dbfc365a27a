package risk

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// buyingPower asks that the order's addition to the worst case can be paid for, or carried on margin.
type buyingPower struct {
	coded
	scope scope
}

func (r buyingPower) Bound() string { return "what is free for new exposure" }

func (r buyingPower) Check(s *Snapshot, o *order.Order) *order.Reason {
	need, exposes, reason := s.increase(o, r.scope, s.margin)
	if reason != nil || !exposes {
		return reason
	}
	free, reason := r.free(s, o)
	if reason != nil {
		return reason
	}
	if need.Above(free) {
		return r.refuse(need.Decimal(), free.Decimal(), "needed for "+o.Side.String()+" of "+o.Instrument.Symbol+" in "+string(s.Account.Base()))
	}
	return nil
}

func (r buyingPower) free(s *Snapshot, o *order.Order) (exact.Number, *order.Reason) {
	if r.scope == ofAccount && s.BuyingPower != nil {
		free, err := s.BuyingPower()
		if err != nil {
			return exact.Number{}, &order.Reason{Code: order.BuyingPower, Detail: "unknown: " + err.Error()}
		}
		return exact.Of(free), nil
	}
	equity, err := s.equity(o, r.scope)
	if err != nil {
		return equity, &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	tied, reason := s.exposure(o, r.scope, true)
	return equity.Sub(tied), reason
}
