package report

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/report/stats"
)

// Costs is what trading cost.
type Costs struct {
	// Fills counts what moved a position: of a combo each leg, and not the combo as a whole.
	Fills int `json:"fills"`
	// Fees are all commissions and charges in the base currency, ByCurrency as they were charged.
	Fees       decimal.Decimal   `json:"fees"`
	ByCurrency []portfolio.Money `json:"by_currency"`
	// Traded is the value of all fills in the base currency, bought and sold.
	Traded decimal.Decimal `json:"traded"`
	// BasisPoints is fees / traded × 10,000, PerFill fees / fills, and Share is fees / (net profit + fees):
	// what part of the profit before fees they took.
	BasisPoints stats.Value `json:"basis_points"`
	PerFill     stats.Value `json:"per_fill"`
	Share       stats.Value `json:"share_of_profit_before_fees"`
	// Unconverted counts fills whose currency had no rate to the base currency. They are missing in Fees
	// and Traded.
	Unconverted int `json:"unconverted"`
}

func costsOf(run *Run, sheet stats.Sheet) Costs {
	base := run.Manifest.Base
	c := Costs{ByCurrency: []portfolio.Money{}}
	for i := range run.Fills {
		f := &run.Fills[i]
		if f.Moves() {
			c.Fills++
		}
		value, valued := f.value(base)
		fee, charged := f.fee(base)
		if !valued || !charged {
			c.Unconverted++
		}
		c.Traded, c.Fees = c.Traded.Add(value), c.Fees.Add(fee)
		c.charge(f.FeeCurrency, f.Fill.Fee)
	}
	slices.SortFunc(c.ByCurrency, func(a, b portfolio.Money) int { return cmp.Compare(a.Currency, b.Currency) })

	fees := stats.Of(c.Fees.InexactFloat64())
	c.BasisPoints = fees.Over(stats.Of(c.Traded.InexactFloat64()/10_000), stats.NoTrades)
	c.PerFill = fees.Over(stats.Of(float64(c.Fills)), stats.NoTrades)
	c.Share = stats.Undefined(stats.NoTrades)
	if net, ok := sheet.Value("net_profit").Float(); ok && net+c.Fees.InexactFloat64() > 0 && c.Fills > 0 {
		c.Share = fees.Over(stats.Of(net+c.Fees.InexactFloat64()), stats.NoTrades)
	}
	return c
}

func (c *Costs) charge(currency market.Currency, fee decimal.Decimal) {
	if fee.IsZero() {
		return
	}
	i := slices.IndexFunc(c.ByCurrency, func(m portfolio.Money) bool { return m.Currency == currency })
	if i < 0 {
		c.ByCurrency = append(c.ByCurrency, portfolio.Money{Currency: currency, Amount: fee})
		return
	}
	c.ByCurrency[i].Amount = c.ByCurrency[i].Amount.Add(fee)
}

// value is |quantity × price × multiplier| in the base currency; false when the rate is unknown. A combo as a whole has
// none beside that of its legs.
func (f *Fill) value(base market.Currency) (decimal.Decimal, bool) {
	if !f.Moves() {
		return decimal.Zero, true
	}
	return inBase(f.Instrument.Notional(f.Price, f.Quantity).Abs(), f.Instrument.Currency, f.Rate, base)
}

// fee is the fee in the base currency; false when the rate is unknown.
func (f *Fill) fee(base market.Currency) (decimal.Decimal, bool) {
	return inBase(f.Fill.Fee, f.FeeCurrency, f.FeeRate, base)
}

func inBase(amount decimal.Decimal, currency market.Currency, rate decimal.Decimal, base market.Currency) (decimal.Decimal, bool) {
	switch {
	case currency == base || amount.IsZero():
		return amount, true
	case rate.IsZero():
		return decimal.Zero, false
	}
	return amount.Mul(rate), true
}
