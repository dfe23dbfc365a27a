package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// PerUnit charges for each share, contract or unit, and at least a minimum for the order.
type PerUnit struct {
	Rate    decimal.Decimal
	Minimum decimal.Decimal
}

// Charge is the order's total after the fill less its total before.
func (p PerUnit) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	return atLeast(p.Minimum, p.Rate.Mul(sofar.Quantity), p.Rate.Mul(f.Quantity))
}

// Percent charges a part of the traded value, and at least a minimum for the order.
type Percent struct {
	// Rate is in percent: 0.1 is a tenth of a percent, ten basis points.
	Rate    decimal.Decimal
	Minimum decimal.Decimal
}

// Charge is the order's total after the fill less its total before.
func (p Percent) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	rate := p.Rate.Shift(-2)
	return atLeast(p.Minimum, rate.Mul(sofar.Value), rate.Mul(value(f)))
}

// Taking charges for each unit of a fill that took liquidity: an exchange's fee.
type Taking struct{ Rate decimal.Decimal }

// Charge is nothing where the order had been waiting.
func (t Taking) Charge(_ *Tally, f *order.Fill) decimal.Decimal {
	if f.Maker {
		return decimal.Zero
	}
	return t.Rate.Mul(f.Quantity)
}

// atLeast is the step of max(minimum, amount) when the amount grows from before by more.
func atLeast(minimum, before, more decimal.Decimal) decimal.Decimal {
	total := decimal.Max(minimum, before.Add(more))
	if before.IsZero() {
		return total
	}
	return total.Sub(decimal.Max(minimum, before))
}
