package floor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// invalid is the answer to a request that fails validation.
func invalid(cause string) *Refusal {
	return refuse(321, "Error validating request.-'bN' : cause - %s", cause)
}

// service is the answer of the historical data service.
func service(format string, args ...any) *Refusal {
	return refuse(162, "Historical Market Data Service error message:"+format, args...)
}

// noData is the answer when nothing happened in the period.
func noData(l *Listing, w What) *Refusal {
	return service("HMDS query returned no data: %s@%s %s", l.Contract.LocalSymbol, l.Contract.Exchange, w.word())
}

// word is what the historical data service calls a series.
func (w What) word() string {
	words := strings.Split(strings.ToLower(string(w)), "_")
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// available are the series of each type of security, by IBKR's table of available data.
var available = map[wire.SecType][]What{
	wire.Stock:              {Trades, Midpoint, Bid, Ask, BidAsk, AdjustedLast, HistoricalVol, ImpliedVol, FeeRate, ScheduleOnly},
	wire.Option:             {Trades, Midpoint, Bid, Ask, BidAsk},
	wire.Future:             {Trades, Midpoint, Bid, Ask, BidAsk, ScheduleOnly},
	wire.Cash:               {Midpoint, Bid, Ask, BidAsk, ScheduleOnly},
	wire.ContractDifference: {Midpoint, Bid, Ask, BidAsk, ScheduleOnly},
	wire.Index:              {Trades, HistoricalVol, ImpliedVol, ScheduleOnly},
	wire.Bond:               {Trades, Midpoint, Bid, Ask, BidAsk, YieldBid, YieldAsk, YieldBidAsk, YieldLast, ScheduleOnly},
	wire.Crypto:             {Midpoint, Bid, Ask, BidAsk, ScheduleOnly, AggregatedTrades},
}

// offers tells whether history of a series exists for a contract.
func (l *Listing) offers(w What) *Refusal {
	kind := l.Contract.SecType
	if kind == wire.ContinuousFuture {
		kind = wire.Future
	}
	switch {
	case !w.Known():
		return invalid("What to show field is missing or incorrect.")
	case w == Trades && kind == wire.Crypto:
		return refuse(10299, "Expected what to show is AGGTRADES, please use that instead of TRADES.")
	case !slices.Contains(available[kind], w):
		return service("No historical market data for %s/%s@%s %s", l.Contract.Symbol, kind, l.Contract.Exchange, w.word())
	}
	return nil
}

// longest is how long a duration may be for bars of each size; the larger ones go back as far as there are
// data. It keeps an answer within one message.
func (s BarSize) longest() time.Duration {
	const day = 24 * time.Hour
	switch span := s.Span(); {
	case span == 0:
		return 100 * 366 * day
	case span == time.Second:
		return 2000 * time.Second
	case span < 30*time.Second:
		return 4 * time.Hour
	case span < time.Minute:
		return day
	default:
		return 31 * day * time.Duration(span/time.Minute)
	}
}

// check validates a request for bars.
func (f *Floor) check(q *BarQuery) (duration, error) {
	d, known := parseDuration(q.Duration)
	switch {
	case !q.Size.Known():
		return d, invalid("Historical data bar size setting is invalid. Legal ones are: " + legalSizes())
	case !known:
		return d, invalid("Historical data query duration is invalid: " + q.Duration)
	case d.unit == 'S' && d.n > 86400:
		return d, invalid("Historical data requests for durations longer than 86400 seconds must be made in days.")
	case d.unit == 'D' && d.n > 365:
		return d, invalid("Historical data requests for durations longer than 365 days must be made in years.")
	case q.What == ScheduleOnly && q.Size != day1:
		return d, invalid("Bar size must be 1 day for SCHEDULE.")
	case q.Update && q.End != 0:
		return d, invalid("Historical data requests that are kept up to date must not have an end date and time.")
	case q.Update && q.Size.Span() != 0 && q.Size.Span() < 5*time.Second:
		return d, invalid("Historical data bars that are kept up to date must be of 5 seconds or more.")
	case q.What == AdjustedLast && q.End != 0:
		return d, invalid("End date and time must be empty for ADJUSTED_LAST.")
	case q.Listing.Contract.SecType == wire.ContinuousFuture && q.End != 0:
		return d, refuse(10339, "Setting end date/time for continuous future security type is not allowed.")
	}
	if refusal := q.Listing.offers(q.What); refusal != nil {
		return d, refusal
	}
	if d.long() > q.Size.longest() {
		return d, service("Time length exceed max.")
	}
	if refusal := f.expiredLong(q.Listing, q.What); refusal != nil {
		return d, refusal
	}
	if q.Listing.option != nil && q.Size.Daily() {
		return d, service("No data of type EODChart is available for the exchange 'BEST' and the security type 'Option' and '%s' and '%s'",
			strings.ToLower(q.Duration), q.Size)
	}
	return d, nil
}

// expiredLong refuses history of an expired option, and of a future two years after its end.
func (f *Floor) expiredLong(l *Listing, w What) *Refusal {
	const kept = 2 * 365
	switch {
	case l.option != nil && l.Expired(f.now):
		return noData(l, w)
	case l.Instrument.Kind == market.Future && market.DateOf(f.now.UTC()) > l.Instrument.Expiry.AddDays(kept):
		return noData(l, w)
	}
	return nil
}

// legalSizes lists the bar sizes, shortest first.
func legalSizes() string {
	sizes := make([]BarSize, 0, len(spans))
	for s := range spans {
		sizes = append(sizes, s)
	}
	slices.SortFunc(sizes, func(a, b BarSize) int { return int(a.Span() - b.Span()) })
	var text strings.Builder
	for _, s := range append(sizes, day1, week1, month1) {
		fmt.Fprintf(&text, "%s, ", s)
	}
	return strings.TrimSuffix(text.String(), ", ")
}
