package calendar

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// forex is the timetable of spot currencies: each session runs from 17:00 to 17:00 New York and has
// the date on which it ends, Monday to Friday. The sessions that end on Christmas and New Year's Day
// do not trade; dealers' shorter hours around them differ and are not modelled.
type forex struct{}

func (forex) regular(d market.Date) hours {
	if weekend(d) {
		return hours{}
	}
	return plain(at(-7, 0), at(17, 0))
}

func (forex) exceptions(year int) map[market.Date]hours {
	return map[market.Date]hours{
		market.NewDate(year, time.January, 1):   {},
		market.NewDate(year, time.December, 25): {},
	}
}

// always is the timetable of markets that never close: a session is a day in UTC.
type always struct{}

func (always) regular(market.Date) hours            { return plain(at(0, 0), at(24, 0)) }
func (always) exceptions(int) map[market.Date]hours { return nil }
