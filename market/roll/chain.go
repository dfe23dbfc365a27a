package roll

import (
	"sort"

	"github.com/tidemark/tidemark/market"
)

// Chain is the contracts behind one symbol, each from its own moment on.
type Chain struct {
	Symbol string
	Links  []Link
}

// Link is one contract of a chain.
type Link struct {
	Symbol string
	// From is when it takes over; the first does at the beginning of time. Observations that are complete later
	// than that, up to the next link's, are its part of the series.
	From market.Time
	// The series has the contract's price × Times + Add.
	Times, Add float64
	// Before and After are the closes of the contract before and of this one, the last before the roll of a day on
	// which both were traded; 0 for the first link. Decided is that day.
	Before, After float64
	Decided       market.Date
	adjust        Adjust
}

// At is the link whose turn it is at a moment. Without links it is nil.
func (c *Chain) At(t market.Time) *Link {
	i := sort.Search(len(c.Links), func(i int) bool { return c.Links[i].From > t })
	if i == 0 {
		return nil
	}
	return &c.Links[i-1]
}

// Series is a price of the contract as the series has it.
func (l *Link) Series(price float64) float64 { return price*l.Times + l.Add }

// Contract is a price of the series as the contract has it.
func (l *Link) Contract(price float64) float64 { return (price - l.Add) / l.Times }

// Distance is a distance between prices of the series, such as a trailing amount, as the contract has it.
func (l *Link) Distance(points float64) float64 { return points / l.Times }

// Carry is a price of the contract before, at the roll, as this one has it: as far from this one's close as it was from
// the other's, in points or, with Ratio, in percent. It is where a stop in the old contract belongs in the new one.
func (l *Link) Carry(price float64) float64 {
	if l.adjust == Ratio {
		return price * l.After / l.Before
	}
	return price + l.After - l.Before
}

// CarryDistance is a distance between prices of the contract before as this one has it.
func (l *Link) CarryDistance(points float64) float64 {
	if l.adjust == Ratio {
		return points * l.After / l.Before
	}
	return points
}

// Cut forgets the links that come after t, and moves the rest so that the last that is left has its own prices.
func (c *Chain) Cut(t market.Time) {
	n := sort.Search(len(c.Links), func(i int) bool { return c.Links[i].From > t })
	c.Links = c.Links[:n]
	c.fit()
}

// fit works out the adjustments from the last link back to the first.
func (c *Chain) fit() {
	times, add := 1.0, 0.0
	for i := len(c.Links) - 1; i >= 0; i-- {
		l := &c.Links[i]
		l.Times, l.Add = times, add
		switch l.adjust {
		case Difference:
			add += l.After - l.Before
		case Ratio:
			if i > 0 {
				times *= l.After / l.Before
			}
		}
	}
}
