package floor

import (
	"slices"
	"strings"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
)

// A Listing is one contract that can be asked for, looked at and (mostly) traded. It does not change.
type Listing struct {
	// Instrument is what broker/sim trades; its ID is the listing's place in Floor.Listings.
	Instrument *market.Instrument
	// Contract is complete, as contract details report it; its Exchange is the one that is meant when none
	// is asked for. See On.
	Contract wire.Contract
	Calendar *calendar.Calendar
	// Underlying is what an option, a future or a CFD derives its price from, or nil.
	Underlying *Listing
	// Legs are those of a combo, in the order of its instrument's.
	Legs []*Listing

	spec *Spec
	// exchanges are those that it can be routed to, rule is the market rule of all of them.
	exchanges []string
	rule      int
	// grid is that rule as floats.
	grid ladder
	// month is the contract month of a derivative, YYYYMM: that of delivery, which can be later than that of
	// the last trading day.
	month string
	// place counts the futures of a root that expire earlier.
	place int
	// smile is the implied volatility of options on it.
	smile smile
	// option is how an option is priced, else nil.
	option *derived
}

// ID is the place of the listing in Floor.Listings and the ID of its Instrument.
func (l *Listing) ID() market.ID { return l.Instrument.ID }

// Exchanges lists where the contract can be routed, in the order of Details.ValidExchanges.
func (l *Listing) Exchanges() []string { return slices.Clone(l.exchanges) }

// On is the contract as reported for an exchange that was asked for; empty means the usual one.
func (l *Listing) On(exchange string) wire.Contract {
	k := l.Contract
	if exchange = route(exchange); exchange != "" && l.trades(exchange) {
		k.Exchange = exchange
	}
	return k
}

// trades reports whether the contract can be routed to an exchange.
func (l *Listing) trades(exchange string) bool {
	return slices.Contains(l.exchanges, exchange) || exchange == l.Contract.Exchange
}

// renamed are former names of exchanges that contracts may still carry.
var renamed = map[string]string{"ISLAND": "NASDAQ", "GLOBEX": "CME", "ECBOT": "CBOT", "DTB": "EUREX"}

// route is the exchange that a contract's exchange field means: "SMART:ARCA" and "SMART/ARCA" are SMART
// with a hint.
func route(exchange string) string {
	exchange = strings.ToUpper(strings.TrimSpace(exchange))
	if i := strings.IndexAny(exchange, ":/"); i > 0 {
		exchange = exchange[:i]
	}
	if now, ok := renamed[exchange]; ok {
		return now
	}
	return exchange
}

// SecType is the contract's type of security.
func (l *Listing) SecType() wire.SecType { return l.Contract.SecType }

// Expired reports whether the contract has stopped trading at a time.
func (l *Listing) Expired(at market.Time) bool {
	if slices.ContainsFunc(l.Legs, func(leg *Listing) bool { return leg.Expired(at) }) {
		return true
	}
	expiry := l.Instrument.Expiry
	if expiry == 0 {
		return false
	}
	if s, ok := l.Calendar.Session(expiry); ok {
		return at >= s.LateClose
	}
	return market.DateOf(at.In(l.Calendar.Zone())) > expiry
}
