package report

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/stats"
)

// Split is the closed trades grouped by one property.
type Split struct {
	By     string  `json:"by"`
	Groups []Group `json:"groups"`
}

// Group is the trades that share a property. Money is in the base currency.
type Group struct {
	Key          string          `json:"key"`
	Trades       int             `json:"trades"`
	WinRate      stats.Value     `json:"win_rate"`
	ProfitFactor stats.Value     `json:"profit_factor"`
	Expectancy   stats.Value     `json:"expectancy"`
	Net          decimal.Decimal `json:"net"`
	Fees         decimal.Decimal `json:"fees"`
	AverageBars  stats.Value     `json:"average_bars"`
}

var splits = []struct {
	by  string
	key func(*portfolio.RoundTrip) string
}{
	{"strategy", func(t *portfolio.RoundTrip) string { return t.Strategy }},
	{"instrument", func(t *portfolio.RoundTrip) string { return t.Instrument.Symbol }},
	{"direction", direction},
	{"entry tag", func(t *portfolio.RoundTrip) string { return t.EntryTag }},
	{"exit tag", func(t *portfolio.RoundTrip) string { return t.ExitTag }},
}

func splitsOf(run *Run) []Split {
	all := make([]Split, 0, len(splits))
	for _, s := range splits {
		all = append(all, Split{By: s.by, Groups: groupTrips(run.RoundTrips, s.key)})
	}
	return all
}

// groupTrips sorts the groups by their key.
func groupTrips(trips []portfolio.RoundTrip, key func(*portfolio.RoundTrip) string) []Group {
	grouped := map[string][]*portfolio.RoundTrip{}
	for i := range trips {
		if t := &trips[i]; counts(t) {
			grouped[key(t)] = append(grouped[key(t)], t)
		}
	}
	groups := make([]Group, 0, len(grouped))
	for k, members := range grouped {
		tally := stats.TallyOf(trades(members))
		groups = append(groups, Group{
			Key: k, Trades: tally.Trades, WinRate: tally.WinRate(), ProfitFactor: tally.ProfitFactor(),
			Expectancy: tally.Expectancy(), Net: tally.Net, Fees: tally.Fees, AverageBars: tally.AverageBars(),
		})
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Compare(a.Key, b.Key) })
	return groups
}
