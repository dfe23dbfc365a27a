package risk

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// orderRate bounds how many orders and changes are approved in any span of time, the end included and the
// beginning not. It remembers the times of the last approvals in a ring, so a check looks at one of them.
type orderRate struct {
	coded
	rate Rate
	sent []market.Time
	next int
}

func newOrderRate(rate Rate) *orderRate {
	return &orderRate{coded: coded(order.OrderRate), rate: rate, sent: make([]market.Time, 0, rate.Orders)}
}

func (r *orderRate) Bound() string { return fmt.Sprintf("%d orders in %s", r.rate.Orders, r.rate.Per) }

func (r *orderRate) Check(s *Snapshot, _ *order.Order) *order.Reason {
	if len(r.sent) < r.rate.Orders {
		return nil
	}
	free := r.sent[r.next].Add(r.rate.Per)
	if s.Now < free {
		return r.refuse(count(r.rate.Orders+1), count(r.rate.Orders),
			fmt.Sprintf("orders in %s; the next may leave at %s", r.rate.Per, free))
	}
	return nil
}

// record counts an approval.
func (r *orderRate) record(now market.Time) {
	if len(r.sent) < r.rate.Orders {
		r.sent = append(r.sent, now)
		return
	}
	r.sent[r.next] = now
	r.next = (r.next + 1) % len(r.sent)
}
