package floor

import "slices"

// What is the series that a question about history is asked of. Its text is IB's whatToShow.
type What string

// The series of history.
const (
	Trades   What = "TRADES"
	Midpoint What = "MIDPOINT"
	Bid      What = "BID"
	Ask      What = "ASK"
	BidAsk   What = "BID_ASK"
	// AdjustedLast is the same as Trades: the floor knows no dividends and splits of the past.
	AdjustedLast     What = "ADJUSTED_LAST"
	HistoricalVol    What = "HISTORICAL_VOLATILITY"
	ImpliedVol       What = "OPTION_IMPLIED_VOLATILITY"
	FeeRate          What = "FEE_RATE"
	YieldBid         What = "YIELD_BID"
	YieldAsk         What = "YIELD_ASK"
	YieldBidAsk      What = "YIELD_BID_ASK"
	YieldLast        What = "YIELD_LAST"
	ScheduleOnly     What = "SCHEDULE"
	AggregatedTrades What = "AGGTRADES"
)

var whats = []What{
	Trades, Midpoint, Bid, Ask, BidAsk, AdjustedLast, HistoricalVol, ImpliedVol, FeeRate,
	YieldBid, YieldAsk, YieldBidAsk, YieldLast, ScheduleOnly, AggregatedTrades,
}

// Known reports whether IB has such a series at all.
func (w What) Known() bool { return slices.Contains(whats, w) }

// traded reports a series of trades, which has volumes.
func (w What) traded() bool { return w == Trades || w == AdjustedLast || w == AggregatedTrades }
