package gateway

import (
	"fmt"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// The limits of small bars (TWS API documentation, "Pacing Violations for Small Bars"): no identical request
// within 15 s, fewer than six for one contract, exchange and kind of data within 2 s, at most 60 in 10 minutes,
// where bids and asks together count double. They are of the wall clock, whatever the market's speed.
const (
	identicalWithin = 15 * time.Second
	placeWithin     = 2 * time.Second
	placeMost       = 5
	longWithin      = 10 * time.Minute
	longMost        = 60
	smallBars       = 30 * time.Second
)

// historyPace remembers a client's requests for small bars.
type historyPace struct{ past []historyAsked }

type historyAsked struct {
	at              time.Time
	identity, place string
	cost            int
}

// violates books a request, and reports whether it comes too soon. One without an identity and a place only counts.
func (p *historyPace) violates(now time.Time, identity, place string, cost int) bool {
	for len(p.past) > 0 && now.Sub(p.past[0].at) >= longWithin {
		p.past = p.past[1:]
	}
	spent, samePlace, bad := cost, 1, false
	for _, a := range p.past {
		spent += a.cost
		bad = bad || identity != "" && a.identity == identity && now.Sub(a.at) < identicalWithin
		if place != "" && a.place == place && now.Sub(a.at) < placeWithin {
			samePlace++
		}
	}
	if bad = bad || spent > longMost || samePlace > placeMost; !bad {
		p.past = append(p.past, historyAsked{now, identity, place, cost})
	}
	return bad
}

// asksForHistory lets a request pass, or refuses it for the state of the farm or the pace of the client.
func (s *session) asksForHistory(m *wire.RequestHistoricalData) bool {
	g := s.gateway
	if g.upstream.down || g.upstream.farm(pastFarm).down {
		s.fail(m.RequestID, 162, "%s", historyError+"HMDS server disconnect occurred.  Attempting reconnection")
		return false
	}
	if span := floor.BarSize(m.BarSize).Span(); g.opts.FreeHistory || span == 0 || span > smallBars {
		return true
	}
	k := &m.Contract
	place := fmt.Sprint(k.ConID, k.Symbol, k.SecType, k.LocalSymbol, k.Exchange, m.WhatToShow)
	identity := fmt.Sprint(place, m.End, m.BarSize, m.Duration, m.UseRTH, m.FormatDate, m.KeepUpToDate)
	cost := 1
	if m.WhatToShow == string(floor.BidAsk) {
		cost = 2
	}
	if s.history.violates(time.Now(), identity, place, cost) {
		s.fail(m.RequestID, 162, pacingText)
		return false
	}
	return true
}
