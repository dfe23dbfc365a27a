package portfolio

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Money is an amount of a currency.
type Money struct {
	Currency market.Currency `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// balances is one amount for each currency, sorted by currency. There are few, so a search from the
// start is quickest.
type balances []Money

func (b *balances) add(c market.Currency, amount decimal.Decimal) {
	if amount.IsZero() {
		return
	}
	for i := range *b {
		m := &(*b)[i]
		if m.Currency == c {
			m.Amount = m.Amount.Add(amount)
			return
		}
		if m.Currency > c {
			*b = slices.Insert(*b, i, Money{c, amount})
			return
		}
	}
	*b = append(*b, Money{c, amount})
}

func (b *balances) addAll(other balances) {
	for _, m := range other {
		b.add(m.Currency, m.Amount)
	}
}

func (b balances) of(c market.Currency) decimal.Decimal {
	for i := range b {
		if b[i].Currency == c {
			return b[i].Amount
		}
	}
	return decimal.Zero
}
