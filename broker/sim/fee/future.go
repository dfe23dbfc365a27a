package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// IBKRFutures is Interactive Brokers' tiered plan for US futures in dollars: a rate for each contract that falls with
// the contracts of the calendar month, plus the exchange's fee and the NFA's 0.02. Micro contracts, and the smaller contracts
// on currencies, have rates of their own. Exchange fees are those for who is no member; known are the CME's on indices and
// currencies, and those of NYMEX and COMEX. Of others, such as the CBOT's on grains and bonds or those of ICE and Eurex, the
// commission alone is charged.
//
// Source: IBKR, "Commissions Futures", United States, as published in 2024 (ES: 0.85 + 1.38 + 0.02 = 2.25; MES: 0.25 +
// 0.35 + 0.02 = 0.62; E7: 0.50 + 0.85 + 0.02), and its pages of fees of CME, NYMEX and COMEX, for all dates. A root is the
// instrument's underlying, or its symbol, as the exchange or as IBKR writes it. Each call is an account of its own.
func IBKRFutures() Model { return futurePlan(func(tiers []Tier) []Tier { return tiers }) }

// IBKRFuturesFixed is the fixed plan for the same: the rates of the first tier, however many contracts a month has.
func IBKRFuturesFixed() Model {
	return futurePlan(func(tiers []Tier) []Tier { return []Tier{{Rate: tiers[0].Rate}} })
}

func futurePlan(of func([]Tier) []Tier) *FuturePlan {
	p := &FuturePlan{standard: futureClass{tiers: of(standardTiers)}, byRoot: map[string]*futureClass{}}
	for _, c := range futureClasses {
		class := &futureClass{tiers: of(c.tiers)}
		for _, root := range c.roots {
			p.byRoot[root] = class
		}
	}
	return p
}

// FuturePlan is a plan of IBKRFutures.
type FuturePlan struct {
	standard futureClass
	byRoot   map[string]*futureClass
}

// futureClass is the contracts that are counted together.
type futureClass struct {
	tiers []Tier
	month volume
}

var (
	standardTiers = futureTable(85, 65, 45, 25)

	// futureClasses have rates of their own.
	futureClasses = []struct {
		tiers []Tier
		roots []string
	}{
		{futureTable(25, 20, 15, 10), []string{
			"MES", "MNQ", "M2K", "MYM", "VOLQ", "2YY", "5YY", "10Y", "30Y", "MCL", "MGC", "SIL", "VXM",
		}},
		{futureTable(50, 40, 30, 15), []string{"E7", "J7"}},
		{futureTable(15, 12, 8, 5), []string{"M6A", "M6B", "M6E", "MCD", "MJY", "MSF", "MIR"}},
	}

	exchangeFees = feeTable(map[int64][]string{
		138: {"ES", "NQ", "RTY", "YM", "EMD"},
		35:  {"MES", "MNQ", "M2K", "MYM"},
		// Currencies: the exchange's roots, and IBKR's.
		160: {
			"6A", "6B", "6C", "6E", "6J", "6N", "6S", "AUD", "GBP", "CAD", "EUR", "JPY", "NZD", "CHF",
			"NG", "PA", "PL", "GC", "HG", "SI",
		},
		85:  {"E7", "J7"},
		24:  {"M6A", "M6B", "M6E", "MCD", "MJY", "MSF", "MIR"},
		150: {"CL", "HO", "RB", "BZ"},
		120: {"QM"},
		50:  {"QG", "MCL"},
		75:  {"MGC"},
		100: {"SIL", "QO", "QI", "QC"},
		60:  {"MHG"},
	})
	nfa = cents(2)
)

func futureTable(rates ...int64) []Tier {
	tiers := make([]Tier, len(rates))
	for i, upTo := range []int64{1_000, 10_000, 20_000, 0} {
		tiers[i] = Tier{UpTo: decimal.NewFromInt(upTo), Rate: cents(rates[i])}
	}
	return tiers
}

// feeTable turns roots by cents into fees by root.
func feeTable(byCents map[int64][]string) map[string]decimal.Decimal {
	fees := map[string]decimal.Decimal{}
	for n, roots := range byCents {
		for _, root := range roots {
			fees[root] = cents(n)
		}
	}
	return fees
}

// Charge is the fee of the contracts; an order has neither minimum nor maximum.
func (p *FuturePlan) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	root := f.Instrument.Underlying
	if root == "" {
		root = f.Instrument.Symbol
	}
	class := &p.standard
	if own := p.byRoot[root]; own != nil {
		class = own
	}
	day := Day(f)
	volume := class.month.of(sofar)
	before := volume.upTo(day)
	commission := volume.rate(class.tiers, f.Quantity, day)
	if sofar.Bill != nil {
		each := func(r decimal.Decimal) string { return perUnit(r, f.Instrument) }
		add := func(name, rate, rule string, amount decimal.Decimal) {
			sofar.Bill.add(Item{Name: name, Rate: rate, Rule: rule, Source: ibkrFutures, Amount: amount})
		}
		add("commission", tiersFor(class.tiers, before, f.Quantity, each), monthSoFar(class.tiers, before, "contracts"), commission)
		if fee, known := exchangeFees[root]; known {
			add("exchange fee", each(fee), "", fee.Mul(f.Quantity))
		}
		add("NFA fee", each(nfa), "", nfa.Mul(f.Quantity))
	}
	return commission.Add(exchangeFees[root].Add(nfa).Mul(f.Quantity))
}

const ibkrFutures = "IBKR, Commissions Futures, United States, 2024"
