package engine

import (
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/strategy"
)

// Recorder keeps what happens in a run. It is called on the loop's goroutine and copies what it keeps, but for events and
// fills, which never change.
type Recorder interface {
	// Order is called after each order event, the engine's own steps included.
	Order(o *order.Order, ev order.Event, verdict order.Verdict)
	// Fill is called after a fill is booked.
	Fill(f *order.Fill, effect *portfolio.Effect)
	// Sample is called at each session close of the account's calendar, at the start and at the end.
	Sample(at market.Time, account *portfolio.Account)
	// Chart says whether Bar should be called for an instrument.
	Chart(id market.ID) bool
	// Bar receives the recorded bars of charted instruments.
	Bar(b *market.Bar)
	// Plot opens a named series.
	Plot(spec strategy.PlotSpec) func(at market.Time, value float64)
}
