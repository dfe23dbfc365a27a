package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// IBKRShares are the rules of Interactive Brokers' plans for shares and ETFs, by the currency that they trade in: US
// dollars, Canadian dollars, euros and Hong Kong dollars. There is no rule for others. Exchange is the fee of US shares that
// take liquidity, under the tiered plan.
//
// Elsewhere the fixed plan has the exchanges' fees inside; of the tiered plan the exchanges' and clearing fees are not
// modelled. Each call is an account of its own.
func IBKRShares(tiered bool, exchange decimal.Decimal) []Rule {
	us, canada, euro, hongKong := IBKRFixed(), canadaFixed(), euroFixed(), hongKongFixed()
	if tiered {
		us, canada, euro, hongKong = Sum{IBKRTiered(), Taking{Rate: exchange}}, canadaTiered(), euroTiered(), hongKongTiered()
	}
	var rules []Rule
	for _, kind := range []market.Kind{market.Equity, market.ETF} {
		in := func(c market.Currency, m Model) { rules = append(rules, Rule{Kind: &kind, Currency: c, Model: m}) }
		in(market.USD, us)
		in("CAD", canada)
		in("EUR", euro)
		if kind == market.Equity {
			in("HKD", Sum{hongKong, stampDuty})
		} else {
			in("HKD", hongKong)
		}
	}
	return rules
}

// Canada. Source: IBKR, "Commissions Stocks", North America, as published in 2024 and, for the fixed plan, in "Canada FAQs"
// (500 shares cost 5 CAD).
const ibkrCanada = "IBKR, Commissions Stocks, Canada, 2024"

func canadaFixed() Model { return canada(Tier{Rate: decimal.New(10, -3)}) }

func canadaTiered() Model {
	return canada(
		Tier{UpTo: decimal.NewFromInt(300_000), Rate: decimal.New(8, -3)},
		Tier{UpTo: decimal.NewFromInt(3_000_000), Rate: decimal.New(5, -3)},
		Tier{UpTo: decimal.NewFromInt(20_000_000), Rate: decimal.New(4, -3)},
		Tier{Rate: decimal.New(3, -3)},
	)
}

func canada(tiers ...Tier) Model {
	return &Plan{Tiers: tiers, Minimum: one, Cap: decimal.New(5, -3), Source: ibkrCanada}
}

// Shares in euros, smart routed. Source: IBKR, "Commissions Stocks Europe", and "European Stock Fixed vs. Tiered Pricing
// Comparison Examples" (20,000 EUR at IBIS: 10.00 in the first tier). The page has other fixed rates for a few of the
// smaller markets.
const ibkrEuro = "IBKR, Commissions Stocks Europe"

func euroFixed() Model {
	return &ValuePlan{Tiers: []Tier{{Rate: decimal.New(5, -4)}}, Minima: []decimal.Decimal{cents(300)}, Source: ibkrEuro}
}

func euroTiered() Model {
	return &ValuePlan{
		Tiers: []Tier{
			{UpTo: decimal.NewFromInt(50_000_000), Rate: decimal.New(50, -5)},
			{UpTo: decimal.NewFromInt(100_000_000), Rate: decimal.New(30, -5)},
			{UpTo: decimal.NewFromInt(500_000_000), Rate: decimal.New(20, -5)},
			{Rate: decimal.New(15, -5)},
		},
		Minima: []decimal.Decimal{cents(125)}, Maximum: cents(2900), Source: ibkrEuro,
	}
}

// Hong Kong. Source: IBKR, "Commissions Stock Asia-Pacific", and "Hong Kong Stock Fixed vs. Tiered Pricing Comparison
// Examples" (1,000 shares at 50: 40.00 fixed, 25.00 tiered).
const ibkrHongKong = "IBKR, Commissions Stock Asia-Pacific, Hong Kong"

func hongKongFixed() Model {
	return &ValuePlan{Tiers: []Tier{{Rate: decimal.New(8, -4)}}, Minima: []decimal.Decimal{cents(1800)}, Source: ibkrHongKong}
}

func hongKongTiered() Model {
	return &ValuePlan{
		Tiers: []Tier{
			{UpTo: decimal.NewFromInt(15_000_000), Rate: decimal.New(50, -5)},
			{UpTo: decimal.NewFromInt(300_000_000), Rate: decimal.New(50, -5)},
			{UpTo: decimal.NewFromInt(900_000_000), Rate: decimal.New(30, -5)},
			{UpTo: decimal.NewFromInt(2_000_000_000), Rate: decimal.New(20, -5)},
			{Rate: decimal.New(15, -5)},
		},
		Minima: []decimal.Decimal{cents(1800), cents(1200), cents(800), cents(600), cents(400)}, Source: ibkrHongKong,
	}
}

// stampDuty is Hong Kong's on shares, of both sides; ETFs have been free of it since 2015. It is not rounded up to a dollar.
// The levies beside it (below 0.01 %) are not modelled.
var stampDuty = &Line{
	Name: "stamp duty", Source: "Hong Kong Stamp Duty Ordinance (HKEX circular CT/152/23)",
	Terms: []Terms{
		{Percent: decimal.New(10, -2)},
		{From: 20210801, Percent: decimal.New(13, -2)},
		{From: 20231117, Percent: decimal.New(10, -2)},
	},
}

// ValuePlan is a commission that is a part of the value, with a minimum and a maximum for each order:
// min(Maximum, max(minimum, rate × value)).
//
// IBKR counts a month's value once a day, and here each fill counts at once.
type ValuePlan struct {
	// Tiers are marginal: a rate holds for the value of the month, in the instrument's currency, that falls into its tier.
	Tiers []Tier
	// Minima belong to the tiers, to that of the month's value at the time; a single one to all.
	Minima []decimal.Decimal
	// Maximum is none when it is 0.
	Maximum decimal.Decimal
	Source  string

	month volume
}

// Charge is the order's commission after the fill less its commission before.
func (p *ValuePlan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	day := Day(f)
	volume := p.month.of(sofar)
	month, traded := volume.upTo(day), value(f)
	before := sofar.Rated
	sofar.Rated = before.Add(volume.rate(p.Tiers, traded, day))
	minimum := p.Minima[min(volume.tier(p.Tiers), len(p.Minima)-1)]
	total := p.bounded(minimum, sofar.Rated)
	amount := total
	if sofar.Quantity.IsPositive() {
		amount = total.Sub(p.bounded(minimum, before))
	}
	if sofar.Bill != nil {
		rule := bounds(total, minimum, p.Maximum, decimal.Zero, decimal.Zero)
		sofar.Bill.add(Item{
			Name: "commission", Rate: tiersFor(p.Tiers, month, traded, ofValue), Source: p.Source, Amount: amount,
			Rule: joined(monthSoFar(p.Tiers, month, string(f.Instrument.Currency)), rule),
		})
	}
	return amount
}

func (p *ValuePlan) bounded(minimum, rated decimal.Decimal) decimal.Decimal {
	total := decimal.Max(minimum, rated)
	if p.Maximum.IsPositive() {
		total = decimal.Min(p.Maximum, total)
	}
	return total
}
