package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// grossExposure bounds the worst case of the exposure of all instruments, as a multiple of equity, as an
// amount of the base currency, or both.
type grossExposure struct {
	coded
	scope    scope
	multiple *decimal.Decimal
	amount   *decimal.Decimal
}

func (r grossExposure) Bound() string {
	text := ""
	if r.multiple != nil {
		text = r.multiple.String() + " × equity"
	}
	if r.amount != nil {
		if text != "" {
			text += " and "
		}
		text += r.amount.String() + " of the base currency"
	}
	return text
}

func (r grossExposure) Check(s *Snapshot, o *order.Order) *order.Reason {
	more, exposes, reason := s.increase(o, r.scope, notional)
	if reason != nil || !exposes {
		return reason
	}
	gross, reason := s.exposure(o, r.scope, false)
	if reason != nil {
		return reason
	}
	gross = gross.Add(more)
	if r.amount != nil && gross.Above(exact.Of(*r.amount)) {
		return r.refuse(gross.Decimal(), *r.amount, "worst-case gross exposure in "+string(s.Account.Base()))
	}
	if r.multiple == nil {
		return nil
	}
	equity, err := s.equity(o, r.scope)
	if err != nil {
		return &order.Reason{Code: order.NoPrice, Detail: err.Error()}
	}
	if bound := equity.Mul(exact.Of(*r.multiple)); gross.Above(bound) {
		return r.refuse(gross.Decimal(), bound.Decimal(), "worst-case gross exposure in "+string(s.Account.Base())+
			", bound by "+r.multiple.String()+" × equity")
	}
	return nil
}

// increase is by how much the order makes the worst case of its instrument worse, in the base currency, and
// whether it does at all.
func (s *Snapshot) increase(o *order.Order, c scope, unit unitValue) (exact.Number, bool, *order.Reason) {
	x := s.reach(o, c)
	if !x.exposes(o.Side) {
		return exact.Number{}, false, nil
	}
	more := x.after.worst().Sub(x.before.worst())
	if !more.IsPositive() {
		return exact.Number{}, false, nil // a flip to no more than what is held
	}
	value, reason := s.worth(o, more, unit)
	return value, true, reason
}
