// Package smacross is the crossover of two simple moving averages: long while the fast one is above the
// slow one, else flat or, when asked, short. It is the strategy of the quickstart and of the benchmarks.
package smacross

import (
	"fmt"

	"github.com/tidemark/tidemark/indicator"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("sma-cross", "long while a fast moving average is above a slow one", New)
}

// Cross trades one instrument.
type Cross struct {
	Symbol     string
	Bars       market.BarSpec
	Fast, Slow int
	Weight     float64
	Short      bool

	session    *strategy.Session
	fast, slow *indicator.SMA
	above      bool
	decided    bool
	fastPlot   *strategy.Plot
	slowPlot   *strategy.Plot
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	c := &Cross{}
	p.Symbol(&c.Symbol, "symbol", "SPY", "what to trade")
	p.Bars(&c.Bars, "bars", market.Minutes(5), "which bars to average")
	p.Int(&c.Fast, "fast", 20, "bars in the fast average").Bounds(1, 10_000).Range(5, 50, 5)
	p.Int(&c.Slow, "slow", 100, "bars in the slow average").Bounds(2, 100_000).Range(50, 300, 50)
	p.Float(&c.Weight, "weight", 0.95, "share of the equity to hold").Bounds(0, 4)
	p.Bool(&c.Short, "short", false, "sell short while the fast average is below the slow one")
	p.Check(func() error {
		if c.Fast >= c.Slow {
			return fmt.Errorf("fast (%d) must be less than slow (%d)", c.Fast, c.Slow)
		}
		return nil
	})
	return c
}

// Start subscribes to the bars, with enough of the past to know both averages from the first bar on.
func (c *Cross) Start(s *strategy.Session) error {
	c.session = s
	c.fast, c.slow = indicator.NewSMA(c.Fast), indicator.NewSMA(c.Slow)
	c.fastPlot = s.Plot(fmt.Sprintf("SMA %d", c.Fast), strategy.OnPrice(c.Symbol))
	c.slowPlot = s.Plot(fmt.Sprintf("SMA %d", c.Slow), strategy.OnPrice(c.Symbol))
	s.Bars(c.Symbol, c.Bars, c.onBar, strategy.Warmup(c.Slow))
	return nil
}

func (c *Cross) onBar(b market.Bar) {
	c.fast.Update(b.Close)
	c.slow.Update(b.Close)
	if !c.slow.Ready() || c.session.Warming() {
		return
	}
	fast, slow := c.fast.Value(), c.slow.Value()
	c.fastPlot.Add(fast)
	c.slowPlot.Add(slow)
	above := fast > slow
	if c.decided && above == c.above {
		return
	}
	c.above, c.decided = above, true
	weight := 0.0
	switch {
	case above:
		weight = c.Weight
	case c.Short:
		weight = -c.Weight
	}
	if _, err := c.session.TargetWeight(c.Symbol, weight); err != nil {
		c.session.Log().Warn().Err(err).Float64("weight", weight).Msg("order not sent")
	}
}
