package floor

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Market rules by number. 26 (US shares) and 239 (EUR.USD) are IB's own numbers; the others are this
// floor's. IB's tables differ between exchanges and change; these are uniform.
const (
	ruleCents      = 26
	ruleHalfPip    = 239
	ruleHalfPipYen = 240
	ruleEquityIdx  = 67
	ruleHundredth  = 68
	ruleTenth      = 69
	rulePenny      = 32
	ruleIndexOpt   = 109
	ruleEuropean   = 1915
	ruleCrypto     = 2560
	ruleBond       = 2100
)

var rules = map[int]market.PriceGrid{
	ruleCents:      uniform("0.01"),
	ruleHalfPip:    uniform("0.00005"),
	ruleHalfPipYen: uniform("0.005"),
	ruleEquityIdx:  uniform("0.25"),
	ruleHundredth:  uniform("0.01"),
	ruleTenth:      uniform("0.1"),
	// Options in the penny program: a cent below 3, a nickel from there. Options on an index: 5 and 10 cents.
	rulePenny:    {rung("0", "0.01"), rung("3", "0.05")},
	ruleIndexOpt: {rung("0", "0.05"), rung("3", "0.1")},
	// Shares in euros and pounds, simplified from the tick tables of MiFID II (RTS 11).
	ruleEuropean: {rung("0", "0.001"), rung("10", "0.005"), rung("20", "0.01"), rung("50", "0.02"), rung("100", "0.05")},
	ruleCrypto:   {rung("0", "0.0001"), rung("100", "0.01"), rung("10000", "0.25")},
	ruleBond:     uniform("0.001"),
}

func uniform(increment string) market.PriceGrid {
	return market.UniformGrid(decimal.RequireFromString(increment))
}

func rung(from, increment string) market.Rung {
	return market.Rung{From: decimal.RequireFromString(from), Increment: decimal.RequireFromString(increment)}
}

// MarketRule is the table of price increments with a number; nil when there is none.
func (f *Floor) MarketRule(id int) []wire.PriceIncrement {
	var table []wire.PriceIncrement
	for _, r := range rules[id] {
		table = append(table, wire.PriceIncrement{LowEdge: r.From, Increment: r.Increment})
	}
	return table
}

// minTick is the smallest increment of a grid.
func minTick(g market.PriceGrid) decimal.Decimal {
	return slices.MinFunc(g, func(a, b market.Rung) int { return a.Increment.Cmp(b.Increment) }).Increment
}

// ruleOf is the number of the market rule of a spec.
func ruleOf(s *Spec) int {
	return cmp.Or(s.Rule, kindRule(s))
}

func kindRule(s *Spec) int {
	switch s.Kind {
	case market.Forex:
		if s.Currency == "JPY" {
			return ruleHalfPipYen
		}
		return ruleHalfPip
	case market.Future:
		return ruleEquityIdx
	case market.Crypto:
		return ruleCrypto
	case market.Bond:
		return ruleBond
	case market.Equity:
		if s.Currency == "EUR" || s.Currency == "GBP" {
			return ruleEuropean
		}
	}
	return ruleCents
}
