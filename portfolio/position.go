package portfolio

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
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
	// Settled is the part of the unrealised profit that daily settlement has moved into cash.
	Settled decimal.Decimal
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
// unrealised profit for futures and CFDs, as far as it is not in cash yet, zero for forex.
func (p Position) MarketValue(price decimal.Decimal) decimal.Decimal {
	switch settlementOf(p.Instrument.Kind) {
	case paid:
		return p.Notional(price)
	case margined:
		return p.Unrealised(price).Sub(p.Settled)
	}
	return decimal.Zero
}

// position is the holding in decimals.
func (h *holding) position() Position {
	return Position{
		Instrument: h.instrument, Quantity: h.quantity.Decimal(), Cost: h.cost.Decimal(), AveragePrice: h.average.Decimal(),
		Realised: h.realised.Decimal(), Fees: h.fees.Decimal(), Opened: h.opened, Settled: h.settled.Decimal(),
	}
}

// trade changes the position by a signed quantity that does not lead through zero, worth value at the price,
// and returns the profit that it realised.
func (h *holding) trade(signed, value, price exact.Number) exact.Number {
	if h.flat() {
		h.quantity, h.cost, h.average = signed, value, price
		return exact.Number{}
	}
	if !h.opposes(signed) {
		h.quantity = h.quantity.Add(signed)
		h.cost = h.cost.Add(value)
		h.average = h.cost.DivRound(units(h.instrument, h.quantity), averageDecimals)
		return exact.Number{}
	}
	remaining := h.quantity.Add(signed)
	removed := h.cost
	if remaining.IsZero() {
		h.quantity, h.cost, h.average, h.opened = exact.Number{}, exact.Number{}, exact.Number{}, 0
	} else {
		removed = h.cost.Mul(signed.Neg()).DivRound(h.quantity, costDecimals)
		h.quantity, h.cost = remaining, h.cost.Sub(removed) // the average of what is left is the same
	}
	realised := value.Add(removed).Neg()
	h.realised = h.realised.Add(realised)
	return realised
}

func (h *holding) flat() bool { return h.quantity.IsZero() }

func (h *holding) opposes(signed exact.Number) bool {
	return h.quantity.Sign()*signed.Sign() < 0
}

// marketValue is Position.MarketValue at the last price.
func (h *holding) marketValue() exact.Number {
	switch settlementOf(h.instrument.Kind) {
	case paid:
		return h.notional()
	case margined:
		return h.notional().Sub(h.cost).Sub(h.settled)
	}
	return exact.Number{}
}

// notional is Position.Notional at the last price.
func (h *holding) notional() exact.Number {
	return notional(h.instrument, h.ledger.account.price(h.instrument.ID), h.quantity)
}

// notional is the instrument's Notional in numbers.
func notional(in *market.Instrument, price, quantity exact.Number) exact.Number {
	return units(in, price.Mul(quantity))
}

// units is a quantity times the multiplier.
func units(in *market.Instrument, quantity exact.Number) exact.Number {
	return quantity.Mul(exact.Of(in.Multiplier))
}

var one = decimal.NewFromInt(1)
