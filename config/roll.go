package config

import (
	"slices"
	"strconv"

	"github.com/tidemark/tidemark/market"
)

// Roll makes a continuous series of futures contracts; package market/roll says what each word means.
type Roll struct {
	Contracts []string `koanf:"contracts" doc:"symbols of the run's contracts, in the order in which they expire"`
	Rule      string   `koanf:"rule" doc:"when to go on to the next contract: volume, open-interest or expiry; empty means volume"`
	Days      *int     `koanf:"days" doc:"sessions before its last day by which a contract is left, whatever the rule; empty means 1"`
	Adjust    string   `koanf:"adjust" doc:"how prices before a roll are fitted: difference, ratio or none; empty means difference"`
	Orders    string   `koanf:"orders" doc:"working orders at a roll: move (to the next contract, as far from its price) or cancel; empty means move"`
}

// ContractsSource is the source of a continuous series.
const ContractsSource = "contracts"

// continuous checks the series among the instruments, and completes them.
func (c *checker) continuous(r *Run) {
	for i := range r.Instruments {
		in := &r.Instruments[i]
		path := join("instruments", strconv.Itoa(i))
		if (in.Kind == market.Continuous) != (in.Source.From == ContractsSource) || (in.Kind == market.Continuous) != (in.Roll != nil) {
			c.fault(join(path, "kind"), "%s: a continuous series has kind: continuous, source.from: contracts and roll, and nothing else has", in.Kind)
			continue
		}
		if in.Roll == nil {
			continue
		}
		path = join(path, "roll")
		c.roll(in.Roll, path)
		if in.Source.Quotes || in.Source.Trades || in.Source.Adjust != "raw" {
			c.fault(path, "a continuous series has bars alone, with source.adjust: raw; roll.adjust fits its prices")
		}
		if r.Broker.Kind != "" {
			c.fault(path, "a continuous series is for backtests: at a broker name the contract")
		}
		for k, symbol := range in.Roll.Contracts {
			c.contract(r, i, symbol, join(path, join("contracts", strconv.Itoa(k))))
		}
	}
}

func (c *checker) roll(r *Roll, path string) {
	if r.Rule == "" {
		r.Rule = "volume"
	}
	if r.Adjust == "" {
		r.Adjust = "difference"
	}
	if r.Orders == "" {
		r.Orders = "move"
	}
	if r.Days == nil {
		one := 1
		r.Days = &one
	}
	c.word(join(path, "rule"), r.Rule, "volume", "open-interest", "expiry")
	c.word(join(path, "adjust"), r.Adjust, "difference", "ratio", "none")
	c.word(join(path, "orders"), r.Orders, "move", "cancel")
	if *r.Days < 0 || *r.Days > 250 {
		c.fault(join(path, "days"), "%d: want 0 to 250 sessions", *r.Days)
	}
	if len(r.Contracts) < 2 {
		c.fault(join(path, "contracts"), "names %d: a series needs two contracts or more", len(r.Contracts))
	}
}

// contract checks one of a series' contracts. They come first, so that a contract's bar has been seen when the
// series shows the same bar to a strategy.
func (c *checker) contract(r *Run, series int, symbol, path string) {
	at := slices.IndexFunc(r.Instruments, func(in Instrument) bool { return in.Symbol == symbol })
	switch {
	case at < 0:
		c.fault(path, "%q is not in this run; add it under instruments, before the series", symbol)
	case at > series:
		c.fault(path, "%q is defined after the series %s: move it before", symbol, r.Instruments[series].Symbol)
	case r.Instruments[at].Kind != market.Future:
		c.fault(path, "%q is no future but %s", symbol, r.Instruments[at].Kind)
	case r.Instruments[at].Source.Bars != r.Instruments[series].Source.Bars:
		c.fault(path, "%q has bars %s and the series %s: they must be the same", symbol, r.Instruments[at].Source.Bars, r.Instruments[series].Source.Bars)
	case r.Instruments[series].Roll.Rule == "open-interest" && r.Instruments[at].Source.From != "lean":
		c.fault(path, "the open interest of %q is not known: a LEAN tree has it, no other source", symbol)
	}
}
