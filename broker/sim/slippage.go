package sim

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Slippage is how much worse than the observed price an order trades that takes liquidity: a market
// order, a stop that was triggered, a limit order that could trade at the first price it met. It never
// improves a price, never carries a limit order beyond its limit, and is not clipped to the range of the
// bar: in a thin bar, where high and low are one price, clipping would remove it altogether.
type Slippage interface {
	// Amount is the distance in price, at least 0; the fill has the price before slippage.
	Amount(f *order.Fill) decimal.Decimal
}

// Ticks slips by a number of price increments.
type Ticks int64

// Amount is the number times the increment at the price.
func (t Ticks) Amount(f *order.Fill) decimal.Decimal {
	return f.Instrument.Grid.Increment(f.Price).Mul(decimal.NewFromInt(int64(t)))
}

// BasisPoints slips by hundredths of a percent of the price, rounded up to a whole price increment.
type BasisPoints float64

// Amount is the part of the price, rounded away from zero.
func (p BasisPoints) Amount(f *order.Fill) decimal.Decimal {
	part := f.Price.Abs().Mul(decimal.NewFromFloat(float64(p))).Shift(-4)
	return market.UniformGrid(f.Instrument.Grid.Increment(f.Price)).Round(part, market.Up)
}

// slip moves the price of a fill against its order.
func (v *Venue) slip(w *working, f *order.Fill) {
	if v.opts.Slippage == nil {
		return
	}
	by := decimal.Max(decimal.Zero, v.opts.Slippage.Amount(f))
	if f.Side == order.Buy {
		f.Price = f.Price.Add(by)
		if w.limited() {
			f.Price = decimal.Min(f.Price, w.bound)
		}
		return
	}
	least := f.Price.Sub(by)
	if w.limited() {
		least = decimal.Max(least, w.bound)
	}
	if !least.IsPositive() && !w.book.belowZero {
		least = f.Instrument.Grid[0].Increment
	}
	f.Price = decimal.Min(f.Price, least)
}

func validateSlippage(s Slippage) error {
	switch s := s.(type) {
	case Ticks:
		if s < 0 {
			return fmt.Errorf("slippage of %d ticks: must be 0 or more, because slippage never improves a price", s)
		}
	case BasisPoints:
		if !(s >= 0 && s <= 10_000) {
			return fmt.Errorf("slippage of %v basis points: must be from 0 to 10000", float64(s))
		}
	}
	return nil
}
