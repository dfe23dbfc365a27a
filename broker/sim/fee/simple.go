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
	before, more := p.Rate.Mul(sofar.Quantity), p.Rate.Mul(f.Quantity)
	amount := atLeast(p.Minimum, before, more)
	if sofar.Bill != nil {
		sofar.Bill.add(plain(perUnit(p.Rate, f.Instrument), p.Minimum, before.Add(more), amount))
	}
	return amount
}

// plain is the item of a rate with a minimum.
func plain(rate string, minimum, rated, amount decimal.Decimal) Item {
	total := decimal.Max(minimum, rated)
	return Item{Name: "commission", Rate: rate, Rule: bounds(total, minimum, decimal.Zero, decimal.Zero, decimal.Zero), Amount: amount}
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
	before, more := rate.Mul(sofar.Value), rate.Mul(value(f))
	amount := atLeast(p.Minimum, before, more)
	if sofar.Bill != nil {
		sofar.Bill.add(plain(ofValue(rate), p.Minimum, before.Add(more), amount))
	}
	return amount
}

// Taking charges for each unit of a fill that took liquidity: an exchange's fee.
type Taking struct{ Rate decimal.Decimal }

// Charge is nothing where the order had been waiting.
func (t Taking) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	if f.Maker || t.Rate.IsZero() {
		return decimal.Zero
	}
	amount := t.Rate.Mul(f.Quantity)
	if sofar.Bill != nil {
		sofar.Bill.add(Item{Name: "exchange fee", Rate: perUnit(t.Rate, f.Instrument), Rule: "of what takes liquidity", Amount: amount})
	}
	return amount
}

// atLeast is the step of max(minimum, amount) when the amount grows from before by more.
func atLeast(minimum, before, more decimal.Decimal) decimal.Decimal {
	total := decimal.Max(minimum, before.Add(more))
	if before.IsZero() {
		return total
	}
	return total.Sub(decimal.Max(minimum, before))
}
