package backtest

import (
	"time"

	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/data/synth"
	"github.com/tidemark/tidemark/market"
)

// synthetic makes the made-up market of a run. It begins on 1 January of the year before the period, however
// much warm-up strategies ask for, so that their parameters do not change the market.
type synthetic struct {
	run *config.Run
}

func newSynthetic(run *config.Run) *synthetic { return &synthetic{run: run} }

func (s *synthetic) tape(w *wanted) (*synth.Tape, error) {
	o := synth.Defaults(w.instrument)
	o.Seed = s.run.Seed
	o.First = market.NewDate(s.run.Period.From.Year()-1, time.January, 1)
	o.Last = s.run.Period.To
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

func (s *synthetic) bars(w *wanted) (market.BarStream, error) {
	tape, err := s.tape(w)
	if err != nil {
		return nil, err
	}
	return tape.Bars(w.feed.Bars)
}

func (s *synthetic) quotes(w *wanted) (market.QuoteStream, error) {
	tape, err := s.tape(w)
	if err != nil {
		return nil, err
	}
	return tape.Quotes(), nil
}

func (s *synthetic) trades(w *wanted) (market.TradeStream, error) {
	tape, err := s.tape(w)
	if err != nil {
		return nil, err
	}
	return tape.Trades(), nil
}
