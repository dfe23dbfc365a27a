package sim

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// Slippage is how much worse than the observed price an order trades that takes liquidity: a market
// order, a stop that was triggered, a limit order that could trade at the first price it met. It never
// improves a price, never carries a limit order beyond its limit, and is not clipped to the range of the
// bar: in a thin bar, where high and low are one price, clipping would remove it altogether.
type Slippage interface {
	// Amount is the distance in price, at least 0; the fill has the price before slippage.
	Amount(f *order.Fill, c *Conditions) decimal.Decimal
}

// Conditions are the market that a fill met: the bar, or of quotes and trades the session so far. What is not known
// is 0.
type Conditions struct {
	// Spread is ask less bid.
	Spread float64
	// High and Low bound the prices, Volume is what traded.
	High, Low, Volume float64
}

// Ticks slips by a number of price increments.
type Ticks int64

// Amount is the number times the increment at the price.
func (t Ticks) Amount(f *order.Fill, _ *Conditions) decimal.Decimal {
	return f.Instrument.Grid.Increment(f.Price).Mul(decimal.NewFromInt(int64(t)))
}

// BasisPoints slips by hundredths of a percent of the price, rounded up to a whole price increment.
type BasisPoints float64

// Amount is the part of the price, rounded away from zero.
func (p BasisPoints) Amount(f *order.Fill, _ *Conditions) decimal.Decimal {
	return upToTick(f, f.Price.Abs().Mul(decimal.NewFromFloat(float64(p))).Shift(-4))
}

// upToTick rounds a distance up to whole price increments.
func upToTick(f *order.Fill, distance decimal.Decimal) decimal.Decimal {
	return market.UniformGrid(f.Instrument.Grid.Increment(f.Price)).Round(distance, market.Up)
}

// SpreadPart slips by a part of the spread, rounded up to a whole price increment: 0.5 is from the middle to the
// side that an order takes, for bars and trades that say nothing of the side. Where no spread is known it is 0.
type SpreadPart float64

// Amount is the part of the spread.
func (p SpreadPart) Amount(f *order.Fill, c *Conditions) decimal.Decimal {
	return upToTick(f, money(float64(p)*c.Spread))
}

// SquareRoot slips by the square-root law of market impact: Y σ √(Q/V) of the price, where Q is the quantity of the
// fill, V what was traded and σ the volatility in the same time, estimated from its range by Parkinson's formula,
// σ² = ln(high/low)² / (4 ln 2). The number is Y, which is measured to be of the order of 1 in all markets (Tóth et
// al.: Anomalous price impact and the critical nature of liquidity in financial markets, 2011). As σ grows with the
// root of time and V with time, it does not matter how long the time is. Where volume or range are unknown it is 0.
// Rounded up to a whole price increment.
type SquareRoot float64

// Amount is the impact on the price.
func (y SquareRoot) Amount(f *order.Fill, c *Conditions) decimal.Decimal {
	if !(c.Low > 0 && c.High >= c.Low && c.Volume > 0) {
		return decimal.Zero
	}
	sigma := math.Log(c.High/c.Low) / math.Sqrt(4*math.Ln2)
	share := f.Quantity.InexactFloat64() / c.Volume
	return upToTick(f, money(float64(y)*sigma*math.Sqrt(share)*math.Abs(f.Price.InexactFloat64())))
}

// money is a computed distance without the noise of binary arithmetic; what is no number is 0.
func money(x float64) decimal.Decimal {
	if !(x > 0 && x < math.MaxInt32) {
		return decimal.Zero
	}
	return written(snap(x))
}

// slip moves the price of a fill against its order.
func (v *Venue) slip(s *sight, w *working, f *order.Fill) {
	if v.opts.Slippage == nil {
		return
	}
	by := decimal.Max(decimal.Zero, v.opts.Slippage.Amount(f, w.book.conditions(s)))
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

// conditions are what a fill meets at an observation.
func (b *book) conditions(s *sight) *Conditions {
	c := &Conditions{}
	if spread := s.ask.close - s.bid.close; spread > 0 {
		c.Spread = spread
	}
	if s.bar {
		c.High, c.Low, c.Volume = middleOf(s.ask.high, s.bid.high), middleOf(s.ask.low, s.bid.low), s.volume
	} else if s.session != nil && s.session.Date == b.day.session {
		c.High, c.Low, c.Volume = b.day.high, b.day.low, b.day.volume
	}
	return c
}

// day is what the trades of a session have been so far.
type day struct {
	session           market.Date
	high, low, volume float64
}

func (b *book) countTrade(t *market.Trade) {
	session, phase := b.observed.Seek(t.Time)
	if phase == calendar.Closed {
		return
	}
	d := &b.day
	if d.session != session.Date {
		*d = day{session: session.Date, high: t.Price, low: t.Price}
	}
	d.high, d.low = max(d.high, t.Price), min(d.low, t.Price)
	if t.Size > 0 {
		d.volume += t.Size
	}
}

func validateSlippage(s Slippage) error {
	switch s := s.(type) {
	case Ticks:
		if s < 0 {
			return fmt.Errorf("slippage of %d ticks: must be 0 or more, because slippage never improves a price", s)
		}
	case SpreadPart:
		if !(s >= 0 && s <= 100) {
			return fmt.Errorf("slippage of %v spreads: must be from 0 to 100", float64(s))
		}
	case SquareRoot:
		if !(s >= 0 && s <= 100) {
			return fmt.Errorf("slippage with a square-root constant of %v: must be from 0 to 100; measurements are near 1", float64(s))
		}
	case BasisPoints:
		if !(s >= 0 && s <= 10_000) {
			return fmt.Errorf("slippage of %v basis points: must be from 0 to 10000", float64(s))
		}
	}
	return nil
}
