package fee

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Bill lists the parts of a charge. A tally that has one is told each part by the code that charges it, so that what is
// explained is what is paid.
type Bill struct{ Items []Item }

// Item is one part of a charge.
type Item struct {
	// Name is what is paid, such as "commission" or "SEC fee".
	Name string `json:"name"`
	// Rate is the rate with its unit, and Rule what else decided the amount.
	Rate string `json:"rate"`
	Rule string `json:"rule,omitempty"`
	// From is the first day of the rate; none where it is not known and the rate holds for all dates.
	From market.Date `json:"from,omitzero"`
	// Source is who published the rate.
	Source string `json:"source,omitempty"`
	// Amount is in the instrument's currency.
	Amount decimal.Decimal `json:"amount"`
}

// Total is the sum of the items.
func (b *Bill) Total() decimal.Decimal {
	total := decimal.Zero
	for i := range b.Items {
		total = total.Add(b.Items[i].Amount)
	}
	return total
}

func (b *Bill) add(i Item) { b.Items = append(b.Items, i) }

// perUnit is a rate for each share or contract.
func perUnit(rate decimal.Decimal, in *market.Instrument) string {
	return rate.String() + " a " + unit(in)
}

func unit(in *market.Instrument) string {
	switch in.Kind {
	case market.Equity, market.ETF:
		return "share"
	case market.Option, market.Future:
		return "contract"
	}
	return "unit"
}

// ofValue is a rate that is a part of the traded value.
func ofValue(part decimal.Decimal) string { return part.Shift(2).String() + " % of the value" }

// bounds says what an order pays at least and at most, and what of it decided the total. Zero is no bound.
func bounds(total, least, most, mostOfValue, value decimal.Decimal) string {
	var list []string
	decided := ""
	say := func(text string, amount, bound decimal.Decimal, name string) {
		if !amount.IsPositive() {
			return
		}
		list = append(list, text)
		if total.Equal(bound) {
			decided = "; the " + name + " holds"
		}
	}
	say("at least "+least.String(), least, least, "minimum")
	say("at most "+most.String(), most, most, "maximum")
	say("at most "+ofValue(mostOfValue), mostOfValue, mostOfValue.Mul(value), "maximum")
	if list == nil {
		return ""
	}
	return "an order pays " + strings.Join(list, ", ") + decided
}

// tiersFor are the rates of the tiers that a quantity falls into after so much of a month.
func tiersFor(tiers []Tier, before, quantity decimal.Decimal, write func(decimal.Decimal) string) string {
	var list []string
	after := before.Add(quantity)
	from := decimal.Zero
	for i, tier := range tiers {
		last := i == len(tiers)-1
		if after.GreaterThan(from) && (last || before.LessThan(tier.UpTo)) {
			list = append(list, write(tier.Rate))
		}
		from = tier.UpTo
	}
	return strings.Join(list, ", then ")
}

// monthSoFar tells what a tier was chosen by.
func monthSoFar(tiers []Tier, sum decimal.Decimal, what string) string {
	if sum.IsZero() || len(tiers) == 1 {
		return ""
	}
	return fmt.Sprintf("after %s %s of the month", sum, what)
}

func joined(parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, "; ")
}
