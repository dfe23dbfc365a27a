package backtest

import (
	"fmt"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/report"
)

// pastExpiry tells which contracts were traded after their last session: with account.expiry: ignore they go on as long as
// their data does, as made-up data and that of a series do.
func pastExpiry(run *report.Run) []report.Finding {
	closes, trades := map[market.ID]market.Time{}, map[market.ID]int{}
	for _, in := range run.Instruments {
		if in.Expiry == 0 {
			continue
		}
		if c, err := calendar.Get(in.Calendar); err == nil {
			if last, ok := c.Latest(in.Expiry); ok {
				closes[in.ID] = last.Close
			}
		}
	}
	if len(closes) == 0 {
		return nil
	}
	for i := range run.Fills {
		f := run.Fills[i].Fill
		if last, expires := closes[f.Instrument.ID]; expires && f.Time > last {
			trades[f.Instrument.ID]++
		}
	}
	var list []report.Finding
	for _, in := range run.Instruments {
		if n := trades[in.ID]; n > 0 {
			list = append(list, report.Finding{Severity: report.Warning, Text: fmt.Sprintf(
				"%s expired on %s and traded %s after that, which nobody can: set account.expiry: settle, or end its data", in.Symbol, in.Expiry, times(n))})
		}
	}
	return list
}
