package risk

import (
	"strconv"

	"github.com/tidemark/tidemark/order"
)

// openOrders bounds how many orders work at once. A change of an order opens none.
type openOrders struct {
	coded
	scope scope
	limit int
}

func (r openOrders) Bound() string { return strconv.Itoa(r.limit) + " orders working at once" }

func (r openOrders) Check(s *Snapshot, o *order.Order) *order.Reason {
	if o.State != order.New {
		return nil
	}
	open := 1
	for _, w := range s.Working {
		if w.ID != o.ID && !w.State.Done() && r.scope.covers(w, o) {
			open++
		}
	}
	if open > r.limit {
		return r.refuse(count(open), count(r.limit), "orders working at once")
	}
	return nil
}
