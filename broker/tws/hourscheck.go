package tws

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/tws/ibtime"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// checkHours compares the calendars that the run trades by with the hours that IB states, for today and the days to come.
// A half day that a calendar does not know would make everything "before the close" too late.
func (s *session) checkHours() {
	for _, in := range s.listings.instruments {
		l := s.listings.of(in.ID)
		if l == nil || in.Kind != market.Equity && in.Kind != market.ETF { // of others IB's liquid hours are not the session
			continue
		}
		cal := s.feeds[in.ID].calendar
		if text := hoursDiffer(&wire.ContractDetails{Contract: l.contract, Details: l.details}, cal, market.DateOf(now().In(cal.Zone()))); text != "" {
			s.alarmOnce(text, "%s", text)
		}
	}
}

// hoursDiffer says on which day, the first from a date on, IB's regular hours are not the calendar's; empty when they are.
// What IB has not said is no difference.
func hoursDiffer(d *wire.ContractDetails, cal *calendar.Calendar, from market.Date) string {
	hours, err := ContractHours(d)
	if err != nil {
		return err.Error()
	}
	for _, day := range hours.Regular.Days {
		theirs, state := hours.Session(day.Date)
		ours, trades := cal.Session(day.Date)
		switch {
		case day.Date < from, state == ibtime.Unknown, state == ibtime.Closed && !trades:
		case trades && state == ibtime.Open && ours.Open == theirs.Open && ours.Close == theirs.Close:
		default:
			return fmt.Sprintf("hours of %s on %s: IB says %s, the calendar %s says %s: what is to happen before the close is timed by the calendar",
				nameOf(&d.Contract), day.Date, span(theirs, state == ibtime.Open, cal), cal.Name(), span(ours, trades, cal))
		}
	}
	return ""
}

func span(s calendar.Session, trades bool, cal *calendar.Calendar) string {
	if !trades {
		return "closed"
	}
	const clock = "15:04"
	return s.Open.In(cal.Zone()).Format(clock) + " to " + s.Close.In(cal.Zone()).Format(clock)
}
