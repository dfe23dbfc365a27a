package backtest

import (
	"fmt"
	"slices"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/setup"
)

// venue makes the simulated venue. Prints and funds may be nil.
func venue(run *config.Run, universe *market.Universe, prints sim.Prints, funds sim.Funds) (*sim.Venue, error) {
	if err := idle(run, universe); err != nil {
		return nil, err
	}
	c := &run.Sim
	o := sim.Options{
		Seed: run.Seed, Participation: c.Participation.InexactFloat64(), Rejects: c.Rejects.InexactFloat64(), Funds: funds,
		Latency: sim.Latency{Submit: delay(&c.Latency.Submit), Modify: delay(&c.Latency.Modify), Cancel: delay(&c.Latency.Cancel)},
	}
	for _, h := range c.Halts {
		o.Halts = append(o.Halts, sim.Halt{Symbol: h.Symbol, From: h.From, To: h.To})
	}
	if c.Bands.Percent.IsPositive() {
		o.Bands = &sim.Bands{Percent: c.Bands.Percent.InexactFloat64(), Window: c.Bands.Window}
	}
	if c.Auctions == "prints" {
		o.Prints = prints
	}
	if err := o.Timing.UnmarshalText([]byte(c.Timing)); err != nil {
		return nil, fmt.Errorf("sim.timing: %w", err)
	}
	if err := o.Path.UnmarshalText([]byte(c.Path)); err != nil {
		return nil, fmt.Errorf("sim.path: %w", err)
	}
	if err := o.Limits.UnmarshalText([]byte(c.Limits)); err != nil {
		return nil, fmt.Errorf("sim.limits: %w", err)
	}
	if err := o.Queue.UnmarshalText([]byte(c.Queue)); err != nil {
		return nil, fmt.Errorf("sim.queue: %w", err)
	}
	switch c.Slippage.Model {
	case "ticks":
		o.Slippage = sim.Ticks(c.Slippage.Amount.IntPart())
	case "bps":
		o.Slippage = sim.BasisPoints(c.Slippage.Amount.InexactFloat64())
	case "spread":
		o.Slippage = sim.SpreadPart(c.Slippage.Amount.InexactFloat64())
	case "square-root":
		o.Slippage = sim.SquareRoot(c.Slippage.Amount.InexactFloat64())
	}
	o.Fees = setup.Fees(&c.Fees)
	return sim.New(universe.All(), func(in *market.Instrument) (*calendar.Calendar, error) {
		return calendar.Get(in.Calendar)
	}, o)
}

// delay is nil where there is none, so that nothing is drawn.
func delay(c *config.Delay) sim.Delay {
	switch {
	case len(c.Measured) > 0:
		return sim.EmpiricalDelay(c.Measured)
	case c.Deviation > 0:
		return sim.NormalDelay{Mean: c.Mean, Deviation: c.Deviation}
	case c.Mean > 0:
		return sim.FixedDelay(c.Mean)
	}
	return nil
}

// optimism lists the settings that flatter a result.
func optimism(run *config.Run, universe *market.Universe) []string {
	var list []string
	c := &run.Sim
	if c.Timing == "this-close" {
		list = append(list, "orders fill at the close that they were decided on")
	}
	if c.Path != "pessimistic" {
		list = append(list, "ties inside a bar are decided by an assumed path, "+c.Path+"; pessimistic decides them against you")
	}
	booked := !slices.ContainsFunc(run.Instruments, func(in config.Instrument) bool { return !in.Source.Depth })
	if c.Participation.IsZero() && !booked {
		list = append(list, "orders fill whole, however large they are")
	}
	if c.Slippage.Model == "none" {
		list = append(list, "no slippage")
	}
	if c.Fees.Model == "none" && len(c.Fees.Schedule) == 0 {
		return append(list, "no fees")
	}
	schedule := setup.Fees(&c.Fees)
	for _, in := range universe.All() {
		if in.Kind.Tradable() && in.Kind != market.Combo && schedule.For(in) == nil { // a combo's legs are charged
			list = append(list, fmt.Sprintf("%s trades without fees: %s", in.Symbol, free(&c.Fees)))
		}
	}
	return list
}

// free says why an instrument has no fees.
func free(c *config.Fees) string {
	if len(c.Schedule) > 0 {
		return "its rule of sim.fees.schedule has no charges, or none fits and the model is " + c.Model
	}
	if c.Kinds == "all" {
		return c.Model + " has no rates for its kind and currency"
	}
	return c.Model + " charges " + c.Kinds + " of the currencies that it has rates for"
}
