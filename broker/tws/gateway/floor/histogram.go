package floor

import (
	"cmp"
	"slices"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// Level is a price and the size there.
type Level = market.Level

// Histogram is what was traded at each price in a period such as "3 days" until now, lowest price first.
func (f *Floor) Histogram(l *Listing, period string, rth bool) ([]Level, error) {
	const daysAtMost = 366
	d, known := parseDuration(period)
	if !known || d.long().Hours() > daysAtMost*24 {
		return nil, invalid("Histogram time period is invalid: " + period)
	}
	series := Trades
	if l.Instrument.Kind == market.Crypto {
		series = AggregatedTrades
	}
	if refusal := l.offers(series); refusal != nil {
		return nil, refusal
	}
	sizes := map[float64]float64{}
	cursor := l.Calendar.Cursor()
	err := f.eachTrade(l, d.before(f.now, l.Calendar, rth), f.now, func(t *market.Trade) {
		if _, phase := cursor.Seek(t.Time); !rth || phase == calendar.Open {
			sizes[t.Price] += t.Size
		}
	})
	if err != nil {
		return nil, err
	}
	levels := make([]Level, 0, len(sizes))
	for price, size := range sizes {
		levels = append(levels, Level{Price: price, Size: size})
	}
	slices.SortFunc(levels, func(a, b Level) int { return cmp.Compare(a.Price, b.Price) })
	if len(levels) == 0 {
		return nil, noData(l, series)
	}
	return levels, nil
}
