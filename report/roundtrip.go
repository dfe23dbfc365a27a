package report

import (
	"cmp"
	"slices"

	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/stats"
)

// tripsOf are the round trips of a strategy; "" means all.
func tripsOf(trips []portfolio.RoundTrip, strategy string) []*portfolio.RoundTrip {
	var list []*portfolio.RoundTrip
	for i := range trips {
		if strategy == "" || trips[i].Strategy == strategy {
			list = append(list, &trips[i])
		}
	}
	return list
}

// counts reports that a round trip has ended and that its profit is known in the base currency. Only such
// are trades to the statistics.
func counts(t *portfolio.RoundTrip) bool { return !t.Open && t.Base != nil }

// trades are the round trips that count, in order of their exit.
func trades(trips []*portfolio.RoundTrip) []stats.Trade {
	var list []stats.Trade
	for _, t := range trips {
		if counts(t) {
			list = append(list, stats.Trade{
				Net: t.Base.Net, Fees: t.Base.Fees, Entry: t.EntryTime, Exit: t.ExitTime, Bars: t.Bars,
			})
		}
	}
	slices.SortStableFunc(list, func(a, b stats.Trade) int { return cmp.Compare(a.Exit, b.Exit) })
	return list
}

func direction(t *portfolio.RoundTrip) string {
	if t.Side.Sign() > 0 {
		return "long"
	}
	return "short"
}

// outcome is what came of a round trip in one word.
func outcome(t *portfolio.RoundTrip) string {
	switch {
	case t.Open:
		return "open"
	case t.Net.IsPositive():
		return "won"
	case t.Net.IsNegative():
		return "lost"
	}
	return "even"
}
