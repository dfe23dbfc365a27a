package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

type probe func(*market.Event)

func (p probe) observe(ev *market.Event, _ *floor.Top) { p(ev) }

// Probe shows f every event of every listing in the turn in which it happens, before any client that subscribes later.
// The gateway must be running.
func (g *Gateway) Probe(f func(*market.Event)) {
	g.Do(func() {
		for _, l := range g.floor.Listings() {
			g.watch(l, probe(f))
		}
	})
}

// Tasks is how many tasks the agendas hold.
func (g *Gateway) Tasks() (n int) {
	g.Do(func() { n = len(g.market.items) + len(g.wall.items) })
	return n
}

// Step delivers the market's next event to everybody, as a turn of the loop does, for a gateway that does not run.
func (g *Gateway) Step() bool {
	ok := g.step(market.Never - 1)
	g.flush()
	return ok
}
