package carry

import (
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
)

// band is a part of a balance and what its interest differs from the benchmark, in percent.
type band struct {
	upTo   decimal.Decimal // in the account's base currency; 0 has no end
	spread decimal.Decimal
}

// Source: IBKR Pro, "Margin Rates" and "Interest Paid to You", as published in 2024 for dollars. Debt costs 1.5 % above
// the benchmark up to 100,000, 1 % up to a million, 0.75 % up to 50 million, and 0.5 %; each band of a balance has
// its own rate, and no rate on debt is below 0.75 %. Cash brings the benchmark less 0.5 %, the first 10,000 nothing, and
// accounts of less than 100,000 in net assets the part of the rate that their assets are of it. Rates are never below
// 0. The bands are in dollars there; here they are in the account's base currency.
var (
	debtBands = []band{
		{decimal.NewFromInt(100_000), decimal.New(15, -1)},
		{decimal.NewFromInt(1_000_000), decimal.NewFromInt(1)},
		{decimal.NewFromInt(50_000_000), decimal.New(75, -2)},
		{decimal.Zero, decimal.New(5, -1)},
	}
	leastDebtRate = decimal.New(75, -2)
	creditSpread  = decimal.New(5, -1)
	freeCredit    = decimal.NewFromInt(10_000)
	fullAssets    = decimal.NewFromInt(100_000)
)

// debtInterest is what a debt in the base currency costs for some nights, positive.
func debtInterest(debt, benchmark decimal.Decimal, nights int64) decimal.Decimal {
	total, below := decimal.Zero, decimal.Zero
	for _, b := range debtBands {
		part := debt.Sub(below)
		if !b.upTo.IsZero() {
			part = decimal.Min(part, b.upTo.Sub(below))
		}
		if !part.IsPositive() {
			break
		}
		total = total.Add(part.Mul(decimal.Max(leastDebtRate, benchmark.Add(b.spread))))
		below = b.upTo
	}
	return total.Mul(decimal.NewFromInt(nights)).Shift(-2).DivRound(yearDays, 2)
}

// creditInterest is what cash in the base currency brings for some nights in an account of such net assets.
func creditInterest(cash, assets, benchmark decimal.Decimal, nights int64) decimal.Decimal {
	paid := cash.Sub(freeCredit)
	rate := benchmark.Sub(creditSpread)
	if !paid.IsPositive() || !rate.IsPositive() || !assets.IsPositive() {
		return decimal.Zero
	}
	if assets.LessThan(fullAssets) {
		rate = rate.Mul(assets).DivRound(fullAssets, 10)
	}
	return forNights(paid, rate, nights)
}

// interest books the interest on the cash of each currency. What short sales brought is the lender's security and
// brings none. Each strategy has the part that its cash is of the account's.
func (c *Carry) interest(a *portfolio.Account, at market.Time, day market.Date, nights int64) error {
	var faults []error
	for _, currency := range sortedKeys(c.opts.Benchmarks) {
		benchmark, ok := c.opts.Benchmarks[currency].on(day)
		cash := a.Cash(currency)
		if !ok || cash.IsZero() {
			continue
		}
		rate, err := a.Rate(currency)
		if err != nil {
			faults = append(faults, fmt.Errorf("interest on %s: %w", currency, err))
			continue
		}
		var amount decimal.Decimal
		if cash.IsNegative() {
			amount = debtInterest(cash.Neg().Mul(rate), benchmark, nights).Neg()
		} else {
			assets, err := a.Equity()
			if err != nil {
				faults = append(faults, fmt.Errorf("interest on %s: %w", currency, err))
				continue
			}
			amount = creditInterest(cash.Sub(shortValue(a, currency)).Mul(rate), assets, benchmark, nights)
		}
		share(a, currency, amount.DivRound(rate, 2), cash, at)
	}
	return errors.Join(faults...)
}

// share posts interest to the ledgers by their cash; the last one takes what rounding leaves.
func share(a *portfolio.Account, currency market.Currency, amount, cash decimal.Decimal, at market.Time) {
	left := amount
	ledgers := a.Ledgers()
	for i, l := range ledgers {
		part := amount.Mul(l.Cash(currency)).DivRound(cash, 2)
		if i == len(ledgers)-1 {
			part = left
		}
		left = left.Sub(part)
		l.Post(portfolio.Posting{Time: at, Kind: portfolio.Interest, Money: portfolio.Money{Currency: currency, Amount: part}})
	}
}

// shortValue is the value of the shares of a currency that were sold short.
func shortValue(a *portfolio.Account, currency market.Currency) decimal.Decimal {
	sum := decimal.Zero
	for in, quantity := range a.Quantities() {
		if price, ok := a.Last(in.ID); ok && shares(in) && quantity.IsNegative() && in.Currency == currency {
			sum = sum.Add(in.Notional(price, quantity.Neg()))
		}
	}
	return sum
}

func shares(in *market.Instrument) bool { return in.Kind == market.Equity || in.Kind == market.ETF }

func sortedKeys(m map[market.Currency]Rates) []market.Currency {
	keys := make([]market.Currency, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
