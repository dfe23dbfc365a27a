package gateway

import (
	"slices"
	"strings"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// accountRequests ask for the figures of accounts.
var accountRequests = []handler{
	on((*session).accountUpdates), on((*session).accountUpdatesMulti), on((*session).cancelAccountUpdatesMulti),
	on((*session).accountSummary), on((*session).cancelAccountSummary),
}

// Families of subscriptions to accounts.
const (
	accountFamily = "account updates"
	multiFamily   = "account updates multi"
	summaryFamily = "account summary"
)

// accountInterval is how often figures that have changed are told again (TWS API documentation, "Account
// Updates"); a trade tells them at once.
const accountInterval = 3 * time.Minute

// summariesMost is how many account summaries a client may have.
const summariesMost = 2

// A ledgerLine tells the figures of an account again when they have changed.
type ledgerLine struct {
	gateway *Gateway
	account string // a selection that desk.Accounts understands
	tell    func(first bool)
	changes uint64
	timer   *task[market.Time]
}

// follow tells the figures now, after each trade, and every accountInterval.
func (g *Gateway) follow(account string, tell func(first bool)) *ledgerLine {
	l := &ledgerLine{gateway: g, account: account, tell: tell, changes: g.changes(account)}
	g.ledgers = append(g.ledgers, l)
	tell(true)
	l.arm()
	return l
}

func (l *ledgerLine) arm() {
	l.timer = l.gateway.at(l.gateway.now.Add(accountInterval), func() {
		l.tell(false)
		l.arm()
	})
}

func (l *ledgerLine) stop() {
	l.timer.cancel()
	l.gateway.ledgers = slices.DeleteFunc(l.gateway.ledgers, func(other *ledgerLine) bool { return other == l })
}

// changes counts the trades of all accounts of a selection.
func (g *Gateway) changes(selection string) (n uint64) {
	for _, account := range g.desk.Accounts(selection) {
		n += g.desk.Changes(account)
	}
	return n
}

// tellLedgers tells those whose account has traded in this turn.
func (g *Gateway) tellLedgers() {
	moves := g.desk.Moves()
	if g.upstream.down || moves == g.moves {
		return
	}
	g.moves = moves
	for _, l := range slices.Clone(g.ledgers) {
		if n := g.changes(l.account); n != l.changes {
			l.changes = n
			l.tell(false)
		}
	}
}

// figures remembers what a client knows, to tell only what has changed.
type figures map[desk.Value]string

// news returns the values that differ from what was told before, and remembers them.
func (f figures) news(values []desk.Value) (changed []desk.Value) {
	for _, v := range values {
		key := v
		key.Value = ""
		if old, known := f[key]; !known || old != v.Value {
			f[key] = v.Value
			changed = append(changed, v)
		}
	}
	return changed
}

func (s *session) accountUpdates(m *wire.RequestAccountUpdates) {
	g := s.gateway
	s.unsubscribe(accountFamily, 0) // one at a time: the next one replaces it
	if !m.Subscribe {
		return
	}
	accounts := g.desk.Accounts(strings.TrimSuffix(m.Account, ","))
	if len(accounts) == 0 {
		s.fail(-1, 321, "Error validating request.-'bO' : cause - The account code is required for this operation: there is no account %s", m.Account)
		return
	}
	account, known := accounts[0], figures{}
	portfolio := map[int]wire.PortfolioValue{}
	line := g.follow(account, func(first bool) {
		for _, v := range known.news(g.desk.Values(account)) {
			s.send(&wire.AccountValue{Key: v.Key, Value: v.Value, Currency: v.Currency, Account: account})
		}
		for _, row := range g.desk.Portfolio(account) {
			if old, ok := portfolio[row.Contract.ConID]; !ok || !sameRow(&old, &row) {
				portfolio[row.Contract.ConID] = row
				s.send(&row)
			}
		}
		s.send(&wire.AccountUpdateTime{Time: g.now.In(g.opts.Zone).Format("15:04")})
		if first {
			s.send(&wire.AccountDownloadEnd{Account: account})
		}
	})
	s.subscribe(subscriptionKey{family: accountFamily}, line)
}

func sameRow(a, b *wire.PortfolioValue) bool {
	return a.Position.Equal(b.Position) && a.MarketPrice.Equal(b.MarketPrice) && a.AverageCost.Equal(b.AverageCost) &&
		a.RealizedPNL.Value.Equal(b.RealizedPNL.Value)
}

func (s *session) accountUpdatesMulti(m *wire.RequestAccountUpdatesMulti) {
	g := s.gateway
	accounts := g.desk.Accounts(m.Account)
	if len(accounts) == 0 {
		s.fail(m.RequestID, 321, "Error validating request.-'ch' : cause - Invalid account code '%s'.", m.Account)
		return
	}
	if s.unsubscribe(multiFamily, m.RequestID); s.full(m.RequestID) {
		return
	}
	known := figures{}
	line := g.follow(m.Account, func(first bool) {
		for _, account := range accounts {
			for _, v := range known.news(g.multiValues(account, m.LedgerAndNLV)) {
				s.send(&wire.AccountUpdateMulti{
					RequestID: m.RequestID, Account: account, ModelCode: m.ModelCode, Key: v.Key, Value: v.Value, Currency: v.Currency,
				})
			}
		}
		if first {
			s.send(&wire.AccountUpdateMultiEnd{RequestID: m.RequestID})
		}
	})
	s.subscribe(subscriptionKey{multiFamily, m.RequestID}, line)
}

// multiValues are all figures of an account, or only its ledgers and its net liquidation value.
func (g *Gateway) multiValues(account string, ledgerAndNLV bool) []desk.Value {
	if !ledgerAndNLV {
		return g.desk.Values(account)
	}
	return append(g.desk.Summary(account, "$LEDGER:ALL"), g.desk.Summary(account, "NetLiquidation")...)
}

func (s *session) cancelAccountUpdatesMulti(m *wire.CancelAccountUpdatesMulti) {
	s.unsubscribe(multiFamily, m.RequestID)
}

func (s *session) accountSummary(m *wire.RequestAccountSummary) {
	g := s.gateway
	accounts := g.desk.Accounts(m.Group)
	switch {
	case len(accounts) == 0:
		s.fail(m.RequestID, 321, "Error validating request.-'bT' : cause - Unknown group %s", m.Group)
		return
	case s.count(summaryFamily) >= summariesMost && !s.has(summaryFamily, m.RequestID):
		s.fail(m.RequestID, 322, "Error processing request.-'bT' : cause - Maximum number of account summary requests exceeded")
		return
	}
	s.unsubscribe(summaryFamily, m.RequestID)
	tags, known := strings.Split(m.Tags, ","), map[string]figures{}
	line := g.follow(m.Group, func(first bool) {
		for _, account := range accounts {
			for _, tag := range tags {
				if known[account+tag] == nil {
					known[account+tag] = figures{}
				}
				for _, v := range known[account+tag].news(g.desk.Summary(account, strings.TrimSpace(tag))) {
					s.send(&wire.AccountSummary{RequestID: m.RequestID, Account: account, Tag: v.Key, Value: v.Value, Currency: v.Currency})
				}
			}
		}
		if first {
			s.send(&wire.AccountSummaryEnd{RequestID: m.RequestID})
		}
	})
	s.subscribe(subscriptionKey{summaryFamily, m.RequestID}, line)
}

func (s *session) cancelAccountSummary(m *wire.CancelAccountSummary) {
	s.unsubscribe(summaryFamily, m.RequestID)
}
