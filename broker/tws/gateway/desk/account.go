package desk

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim/custody"
	"github.com/tidemark/tidemark/broker/sim/margin"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// account is one paper account: the books, and what IB adds to them.
type account struct {
	name        string
	cash        decimal.Decimal
	instruments []*market.Instrument
	books       *portfolio.Account
	ledger      *portfolio.Ledger
	rules       *margin.Rules
	// custody is that of a cash account, or of one whose positions are closed when margin is missing; else nil.
	custody          *custody.Account
	paid, liquidates bool
	// stakes are kept for every instrument that was traded today or is held.
	stakes map[market.ID]*Stake
	// equity is the net liquidation at the beginning of the day.
	equity  decimal.Decimal
	morning Sheet
	// changes counts trades and new days.
	changes uint64
}

func newAccount(o Account, instruments []*market.Instrument) *account {
	a := &account{
		name: o.Name, cash: o.Cash, instruments: instruments,
		books: portfolio.NewAccount(o.Currency, instruments), stakes: map[market.ID]*Stake{}, equity: o.Cash,
		rules: margin.Intraday(), paid: o.Paid, liquidates: o.Liquidates,
	}
	return a
}

// open gives an account that no book knows its cash.
func (a *account) open() {
	a.ledger = a.books.Open(a.name, a.cash, a.books.Base())
	a.keep()
	a.morning = a.sheet()
}

func (a *account) stake(in *market.Instrument) *Stake {
	s := a.stakes[in.ID]
	if s == nil {
		s = &Stake{Symbol: in.Symbol}
		a.stakes[in.ID] = s
	}
	return s
}

// staked yields the instruments with a stake, in their order.
func (a *account) staked() []market.ID { return slices.Sorted(maps.Keys(a.stakes)) }

const commissionDecimals = 10

// book takes a fill into the books. The profit of what it closed is after the commission of both ends; an opening
// fill has none.
func (a *account) book(f *order.Fill) (realised wire.Opt[decimal.Decimal], err error) {
	was := a.ledger.Position(f.Instrument.ID)
	effect, err := a.books.Apply(f)
	if err != nil {
		return realised, err
	}
	if a.custody != nil {
		a.custody.Booked(f)
	}
	a.changes++
	s, signed := a.stake(f.Instrument), f.Signed()
	if was.Quantity.Sign()*signed.Sign() >= 0 {
		s.Carried = s.Carried.Add(f.Fee)
		return realised, nil
	}
	closed := decimal.Min(f.Quantity, was.Quantity.Abs())
	fee := f.Fee.Mul(closed).DivRound(f.Quantity, commissionDecimals)
	released := s.Carried.Mul(closed).DivRound(was.Quantity.Abs(), commissionDecimals)
	profit := effect.Realised.Sub(released).Sub(fee)
	s.Carried = s.Carried.Sub(released).Add(f.Fee.Sub(fee))
	s.Realised = s.Realised.Add(profit)
	return wire.Some(profit), nil
}

// unrealised is a position's open profit after the commission carried in its cost; zero when flat.
func (a *account) unrealised(id market.ID) decimal.Decimal {
	p := a.ledger.Position(id)
	price, ok := a.books.Last(id)
	if p.Flat() || !ok {
		return decimal.Zero
	}
	return p.Unrealised(price).Sub(a.stake(p.Instrument).Carried)
}

// averageCost is what one unit cost, commission and multiplier included; zero when flat.
func (a *account) averageCost(id market.ID) decimal.Decimal {
	p := a.ledger.Position(id)
	if p.Flat() {
		return decimal.Zero
	}
	return p.Cost.Add(a.stake(p.Instrument).Carried).DivRound(p.Quantity, 8)
}

// sheet is the account as a book saves it. Of the prices only those are kept that value something.
func (a *account) sheet() Sheet {
	s := Sheet{Name: a.name, Books: a.books.State(), Equity: a.equity}
	bySymbol := map[string]*market.Instrument{}
	for _, in := range a.instruments {
		bySymbol[in.Symbol] = in
	}
	s.Books.Prices = slices.DeleteFunc(s.Books.Prices, func(p portfolio.PriceState) bool {
		in := bySymbol[p.Symbol]
		return in.Base == "" && a.ledger.Position(in.ID).Flat()
	})
	for _, id := range a.staked() {
		s.Stakes = append(s.Stakes, *a.stakes[id])
	}
	return s
}

// restore is the opposite of sheet.
func (a *account) restore(s Sheet) error {
	books := portfolio.NewAccount(a.books.Base(), a.instruments)
	if err := books.Restore(s.Books); err != nil {
		return fmt.Errorf("account %s: %w", a.name, err)
	}
	ledger := books.Ledger(a.name)
	if ledger == nil {
		return fmt.Errorf("account %s: its books have no ledger of that name", a.name)
	}
	stakes := map[market.ID]*Stake{}
	for _, stake := range s.Stakes {
		i := slices.IndexFunc(a.instruments, func(in *market.Instrument) bool { return in.Symbol == stake.Symbol })
		if i >= 0 {
			stakes[market.ID(i)] = &stake
		}
	}
	a.books, a.ledger, a.stakes, a.equity = books, ledger, stakes, s.Equity
	a.keep()
	return nil
}

// net is what the account is worth in its base currency; money without a rate is left out.
func (a *account) net() decimal.Decimal {
	if equity, err := a.books.Equity(); err == nil {
		return equity
	}
	return a.books.Snapshot().Equity
}

// inBase converts an amount at the present rate; without one it is worth nothing.
func (a *account) inBase(c market.Currency, amount decimal.Decimal) decimal.Decimal {
	if c == a.books.Base() || amount.IsZero() {
		return amount
	}
	rate, err := a.books.Rate(c)
	if err != nil {
		return decimal.Zero
	}
	return amount.Mul(rate)
}

// account finds the account of an order: the one named, or the only one.
func (d *Desk) account(name string) (*account, bool) {
	if name == "" && len(d.accounts) == 1 {
		return d.accounts[0], true
	}
	a, ok := d.byName[name]
	return a, ok
}

// selected are the accounts that a question means: one, all of a group, or all.
func (d *Desk) selected(name string) []*account {
	if name == "" || name == "All" {
		return d.accounts
	}
	if a, ok := d.byName[name]; ok {
		return []*account{a}
	}
	for _, g := range d.opts.Groups {
		if g.Name == name {
			list := make([]*account, 0, len(g.Accounts))
			for _, member := range g.Accounts {
				list = append(list, d.byName[member])
			}
			return list
		}
	}
	return nil
}
