package gateway

import (
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

const tickFamily = "tick by tick"

// A tickLine is a subscription to every trade, quote or midpoint of a listing.
type tickLine struct {
	session *session
	listing *floor.Listing
	message wire.TickByTick // reused
	bid     float64         // of the quote before
	ask     float64
	sizes   bool // changes of size alone are told
}

func (l *tickLine) stop() { l.session.gateway.unwatch(l.listing, l) }

func (l *tickLine) observe(ev *market.Event, q *floor.Top) {
	m := &l.message
	switch {
	case ev.Kind == market.TradeEvent && (m.Type == wire.TickLast || m.Type == wire.TickAllLast):
		m.Time, m.Price, m.Size = second(ev.Time), ev.Trade.Price, wire.Some(ev.Trade.Size)
	case ev.Kind == market.QuoteEvent && m.Type == wire.TickBidAsk:
		if !l.sizes && q.Bid == l.bid && q.Ask == l.ask {
			return
		}
		l.bid, l.ask = q.Bid, q.Ask
		m.Time, m.Bid, m.Ask, m.BidSize, m.AskSize = second(ev.Time), q.Bid, q.Ask, wire.Some(q.BidSize), wire.Some(q.AskSize)
	case ev.Kind == market.QuoteEvent && m.Type == wire.TickMidPoint:
		if q.Bid == l.bid && q.Ask == l.ask || q.Bid == 0 || q.Ask == 0 {
			return
		}
		l.bid, l.ask = q.Bid, q.Ask
		m.Time, m.Price = second(ev.Time), floor.Mid(q.Bid, q.Ask)
	default:
		return
	}
	// Ticks that a client does not read cannot be left out of a stream that promises every one: they queue until
	// the outbox breaks.
	l.session.send(m)
}

func (s *session) tickByTick(m *wire.RequestTickByTick) {
	g := s.gateway
	switch {
	case s.has(tickFamily, m.RequestID):
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	case m.Type < wire.TickLast || m.Type > wire.TickMidPoint:
		s.fail(m.RequestID, 321, "Error validating request.-'cz' : cause - Please enter a valid tick type: Last, AllLast, BidAsk or MidPoint")
		return
	case g.countAll(tickFamily) >= depthLines(g.opts.Lines):
		s.fail(m.RequestID, 10190, "Max number of tick-by-tick requests has been reached")
		return
	}
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil || s.competed(m.RequestID) || s.forbidden(m.RequestID, 10189, "Failed to request tick-by-tick data.", listing) {
		return
	}
	line := &tickLine{session: s, listing: listing, sizes: !m.IgnoreSize}
	line.message = wire.TickByTick{RequestID: m.RequestID, Type: m.Type, Exchange: tapeExchange(listing)}
	if m.Count > 0 {
		what := map[wire.TickByTickType]string{wire.TickBidAsk: "BID_ASK", wire.TickMidPoint: "MIDPOINT"}[m.Type]
		q := floor.TickQuery{Listing: listing, End: g.now, Count: min(m.Count, ticksMost)}
		if past, err := s.pastTicks(m.RequestID, or(what, "TRADES"), q); err == nil {
			s.send(past)
		}
	}
	g.watch(listing, line)
	s.subscribe(subscriptionKey{tickFamily, m.RequestID}, line)
}

func (s *session) cancelTickByTick(m *wire.CancelTickByTick) {
	if !s.unsubscribe(tickFamily, m.RequestID) {
		s.fail(m.RequestID, 300, "Can't find EId with tickerId:%d", m.RequestID)
	}
}

// depthLines is how many books and tick-by-tick streams go with a number of market data lines (TWS API
// documentation, "Market Depth").
func depthLines(lines int) int {
	if lines < 400 {
		return 3
	}
	return min(lines/100, 60)
}

// countAll counts a family's subscriptions of all clients.
func (g *Gateway) countAll(family string) (n int) {
	for _, s := range g.sessions {
		n += s.count(family)
	}
	return n
}
