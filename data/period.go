package data

import (
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Beginning is earlier than everything recorded: with market.Never it asks for all there is.
const Beginning market.Time = math.MinInt64

// The years whose first instant a market.Time can hold.
const firstYear, lastYear = 1678, 2262

// yearStart is the first instant of a year.
func yearStart(year int) market.Time {
	switch {
	case year < firstYear:
		return Beginning
	case year > lastYear:
		return market.Never
	}
	return market.At(time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC))
}

// yearMeets reports whether a year has an instant in (from, to].
func yearMeets(year int, from, to market.Time) bool {
	return yearStart(year) <= to && yearStart(year+1)-1 > from
}
