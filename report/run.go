package report

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Run is everything a report is made of. A Recorder collects it; tests and other programs may fill it by
// hand.
type Run struct {
	Manifest    Manifest
	Instruments []*market.Instrument
	// Samples are in time order. The first is the account before the first event.
	Samples []Sample
	// Orders are in the order of their creation, each as it ended; Events are everything that happened to
	// them, in the order it happened.
	Orders []order.Order
	Events []order.Event
	// Fills and RoundTrips are in the order in which they happened. Round trips that are still open at the
	// end are listed, and count in no statistic of trades.
	Fills      []Fill
	RoundTrips []portfolio.RoundTrip
	// Postings are dividends, interest and borrow fees, by strategy, each strategy's in the order of booking.
	Postings []Posting
	// AccountEvents are what the broker did to the account, in the order it happened.
	AccountEvents []AccountEvent
	Charts        []Chart
	Plots         []Plot
	// Benchmark is nil when the run has none.
	Benchmark *Benchmark
	// RiskFree is the annual rate as a step function, oldest first; empty means Manifest.RiskFree
	// throughout.
	RiskFree []Point
	// SessionTime measures how much of an interval the account's market was open. Nil counts all time.
	SessionTime func(from, to market.Time) time.Duration
	// Diagnostics are what the engine found worth telling, such as gaps in the data.
	Diagnostics []Finding
}

// Posting is money that holding something brought a strategy, or cost it.
type Posting struct {
	Strategy string
	portfolio.Posting
}

// Sample is the account at a moment. Money is in the base currency, but for cash.
type Sample struct {
	Time market.Time
	// Equity is cash plus positions at market.
	Equity decimal.Decimal
	// Cash is by currency.
	Cash []portfolio.Money
	// Gross and Net are Σ|position value| and Σ position value.
	Gross, Net decimal.Decimal
	// Flow was deposited (negative: withdrawn) since the sample before.
	Flow decimal.Decimal
	// Margin is nil where nothing is asked for.
	Margin *Margin
	// Strategies are the shares of the strategies, in the order of Manifest.Strategies; nil when they were
	// not recorded.
	Strategies []Share
}

// after is a sample that replaces an earlier one of the same moment.
func (s Sample) after(earlier *Sample) Sample {
	s.Flow = s.Flow.Add(earlier.Flow)
	for i := range min(len(s.Strategies), len(earlier.Strategies)) {
		s.Strategies[i].Flow = s.Strategies[i].Flow.Add(earlier.Strategies[i].Flow)
	}
	return s
}

// Share is a strategy's part of the account at a moment, in the base currency.
type Share struct {
	Equity decimal.Decimal
	// Flow was deposited with the strategy (negative: withdrawn) since the sample before.
	Flow decimal.Decimal
}

// SampleOf is a sample of an account; flows and the shares of strategies are left to add.
func SampleOf(at market.Time, account portfolio.Snapshot) Sample {
	return Sample{
		Time: at, Equity: account.Equity, Cash: account.Cash, Gross: account.GrossExposure, Net: account.NetExposure,
	}
}

// Fill is an execution and what its money was worth in the base currency at that moment.
type Fill struct {
	*order.Fill
	// Rate converts the instrument's currency and FeeRate the fee's currency to the base currency. Zero
	// means that the rate was not known; it is not needed for the base currency itself.
	Rate, FeeRate decimal.Decimal
}

// part tells the fill of a combo's leg and that of the combo as a whole from others.
func (f *Fill) part() string {
	switch {
	case f.Leg:
		return "leg"
	case !f.Moves():
		return "combo"
	}
	return ""
}

// Chart is the price of an instrument, thinned to what a page can show.
type Chart struct {
	Instrument *market.Instrument
	Candles    []Candle
}

// Plot is a series that a strategy drew.
type Plot struct {
	Strategy, Name string
	// Symbol draws it over that instrument's price; else Pane names a pane of its own.
	Symbol, Pane string
	Points       []Point
}

// Point is an observation at a moment. NaN is a gap.
type Point struct {
	Time  market.Time
	Value float64
}

// Benchmark is what the run is compared with.
type Benchmark struct {
	Name   string
	Points []Point
}

// Finding is something that the reader of a result should know.
type Finding struct {
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
}

// Severity ranks findings.
type Severity string

const (
	// Warning: the result may mislead.
	Warning Severity = "warning"
	// Note: worth knowing.
	Note Severity = "note"
)

// rank sorts warnings first.
func (s Severity) rank() int {
	if s == Warning {
		return 0
	}
	return 1
}
