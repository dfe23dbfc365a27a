package backtest

import (
	"errors"
	"slices"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/setup"
)

// idle refuses settings that would do nothing in this run: who asks for a rule and silently does not get it believes a result
// that the rule never touched.
func idle(run *config.Run, universe *market.Universe) error {
	any := func(has func(c *config.Instrument, in *market.Instrument) bool) bool {
		return slices.ContainsFunc(universe.All(), func(in *market.Instrument) bool { return has(&run.Instruments[in.ID], in) })
	}
	kind := func(k market.Kind) bool {
		return any(func(_ *config.Instrument, in *market.Instrument) bool { return in.Kind == k })
	}
	var faults []error
	refuse := func(does bool, text string) {
		if !does {
			faults = append(faults, errors.New(text))
		}
	}
	refuse(run.Sim.Queue == "none" || any(showsQueue),
		"sim.queue: "+run.Sim.Queue+" does nothing here: no instrument has trades beside quotes or order books; "+
			"give one source.trades with source.quotes or source.depth, or take sim.queue: none")
	refuse(run.Sim.Auctions != "prints" || any(hasPrints),
		"sim.auctions: prints does nothing here: official prices are those of daily bars beside shorter ones, in a catalog or a LEAN tree, "+
			"and no instrument has such a source; take sim.auctions: bars")
	refuse(run.Account.Variation != "daily" || kind(market.Future),
		"account.variation: daily does nothing here: no instrument is a future; take account.variation: at-close")
	return errors.Join(faults...)
}

// showsQueue reports whether limit orders in the instrument can stand in a line; see sim.Queue.
func showsQueue(c *config.Instrument, in *market.Instrument) bool {
	f := setup.Feed(c)
	return in.Kind.Tradable() && f.Trades && (f.Quotes || f.Depth)
}

// hasPrints reports whether an instrument has daily bars to take the prices of auctions from; see prints.
func hasPrints(c *config.Instrument, _ *market.Instrument) bool {
	daily := market.Daily()
	bars := setup.Feed(c).Bars
	daily.Price = bars.Price
	return bars != daily && (c.Source.From == "catalog" || c.Source.From == "lean")
}
