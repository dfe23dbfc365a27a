package portfolio

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// exactPrice remembers the exact number of a float64, because prices are asked for more often than they change.
type exactPrice struct {
	of    float64
	price exact.Number
	known bool
	// inverse is 1 / price, 0 before it is needed.
	inverse exact.Number
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
	price, known := a.Price(id)
	return price.Decimal(), known
}

// Price is Last as a number.
func (a *Account) Price(id market.ID) (exact.Number, bool) {
	if math.IsNaN(a.marks[id]) {
		return exact.Number{}, false
	}
	return a.price(id), true
}

// price is Price for an instrument that is known to have one: every one with a fill has.
func (a *Account) price(id market.ID) exact.Number {
	x := &a.exact[id]
	if mark := a.marks[id]; !x.known || x.of != mark {
		*x = exactPrice{of: mark, price: exact.Float(mark), known: true}
	}
	return x.price
}
