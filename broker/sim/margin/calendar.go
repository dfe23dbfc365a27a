package margin

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// outright are contracts of one side, and what one of them asks for alone.
type outright struct {
	quantity decimal.Decimal
	need     Need
}

// calendars judges the futures of the underlyings whose spreads have a rate: as many contracts as are held on both sides ask
// for that, those first that ask for most alone, and the rest for their own. They are marked.
func (t *tally) calendars(held []holding) {
	for i := range held {
		in := held[i].in
		rates, ok := t.Rules.Spreads[in.Underlying]
		if !ok || in.Kind != market.Future || held[i].judged {
			continue
		}
		var long, short []outright
		for k := i; k < len(held); k++ {
			h := &held[k]
			if h.in.Kind != market.Future || h.in.Underlying != in.Underlying ||
				h.in.Currency != in.Currency || !h.in.Multiplier.Equal(in.Multiplier) {
				continue
			}
			h.judged = true
			if h.quantity.IsPositive() {
				long = append(long, outright{h.quantity, t.Rules.Need(h.in, whole, h.price, none)})
			} else if h.quantity.IsNegative() {
				short = append(short, outright{h.quantity.Neg(), t.Rules.Need(h.in, whole.Neg(), h.price, none)})
			}
		}
		pairs := decimal.Min(contracts(long), contracts(short))
		need := beyond(long, pairs)
		need.add(beyond(short, pairs), whole)
		need.add(Need{rates.Initial, rates.Maintenance, rates.Initial}, pairs)
		t.Commodities.add(need, t.base(in.Currency, whole))
	}
}

func contracts(list []outright) decimal.Decimal {
	sum := none
	for i := range list {
		sum = sum.Add(list[i].quantity)
	}
	return sum
}

// beyond is what contracts ask for of which some are in pairs.
func beyond(list []outright, paired decimal.Decimal) Need {
	slices.SortStableFunc(list, func(a, b outright) int { return b.need.Maintenance.Cmp(a.need.Maintenance) })
	var sum Need
	for i := range list {
		n := decimal.Min(paired, list[i].quantity)
		paired = paired.Sub(n)
		sum.add(list[i].need, list[i].quantity.Sub(n))
	}
	return sum
}
