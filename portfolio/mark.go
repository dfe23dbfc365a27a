package portfolio

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// exactPrice remembers the decimal of a float64, because prices are asked for more often than they change.
type exactPrice struct {
	of    float64
	price decimal.Decimal
	known bool
}

// Mark stores an instrument's last price. What is no finite number is ignored and the price before stays.
func (a *Account) Mark(id market.ID, price float64) {
	if price-price == 0 {
		a.marks[id] = price
	}
}

// MarkBar marks an instrument with a bar's close and shows the bar's extremes to the round trips that are
// open in it. Call it for one series of bars an instrument, the finest, after the fills that the bar
// caused.
func (a *Account) MarkBar(b *market.Bar) {
	a.Mark(b.Instrument, b.Close)
	for _, h := range a.tracked[b.Instrument] {
		h.trip.excursion.bar(b)
	}
}

// Last is an instrument's last price as the shortest decimal that reads back as the observed float64;
// false before the first observation. A fill counts as one when there was none before.
func (a *Account) Last(id market.ID) (decimal.Decimal, bool) {
	mark := a.marks[id]
	if math.IsNaN(mark) {
		return decimal.Zero, false
	}
	return a.last(id), true
}

// last is Last for an instrument that is known to have a price: every one with a fill has.
func (a *Account) last(id market.ID) decimal.Decimal {
	x := &a.exact[id]
	if mark := a.marks[id]; !x.known || x.of != mark {
		*x = exactPrice{of: mark, price: decimal.NewFromFloat(mark), known: true}
	}
	return x.price
}
