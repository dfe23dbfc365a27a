package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// IBKRForex is Interactive Brokers' plan for spot currencies: a part of the traded value that falls with the value of the
// calendar month, with a minimum for the order. IBKR converts the fee to the account's base currency; here it is in
// the currency of the pair's price. The tiers and the minimum are in dollars: of a pair without the dollar neither
// can be known, so the first tier holds and there is no minimum.
//
// Source: IBKR, "Commissions Spot Currencies" (0.20 basis points, at least USD 2.00, up to a billion a month; example:
// 100,000 USD.EUR cost USD 2.00), for all dates. Each call is an account of its own.
func IBKRForex() Model { return &ForexPlan{} }

// ForexPlan is the plan of IBKRForex.
type ForexPlan struct{ month volume }

var (
	forexTiers = []Tier{
		{UpTo: decimal.NewFromInt(1_000_000_000), Rate: decimal.New(20, -6)},
		{UpTo: decimal.NewFromInt(2_000_000_000), Rate: decimal.New(15, -6)},
		{UpTo: decimal.NewFromInt(5_000_000_000), Rate: decimal.New(10, -6)},
		{Rate: decimal.New(8, -6)},
	}
	// forexMinima belong to the tiers: to that of the month's value at the time.
	forexMinima = []decimal.Decimal{cents(200), cents(150), cents(125), cents(100)}
)

// Charge is the order's fee after the fill less its fee before, in the currency of the price.
func (p *ForexPlan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	in := f.Instrument
	dollar := one // what a dollar costs in the currency of the price
	switch market.USD {
	case in.Currency:
	case in.Base:
		dollar = f.Price
	default:
		amount := forexTiers[0].Rate.Mul(value(f))
		if sofar.Bill != nil {
			rule := "a pair without the dollar has neither tiers nor a minimum"
			sofar.Bill.add(Item{Name: "commission", Rate: ofValue(forexTiers[0].Rate), Rule: rule, Source: ibkrForex, Amount: amount})
		}
		return amount
	}
	if !dollar.IsPositive() {
		return decimal.Zero
	}
	dollars := value(f).Div(dollar)
	day := Day(f)
	volume := p.month.of(sofar)
	month := volume.upTo(day)
	rated := volume.rate(forexTiers, dollars, day)
	minimum := forexMinima[volume.tier(forexTiers)]
	before := sofar.Rated
	sofar.Rated = before.Add(rated)
	amount := atLeast(minimum, before, rated).Mul(dollar)
	if sofar.Bill != nil {
		item := plain(tiersFor(forexTiers, month, dollars, ofValue), minimum, sofar.Rated, amount)
		item.Source = ibkrForex
		item.Rule = joined(monthSoFar(forexTiers, month, "dollars"), item.Rule+", in dollars")
		sofar.Bill.add(item)
	}
	return amount
}

const ibkrForex = "IBKR, Commissions Spot Currencies"
