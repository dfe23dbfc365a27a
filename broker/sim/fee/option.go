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
	before, day := sofar.Rated, Day(f)
	volume := p.month.of(sofar)
	month := volume.upTo(day)
	sofar.Rated = before.Add(volume.rate(tiers, f.Quantity, day))
	amount := atLeast(one, before, sofar.Rated.Sub(before))
	if sofar.Bill != nil {
		rate := tiersFor(tiers, month, f.Quantity, func(r decimal.Decimal) string { return perUnit(r, f.Instrument) })
		item := plain(rate, one, sofar.Rated, amount)
		item.Source, item.Rule = ibkrOptions, joined(premiumBands[band], monthSoFar(tiers, month, "contracts"), item.Rule)
		sofar.Bill.add(item)
	}
	return amount
}

const ibkrOptions = "IBKR, Commissions Options, United States, smart routed"

var premiumBands = [3]string{"premium below 0.05", "premium below 0.10", ""}

// clearing is the Options Clearing Corporation's fee for each contract, until 2025 at most 55 for each trade. Source: its
// Schedule of Fees of January 2020 (which holds for all earlier days), its press release of 19 April 2021 (0.045 since
// September 2020, 0.02 from June 2021), and SR-OCC-2025-002, which went on with 89 FR 105645 (0.025 without a maximum).
// Holidays of the fee at the ends of some years are not modelled.
type clearing struct{}

var (
	clearingRate = dated{source: "Options Clearing Corporation, Schedule of Fees", rows: []effective{
		{20200101, decimal.RequireFromString("0.055")},
		{20200901, decimal.RequireFromString("0.045")},
		{20210601, decimal.RequireFromString("0.02")},
		{20250101, decimal.RequireFromString("0.025")},
	}}
	clearingMost      = decimal.NewFromInt(55)
	clearingUnlimited = market.Date(20250101)
)

// Charge takes each fill as a trade of its own.
func (clearing) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	day := Day(f)
	rate := clearingRate.on(day)
	amount, limited := rate.Mul(f.Quantity), day < clearingUnlimited
	if limited && amount.GreaterThan(clearingMost) {
		amount = clearingMost
	}
	if sofar.Bill != nil {
		item := clearingRate.item("clearing", perUnit(rate, f.Instrument), day, amount)
		if limited {
			item.Rule = "a trade pays at most " + clearingMost.String()
		}
		sofar.Bill.add(item)
	}
	return amount
}

// OptionRegulatory is what exchanges and regulators take of options: the options regulatory fee of each contract, and of
// sales the SEC's fee and FINRA's activity fee.
type OptionRegulatory struct{}

// optionRegulatoryFee is the sum of the exchanges' fees as IBKR published it in 2016, 2020, 2024 and 2025; it changes twice
// a year. optionActivity: FINRA, as for shares, SR-FINRA-2020-032 and SR-FINRA-2024-019.
var (
	optionRegulatoryFee = dated{source: "IBKR, Options Regulatory Fee: the sum of the exchanges'", rows: []effective{
		{20160101, decimal.RequireFromString("0.0404")},
		{20200101, decimal.RequireFromString("0.0388")},
		{20240101, decimal.RequireFromString("0.02685")},
		{20250101, decimal.RequireFromString("0.01915")},
	}}
	optionActivity = dated{source: activity.source, rows: []effective{
		{20120701, decimal.RequireFromString("0.00200")},
		{20220101, decimal.RequireFromString("0.00218")},
		{20230101, decimal.RequireFromString("0.00244")},
		{20240101, decimal.RequireFromString("0.00279")},
		{20260101, decimal.RequireFromString("0.00329")},
	}}
)

// Charge is all three fees.
func (OptionRegulatory) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	day := Day(f)
	orf := optionRegulatoryFee.on(day).Mul(f.Quantity)
	if sofar.Bill != nil {
		sofar.Bill.add(optionRegulatoryFee.item("options regulatory fee", perUnit(optionRegulatoryFee.on(day), f.Instrument), day, orf))
	}
	if f.Side == order.Buy {
		return orf
	}
	sec, taf := sectionThirtyOne.on(day).Mul(value(f)), optionActivity.on(day).Mul(f.Quantity)
	if sofar.Bill != nil {
		sofar.Bill.add(sectionThirtyOne.item("SEC fee", ofValue(sectionThirtyOne.on(day)), day, sec))
		sofar.Bill.add(optionActivity.item("FINRA trading activity fee", perUnit(optionActivity.on(day), f.Instrument), day, taf))
	}
	return orf.Add(sec).Add(taf)
}
