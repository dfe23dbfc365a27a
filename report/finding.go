package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/stats"
)

// What makes a result doubtful. The bounds are conventions, not theory.
const (
	fewTrades     = 30   // below it a win rate says little: ±18 points at 50 %
	shortYears    = 1.0  // below it annual numbers rest on one season
	feeShare      = 0.5  // above it costs decide the result
	oneTradeShare = 0.5  // above it one trade decides the result
	unfilledShare = 0.25 // above it the strategy's orders do not suit the market
)

// findings looks for reasons to doubt the result.
func findings(r *Result) []Finding {
	all := []Finding{}
	note := func(severity Severity, format string, args ...any) {
		all = append(all, Finding{severity, fmt.Sprintf(format, args...)})
	}
	value := func(id string) float64 {
		number, ok := r.Statistics.Value(id).Float()
		if !ok {
			return math.NaN() // compares false with every bound
		}
		return number
	}
	if r.Statistics.Value("sharpe").Reason() == stats.EquityGone {
		note(Warning, "The equity fell to zero or below. Ratios of returns do not exist.")
	}
	closed := value("trades")
	switch {
	case r.Costs.Fills == 0:
		note(Warning, "The strategy did not trade.")
	case closed < fewTrades:
		note(Warning, "Only %s closed: too few to tell skill from luck.", plural(int(closed), "trade was", "trades were"))
	}
	if years := r.Period.Days() / stats.JulianYear; r.Period.Samples > 1 && years < shortYears {
		note(Note, "The run covers %.0f days; annual numbers extrapolate.", r.Period.Days())
	}
	sharpe, spread := value("sharpe"), 2*value("sharpe_error")
	if sharpe > 0 && sharpe-spread < 0 {
		note(Note, "The Sharpe ratio of %.2f is not distinguishable from zero: its standard error is %.2f.", sharpe, spread/2)
	}
	if share, ok := r.Costs.Share.Float(); ok && share > feeShare {
		note(Warning, "Fees took %.0f %% of the profit before fees.", 100*share)
	}
	if net, best := value("net_profit"), value("largest_win"); net > 0 && best > oneTradeShare*net {
		note(Warning, "The largest winning trade made %.0f %% of the net profit.", 100*best/net)
	}
	if r.Orders.Total > 0 && float64(r.Orders.Unfilled) > unfilledShare*float64(r.Orders.Total) {
		note(Note, "%s of %s had no fill.", grouped(strconv.Itoa(r.Orders.Unfilled)), plural(r.Orders.Total, "order", "orders"))
	}
	if closed > 0 && value("average_gross_exposure") == 0 {
		note(Note, "Positions were flat whenever equity was sampled (%s): average exposure shows 0, and drawdowns in between are not seen.", r.Manifest.Sampling)
	}
	if r.Costs.Unconverted > 0 {
		note(Warning, "%s missing in costs and turnover: no rate to %s was known.", plural(r.Costs.Unconverted, "fill is", "fills are"), r.Manifest.Base)
	}
	open, unknown := tripFaults(r.run.RoundTrips)
	if unknown > 0 {
		note(Warning, "%s missing in the statistics of trades: no rate to %s was known.", plural(unknown, "round trip is", "round trips are"), r.Manifest.Base)
	}
	if open > 0 {
		note(Note, "%s still open at the end: counted in equity, not in trades.", plural(open, "position was", "positions were"))
	}
	return all
}

// tripFaults counts the round trips that do not count: still open, or in a currency without a rate.
func tripFaults(trips []portfolio.RoundTrip) (open, unknown int) {
	for i := range trips {
		switch {
		case trips[i].Open:
			open++
		case trips[i].Base == nil:
			unknown++
		}
	}
	return open, unknown
}
