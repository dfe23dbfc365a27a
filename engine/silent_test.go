package engine_test

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/strategy"
)

// silent samples the equity, as every recorder must, and keeps nothing.
type silent struct{}

func (silent) Order(*order.Order, order.Event, order.Verdict) {}
func (silent) Fill(*order.Fill, *portfolio.Effect)            {}
func (silent) Sample(_ market.Time, a *portfolio.Account)     { a.Snapshot() }
func (silent) Chart(market.ID) bool                           { return false }
func (silent) Bar(*market.Bar)                                {}
func (silent) Plot(strategy.PlotSpec) func(at market.Time, value float64) {
	return func(market.Time, float64) {}
}
