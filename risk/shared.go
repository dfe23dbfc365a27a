package risk

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/order"
)

// shared is what the rules of one review have in common; the first that asks works it out. Rules that are asked outside
// a gate share nothing.
type shared struct {
	// order is under review, nil between two reviews.
	order *order.Order

	// reach is by scope.
	reach   [2]change
	reached [2]bool

	price    exact.Number
	unpriced *order.Reason
	priced   bool
}

func (x *shared) begin(o *order.Order) { x.order, x.reached, x.priced = o, [2]bool{}, false }

func (x *shared) end() { x.order = nil }
