package floor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// monthLetters are the exchanges' letters of the delivery months, January first.
const monthLetters = "FGHJKMNQUVXZ"

// LastDay is the rule for the last day on which a future trades.
type LastDay uint8

const (
	// ThirdFriday of the delivery month, as equity index futures.
	ThirdFriday LastDay = iota
	// CrudeOil is three business days before the 25th of the month before delivery, or before the last
	// business day ahead of it (NYMEX rulebook, chapter 200).
	CrudeOil
	// Metal is the third last business day of the delivery month (COMEX rulebook, chapter 113).
	Metal
)

var lastDays = []string{"third-friday", "crude-oil", "metal"}

// String is the name used in configuration.
func (l LastDay) String() string {
	if int(l) < len(lastDays) {
		return lastDays[l]
	}
	return "unknown"
}

// MarshalText writes the form of String.
func (l LastDay) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the form of String.
func (l *LastDay) UnmarshalText(text []byte) error {
	i := slices.Index(lastDays, strings.ToLower(string(text)))
	if i < 0 {
		return fmt.Errorf("last trading day %q: want one of %s", text, strings.Join(lastDays, ", "))
	}
	*l = LastDay(i)
	return nil
}

// in is the last trading day of the contract that delivers in a month. Business days are those of the
// calendar: of the stock exchange, whose holidays the futures exchanges keep for settlement.
func (l LastDay) in(year int, month time.Month, c *calendar.Calendar) market.Date {
	switch l {
	case CrudeOil:
		day := market.NewDate(year, month-1, 25)
		if !businessDay(c, day) {
			day = back(c, day, 1)
		}
		return back(c, day, 3)
	case Metal:
		return back(c, market.NewDate(year, month+1, 1), 3)
	default:
		day := thirdFriday(year, month)
		if !businessDay(c, day) {
			day = back(c, day, 1)
		}
		return day
	}
}

// thirdFriday of a month; it may be a holiday.
func thirdFriday(year int, month time.Month) market.Date {
	first := market.NewDate(year, month, 1)
	return first.AddDays((int(time.Friday)-int(first.Weekday())+7)%7 + 14)
}

func businessDay(c *calendar.Calendar, d market.Date) bool {
	_, ok := c.Session(d)
	return ok
}

// back is the nth business day before a date; the date itself when a calendar has none in a year.
func back(c *calendar.Calendar, d market.Date, n int) market.Date {
	for day := d.AddDays(-1); day > d.AddDays(-366); day = day.AddDays(-1) {
		if businessDay(c, day) {
			if n--; n == 0 {
				return day
			}
		}
	}
	return d
}
