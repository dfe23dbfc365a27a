package backtest

import (
	"time"

	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
)

// tape makes up the market of an instrument. It begins on 1 January of the year before the period, however
// much warm-up strategies ask for, so that their parameters do not change the market.
func (lib *library) tape(w *wanted) (*synth.Tape, error) {
	o := synth.Defaults(w.instrument)
	o.Seed = lib.run.Seed
	o.First = market.NewDate(lib.run.Period.From.Year()-1, time.January, 1)
	o.Last = lib.run.Period.To
	c := &w.Source.Synth
	for _, choice := range []struct{ to, from *float64 }{
		{&o.Price, c.Price}, {&o.Volatility, c.Volatility}, {&o.Drift, c.Drift}, {&o.Correlation, c.Correlation},
		{&o.Volume, c.Volume}, {&o.Trades, c.Trades}, {&o.Spread, c.Spread},
	} {
		if choice.from != nil {
			*choice.to = *choice.from
		}
	}
	return synth.New(w.instrument, w.calendar, o)
}
