// Package buyandhold is the simplest strategy there is: buy once, keep. It shows the shape of a strategy
// and is the yardstick for the others.
package buyandhold

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("buy-and-hold", "buys once with a share of the equity and keeps it", New)
}

// Hold buys at the first bar and does nothing afterwards.
type Hold struct {
	Symbol string
	Weight float64

	session *strategy.Session
	bought  bool
}

// New binds the parameters.
func New(p *strategy.Params) strategy.Strategy {
	h := &Hold{}
	p.Symbol(&h.Symbol, "symbol", "SPY", "what to buy")
	p.Float(&h.Weight, "weight", 0.98, "share of the equity to invest").Bounds(0, 1)
	return h
}

// Start subscribes to daily bars; the first one is the signal.
func (h *Hold) Start(s *strategy.Session) error {
	h.session = s
	s.Bars(h.Symbol, market.Daily(), h.onBar)
	return nil
}

func (h *Hold) onBar(market.Bar) {
	if h.bought {
		return
	}
	h.bought = true
	if _, err := h.session.TargetWeight(h.Symbol, h.Weight); err != nil {
		h.session.Log().Error().Err(err).Msg("cannot buy")
	}
}
