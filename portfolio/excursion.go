package portfolio

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// excursion follows how far an open position's profit went both ways. It is an observation, so it runs on
// float64: profit at a price is offset + slope × price.
type excursion struct {
	slope, offset float64
	best, worst   float64
	since         market.Time
	bars          int
}

// rebase takes over the position after a fill: units × multiplier, and realised profit less cost.
func (e *excursion) rebase(units, offset exact.Number) {
	e.slope = units.Float64()
	e.offset = offset.Round(costDecimals).Float64() // rounded to keep the conversion short
}

// see counts the profit at a price. A price that is no finite number changes nothing.
func (e *excursion) see(price float64) {
	profit := e.offset + e.slope*price
	if profit > e.best && profit <= math.MaxFloat64 {
		e.best = profit
	}
	if profit < e.worst && profit >= -math.MaxFloat64 {
		e.worst = profit
	}
}

// bar counts the extremes of a bar. One that began before the position was opened may have had them
// earlier, so only its close is certain.
func (e *excursion) bar(b *market.Bar) {
	e.bars++
	if b.Start < e.since {
		e.see(b.Close)
		return
	}
	e.see(b.High)
	e.see(b.Low)
}

// amount is a profit as money, rounded to 6 decimals.
func amount(profit float64) exact.Number {
	scaled := math.Round(profit * 1e6)
	if math.Abs(scaled) < 1<<53 {
		return exact.Int(int64(scaled)).Mul(millionth)
	}
	return exact.Float(profit) // too large to have six decimals
}

var millionth = exact.Of(decimal.New(1, -6))
