package setup

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
)

// Fees is the schedule of a checked configuration: its rules, and its model for what no rule fits. IBKR's plans charge
// shares, and with kinds: all also options, futures and currencies; what is left out trades free of charge, which the
// summary of a backtest says. Each call is an account of its own, whose months begin with nothing traded.
func Fees(c *config.Fees) fee.Schedule {
	s := model(c)
	for i := range c.Schedule {
		s.Rules = append(s.Rules, rule(&c.Schedule[i], fmt.Sprint("sim.fees.schedule.", i)))
	}
	return s
}

func model(c *config.Fees) fee.Schedule {
	shares := func(m fee.Model) fee.Schedule {
		kinds := map[market.Kind]fee.Model{market.Equity: m, market.ETF: m}
		if c.Kinds == "all" {
			kinds[market.Option], kinds[market.Future], kinds[market.Forex] = fee.IBKROptions(), fee.IBKRFutures(), fee.IBKRForex()
		}
		return fee.Schedule{Kinds: kinds}
	}
	switch c.Model {
	case "per-share", "per-contract":
		return fee.Schedule{Default: fee.PerUnit{Rate: c.Rate, Minimum: c.Minimum}}
	case "percent":
		return fee.Schedule{Default: fee.Percent{Rate: c.Rate, Minimum: c.Minimum}}
	case "ibkr-fixed":
		return shares(fee.IBKRFixed())
	case "ibkr-tiered":
		return shares(fee.Sum{fee.IBKRTiered(), fee.Taking{Rate: c.Exchange}})
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
