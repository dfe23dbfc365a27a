package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// IBKROptions is Interactive Brokers' plan for US options: a rate for each contract that falls with the contracts of
// the calendar month and with the premium, at least USD 1.00 for the order; plus clearing and the regulatory fees.
// Exchange fees and rebates are not modelled: they depend on the exchange that smart routing chose.
//
// Source: IBKR, "Commissions Options", United States, smart routed. When its rates began is not known here, so they
// hold for all dates. Each call is an account of its own.
func IBKROptions() Model { return Sum{&OptionPlan{}, clearing{}, OptionRegulatory{}} }

// OptionPlan is IBKR's commission on US options without what is passed through.
type OptionPlan struct{ month volume }

// optionTiers are the rates by the month's contracts: below a premium of 0.05, below 0.10, and from there on.
var optionTiers = []struct {
	upTo  decimal.Decimal
	rates [3]decimal.Decimal
}{
	{decimal.NewFromInt(10_000), [3]decimal.Decimal{cents(25), cents(50), cents(65)}},
	{decimal.NewFromInt(50_000), [3]decimal.Decimal{cents(25), cents(50), cents(50)}},
	{decimal.NewFromInt(100_000), [3]decimal.Decimal{cents(25), cents(25), cents(25)}},
	{decimal.Zero, [3]decimal.Decimal{cents(15), cents(15), cents(15)}},
}

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

// Charge is the order's commission after the fill less its commission before.
func (p *OptionPlan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	band := 2
	switch {
	case f.Price.LessThan(cents(5)):
		band = 0
	case f.Price.LessThan(cents(10)):
		band = 1
	}
	tiers := make([]Tier, len(optionTiers))
	for i, t := range optionTiers {
		tiers[i] = Tier{UpTo: t.upTo, Rate: t.rates[band]}
	}
	before := sofar.Rated
	sofar.Rated = before.Add(p.month.rate(tiers, f.Quantity, f.Time))
	return atLeast(one, before, sofar.Rated.Sub(before))
}

// clearing is the Options Clearing Corporation's fee for each contract, with a maximum for each trade. Source: IBKR,
// "Commissions Options", as published in 2020 and in 2024; the first holds for all earlier days and until 2024.
type clearing struct{}

var (
	clearingRate = dated{{20200101, decimal.RequireFromString("0.055")}, {20240101, decimal.RequireFromString("0.02")}}
	clearingMost = decimal.NewFromInt(55)
)

// Charge takes each fill as a trade of its own.
func (clearing) Charge(_ *Tally, f *order.Fill) decimal.Decimal {
	return decimal.Min(clearingMost, clearingRate.on(tradeDate(f.Time)).Mul(f.Quantity))
}

// OptionRegulatory is what exchanges and regulators take of options: the options regulatory fee of each contract, and of
// sales the SEC's fee and FINRA's activity fee.
type OptionRegulatory struct{}

// optionRegulatoryFee is the sum of the exchanges' fees as IBKR published it in 2016, 2020 and 2024; it changes twice a
// year. optionActivity: FINRA, as for shares, SR-FINRA-2020-032 and SR-FINRA-2024-019.
var (
	optionRegulatoryFee = dated{
		{20160101, decimal.RequireFromString("0.0404")},
		{20200101, decimal.RequireFromString("0.0388")},
		{20240101, decimal.RequireFromString("0.02685")},
	}
	optionActivity = dated{
		{20120701, decimal.RequireFromString("0.00200")},
		{20220101, decimal.RequireFromString("0.00218")},
		{20230101, decimal.RequireFromString("0.00244")},
		{20240101, decimal.RequireFromString("0.00279")},
		{20260101, decimal.RequireFromString("0.00329")},
	}
)

// Charge is all three fees.
func (OptionRegulatory) Charge(_ *Tally, f *order.Fill) decimal.Decimal {
	day := tradeDate(f.Time)
	total := optionRegulatoryFee.on(day).Mul(f.Quantity)
	if f.Side == order.Sell {
		total = total.Add(sectionThirtyOne.on(day).Mul(value(f))).Add(optionActivity.on(day).Mul(f.Quantity))
	}
	return total
}

// volume counts what an account trades in a calendar month.
type volume struct {
	month int
	sum   decimal.Decimal
}

// rate counts a quantity towards the month and is what it costs by the tiers it falls into.
func (m *volume) rate(tiers []Tier, quantity decimal.Decimal, at market.Time) decimal.Decimal {
	if month := int(tradeDate(at)) / 100; month != m.month {
		m.month, m.sum = month, decimal.Zero
	}
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
