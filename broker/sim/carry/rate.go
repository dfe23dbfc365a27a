package carry

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Rate is percent a year from a day on.
type Rate struct {
	From    market.Date
	Percent decimal.Decimal
}

// Rates is one rate after the other. Before the first there is none.
type Rates []Rate

// on is the rate of a day.
func (r Rates) on(day market.Date) (decimal.Decimal, bool) {
	i, exact := slices.BinarySearchFunc(r, day, func(r Rate, d market.Date) int { return cmp.Compare(r.From, d) })
	if !exact {
		i--
	}
	if i < 0 {
		return decimal.Zero, false
	}
	return r[i].Percent, true
}

func (r Rates) sorted() Rates {
	return slices.SortedStableFunc(slices.Values(r), func(a, b Rate) int { return cmp.Compare(a.From, b.From) })
}

// A year has 360 days for interest and borrow fees, as IBKR counts in dollars.
var yearDays = decimal.NewFromInt(360)

// forNights is a year's percentage of an amount for some nights, in cents.
func forNights(amount, percent decimal.Decimal, nights int64) decimal.Decimal {
	return amount.Mul(percent).Mul(decimal.NewFromInt(nights)).Shift(-2).DivRound(yearDays, 2)
}
