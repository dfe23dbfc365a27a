package gateway

import (
	"errors"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market/calendar"
)

// marketDataRequests subscribe to ticks.
var marketDataRequests = []handler{
	on((*session).marketData), on((*session).cancelMarketData), on((*session).marketDataType),
}

// Families of subscriptions.
const (
	quotesFamily = "market data"
)

// lostWithData are the families that end when the link to IB comes back without its data.
var lostWithData = []string{quotesFamily, tickFamily, depthFamily, realTimeFamily, historyFamily}

// snapshotWait is how long a snapshot may take, by market time.
const snapshotWait = 11 * time.Second

// resolve finds the one contract that a request means, or refuses the request. Of combos there are orders and quotes only.
func (s *session) resolve(id int, k *wire.Contract) *floor.Listing {
	if k.SecType == wire.Combo {
		s.fail(id, 321, "Error validating request.-'bN' : cause - 'BAG' isn't supported for this request. Please enter a valid security type")
		return nil
	}
	return s.resolveAny(id, k)
}

// resolveAny is resolve for requests that combos have too.
func (s *session) resolveAny(id int, k *wire.Contract) *floor.Listing {
	if f := s.gateway.upstream.farm(contractFarm); f.down || s.gateway.upstream.down {
		s.fail(id, 200, "No security definition has been found for the request")
		return nil
	}
	l, refusal := s.gateway.floor.Resolve(k)
	if refusal != nil {
		s.fail(id, refusal.Code, "%s", refusal.Text)
		return nil
	}
	return l
}

func (s *session) marketData(m *wire.RequestMarketData) {
	g := s.gateway
	switch {
	case s.has(quotesFamily, m.RequestID):
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	case m.Snapshot && m.GenericTicks != "":
		s.fail(m.RequestID, 414, "Snapshot market data subscription is not applicable to generic ticks")
		return
	case !m.Snapshot && g.linesUsed() >= g.opts.Lines:
		s.fail(m.RequestID, 101, "Max number of tickers has been reached")
		return
	}
	listing := s.resolveAny(m.RequestID, &m.Contract)
	if listing == nil {
		return
	}
	generic, bad := parseGenericTicks(m.GenericTicks, listing)
	if bad != "" {
		s.fail(m.RequestID, 321, "Error validating request.-'bN' : cause - Incorrect generic tick list of %s.  Legal ones for (%s) are: %s",
			m.GenericTicks, listing.SecType(), legalGenericTicks(listing))
		return
	}
	if s.competed(m.RequestID) {
		return
	}
	freshness, ok := s.freshness(m.RequestID, listing)
	if !ok {
		return
	}
	line := &quoteLine{session: s, id: m.RequestID, listing: listing, generic: generic, bare: topTurnedOff(m.GenericTicks), open: true}
	if g.opts.Sampling {
		line.sampler = g.samplerOf(listing.Instrument.Kind)
	}
	s.send(&wire.MarketDataFreshness{RequestID: m.RequestID, Type: freshness})
	s.send(&wire.TickRequestParams{
		RequestID: m.RequestID, MinTick: wire.Some(displayTick(listing, g.floor.Top(listing.ID()))),
		BBOExchange: bboExchange(listing), SnapshotPermissions: 3,
	})
	g.watch(listing, line)
	line.setDelayed(freshness >= wire.Delayed)
	s.subscribe(subscriptionKey{quotesFamily, m.RequestID}, line)
	if line.open && g.flows(listing.ID()) {
		line.tell(line.top())
	}
	if m.Snapshot || m.RegulatorySnapshot {
		s.snapshot(line)
	}
}

// snapshot ends a line once it has a quote and a trade, or after snapshotWait.
func (s *session) snapshot(line *quoteLine) {
	finish := func() {
		if line.open {
			s.unsubscribe(quotesFamily, line.id)
			s.send(&wire.TickSnapshotEnd{RequestID: line.id})
		}
	}
	if top := line.top(); top.Bid != 0 && top.Ask != 0 {
		finish()
		return
	}
	s.gateway.at(s.gateway.now.Add(snapshotWait), finish)
}

// freshness is what a line gets: live data where the login has it, else delayed data where the client takes
// that, else an error.
func (s *session) freshness(id int, l *floor.Listing) (wire.MarketDataType, bool) {
	g := s.gateway
	switch g.permission(l) {
	case Subscribed:
		if s.dataType == wire.Frozen && !g.tradesNow(l) {
			return wire.Frozen, true
		}
		return wire.Live, true
	case DelayedOnly:
		if s.dataType >= wire.Delayed {
			s.fail(id, 10167, "Requested market data is not subscribed. Displaying delayed market data.")
			if g.tradesNow(l) {
				return wire.Delayed, true
			}
			return s.dataType, true
		}
		s.fail(id, 354, "Requested market data is not subscribed. Delayed market data is available.%s", describe(l))
		return 0, false
	}
	if s.dataType >= wire.Delayed {
		s.fail(id, 10168, "Requested market data is not subscribed. Delayed market data is not enabled.")
		return 0, false
	}
	s.fail(id, 354, "Requested market data is not subscribed.%s", describe(l))
	return 0, false
}

// forbidden refuses a request for data that is never delayed, for a login without live data of the listing.
func (s *session) forbidden(id, code int, text string, l *floor.Listing) bool {
	if s.gateway.permission(l) == Subscribed {
		return false
	}
	s.fail(id, code, "%sNo market data permissions for %s %s", text, tapeExchange(l), l.SecType())
	return true
}

// displayTick is the price increment at the present price.
func displayTick(l *floor.Listing, top *floor.Top) decimal.Decimal {
	return l.Instrument.Grid.Increment(decimal.NewFromFloat(top.Mid()))
}

// describe names a contract as TWS does behind some errors.
func describe(l *floor.Listing) string {
	return l.Contract.Symbol + " " + l.Contract.PrimaryExchange + "/TOP/ALL"
}

func (s *session) cancelMarketData(m *wire.CancelMarketData) {
	if !s.unsubscribe(quotesFamily, m.RequestID) {
		s.fail(m.RequestID, 300, "Can't find EId with tickerId:%d", m.RequestID)
	}
}

func (s *session) marketDataType(m *wire.RequestMarketDataType) {
	if m.Type < wire.Live || m.Type > wire.DelayedFrozen {
		s.fail(-1, 321, "Error validating request.-'bW' : cause - Incorrect market data type %d", m.Type)
		return
	}
	s.dataType = m.Type
}

// linesUsed counts the market data lines of all clients: they share the login's.
func (g *Gateway) linesUsed() (n int) {
	for _, s := range g.sessions {
		n += s.count(quotesFamily) + s.count(realTimeFamily)
	}
	return n
}

// Permission is what market data a login has of a listing.
type Permission uint8

// Permissions.
const (
	Subscribed  Permission = iota
	DelayedOnly            // data of fifteen minutes ago, to clients that ask for it
	Unsubscribed
)

var errPermission = errors.New("want subscribed, delayed or none")

// UnmarshalText reads "subscribed", "delayed" or "none".
func (p *Permission) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "subscribed":
		*p = Subscribed
	case "delayed":
		*p = DelayedOnly
	case "none":
		*p = Unsubscribed
	default:
		return errPermission
	}
	return nil
}

// permission looks a listing's symbol up. A combo needs the live data of all its legs.
func (g *Gateway) permission(l *floor.Listing) Permission {
	for _, leg := range l.Legs {
		if g.permission(leg) != Subscribed {
			return Unsubscribed
		}
	}
	return g.opts.Permissions[l.Instrument.Symbol]
}

// tradesNow reports whether a listing's market is open, extended hours included.
func (g *Gateway) tradesNow(l *floor.Listing) bool {
	_, phase := l.Calendar.At(g.now)
	return phase != calendar.Closed
}
