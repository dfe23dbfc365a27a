package portfolio

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// Money is an amount of a currency.
type Money struct {
	Currency market.Currency `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// balances is one amount for each currency, sorted by currency. There are few, so a search from the
// start is quickest.
type balances []balance

type balance struct {
	currency market.Currency
	amount   exact.Number
}

func (b *balances) add(c market.Currency, amount exact.Number) {
	if amount.IsZero() {
		return
	}
	for i := range *b {
		m := &(*b)[i]
		if m.currency == c {
			m.amount = m.amount.Add(amount)
			return
		}
		if m.currency > c {
			*b = slices.Insert(*b, i, balance{c, amount})
			return
		}
	}
	*b = append(*b, balance{c, amount})
}

func (b *balances) addAll(other balances) {
	for _, m := range other {
		b.add(m.currency, m.amount)
	}
}

func (b balances) of(c market.Currency) exact.Number {
	for i := range b {
		if b[i].currency == c {
			return b[i].amount
		}
	}
	return exact.Number{}
}

// money is the balances in decimals, nil when there are none.
func (b balances) money() []Money {
	var list []Money
	for _, m := range b {
		list = append(list, Money{m.currency, m.amount.Decimal()})
	}
	return list
}

// balancesOf is money, sorted by currency, as balances.
func balancesOf(money []Money) balances {
	var b balances
	for _, m := range money {
		b = append(b, balance{m.Currency, exact.Of(m.Amount)})
	}
	return b
}
