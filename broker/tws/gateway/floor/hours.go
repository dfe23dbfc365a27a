package floor

import (
	"strings"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// hoursDays is for how many days contract details tell the hours.
const hoursDays = 6

// hours are the trading hours of the days from a time on, with and without extended trading, in the form
// 20221229:0400-20221229:2000;20221231:CLOSED on the exchange's wall clock.
func (l *Listing) hours(at market.Time) (trading, liquid string) {
	zone := l.Calendar.Zone()
	today := market.DateOf(at.In(zone))
	// A session that opens in the evening is dated the next day and may be running already.
	if s, phase := l.Calendar.At(at); phase != calendar.Closed {
		today = s.Date
	}
	var all, regular []string
	for day := range hoursDays {
		date := today.AddDays(day)
		s, ok := l.Calendar.Session(date)
		if !ok {
			closed := compact(date) + ":CLOSED"
			all, regular = append(all, closed), append(regular, closed)
			continue
		}
		all = append(all, span(s.EarlyOpen, s.LateClose, zone))
		regular = append(regular, span(s.Open, s.Close, zone))
	}
	return strings.Join(all, ";"), strings.Join(regular, ";")
}

func span(from, to market.Time, zone *time.Location) string {
	const layout = "20060102:1504"
	return from.In(zone).Format(layout) + "-" + to.In(zone).Format(layout)
}
