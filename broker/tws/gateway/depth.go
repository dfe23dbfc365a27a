package gateway

import (
	"slices"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// depthRequests ask for books.
var depthRequests = []handler{on((*session).marketDepth), on((*session).cancelMarketDepth), on((*session).depthExchanges)}

const depthFamily = "market depth"

// A depthLine is a subscription to the rows of a book.
type depthLine struct {
	session    *session
	id         int
	listing    *floor.Listing
	rows       int
	smart      bool
	makers     []string      // names of the rows, for books that name them
	bids, asks []floor.Level // as the client knows them
	now        struct{ bids, asks []floor.Level }
	message    wire.MarketDepth   // reused
	named      wire.MarketDepthL2 // reused
	late       bool
	open       bool
}

func (l *depthLine) stop() {
	l.open = false
	l.session.gateway.unwatch(l.listing, l)
}

func (l *depthLine) observe(ev *market.Event, _ *floor.Top) {
	switch {
	case ev.Kind != market.QuoteEvent:
	case l.session.crowded:
		l.session.keepBack(l, l.late)
		l.late = true
	default:
		l.update()
	}
}

func (l *depthLine) makeUp() {
	if l.late = false; l.open {
		l.update()
	}
}

// update tells in which rows the book differs from what the client knows.
func (l *depthLine) update() {
	n := &l.now
	n.bids, n.asks = l.session.gateway.appendDepth(n.bids[:0], n.asks[:0], l.listing.ID(), l.rows)
	l.bids = l.side(wire.DepthBid, l.bids, n.bids)
	l.asks = l.side(wire.DepthAsk, l.asks, n.asks)
}

func (l *depthLine) side(side wire.DepthSide, old, now []floor.Level) []floor.Level {
	for i, level := range now {
		switch {
		case i >= len(old):
			l.row(i, wire.DepthInsert, side, level)
		case old[i] != level:
			l.row(i, wire.DepthUpdate, side, level)
		}
	}
	for i := len(old) - 1; i >= len(now); i-- {
		l.row(i, wire.DepthDelete, side, floor.Level{})
	}
	return append(old[:0], now...)
}

func (l *depthLine) row(i int, op wire.DepthOperation, side wire.DepthSide, level floor.Level) {
	if len(l.makers) == 0 {
		l.message = wire.MarketDepth{
			RequestID: l.id, Position: i, Operation: op, Side: side, Price: level.Price, Size: wire.Some(level.Size),
		}
		l.session.send(&l.message)
		return
	}
	l.named = wire.MarketDepthL2{
		RequestID: l.id, Position: i, MarketMaker: l.makers[i%len(l.makers)], Operation: op, Side: side,
		Price: level.Price, Size: wire.Some(level.Size), SmartDepth: l.smart,
	}
	l.session.send(&l.named)
}

func (s *session) marketDepth(m *wire.RequestMarketDepth) {
	g := s.gateway
	switch {
	case s.has(depthFamily, m.RequestID):
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	case g.countAll(depthFamily) >= depthLines(g.opts.Lines):
		s.fail(m.RequestID, 309, "Max number (%d) of market depth requests has been reached", depthLines(g.opts.Lines))
		return
	case m.Rows < 1:
		s.fail(m.RequestID, 321, "Error validating request.-'bX' : cause - Number of rows must be above 0, it is %d", m.Rows)
		return
	}
	listing := s.resolve(m.RequestID, &m.Contract)
	if listing == nil {
		return
	}
	if g.permission(listing) != Subscribed {
		s.fail(m.RequestID, 354, "Requested market data is not subscribed.%s", describe(listing))
		return
	}
	line := &depthLine{session: s, id: m.RequestID, listing: listing, rows: min(m.Rows, depthRows), smart: m.SmartDepth, open: true}
	if m.SmartDepth || deepBook(listing, m.Contract.Exchange) == "Deep2" {
		line.makers = bbo["9c0001"]
	}
	g.watch(listing, line)
	s.subscribe(subscriptionKey{depthFamily, m.RequestID}, line)
	if g.flows(listing.ID()) {
		line.update()
	}
}

// depthRows is how deep a book can be asked for.
const depthRows = 20

func (s *session) cancelMarketDepth(m *wire.CancelMarketDepth) {
	if !s.unsubscribe(depthFamily, m.RequestID) {
		s.fail(m.RequestID, 310, "Can't find the subscribed market depth with tickerId:%d", m.RequestID)
	}
}

// books are the exchanges of this market that show depth, and how.
var books = []wire.DepthExchange{
	{Exchange: "NASDAQ", SecType: wire.Stock, ListingExchange: "NASDAQ", ServiceDataType: "Deep2"},
	{Exchange: "ARCA", SecType: wire.Stock, ServiceDataType: "Deep"},
	{Exchange: "NYSE", SecType: wire.Stock, ListingExchange: "NYSE", ServiceDataType: "Deep"},
	{Exchange: "BATS", SecType: wire.Stock, ServiceDataType: "Deep"},
	{Exchange: "CME", SecType: wire.Future, ServiceDataType: "Deep"},
	{Exchange: "NYMEX", SecType: wire.Future, ServiceDataType: "Deep"},
	{Exchange: "COMEX", SecType: wire.Future, ServiceDataType: "Deep"},
	{Exchange: "IDEALPRO", SecType: wire.Cash, ServiceDataType: "Deep"},
	{Exchange: "CBOE", SecType: wire.Option, ServiceDataType: "Deep"},
}

// deepBook is the kind of depth of an exchange.
func deepBook(l *floor.Listing, exchange string) string {
	i := slices.IndexFunc(books, func(b wire.DepthExchange) bool { return b.Exchange == exchange && b.SecType == l.SecType() })
	if i < 0 {
		return "Deep"
	}
	return books[i].ServiceDataType
}

func (s *session) depthExchanges(*wire.RequestMarketDepthExchanges) {
	s.send(&wire.MarketDepthExchanges{Exchanges: books})
}
