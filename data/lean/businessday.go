package lean

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// businessDays is the calendar by which US business days are counted.
func businessDays() (*calendar.Calendar, error) {
	c, err := calendar.Get("XNYS")
	if err != nil {
		return nil, fmt.Errorf("business days: %w", err)
	}
	return c, nil
}

func thirdLastBusinessDay(year int, month time.Month) (market.Date, error) {
	c, err := businessDays()
	if err != nil {
		return 0, err
	}
	day := market.NewDate(year, month+1, 1)
	for left := 3; left > 0; {
		day = day.AddDays(-1)
		if day.Year() < calendar.FirstYear {
			return 0, fmt.Errorf("business days of %d-%02d are not known", year, month)
		}
		if _, ok := c.Session(day); ok {
			left--
		}
	}
	return day, nil
}

// nextBusinessDay is the first US trading day after a date; where the calendar ends, the next weekday.
func nextBusinessDay(after market.Date) (market.Date, error) {
	c, err := businessDays()
	if err != nil {
		return 0, err
	}
	for s := range c.Sessions(after.AddDays(1), after.AddDays(30)) {
		return s.Date, nil
	}
	day := after.AddDays(1)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDays(1)
	}
	return day, nil
}
