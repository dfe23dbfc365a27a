package backtest

import (
	"fmt"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// venue makes the simulated venue.
func venue(c *config.Sim, universe *market.Universe) (*sim.Venue, error) {
	var o sim.Options
	if err := o.Timing.UnmarshalText([]byte(c.Timing)); err != nil {
		return nil, fmt.Errorf("sim.timing: %w", err)
	}
	if err := o.Path.UnmarshalText([]byte(c.Path)); err != nil {
		return nil, fmt.Errorf("sim.path: %w", err)
	}
	if err := o.Limits.UnmarshalText([]byte(c.Limits)); err != nil {
		return nil, fmt.Errorf("sim.limits: %w", err)
	}
	switch c.Slippage.Model {
	case "ticks":
		o.Slippage = sim.Ticks(c.Slippage.Amount.IntPart())
	case "bps":
		o.Slippage = sim.BasisPoints(c.Slippage.Amount.InexactFloat64())
	}
	o.Fees = fees(&c.Fees)
	return sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, o)
}

// fees chooses the schedule. IBKR's share schedules apply to shares; other kinds trade free of charge
// under them until they have schedules of their own, which the summary says.
func fees(c *config.Fees) fee.Schedule {
	shares := func(m fee.Model) fee.Schedule {
		return fee.Schedule{Kinds: map[market.Kind]fee.Model{market.Equity: m, market.ETF: m}}
	}
	switch c.Model {
	case "per-share", "per-contract":
		return fee.Schedule{Default: fee.PerUnit{Rate: c.Rate, Minimum: c.Minimum}}
	case "percent":
		return fee.Schedule{Default: fee.Percent{Rate: c.Rate, Minimum: c.Minimum}}
	case "ibkr-fixed":
		return shares(fee.IBKRFixed())
	case "ibkr-tiered":
		return shares(fee.Sum{fee.IBKRTiered(), fee.Regulatory{}})
	}
	return fee.Schedule{}
}

// optimism lists the settings that flatter a result.
func optimism(c *config.Sim, universe *market.Universe) []string {
	var list []string
	if c.Timing == "this-close" {
		list = append(list, "orders fill at the close that they were decided on")
	}
	if c.Path != "pessimistic" {
		list = append(list, "ties inside a bar are decided by an assumed path, "+c.Path)
	}
	if c.Slippage.Model == "none" {
		list = append(list, "no slippage")
	}
	if c.Fees.Model == "none" {
		return append(list, "no fees")
	}
	schedule := fees(&c.Fees)
	for _, in := range universe.All() {
		if in.Kind.Tradable() && schedule.For(in) == nil {
			list = append(list, fmt.Sprintf("%s trades without fees: %s covers US shares only", in.Symbol, c.Fees.Model))
		}
	}
	return list
}
