package config

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
)

// Fees is a commission schedule: a model, and rules that stand before it.
type Fees struct {
	Model   string          `koanf:"model" doc:"none, per-share, per-contract, percent, ibkr-fixed or ibkr-tiered"`
	Rate    decimal.Decimal `koanf:"rate" doc:"money per share or contract, or percent of the value"`
	Minimum decimal.Decimal `koanf:"minimum" doc:"least fee of an order"`
	// Exchange and Kinds belong to IBKR's plans.
	Exchange decimal.Decimal `koanf:"exchange" doc:"under ibkr-tiered, the exchange's fee of a share that takes liquidity: 0.003 is the most it may be"`
	Kinds    string          `koanf:"kinds" doc:"what IBKR's plans charge: shares, or all (options, futures and currencies too)"`
	Schedule []FeeRule       `koanf:"schedule" doc:"charges of your own: the first rule that fits an instrument holds in place of the model, which is for what no rule fits"`
}

// FeeRule is what some instruments cost. What it does not name fits all; without charges they trade free of charge.
type FeeRule struct {
	Symbol   string          `koanf:"symbol" doc:"instrument of the run, or the root of its futures; empty fits all"`
	Kind     string          `koanf:"kind" doc:"kind of instruments, such as equity or future; empty fits all"`
	Currency market.Currency `koanf:"currency" doc:"currency of the price; empty fits all"`
	OnTop    bool            `koanf:"on_top" doc:"add to what holds without this rule, instead of taking its place"`
	Charges  []FeeCharge     `koanf:"charges" doc:"they add up; those of one name follow each other by their days"`
}

// FeeCharge is one charge of an order, in the instrument's currency: per_order + per_unit × quantity + percent of the
// value, at least minimum, then at most maximum and maximum_percent of the value.
type FeeCharge struct {
	Name           string          `koanf:"name" doc:"what is charged, such as exchange fee; empty means commission"`
	From           market.Date     `koanf:"from" doc:"first day; empty is since ever. Before its first day a charge is not made"`
	Side           string          `koanf:"side" doc:"buy or sell; empty is both"`
	PerUnit        decimal.Decimal `koanf:"per_unit" doc:"money for each share, contract or unit"`
	Percent        decimal.Decimal `koanf:"percent" doc:"percent of the value"`
	PerOrder       decimal.Decimal `koanf:"per_order" doc:"money for the order"`
	Minimum        decimal.Decimal `koanf:"minimum" doc:"least that an order pays"`
	Maximum        decimal.Decimal `koanf:"maximum" doc:"most that an order pays, over its minimum too; 0 is no maximum"`
	MaximumPercent decimal.Decimal `koanf:"maximum_percent" doc:"most that an order pays, in percent of its value, over its minimum too; 0 is no maximum"`
}

func (c *checker) fees(f *Fees, instruments []Instrument) {
	c.word("sim.fees.model", f.Model, "none", "per-share", "per-contract", "percent", "ibkr-fixed", "ibkr-tiered")
	c.word("sim.fees.kinds", f.Kinds, "shares", "all")
	c.notNegative("sim.fees.exchange", f.Exchange)
	c.notNegative("sim.fees.rate", f.Rate)
	c.notNegative("sim.fees.minimum", f.Minimum)
	var symbols []string
	for i := range instruments {
		in := &instruments[i]
		symbols = append(symbols, in.Symbol)
		if in.Kind == market.Future && in.Underlying != "" && !has(symbols, in.Underlying) {
			symbols = append(symbols, in.Underlying)
		}
	}
	c.feeRules("sim.fees.schedule", f.Schedule, symbols)
}

// CheckFees is what is wrong with a schedule of fees in a file of another kind. Rules may name the symbols, or any where
// there are none.
func (p *Places) CheckFees(key string, rules []FeeRule, symbols []string) Faults {
	c := &checker{origin: &p.origin}
	c.feeRules(key, rules, symbols)
	return c.faults
}

func (c *checker) feeRules(key string, rules []FeeRule, symbols []string) {
	for i := range rules {
		r, path := &rules[i], join(key, strconv.Itoa(i))
		if r.Symbol != "" && len(symbols) > 0 {
			c.word(join(path, "symbol"), r.Symbol, symbols...)
		}
		if kind := new(market.Kind); r.Kind != "" && kind.UnmarshalText([]byte(r.Kind)) != nil {
			c.fault(join(path, "kind"), "%q: want a kind such as equity, etf, option, future or forex", r.Kind)
		}
		if earlier := slices.IndexFunc(rules[:i], func(e FeeRule) bool { return !e.OnTop && e.covers(r) }); earlier >= 0 {
			c.fault(path, "never holds: rule %d fits all that it fits, and the first that fits holds; put it before that one", earlier)
		}
		if r.OnTop && len(r.Charges) == 0 {
			c.fault(join(path, "on_top"), "adds nothing: give charges, or leave it out to trade free of charge")
		}
		c.charges(join(path, "charges"), r.Charges)
	}
}

// covers reports whether a rule fits every instrument that another fits.
func (r *FeeRule) covers(other *FeeRule) bool {
	return (r.Symbol == "" || r.Symbol == other.Symbol) && (r.Kind == "" || r.Kind == other.Kind) &&
		(r.Currency == "" || r.Currency == other.Currency)
}

func (c *checker) charges(path string, charges []FeeCharge) {
	before := map[string]*FeeCharge{}
	for i := range charges {
		f, path := &charges[i], join(path, strconv.Itoa(i))
		if f.Name == "" {
			f.Name = "commission"
		}
		if f.Side != "" {
			c.word(join(path, "side"), f.Side, "buy", "sell")
		}
		for _, amount := range []struct {
			key   string
			value decimal.Decimal
		}{
			{"per_unit", f.PerUnit}, {"percent", f.Percent}, {"per_order", f.PerOrder},
			{"minimum", f.Minimum}, {"maximum", f.Maximum}, {"maximum_percent", f.MaximumPercent},
		} {
			c.notNegative(join(path, amount.key), amount.value)
		}
		if f.Maximum.IsPositive() && f.Minimum.GreaterThan(f.Maximum) {
			c.fault(join(path, "minimum"), "%s is above the maximum %s", f.Minimum, f.Maximum)
		}
		switch last := before[f.Name]; {
		case last == nil && f.free():
			c.fault(path, "charges nothing: give per_unit, percent, per_order or minimum")
		case last == nil:
		case f.From <= last.From:
			c.fault(join(path, "from"), "%s begins before or with the %s above it: give a later day, or another name to charge both",
				day(f.From), f.Name)
		case f.Side != last.Side:
			c.fault(join(path, "side"), "%q differs from the %s above it: give it another name", f.Side, f.Name)
		}
		before[f.Name] = f
	}
}

func (f *FeeCharge) free() bool {
	return f.PerUnit.IsZero() && f.Percent.IsZero() && f.PerOrder.IsZero() && f.Minimum.IsZero()
}

func day(d market.Date) string {
	if d == 0 {
		return "without a day it"
	}
	return d.String()
}
