package desk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// Changes counts the trades and new days of an account: whoever keeps a picture of it renews the picture when the
// number moves. It is 0 for an unknown account.
func (d *Desk) Changes(account string) uint64 {
	if a := d.byName[account]; a != nil {
		return a.changes
	}
	return 0
}

// Moves is the Changes of all accounts together.
func (d *Desk) Moves() (n uint64) {
	for _, a := range d.accounts {
		n += a.changes
	}
	return n
}

// Accounts lists the accounts that a question means: one, those of an advisor's group, or all for "" and "All".
func (d *Desk) Accounts(selection string) []string {
	var names []string
	for _, a := range d.selected(selection) {
		names = append(names, a.name)
	}
	return names
}

// Positions lists the positions of one account, of a group, or of all. A position of 0 was closed today; a first
// picture leaves it out. Futures have no exchange, and contracts no primary one.
func (d *Desk) Positions(selection string) []wire.Position {
	var list []wire.Position
	for _, a := range d.selected(selection) {
		for _, id := range a.staked() {
			list = append(list, wire.Position{
				Account: a.name, Contract: d.reported(id), Position: a.ledger.Position(id).Quantity,
				AverageCost: a.averageCost(id),
			})
		}
	}
	return list
}

// reported is a contract as reports of positions have it.
func (d *Desk) reported(id market.ID) wire.Contract {
	k := d.market.Listings()[id].Contract
	if k.SecType == wire.Future || k.SecType == wire.Stock {
		k.Exchange = ""
	}
	return k
}

// Portfolio lists an account's positions with their value, those closed today included.
func (d *Desk) Portfolio(account string) []wire.PortfolioValue {
	a := d.byName[account]
	if a == nil {
		return nil
	}
	var list []wire.PortfolioValue
	for _, id := range a.staked() {
		p, s := a.ledger.Position(id), a.stakes[id]
		price, _ := a.books.Last(id)
		list = append(list, wire.PortfolioValue{
			Contract: d.reported(id), Position: p.Quantity, MarketPrice: price, MarketValue: p.Notional(price),
			AverageCost: a.averageCost(id), UnrealizedPNL: some(a.unrealised(id)), RealizedPNL: some(s.Realised),
			Account: a.name,
		})
	}
	return list
}

// PNL is the day's profit of an account, of a group or of all, in the base currency, without a request id; false when
// there is no such account.
func (d *Desk) PNL(selection string) (wire.PNL, bool) {
	accounts := d.selected(selection)
	var daily, unrealised, realised decimal.Decimal
	for _, a := range accounts {
		daily = daily.Add(a.net().Sub(a.equity))
		for _, id := range a.staked() {
			c := a.instruments[id].Currency
			unrealised = unrealised.Add(a.inBase(c, a.unrealised(id)))
			realised = realised.Add(a.inBase(c, a.stakes[id].Realised))
		}
	}
	return wire.PNL{Daily: wire.Some(daily), Unrealized: wire.Some(unrealised), Realized: wire.Some(realised)}, len(accounts) > 0
}

// PNLSingle is the day's profit of one position, in its currency, without a request id; false when the account has
// neither held nor traded the contract today.
func (d *Desk) PNLSingle(account string, conID int) (wire.PNLSingle, bool) {
	for _, a := range d.selected(account) {
		for _, id := range a.staked() {
			if d.market.Listings()[id].Contract.ConID != conID {
				continue
			}
			p, s := a.ledger.Position(id), a.stakes[id]
			price, _ := a.books.Last(id)
			open := a.unrealised(id)
			return wire.PNLSingle{
				Position: p.Quantity, Daily: wire.Some(open.Sub(s.Begin).Add(s.Realised)), Unrealized: wire.Some(open),
				Realized: wire.Some(s.Realised), Value: wire.Some(p.Notional(price)),
			}, true
		}
	}
	return wire.PNLSingle{}, false
}
