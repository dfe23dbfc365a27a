package gateway

import (
	"slices"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
)

// A board is what watches one listing, in the order in which the watching began.
type board struct {
	watchers []watcher
}

// A watcher is shown every event of a listing after the floor knows it. The event is reused.
type watcher interface {
	observe(ev *market.Event, top *floor.Top)
}

// watch shows a listing's events to w until unwatch.
func (g *Gateway) watch(l *floor.Listing, w watcher) {
	b := &g.boards[l.ID()]
	b.watchers = append(b.watchers, w)
	if err := g.floor.Watch(l.ID()); err != nil {
		g.log.Error().Err(err).Str("symbol", l.Instrument.Symbol).Msg("the day so far is not known")
	}
}

func (g *Gateway) unwatch(l *floor.Listing, w watcher) {
	b := &g.boards[l.ID()]
	if i := slices.Index(b.watchers, w); i >= 0 {
		b.watchers = slices.Delete(b.watchers, i, i+1)
		g.floor.Unwatch(l.ID())
	}
}

// observe shows an event to the desk, whose orders it may fill, and then to those who watch.
func (g *Gateway) observe(ev *market.Event) {
	g.desk.Observe(ev)
	b := &g.boards[ev.Instrument]
	if len(b.watchers) == 0 {
		return
	}
	if !g.flows(ev.Instrument) {
		for _, w := range b.watchers {
			if line, ok := w.(*barLine); ok { // bars are made at IB, whether or not they reach the gateway
				line.live.Observe(ev)
			}
		}
		return
	}
	top := g.floor.Top(ev.Instrument)
	for _, w := range b.watchers {
		w.observe(ev, top)
	}
}

// flows reports whether market data of a listing reaches the gateway.
func (g *Gateway) flows(id market.ID) bool {
	if g.upstream.down || g.upstream.competing {
		return false
	}
	f := g.upstream.farm(farmOf(g.floor.Listings()[id]))
	return f == nil || !f.down
}

// farmOf is the data farm that serves a listing.
func farmOf(l *floor.Listing) string {
	switch l.Instrument.Kind {
	case market.Forex, market.Crypto:
		return currencyFarm
	case market.Future, market.Index:
		return futureFarm
	}
	if l.Instrument.Currency != market.USD {
		return europeFarm
	}
	return stockFarm
}

// crowded reports whether the market must wait for a client, which it does only when it has no speed of its own.
func (g *Gateway) crowded() bool {
	if g.clock.speed != 0 {
		return false
	}
	for _, s := range g.sessions {
		if s.waitedFor() {
			return true
		}
	}
	return false
}
