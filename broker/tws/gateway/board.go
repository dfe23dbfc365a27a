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
//
// Of a combo those of its legs are shown.
func (g *Gateway) watch(l *floor.Listing, w watcher) {
	for _, leg := range l.Legs {
		g.watch(leg, w)
	}
	if l.Legs != nil {
		return
	}
	b := &g.boards[l.ID()]
	b.watchers = append(b.watchers, w)
	if err := g.floor.Watch(l.ID()); err != nil {
		g.log.Error().Err(err).Str("symbol", l.Instrument.Symbol).Msg("the day so far is not known")
	}
}

func (g *Gateway) unwatch(l *floor.Listing, w watcher) {
	for _, leg := range l.Legs {
		g.unwatch(leg, w)
	}
	if l.Legs != nil {
		return
	}
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
	top := g.top(ev.Instrument)
	for _, w := range b.watchers {
		w.observe(ev, top)
	}
}

// top is what clients see of a contract: the floor's top, and where orders have taken from its book, what is left there.
// It is valid until the next call.
func (g *Gateway) top(id market.ID) *floor.Top {
	top := g.floor.Top(id)
	if !g.desk.Thinned(id) {
		return top
	}
	g.book = market.Depth{Instrument: id}
	g.desk.Book(&g.book)
	g.thinned = *top
	q := g.book.Quote()
	g.thinned.Bid, g.thinned.BidSize, g.thinned.Ask, g.thinned.AskSize = q.Bid, q.BidSize, q.Ask, q.AskSize
	return &g.thinned
}

// appendDepth is a contract's book as clients see it, at most rows levels a side.
func (g *Gateway) appendDepth(bids, asks []floor.Level, id market.ID, rows int) (_, _ []floor.Level) {
	if !g.desk.Books() {
		return g.floor.AppendDepth(bids, asks, id, rows)
	}
	g.book = market.Depth{Instrument: id}
	g.desk.Book(&g.book)
	return appendLevels(bids, &g.book.Bids, rows), appendLevels(asks, &g.book.Asks, rows)
}

func appendLevels(list []floor.Level, side *[market.MaxLevels]market.Level, rows int) []floor.Level {
	for _, level := range side[:min(rows, len(side))] {
		if level.Size > 0 {
			list = append(list, level)
		}
	}
	return list
}

// showTaken tells those who watch a book that orders have taken from it. Bars are made of what the floor quotes.
func (g *Gateway) showTaken() {
	for _, id := range g.desk.Taken() {
		if len(g.boards[id].watchers) == 0 || !g.flows(id) {
			continue
		}
		top := g.top(id)
		g.event = market.Event{Kind: market.QuoteEvent, Instrument: id, Time: g.now}
		for _, w := range g.boards[id].watchers {
			if _, bars := w.(*barLine); !bars {
				w.observe(&g.event, top)
			}
		}
	}
}

// flows reports whether market data of a listing reaches the gateway.
func (g *Gateway) flows(id market.ID) bool {
	if g.upstream.down || g.upstream.competing {
		return false
	}
	l := g.floor.Listing(id)
	if l.Legs != nil {
		l = l.Legs[0]
	}
	f := g.upstream.farm(farmOf(l))
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
