package gateway

import (
	"fmt"
	"maps"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/fault"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
)

// stream names the subscriptions of a session to one family of data of one listing.
type stream struct {
	family  string
	listing *floor.Listing
}

// watching is the listing of a subscription to market data; nil for other subscriptions.
func watching(sub subscription) *floor.Listing {
	switch line := sub.(type) {
	case *quoteLine:
		return line.listing
	case *barLine:
		return line.listing
	case *tickLine:
		return line.listing
	case *depthLine:
		return line.listing
	}
	return nil
}

// silence takes subscriptions out of what feeds them and lets them stand: they deliver nothing, and neither does a
// second one, until the client cancels.
func (g *Gateway) silence(a fault.Silence, sessions []*session) {
	for _, s := range sessions {
		for _, k := range s.keys() {
			l := watching(s.open[k])
			bars := k.family == realTimeFamily || k.family == historyFamily
			if l == nil || a.Bars && !bars || a.Farm != "" && farmOf(l) != a.Farm ||
				a.Symbol != "" && l.Instrument.Symbol != a.Symbol && l.Contract.LocalSymbol != a.Symbol {
				continue
			}
			s.open[k].stop()
			if s.silent == nil {
				s.silent = map[subscriptionKey]stream{}
			}
			s.silent[k] = stream{k.family, l}
			if a.Code != 0 {
				s.fail(k.id, a.Code, "%s", fault.Words(a.Code, a.Text))
			}
		}
	}
}

// hush silences a subscription that is asked for while an older one of the same data was silenced and not cancelled.
func (s *session) hush(k subscriptionKey, sub subscription) {
	l := watching(sub)
	for _, quiet := range s.silent {
		if quiet == (stream{k.family, l}) {
			sub.stop()
			s.silent[k] = quiet
			return
		}
	}
}

// setLink breaks or restores the link to IB.
func (g *Gateway) setLink(a fault.Link) {
	switch a.Is {
	case fault.Lost:
		code := or(a.Code, 1100)
		g.loseLink(code, fault.Words(code, ""), a.Quiet)
	default:
		g.restoreLink(a.Is == fault.DataLost, a.Quiet)
	}
}

// changeFarm gives a farm a state and tells everybody.
func (g *Gateway) changeFarm(a fault.Farm) error {
	f := g.upstream.farm(a.Name)
	if f == nil {
		return fmt.Errorf("gateway: there is no farm %s", a.Name)
	}
	switch a.Is {
	case fault.Broken:
		g.setFarm(a.Name, true)
	case fault.OK:
		if a.Silent {
			g.silence(fault.Silence{Farm: a.Name}, g.sessions)
		}
		g.setFarm(a.Name, false)
	case fault.Idle:
		code, text := 2108, "Market data farm connection is inactive but should be available upon demand."
		if f.kind == historyFarm {
			code, text = 2107, "HMDS data farm connection is inactive but should be available upon demand."
		}
		g.tellAll(code, text+f.name)
	case fault.Connecting:
		f.down = true
		g.tellAll(2119, "Market data farm is connecting:"+f.name)
	}
	return nil
}

// competingCode is what lines are told while another login has the market data.
const competingCode = 10197

// compete lets another login take the market data.
func (g *Gateway) compete(d time.Duration) {
	g.upstream.competing = true
	for _, s := range g.sessions {
		for _, k := range s.keys() {
			if watching(s.open[k]) != nil {
				s.fail(k.id, competingCode, "%s", fault.Words(competingCode, ""))
			}
		}
	}
	if d > 0 {
		g.later(d, func() { g.upstream.competing = false })
	}
}

// competed refuses a request for market data while another login has it.
func (s *session) competed(id int) bool {
	if s.gateway.upstream.competing {
		s.fail(id, competingCode, "%s", fault.Words(competingCode, ""))
	}
	return s.gateway.upstream.competing
}

// permit changes what market data the login has of a symbol, also for lines that are open.
func (g *Gateway) permit(a fault.Permission) error {
	k, err := g.contractOf(a.Symbol)
	if err != nil {
		return err
	}
	l, refusal := g.floor.Resolve(&k)
	if refusal != nil {
		return fmt.Errorf("gateway: permission for %s: %w", a.Symbol, refusal)
	}
	all := maps.Clone(g.opts.Permissions)
	if all == nil {
		all = map[string]Permission{}
	}
	all[l.Instrument.Symbol] = map[fault.Grant]Permission{
		fault.Subscribed: Subscribed, fault.Delayed: DelayedOnly, fault.Additional: DelayedOnly, fault.Unavailable: Unsubscribed,
	}[a.Is]
	g.opts.Permissions = all
	code := map[fault.Grant]int{fault.Delayed: 10167, fault.Additional: 10089, fault.Partial: 10090, fault.Unavailable: 354}[a.Is]
	for _, s := range g.sessions {
		for _, k := range s.keys() {
			line, ok := s.open[k].(*quoteLine)
			if !ok || line.listing != l {
				continue
			}
			if code != 0 {
				s.fail(k.id, code, "%s", fault.Words(code, ""))
			}
			line.grant(s, k, a.Is)
		}
	}
	return nil
}

// grant goes on with a line as the login's permission now is.
func (l *quoteLine) grant(s *session, k subscriptionKey, is fault.Grant) {
	switch is {
	case fault.Unavailable:
		s.unsubscribe(k.family, k.id)
		return
	case fault.Delayed, fault.Additional:
		l.setDelayed(true)
		s.send(&wire.MarketDataFreshness{RequestID: k.id, Type: wire.Delayed})
	case fault.Subscribed:
		l.setDelayed(false)
		s.send(&wire.MarketDataFreshness{RequestID: k.id, Type: wire.Live})
	}
	l.told = told{}
	l.update()
}
