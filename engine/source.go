package engine

import (
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/market"
)

// Source is where the loop gets its events. A recorded source merges streams and never waits; a live one
// waits for the next event or for the clock. The loop cannot tell them apart.
type Source interface {
	// Next fills ev with the next event, when one is due at or before limit (data.Delivered). When none
	// is, it reports data.AtLimit once the clock has reached limit. data.Ended means that nothing will
	// come any more, by end of data, cancellation or error.
	Next(limit market.Time, ev *market.Event) data.Status
	// Err is the error that ended the source, nil at a natural end.
	Err() error
	// Close releases what the source holds.
	Close() error
}

// Demand is what a run wants of the data of one instrument.
type Demand struct {
	Instrument *market.Instrument
	// From is where delivery must begin: before the run's start when strategies asked for warm-up.
	From market.Time
}

// Feed says which recorded kinds of data an instrument has in this run.
type Feed struct {
	// Bars is the specification of the recorded bars; the zero value when there are none.
	Bars           market.BarSpec
	Quotes, Trades bool
	// Depth tells that order books are recorded.
	Depth bool
	// ExtendedHours keeps what was recorded outside regular hours.
	ExtendedHours bool
}

// HasBars reports whether bars are recorded.
func (f Feed) HasBars() bool { return f.Bars != market.BarSpec{} }
