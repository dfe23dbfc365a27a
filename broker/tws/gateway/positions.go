package gateway

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// positionRequests ask what accounts hold and what they gain.
var positionRequests = []handler{
	on((*session).positions), on((*session).cancelPositions), on((*session).positionsMulti), on((*session).cancelPositionsMulti),
	on((*session).pnl), on((*session).cancelPNL), on((*session).pnlSingle), on((*session).cancelPNLSingle),
}

// Families of subscriptions to positions and profits.
const (
	positionFamily      = "positions"
	positionMultiFamily = "positions multi"
	pnlFamily           = "P&L"
	pnlSingleFamily     = "P&L single"
)

// held is the last size and cost of a position that a client was told.
type held struct{ size, cost decimal.Decimal }

// followPositions tells the positions of a selection of accounts, and each one that changes. In the first picture
// there are none of size 0; one that is closed comes once with size 0.
func (s *session) followPositions(selection string, tell func(*wire.Position), end func()) *ledgerLine {
	known := map[string]held{}
	return s.gateway.follow(selection, func(first bool) {
		for _, p := range s.gateway.desk.Positions(selection) {
			key := p.Account + p.Contract.LocalSymbol + p.Contract.Currency + string(p.Contract.SecType)
			old, ok := known[key]
			switch {
			case !ok && p.Position.IsZero():
			case ok && old.size.Equal(p.Position) && old.cost.Equal(p.AverageCost):
			default:
				known[key] = held{p.Position, p.AverageCost}
				tell(&p)
			}
		}
		if first {
			end()
		}
	})
}

func (s *session) positions(*wire.RequestPositions) {
	s.unsubscribe(positionFamily, 0)
	line := s.followPositions("All", func(p *wire.Position) { s.send(p) }, func() { s.send(&wire.PositionEnd{}) })
	s.subscribe(subscriptionKey{family: positionFamily}, line)
}

func (s *session) cancelPositions(*wire.CancelPositions) { s.unsubscribe(positionFamily, 0) }

func (s *session) positionsMulti(m *wire.RequestPositionsMulti) {
	if len(s.gateway.desk.Accounts(m.Account)) == 0 {
		s.fail(m.RequestID, 321, "Error validating request.-'cg' : cause - Invalid account code '%s'.", m.Account)
		return
	}
	if s.unsubscribe(positionMultiFamily, m.RequestID); s.full(m.RequestID) {
		return
	}
	line := s.followPositions(m.Account, func(p *wire.Position) {
		s.send(&wire.PositionMulti{
			RequestID: m.RequestID, Account: p.Account, ModelCode: m.ModelCode, Contract: p.Contract, Position: p.Position, AverageCost: p.AverageCost,
		})
	}, func() { s.send(&wire.PositionMultiEnd{RequestID: m.RequestID}) })
	s.subscribe(subscriptionKey{positionMultiFamily, m.RequestID}, line)
}

func (s *session) cancelPositionsMulti(m *wire.CancelPositionsMulti) {
	s.unsubscribe(positionMultiFamily, m.RequestID)
}

// pnlInterval is how often profits are told.
const pnlInterval = time.Second

// A pulse repeats something every pnlInterval of the market's time, while the link to IB is up.
type pulse struct {
	gateway *Gateway
	beat    func()
	timer   *task[market.Time]
}

func (g *Gateway) pulse(beat func()) *pulse {
	p := &pulse{gateway: g, beat: beat}
	p.run()
	return p
}

func (p *pulse) run() {
	if !p.gateway.upstream.down {
		p.beat()
	}
	p.timer = p.gateway.at(p.gateway.now.Add(pnlInterval), p.run)
}

func (p *pulse) stop() { p.timer.cancel() }

// sameFigures compares what a client was told with what is true now.
func sameFigures(told, now []wire.Opt[decimal.Decimal]) bool {
	return slices.EqualFunc(told, now, func(a, b wire.Opt[decimal.Decimal]) bool {
		return a.Valid == b.Valid && a.Value.Equal(b.Value)
	})
}

func (s *session) pnl(m *wire.RequestPNL) {
	if s.has(pnlFamily, m.RequestID) {
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	}
	if _, ok := s.gateway.desk.PNL(m.Account); !ok {
		s.fail(m.RequestID, 321, "Error validating request.-'cy' : cause - Invalid account code '%s'.", m.Account)
		return
	}
	if s.full(m.RequestID) {
		return
	}
	var told []wire.Opt[decimal.Decimal]
	line := s.gateway.pulse(func() {
		now, ok := s.gateway.desk.PNL(m.Account)
		if figures := []wire.Opt[decimal.Decimal]{now.Daily, now.Unrealized, now.Realized}; ok && !sameFigures(told, figures) {
			told = figures
			now.RequestID = m.RequestID
			s.send(&now)
		}
	})
	s.subscribe(subscriptionKey{pnlFamily, m.RequestID}, line)
}

func (s *session) cancelPNL(m *wire.CancelPNL) {
	if !s.unsubscribe(pnlFamily, m.RequestID) {
		s.fail(m.RequestID, 10185, "Failed to cancel PNL (not subscribed)")
	}
}

// pnlSingle keeps silent about contracts that the account has nothing to do with, as IB does.
func (s *session) pnlSingle(m *wire.RequestPNLSingle) {
	if s.has(pnlSingleFamily, m.RequestID) {
		s.fail(m.RequestID, 102, "Duplicate ticker ID for API request")
		return
	}
	if s.full(m.RequestID) {
		return
	}
	var told []wire.Opt[decimal.Decimal]
	line := s.gateway.pulse(func() {
		now, ok := s.gateway.desk.PNLSingle(m.Account, m.ConID)
		figures := []wire.Opt[decimal.Decimal]{wire.Some(now.Position), now.Daily, now.Unrealized, now.Realized, now.Value}
		if ok && !sameFigures(told, figures) {
			told = figures
			now.RequestID = m.RequestID
			s.send(&now)
		}
	})
	s.subscribe(subscriptionKey{pnlSingleFamily, m.RequestID}, line)
}

func (s *session) cancelPNLSingle(m *wire.CancelPNLSingle) {
	if !s.unsubscribe(pnlSingleFamily, m.RequestID) {
		s.fail(m.RequestID, 10186, "Failed to cancel PNL Single (not subscribed)")
	}
}
