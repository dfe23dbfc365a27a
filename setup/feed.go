package setup

import (
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
)

// Feeds says which data each instrument has, in the order of the configuration.
func Feeds(run *config.Run) []engine.Feed {
	list := make([]engine.Feed, len(run.Instruments))
	for i := range run.Instruments {
		list[i] = Feed(&run.Instruments[i])
	}
	return list
}

// Feed says which data an instrument has.
func Feed(c *config.Instrument) engine.Feed {
	f := engine.Feed{Bars: c.Source.Bars, Quotes: c.Source.Quotes, Trades: c.Source.Trades, Depth: c.Source.Depth, ExtendedHours: c.Source.ExtendedHours}
	if f.HasBars() && f.Bars.Price == market.Last && c.Kind == market.Forex && c.Source.From == "lean" {
		f.Bars.Price = market.Mid // the tree has quotes of currencies, never trades
	}
	return f
}
