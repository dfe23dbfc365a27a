package data

import (
	"fmt"
	"slices"
	"strings"
)

// Adjustment is how prices from before a corporate action are made comparable with those after it. Raw
// prices are what was traded at; adjusted ones are a view, right for returns and indicators and wrong
// for the size of an order on that day.
type Adjustment uint8

const (
	// Raw leaves prices and volumes as they were.
	Raw Adjustment = iota
	// SplitAdjusted divides earlier prices by the ratio of each split and multiplies volumes by it.
	SplitAdjusted
	// TotalReturn also takes each dividend out of earlier prices, as if it had been reinvested at the
	// close before its ex-date: price × (1 − dividend / that close). LEAN's factor files and Yahoo's
	// "Adj Close" are made in this way.
	TotalReturn
)

var adjustmentNames = [...]string{"raw", "split", "total-return"}

// String is "raw", "split" or "total-return".
func (a Adjustment) String() string {
	if int(a) < len(adjustmentNames) {
		return adjustmentNames[a]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (a Adjustment) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the form of String.
func (a *Adjustment) UnmarshalText(text []byte) error {
	i := slices.Index(adjustmentNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("adjustment %q: want one of %s", text, strings.Join(adjustmentNames[:], ", "))
	}
	*a = Adjustment(i)
	return nil
}
