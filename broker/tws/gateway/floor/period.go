package floor

import (
	"sort"

	"github.com/tidemark/tidemark/market"
)

// period is the range of rows with from < time ≤ to.
func period(times []market.Time, from, to market.Time) (first, last int) {
	first = sort.Search(len(times), func(i int) bool { return times[i] > from })
	last = sort.Search(len(times), func(i int) bool { return times[i] > to })
	return first, max(first, last)
}
