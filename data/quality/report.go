package quality

import (
	"fmt"

	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Report is what a check found. Rows count from 1, in the order of the stream.
type Report struct {
	Symbol string         `json:"symbol"`
	Kind   data.Kind      `json:"kind"`
	Spec   market.BarSpec `json:"spec,omitzero"`
	Rows   int64          `json:"rows"`
	// First and Last are the times (of a bar: the ends) of the first and the last row; zero without rows.
	First market.Time `json:"first,omitzero"`
	Last  market.Time `json:"last,omitzero"`

	// Coverage is missing when no calendar was given or the bars are not bars of time.
	Coverage *Coverage `json:"coverage,omitempty"`
	// Gaps are the holes against the calendar, oldest first; the first Options.Gaps of GapCount.
	Gaps     []Gap `json:"gaps,omitempty"`
	GapCount int64 `json:"gap_count"`

	// Counts has an entry for every kind that was found, in the order of the kinds.
	Counts []Count `json:"counts,omitempty"`
	// Findings are the first ones of each kind, in the order of the kinds and then of the rows.
	Findings []Finding `json:"findings,omitempty"`
	// OneSided is the number of quotes without a bid or without an ask.
	OneSided int64 `json:"one_sided,omitempty"`
}

// Count is how many rows have one kind of finding.
type Count struct {
	Kind Kind  `json:"kind"`
	Rows int64 `json:"rows"`
}

// Of is how many rows have a kind of finding.
func (r *Report) Of(k Kind) int64 {
	for _, c := range r.Counts {
		if c.Kind == k {
			return c.Rows
		}
	}
	return 0
}

// Coverage is how much of the regular sessions from the first row to the last is there. For bars, the
// numbers are bars; for quotes and trades they are sessions.
type Coverage struct {
	Expected int64 `json:"expected"`
	Missing  int64 `json:"missing"`
	// MissingSessions is the number of sessions of which nothing is there.
	MissingSessions int64 `json:"missing_sessions"`
	// Extended is the number of rows in the extended hours before and after regular trading.
	Extended int64 `json:"extended"`
	// Score is (Expected − Missing) / Expected, from 0 to 1, and 1 when nothing is expected.
	Score float64 `json:"score"`
}

// Gap is a stretch of regular trading without bars. It may go over several sessions; what lies between
// their close and their open is not missing.
type Gap struct {
	// From and To bound the stretch.
	From market.Time `json:"from"`
	To   market.Time `json:"to"`
	// Bars is how many bars are missing, and Sessions how many of them are whole sessions.
	Bars     int64 `json:"bars"`
	Sessions int64 `json:"sessions"`
}

// Finding is one thing that looks wrong.
type Finding struct {
	Kind Kind `json:"kind"`
	// Time is that of the row: of a bar, its end. A run begins there.
	Time market.Time `json:"time"`
	Row  int64       `json:"row"`
	// Rows is the length of a run, else 1.
	Rows int64 `json:"rows"`
	// Value is what is wrong, and Against what it is measured by: the price before a jump, the bound of a
	// range, the bid that is above the ask, the next price on the grid.
	Value   float64 `json:"value"`
	Against float64 `json:"against,omitempty"`
}

// String says it in a sentence.
func (f Finding) String() string {
	where := fmt.Sprintf("row %d, %s: ", f.Row, f.Time)
	switch f.Kind {
	case OutOfOrder:
		return where + "is earlier than the row before it"
	case Duplicate:
		return where + "has the time of the row before it"
	case NotFinite, NotPositive, NegativeVolume:
		return where + fmt.Sprintf("%s %v", f.Kind, f.Value)
	case BadRange:
		return where + fmt.Sprintf("price %v is on the wrong side of %v", f.Value, f.Against)
	case Crossed:
		return where + fmt.Sprintf("bid %v is above ask %v", f.Against, f.Value)
	case Closed:
		return where + "the market was closed"
	case Spike:
		return where + fmt.Sprintf("price %v after %v, and back: suspicious tick", f.Value, f.Against)
	case Split:
		return where + fmt.Sprintf("price %v after %v, for good: a split that was not adjusted for?", f.Value, f.Against)
	case Break:
		return where + fmt.Sprintf("price %v after %v, for good: another instrument, or another unit?", f.Value, f.Against)
	case Stale:
		return where + fmt.Sprintf("the close is %v for %d bars", f.Value, f.Rows)
	case ZeroVolume:
		return where + fmt.Sprintf("no volume for %d bars", f.Rows)
	case OffGrid:
		return where + fmt.Sprintf("price %v is off the grid, next to %v", f.Value, f.Against)
	}
	return where + f.Kind.String()
}
