package desk

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Executions answers a request for executions: those of today unless it names more days, each followed by its
// commission, then the end. The execution of a combo as a whole has none.
func (d *Desk) Executions(m *wire.RequestExecutions) []wire.Message {
	filter, refusal := d.filter(m)
	if refusal != nil {
		return []wire.Message{d.problem(m.RequestID, refusal.Code, refusal.Text)}
	}
	var list []wire.Message
	for _, e := range d.executions {
		if filter.accepts(e) {
			list = append(list, d.execReport(e, m.RequestID))
			if !e.whole() {
				list = append(list, commissionReport(e))
			}
		}
	}
	return append(list, &wire.ExecutionsEnd{RequestID: m.RequestID})
}

// executionFilter is a request for executions, understood.
type executionFilter struct {
	*wire.RequestExecutions
	since market.Time
	first market.Date
}

func (d *Desk) filter(m *wire.RequestExecutions) (executionFilter, *floor.Refusal) {
	f := executionFilter{RequestExecutions: m, first: d.counters.Day}
	if days, ok := m.LastDays.Get(); ok && days > 0 {
		f.first = d.counters.Day.AddDays(1 - min(days, executionDays))
	}
	if m.Time == "" {
		return f, nil
	}
	at, err := ibtime.Parse(m.Time, d.zone)
	if err != nil {
		return f, refuse(321, validating+"Invalid time '"+m.Time+"' in the execution filter")
	}
	f.since = market.At(at)
	return f, nil
}

func (f *executionFilter) accepts(e *Execution) bool {
	same := func(asked, is string) bool { return asked == "" || strings.EqualFold(asked, is) }
	days := e.Day >= f.first
	if len(f.Dates) > 0 {
		days = slices.Contains(f.Dates, int(e.Day))
	}
	return days && !e.Unreported && e.Time >= f.since &&
		(f.ClientID == 0 || f.ClientID == e.Client) &&
		same(f.Account, e.Account) && same(f.Symbol, e.Contract.Symbol) &&
		same(string(f.SecType), string(e.Contract.SecType)) && same(f.Exchange, e.Contract.Exchange) &&
		(f.Side == 0 || (f.Side == wire.Buy) == (e.Side == order.Buy))
}
