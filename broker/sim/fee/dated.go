package fee

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// dated is a table of amounts by the day they come into effect, oldest first, and where they were published.
type dated struct {
	source string
	rows   []effective
}

type effective struct {
	from   market.Date
	amount decimal.Decimal
}

// on is the amount in effect on a day.
func (d *dated) on(day market.Date) decimal.Decimal { return d.row(day).amount }

// row is what is in effect on a day. Days before the table have its first row.
func (d *dated) row(day market.Date) *effective {
	row := &d.rows[0]
	for i := range d.rows {
		if d.rows[i].from > day {
			break
		}
		row = &d.rows[i]
	}
	return row
}

// since is the first day of the rate of a day, none when the day is before the table.
func (d *dated) since(day market.Date) market.Date {
	if row := d.row(day); row.from <= day {
		return row.from
	}
	return 0
}

// item is a part of a bill whose rate is in the table.
func (d *dated) item(name, rate string, day market.Date, amount decimal.Decimal) Item {
	return Item{Name: name, Rate: rate, From: d.since(day), Source: d.source, Amount: amount}
}

// Days are those of the market that a currency belongs to, without daylight saving: from 04:00 to 20:00 in New York, when
// shares trade, the date is New York's all year, and so it is elsewhere in the hours of trading.
var (
	eastern = time.FixedZone("EST", -5*60*60)
	days    = map[market.Currency]*time.Location{
		"EUR": time.UTC, "GBP": time.UTC, "CHF": time.UTC, "SEK": time.UTC, "NOK": time.UTC, "DKK": time.UTC,
		"HKD": time.FixedZone("HKT", 8*60*60), "CNH": time.FixedZone("CST", 8*60*60), "SGD": time.FixedZone("SGT", 8*60*60),
		"JPY": time.FixedZone("JST", 9*60*60), "KRW": time.FixedZone("KST", 9*60*60), "AUD": time.FixedZone("AEST", 10*60*60),
	}
)

// Day is the day of a fill, as its instrument's market counts days.
func Day(f *order.Fill) market.Date { return market.DateOf(f.Time.In(zone(f.Instrument))) }

// Noon is a moment of a day as the fees of an instrument count days, for whoever asks for a day's fees.
func Noon(in *market.Instrument, day market.Date) market.Time {
	return market.At(day.Clock(12, 0, zone(in)))
}

// zone is looked up for what is not a dollar's; currencies trade by New York's day.
func zone(in *market.Instrument) *time.Location {
	if in.Currency != market.USD && in.Kind != market.Forex {
		if local, ok := days[in.Currency]; ok {
			return local
		}
	}
	return eastern
}
