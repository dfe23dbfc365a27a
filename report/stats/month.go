package stats

import (
	"time"

	"github.com/tidemark/tidemark/market"
)

// PeriodReturn is the return of a calendar month, or of a year when Month is 0.
type PeriodReturn struct {
	Year   int        `json:"year"`
	Month  time.Month `json:"month,omitempty"`
	Return Value      `json:"return"`
}

// Monthly are the returns of calendar months on the wall clock of zone, oldest first: from the last
// point of the month before (the first point of the series, for the first month) to the last point of
// the month. A month without points is absent.
func Monthly(s Series, zone *time.Location) []PeriodReturn {
	return calendarReturns(s, func(t market.Time) PeriodReturn {
		at := t.In(zone)
		return PeriodReturn{Year: at.Year(), Month: at.Month()}
	})
}

// Yearly are the returns of calendar years, computed like Monthly.
func Yearly(s Series, zone *time.Location) []PeriodReturn {
	return calendarReturns(s, func(t market.Time) PeriodReturn {
		return PeriodReturn{Year: t.In(zone).Year()}
	})
}

func calendarReturns(s Series, period func(market.Time) PeriodReturn) []PeriodReturn {
	var all []PeriodReturn
	base := 0.0 // the value at the end of the period before the current one
	for i := 1; i < s.Len(); i++ {
		current := period(s.Time[i])
		if n := len(all); n == 0 || current.Year != all[n-1].Year || current.Month != all[n-1].Month {
			base = s.Value[i-1]
			all = append(all, current)
		}
		if base > 0 {
			all[len(all)-1].Return = Of(s.Value[i]/base - 1)
		} else {
			all[len(all)-1].Return = Undefined(EquityGone)
		}
	}
	return all
}
