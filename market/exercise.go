package market

import "github.com/shopspring/decimal"

// Intrinsic is what an option is worth when it is exercised, for a unit of its underlying that stands at spot: never below 0.
func (in *Instrument) Intrinsic(spot decimal.Decimal) decimal.Decimal {
	worth := spot.Sub(in.Strike)
	if in.Right == Put {
		worth = worth.Neg()
	}
	return decimal.Max(decimal.Zero, worth)
}

// Delivers is what comes of the underlying, negative for what goes, when a quantity of an option is exercised: a call on a
// share brings a hundred, one on a future one future, and a put takes as many.
func (in *Instrument) Delivers(underlying *Instrument, quantity decimal.Decimal) decimal.Decimal {
	units := quantity.Mul(in.Multiplier).Div(underlying.Multiplier)
	if in.Right == Put {
		return units.Neg()
	}
	return units
}
