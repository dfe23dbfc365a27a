package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/tidemark/tidemark/order"
)

// OrderCounts is what became of the orders.
type OrderCounts struct {
	Total   int     `json:"total"`
	ByState []Count `json:"by_state"`
	// Unfilled are the orders that ended, or still stood at the end, without any fill; ByReason says why,
	// the most frequent reason first.
	Unfilled int     `json:"unfilled"`
	ByReason []Count `json:"unfilled_by_reason"`
}

// Count is how often something happened.
type Count struct {
	Key string `json:"key"`
	N   int    `json:"n"`
}

func countOrders(orders []order.Order) OrderCounts {
	counts := OrderCounts{Total: len(orders)}
	states, reasons := map[string]int{}, map[string]int{}
	for i := range orders {
		o := &orders[i]
		states[o.State.String()]++
		if o.Filled.IsZero() {
			counts.Unfilled++
			reasons[o.Reason.Code.String()]++
		}
	}
	counts.ByState, counts.ByReason = sorted(states), sorted(reasons)
	return counts
}

// sorted puts the largest count first, equal ones by key.
func sorted(counts map[string]int) []Count {
	list := make([]Count, 0, len(counts))
	for key, n := range counts {
		list = append(list, Count{key, n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key))
	})
	return list
}

// histories are the events of each order.
func histories(events []order.Event) map[order.ID][]order.Event {
	byOrder := map[order.ID][]order.Event{}
	for _, e := range events {
		id := e.About().Order
		byOrder[id] = append(byOrder[id], e)
	}
	return byOrder
}

// Why tells what happened to an order, one event a line: the time and what it was.
func Why(events []order.Event) string {
	var b strings.Builder
	for i, e := range events {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.About().Time.String() + " " + tell(e))
	}
	return b.String()
}

// tell is an event in words.
func tell(event order.Event) string {
	switch e := event.(type) {
	case order.WasDenied:
		return "denied: " + e.Reason.Error()
	case order.WasSent:
		return "recorded for sending"
	case order.WasSubmitted:
		return "submitted"
	case order.WasAccepted:
		return "accepted as " + e.BrokerID
	case order.WasRejected:
		return "rejected: " + e.Reason.Error()
	case order.WasFilled:
		if e.Fill.Leg {
			return fmt.Sprintf("leg %s: %s %s at %s (%s)", e.Fill.Instrument.Symbol, e.Fill.Side, e.Fill.Quantity, e.Fill.Price, e.Fill.Rule)
		}
		return fmt.Sprintf("filled %s at %s (%s)", e.Fill.Quantity, e.Fill.Price, e.Fill.Rule)
	case order.ModifyRequested:
		return "change requested: " + tellChange(e.Change)
	case order.WasModified:
		return "changed: " + tellChange(e.Change)
	case order.ModifyRefused:
		return "change refused: " + e.Reason.Error()
	case order.CancelRequested:
		return "cancellation requested"
	case order.WasCancelled:
		return "cancelled: " + e.Reason.Error()
	case order.CancelRefused:
		return "cancellation refused: " + e.Reason.Error()
	case order.HasExpired:
		return "expired: " + e.Reason.Error()
	case order.InDoubt:
		return "in doubt: " + e.Reason.Error()
	case order.WasTriggered:
		return "price reached"
	case order.Noted:
		return "waiting: " + e.Reason.Error()
	}
	return fmt.Sprintf("%T", event)
}

func tellChange(c order.Change) string {
	var parts []string
	if c.Quantity != nil {
		parts = append(parts, "quantity "+c.Quantity.String())
	}
	if c.LimitPrice != nil {
		parts = append(parts, "limit "+c.LimitPrice.String())
	}
	if c.StopPrice != nil {
		parts = append(parts, "stop "+c.StopPrice.String())
	}
	if c.TrailAmount != nil && !c.TrailAmount.IsZero() {
		parts = append(parts, "trail "+c.TrailAmount.String())
	}
	if c.TrailPercent != nil && !c.TrailPercent.IsZero() {
		parts = append(parts, "trail "+c.TrailPercent.String()+" %")
	}
	if c.Offset != nil && !c.Offset.IsZero() {
		parts = append(parts, "offset "+c.Offset.String())
	}
	if c.TimeInForce != nil {
		parts = append(parts, c.TimeInForce.String())
	}
	if c.Type != nil {
		parts = append(parts, "now a "+c.Type.String()+" order")
	}
	return strings.Join(parts, ", ")
}
