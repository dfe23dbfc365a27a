package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// Rule is one check with its bound. Check returns nil when the order may pass. It must not change anything
// and must not keep the snapshot.
type Rule interface {
	// Name is the name of the rule, for built-in ones that of their reason code.
	Name() string
	// Bound is the limit in words, with its unit.
	Bound() string
	Check(s *Snapshot, o *order.Order) *order.Reason
}

// coded gives a rule the name of its reason code.
type coded order.Code

func (c coded) Name() string { return order.Code(c).String() }

func (c coded) refuse(value, limit decimal.Decimal, detail string) *order.Reason {
	return &order.Reason{Code: order.Code(c), Value: value, Limit: limit, Detail: detail}
}

func count(n int) decimal.Decimal { return decimal.NewFromInt(int64(n)) }
