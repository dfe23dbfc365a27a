package gateway

import (
	"slices"
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// An Inbound is a request as it arrived, before any fault.
type Inbound struct {
	Time       market.Time // of the market
	Wall       time.Time
	Connection int // its number since the gateway was started, from 1
	Client     int // -1 before START_API
	Message    wire.Message
}

// Inbound returns the latest [Options].Record requests of all clients, oldest first, the handshake's START_API
// included: what is not among them was not sent. The messages must not be changed.
func (g *Gateway) Inbound() (list []Inbound) {
	g.Do(func() { list = slices.Clone(g.inbound) })
	return list
}

// record keeps a request.
func (g *Gateway) record(l *link, m wire.Message) {
	if len(g.inbound) >= g.opts.Record {
		g.inbound = slices.Delete(g.inbound, 0, max(1, g.opts.Record/8))
	}
	client := -1
	if l.session != nil {
		client = l.session.client
	}
	g.inbound = append(g.inbound, Inbound{Time: g.now, Wall: time.Now(), Connection: l.number, Client: client, Message: m})
}
