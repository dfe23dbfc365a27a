package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// IBKRFixed is Interactive Brokers' fixed plan for US shares and ETFs, with the regulatory fees on sales:
// USD 0.005 a share, at least 1.00 and at most 1 % of the value of the order.
//
// Source: IBKR, "Commissions Stocks, ETFs, Warrants", United States, as published in 2024. When
// its rates began is not known here, so they hold for all dates.
func IBKRFixed() Model {
	return Sum{&Plan{Tiers: fixedTiers, Minimum: one, Cap: onePercent, Source: ibkrStocks}, Regulatory{}}
}

// IBKRTiered is Interactive Brokers' tiered plan for US shares and ETFs: a rate that falls with the
// shares traded in the calendar month, at least 0.35 and at most 1 % of the value of the order; plus
// the regulatory fees on sales, clearing and the pass-through of NYSE's and FINRA's charges.
//
// Exchange fees depend on the venue an order was routed to: add Taking with a rate of 0.003, which is the most that
// an exchange may ask (SEC Regulation NMS, rule 610(c)) and what IBKR's examples show. Rebates for giving liquidity
// are not modelled.
//
// Source: as IBKRFixed, and "Stock and ETF Fixed vs. Tiered Pricing Comparison Examples". Each call is an
// account of its own: its month's volume is counted over all instruments that share the model.
func IBKRTiered() Model {
	plan := &Plan{
		Tiers: volumeTiers, Minimum: decimal.New(35, -2), Cap: onePercent,
		PassThrough: decimal.New(175, -6).Add(decimal.New(563, -6)), Source: ibkrStocks,
	}
	return Sum{plan, sharesClearing, Regulatory{}}
}

const ibkrStocks = "IBKR, Commissions Stocks, ETFs, Warrants, United States, 2024"

// sharesClearing is the fee of NSCC and DTC that IBKR passes on.
var sharesClearing = &Line{Name: "clearing", Source: ibkrStocks, Terms: []Terms{{PerUnit: decimal.New(2, -4)}}}

var (
	one        = decimal.NewFromInt(1)
	onePercent = decimal.New(1, -2)

	fixedTiers  = []Tier{{Rate: decimal.New(5, -3)}}
	volumeTiers = []Tier{
		{UpTo: decimal.NewFromInt(300_000), Rate: decimal.New(35, -4)},
		{UpTo: decimal.NewFromInt(3_000_000), Rate: decimal.New(20, -4)},
		{UpTo: decimal.NewFromInt(20_000_000), Rate: decimal.New(15, -4)},
		{UpTo: decimal.NewFromInt(100_000_000), Rate: decimal.New(10, -4)},
		{Rate: decimal.New(5, -4)},
	}
)

// Tier is the rate for each share of a month's volume up to UpTo; the last tier has no end.
type Tier struct{ UpTo, Rate decimal.Decimal }

// Plan is a commission per share with a minimum and a maximum for each order:
// min(Cap × value, max(Minimum, rate × shares)). The cap wins over the minimum: 1,000 shares at 0.25 cost
// 2.50 and one share at 20 costs 0.20.
type Plan struct {
	// Tiers are marginal: a rate holds for the shares of the month that fall into its tier.
	Tiers   []Tier
	Minimum decimal.Decimal
	// Cap is a part of the order's value.
	Cap decimal.Decimal
	// PassThrough is charged on top, as a part of the commission.
	PassThrough decimal.Decimal
	// Source is who published the plan.
	Source string

	month volume
}

// Charge is the order's commission after the fill less its commission before.
func (p *Plan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	before := decimal.Zero
	if sofar.Quantity.IsPositive() {
		before = p.commission(sofar)
	}
	day := Day(f)
	volume := p.month.of(sofar)
	month := volume.upTo(day)
	sofar.Rated = sofar.Rated.Add(volume.rate(p.Tiers, f.Quantity, day))
	now := sofar.with(f)
	total := p.commission(&now)
	step := total.Sub(before)
	passed := step.Mul(p.PassThrough)
	if sofar.Bill != nil {
		rate := tiersFor(p.Tiers, month, f.Quantity, func(r decimal.Decimal) string { return perUnit(r, f.Instrument) })
		rule := joined(monthSoFar(p.Tiers, month, "shares"), bounds(total, p.Minimum, decimal.Zero, p.Cap, now.Value))
		sofar.Bill.add(Item{Name: "commission", Rate: rate, Rule: rule, Source: p.Source, Amount: step})
		if !passed.IsZero() {
			sofar.Bill.add(Item{
				Name: "NYSE and FINRA pass-through", Rate: p.PassThrough.Shift(2).String() + " % of the commission",
				Source: p.Source, Amount: passed,
			})
		}
	}
	return step.Add(passed)
}

func (p *Plan) commission(t *Tally) decimal.Decimal {
	return decimal.Min(p.Cap.Mul(t.Value), decimal.Max(p.Minimum, t.Rated))
}
