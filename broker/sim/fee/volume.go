package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// volume counts what an account trades in a calendar month.
type volume struct {
	month int
	sum   decimal.Decimal
}

// of is the month itself, or a copy that an estimate may count in.
func (m *volume) of(sofar *Tally) *volume {
	if !sofar.Estimate {
		return m
	}
	copied := *m
	return &copied
}

// upTo is what the month of a day has seen.
func (m *volume) upTo(day market.Date) decimal.Decimal {
	if month := int(day) / 100; month != m.month {
		m.month, m.sum = month, decimal.Zero
	}
	return m.sum
}

// rate counts a quantity towards the month and is what it costs by the tiers it falls into.
func (m *volume) rate(tiers []Tier, quantity decimal.Decimal, day market.Date) decimal.Decimal {
	m.upTo(day)
	total := decimal.Zero
	for i, tier := range tiers {
		part := quantity
		if i < len(tiers)-1 {
			part = decimal.Min(quantity, decimal.Max(decimal.Zero, tier.UpTo.Sub(m.sum)))
		}
		total = total.Add(part.Mul(tier.Rate))
		m.sum, quantity = m.sum.Add(part), quantity.Sub(part)
	}
	return total
}

// tier is the number of the tier that the month's sum is in.
func (m *volume) tier(tiers []Tier) int {
	for i, t := range tiers[:len(tiers)-1] {
		if m.sum.LessThanOrEqual(t.UpTo) {
			return i
		}
	}
	return len(tiers) - 1
}
