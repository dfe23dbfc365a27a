package portfolio

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

const rateDecimals = 24

// MissingRate says that no price is known that leads from one currency to another.
type MissingRate struct {
	From, To market.Currency
}

// Error names both currencies and what would help.
func (e *MissingRate) Error() string {
	return fmt.Sprintf("no exchange rate from %s to %s: add the instrument %s%s with data, or wait for its first price",
		e.From, e.To, e.From, e.To)
}

// Rate is what one unit of a currency is worth in the base currency, by the last prices of the account's
// forex and crypto instruments. The first instrument, in their order, that exchanges the two currencies
// decides, in its own direction or the other; if there is none, the first that leads there by way of a
// third currency. An instrument without a price above zero does not count. The error is a [*MissingRate].
func (a *Account) Rate(c market.Currency) (decimal.Decimal, error) {
	rate, err := a.BaseRate(c)
	return rate.Decimal(), err
}

// BaseRate is Rate as a number.
func (a *Account) BaseRate(c market.Currency) (exact.Number, error) {
	if rate, ok := a.rate(c, a.base); ok {
		return rate, nil
	}
	return exact.Number{}, &MissingRate{From: c, To: a.base}
}

func (a *Account) rate(from, to market.Currency) (exact.Number, bool) {
	if from == to {
		return exact.Int(1), true
	}
	if rate, ok := a.direct(from, to); ok {
		return rate, true
	}
	for _, pair := range a.pairs {
		via, ok := other(pair, from)
		if !ok || !a.quoted(pair) {
			continue
		}
		if rate, ok := a.direct(via, to); ok {
			return a.through(pair, from).Mul(rate), true
		}
	}
	return exact.Number{}, false
}

func (a *Account) direct(from, to market.Currency) (exact.Number, bool) {
	for _, pair := range a.pairs {
		if c, ok := other(pair, from); ok && c == to && a.quoted(pair) {
			return a.through(pair, from), true
		}
	}
	return exact.Number{}, false
}

// through is what one unit of a currency of the pair buys of its other one.
func (a *Account) through(pair *market.Instrument, from market.Currency) exact.Number {
	price := a.price(pair.ID)
	if pair.Base == from {
		return price
	}
	x := &a.exact[pair.ID]
	if x.inverse.IsZero() {
		x.inverse = exact.Int(1).DivRound(price, rateDecimals)
	}
	return x.inverse
}

func (a *Account) quoted(pair *market.Instrument) bool { return a.marks[pair.ID] > 0 }

func other(pair *market.Instrument, c market.Currency) (market.Currency, bool) {
	switch c {
	case pair.Base:
		return pair.Currency, true
	case pair.Currency:
		return pair.Base, true
	}
	return "", false
}

// convert adds up money in the base currency and returns the first currency that has no rate. Amounts of
// zero need none.
func (a *Account) convert(amounts balances) (exact.Number, error) {
	sum := exact.Number{}
	for _, m := range amounts {
		if m.amount.IsZero() {
			continue
		}
		if m.currency == a.base {
			sum = sum.Add(m.amount)
			continue
		}
		rate, err := a.BaseRate(m.currency)
		if err != nil {
			return exact.Number{}, err
		}
		sum = sum.Add(m.amount.Mul(rate))
	}
	return sum, nil
}
