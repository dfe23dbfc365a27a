package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

const (
	costDecimals    = 10
	averageDecimals = 16
)

// Position is what one strategy holds of one instrument, and what came of it so far. Money is in the
// instrument's currency.
type Position struct {
	Instrument *market.Instrument
	// Quantity is in units, negative when short.
	Quantity decimal.Decimal
	// Cost is what the open quantity cost: price × quantity × multiplier, negative for a short position,
	// which was paid for by others. It is the exact basis of all profit.
	Cost decimal.Decimal
	// AveragePrice is Cost per unit and multiplier, rounded to 16 decimals; zero when flat.
	AveragePrice decimal.Decimal
	// Realised is the profit of everything closed since the ledger was opened, before fees.
	Realised decimal.Decimal
	// Fees is what was paid for all trades, fees in other currencies at the rate of their moment. A fee
	// that had no rate is in the ledger's books only.
	Fees decimal.Decimal
	// Opened is when the position was last opened from flat; zero when flat.
	Opened market.Time
}

// Flat reports that nothing is held.
func (p Position) Flat() bool { return p.Quantity.IsZero() }

// Notional is price × quantity × multiplier, negative when short: how much the position exposes to the
// price.
func (p Position) Notional(price decimal.Decimal) decimal.Decimal {
	return p.Instrument.Notional(price, p.Quantity)
}

// Unrealised is the profit of closing at a price, before fees.
func (p Position) Unrealised(price decimal.Decimal) decimal.Decimal {
	return p.Notional(price).Sub(p.Cost)
}

// MarketValue is what the position adds to equity at a price: its notional where it was paid for, its
// unrealised profit for futures and CFDs, zero for forex.
func (p Position) MarketValue(price decimal.Decimal) decimal.Decimal {
	switch settlementOf(p.Instrument.Kind) {
	case paid:
		return p.Notional(price)
	case margined:
		return p.Unrealised(price)
	}
	return decimal.Zero
}

// trade changes the position by a signed quantity that does not lead through zero, worth value at the price,
// and returns the profit that it realised.
func (p *Position) trade(signed, value, price decimal.Decimal) decimal.Decimal {
	if p.Flat() {
		p.Quantity, p.Cost, p.AveragePrice = signed, value, price
		return decimal.Zero
	}
	if !p.opposes(signed) {
		p.Quantity = p.Quantity.Add(signed)
		p.Cost = p.Cost.Add(value)
		p.AveragePrice = p.Cost.DivRound(units(p.Instrument, p.Quantity), averageDecimals)
		return decimal.Zero
	}
	remaining := p.Quantity.Add(signed)
	removed := p.Cost
	if remaining.IsZero() {
		p.Quantity, p.Cost, p.AveragePrice, p.Opened = decimal.Zero, decimal.Zero, decimal.Zero, 0
	} else {
		removed = p.Cost.Mul(signed.Neg()).DivRound(p.Quantity, costDecimals)
		p.Quantity, p.Cost = remaining, p.Cost.Sub(removed) // the average of what is left is the same
	}
	realised := value.Add(removed).Neg()
	p.Realised = p.Realised.Add(realised)
	return realised
}

func (p *Position) opposes(signed decimal.Decimal) bool {
	return p.Quantity.Sign()*signed.Sign() < 0
}

// units is quantity × multiplier: the money that one point of price is worth.
func units(in *market.Instrument, quantity decimal.Decimal) decimal.Decimal {
	if in.Multiplier.Equal(one) {
		return quantity
	}
	return quantity.Mul(in.Multiplier)
}

var one = decimal.NewFromInt(1)
