package custody

import (
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// cycle is how many business days after the trade money and things change hands, from a trade day on.
type cycle struct {
	from market.Date
	days int
}

// The cycles, latest first:
//
//	US shares, funds, bonds  T+1 since 28 May 2024, T+2 since 5 September 2017, T+3 since 7 June 1995, T+5 before:
//	                         SEC rule 15c6-1 and its releases 34-96930, 34-80295 and 34-33023
//	Canada                   T+1 since 27 May 2024, T+2 since 5 September 2017, T+3 before: CSA National Instrument 24-101
//	elsewhere                T+2 since 6 October 2014, when Europe's exchanges went there before Regulation (EU) 909/2014 asked
//	                         for it; T+3 before
//	options                  T+1: rules of the Options Clearing Corporation
//	currencies               T+2, with the Canadian against the US dollar T+1: the market's custom for spot
//	futures, crypto, CFDs    the same day: futures are marked to market every day, the others have no clearing house
var (
	cyclesUS     = []cycle{{market.NewDate(2024, 5, 28), 1}, {market.NewDate(2017, 9, 5), 2}, {market.NewDate(1995, 6, 7), 3}, {0, 5}}
	cyclesCanada = []cycle{{market.NewDate(2024, 5, 27), 1}, {market.NewDate(2017, 9, 5), 2}, {0, 3}}
	cyclesOther  = []cycle{{market.NewDate(2014, 10, 6), 2}, {0, 3}}
)

// settlementDays is how many business days after its trade day a trade settles.
func settlementDays(in *market.Instrument, day market.Date) int {
	list := cyclesOther
	switch in.Kind {
	case market.Option:
		return 1
	case market.Forex:
		if in.Base == "USD" && in.Currency == "CAD" {
			return 1
		}
		return 2
	case market.Equity, market.ETF, market.Bond:
		switch in.Currency {
		case "USD":
			list = cyclesUS
		case "CAD":
			list = cyclesCanada
		}
	default:
		return 0
	}
	for _, c := range list {
		if day >= c.from {
			return c.days
		}
	}
	return 0
}

// settles is when a trade at t is paid: the beginning of its settlement day on the calendar's wall clock. Business days are
// the sessions of the instrument's calendar, less the days on which the exchanges of the US trade and the banks are closed.
func settles(in *market.Instrument, cal *calendar.Calendar, t market.Time) market.Time {
	session, _ := cal.Cursor().Seek(t)
	day := session.Date
	if day == 0 {
		next, ok := cal.Next(t)
		if !ok {
			return t
		}
		day = next.Date
	}
	left := settlementDays(in, day)
	if left == 0 {
		return t
	}
	for s := range cal.Sessions(day.AddDays(1), day.AddDays(60)) {
		if in.Currency == "USD" && bankHoliday(s.Date) {
			continue
		}
		if left--; left == 0 {
			return market.At(s.Date.Clock(0, 0, cal.Zone()))
		}
	}
	return market.At(day.AddDays(60).Clock(0, 0, cal.Zone())) // a calendar that ends
}

// bankHoliday reports Columbus Day and Veterans Day, on which shares trade and nothing settles. (FINRA publishes the
// settlement dates of both every year: trades of that day settle with those of the next.)
func bankHoliday(d market.Date) bool {
	switch d.Month() {
	case time.October:
		return d.Weekday() == time.Monday && d.Day() >= 8 && d.Day() <= 14
	case time.November:
		return d.Day() == 11 || d.Day() == 12 && d.Weekday() == time.Monday
	}
	return false
}
