package gateway

import (
	"time"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Status is what an operator wants to know of a running gateway.
type Status struct {
	MarketTime market.Time       `json:"market_time"`
	Uptime     time.Duration     `json:"uptime"` // nanoseconds
	Held       bool              `json:"held"`
	LinkDown   bool              `json:"link_down"` // to IB
	BrokenFarm []string          `json:"broken_farms,omitempty"`
	Accounts   string            `json:"accounts"`
	Clients    []ClientStatus    `json:"clients"`
	Requests   map[string]uint64 `json:"requests"` // by message
	Answers    map[string]uint64 `json:"answers"`

	Connections uint64 `json:"connections"` // so far
	Handshaking int    `json:"handshaking"`
	Refused     uint64 `json:"refused"`
	CrowdedOut  uint64 `json:"crowded_out"`
	Undecodable uint64 `json:"undecodable"`
	BytesOut    uint64 `json:"bytes_out"`
	KeptBack    uint64 `json:"ticks_kept_back"`
}

// ClientStatus is one connected client.
type ClientStatus struct {
	ID            int            `json:"id"`
	From          string         `json:"from"`
	Version       int            `json:"version"`
	Since         time.Time      `json:"since"`
	Received      uint64         `json:"received"`
	Sent          uint64         `json:"sent"`
	KeptBack      uint64         `json:"ticks_kept_back"`
	Waiting       int            `json:"bytes_waiting"`
	Subscriptions map[string]int `json:"subscriptions,omitempty"` // by family
}

// Status is the gateway as it is now; false when it has ended.
func (g *Gateway) Status() (s Status, ok bool) {
	ok = g.Do(func() { s = g.status() })
	return s, ok
}

func (g *Gateway) status() Status {
	c := &g.counts
	s := Status{
		MarketTime: g.now, Uptime: time.Since(g.born), Held: g.held, LinkDown: g.upstream.down, Accounts: g.desk.ManagedAccounts(),
		Requests: map[string]uint64{}, Answers: map[string]uint64{}, Clients: []ClientStatus{},
		Connections: uint64(g.opened), Handshaking: len(g.links) - len(g.sessions), Refused: c.refused, CrowdedOut: c.crowdedOut,
		Undecodable: c.undecodable, BytesOut: c.bytesOut, KeptBack: c.keptBack,
	}
	for _, f := range g.upstream.farms {
		if f.down {
			s.BrokenFarm = append(s.BrokenFarm, f.name)
		}
	}
	for id := range kinds {
		if n := c.requests[id]; n > 0 {
			s.Requests[wire.RequestKind(id).String()] = n
		}
		if n := c.answers[id]; n > 0 {
			s.Answers[wire.AnswerKind(id).String()] = n
		}
	}
	for _, client := range g.sessions {
		s.Clients = append(s.Clients, client.status())
	}
	return s
}

func (s *session) status() ClientStatus {
	c := ClientStatus{
		ID: s.client, From: remote(s.link), Version: s.version, Since: s.link.opened,
		Received: s.counts.received, Sent: s.counts.sent, KeptBack: s.counts.keptBack, Waiting: s.link.out.size(),
		Subscriptions: map[string]int{},
	}
	for k := range s.open {
		c.Subscriptions[k.family]++
	}
	return c
}
