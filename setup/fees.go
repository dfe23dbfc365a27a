package setup

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
)

// Fees is the schedule of a checked configuration: its rules, and its model for what no rule fits. IBKR's plans charge
// shares of some currencies, and with kinds: all also US options and futures and all currencies; what is left out trades
// free of charge, which the summary of a backtest says. Each call is an account of its own, whose months begin with nothing traded.
func Fees(c *config.Fees) fee.Schedule {
	return Before(c.Schedule, "sim.fees.schedule", model(c))
}

// Before puts the rules of a configuration's key before those of a schedule.
func Before(rules []config.FeeRule, key string, s fee.Schedule) fee.Schedule {
	var first []fee.Rule
	for i := range rules {
		first = append(first, rule(&rules[i], fmt.Sprint(key, ".", i)))
	}
	s.Rules = append(first, s.Rules...)
	return s
}

func model(c *config.Fees) fee.Schedule {
	switch c.Model {
	case "per-share", "per-contract":
		return fee.Schedule{Default: fee.PerUnit{Rate: c.Rate, Minimum: c.Minimum}}
	case "percent":
		return fee.Schedule{Default: fee.Percent{Rate: c.Rate, Minimum: c.Minimum}}
	case "ibkr-fixed", "ibkr-tiered":
		rules := fee.IBKRShares(c.Model == "ibkr-tiered", c.Exchange)
		if c.Kinds == "all" {
			option, future, forex := market.Option, market.Future, market.Forex
			futures := fee.IBKRFuturesFixed()
			if c.Model == "ibkr-tiered" {
				futures = fee.IBKRFutures()
			}
			rules = append(rules,
				fee.Rule{Kind: &option, Currency: market.USD, Model: fee.IBKROptions()},
				fee.Rule{Kind: &future, Currency: market.USD, Model: futures},
				fee.Rule{Kind: &forex, Model: fee.IBKRForex()},
			)
		}
		return fee.Schedule{Rules: rules}
	}
	return fee.Schedule{}
}

// rule makes a line of the charges of each name. Without any, trading is free.
func rule(c *config.FeeRule, path string) fee.Rule {
	r := fee.Rule{Symbol: c.Symbol, Currency: c.Currency, OnTop: c.OnTop}
	if kind := new(market.Kind); c.Kind != "" && kind.UnmarshalText([]byte(c.Kind)) == nil {
		r.Kind = kind
	}
	var sum fee.Sum
	lines := map[string]*fee.Line{}
	for i := range c.Charges {
		f := &c.Charges[i]
		line := lines[f.Name]
		if line == nil {
			line = &fee.Line{Name: f.Name, Source: path}
			switch f.Side {
			case "buy":
				line.Side = fee.Buys
			case "sell":
				line.Side = fee.Sells
			}
			lines[f.Name], sum = line, append(sum, line)
		}
		line.Terms = append(line.Terms, fee.Terms{
			From: f.From, PerUnit: f.PerUnit, Percent: f.Percent, PerOrder: f.PerOrder,
			Minimum: f.Minimum, Maximum: f.Maximum, MaximumPercent: f.MaximumPercent,
		})
	}
	if sum != nil {
		r.Model = sum
	}
	return r
}
