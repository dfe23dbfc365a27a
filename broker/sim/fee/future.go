package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// IBKRFutures is Interactive Brokers' tiered plan for US futures in dollars: a rate for each contract that falls with
// the contracts of the calendar month, plus the exchange's fee and the NFA's 0.02. Micro contracts have rates of their
// own. Exchange fees are known for the CME's index futures only; of others the commission alone is charged.
//
// Source: IBKR, "Commissions Futures", United States, as published in 2024 (ES: 0.85 + 1.38 + 0.02 = 2.25; MES: 0.25 +
// 0.35 + 0.02 = 0.62), for all dates. A root is the instrument's underlying, or its symbol. Each call is an account of
// its own.
func IBKRFutures() Model { return &FuturePlan{} }

// FuturePlan is the plan of IBKRFutures.
type FuturePlan struct{ standard, micro volume }

var (
	futureTiers = futureTable(85, 65, 45, 25)
	microTiers  = futureTable(25, 20, 15, 10)

	micros = map[string]bool{
		"MES": true, "MNQ": true, "M2K": true, "MYM": true, "2YY": true, "5YY": true, "10Y": true, "30Y": true,
		"MCL": true, "MGC": true, "SIL": true, "VXM": true,
	}
	exchangeFees = map[string]decimal.Decimal{
		"ES": cents(138), "NQ": cents(138), "RTY": cents(138), "YM": cents(138),
		"MES": cents(35), "MNQ": cents(35), "M2K": cents(35), "MYM": cents(35),
	}
	nfa = cents(2)
)

func futureTable(rates ...int64) []Tier {
	tiers := make([]Tier, len(rates))
	for i, upTo := range []int64{1_000, 10_000, 20_000, 0} {
		tiers[i] = Tier{UpTo: decimal.NewFromInt(upTo), Rate: cents(rates[i])}
	}
	return tiers
}

// Charge is the fee of the contracts; an order has neither minimum nor maximum.
func (p *FuturePlan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	root := f.Instrument.Underlying
	if root == "" {
		root = f.Instrument.Symbol
	}
	month, tiers := &p.standard, futureTiers
	if micros[root] {
		month, tiers = &p.micro, microTiers
	}
	day := tradeDate(f)
	before := month.upTo(day)
	commission := month.rate(tiers, f.Quantity, day)
	if sofar.Bill != nil {
		each := func(r decimal.Decimal) string { return perUnit(r, f.Instrument) }
		add := func(name, rate, rule string, amount decimal.Decimal) {
			sofar.Bill.add(Item{Name: name, Rate: rate, Rule: rule, Source: ibkrFutures, Amount: amount})
		}
		add("commission", tiersFor(tiers, before, f.Quantity, each), monthSoFar(tiers, before, "contracts"), commission)
		if fee, known := exchangeFees[root]; known {
			add("exchange fee", each(fee), "", fee.Mul(f.Quantity))
		}
		add("NFA fee", each(nfa), "", nfa.Mul(f.Quantity))
	}
	return commission.Add(exchangeFees[root].Add(nfa).Mul(f.Quantity))
}

const ibkrFutures = "IBKR, Commissions Futures, United States, 2024"
