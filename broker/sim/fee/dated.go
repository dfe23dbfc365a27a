package fee

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// dated is a table of amounts by the day they come into effect, oldest first.
type dated []effective

type effective struct {
	from   market.Date
	amount decimal.Decimal
}

// on is the amount in effect on a day. Days before the table have its first amount.
func (d dated) on(day market.Date) decimal.Decimal {
	amount := d[0].amount
	for _, row := range d {
		if row.from > day {
			break
		}
		amount = row.amount
	}
	return amount
}

// eastern is New York without daylight saving. From 04:00 to 20:00 New York, when shares trade, its
// date is New York's all year.
var eastern = time.FixedZone("EST", -5*60*60)

func tradeDate(t market.Time) market.Date { return market.DateOf(t.In(eastern)) }
