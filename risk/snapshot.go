package risk

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Snapshot is the moment that a review looks at. It refers to the engine's own books, so it is valid until
// they change; keep one and refresh Now and Working.
type Snapshot struct {
	// Now is the engine's clock.
	Now     market.Time
	Account *portfolio.Account
	// Working lists the orders that have not ended, also those approved before in the same group. It may
	// contain the order under review, which is known by its id.
	Working []*order.Order
	// Find is the order with an id, nil when it is unknown. It answers for parents, which may have ended. A
	// nil Find knows none, and then an exit counts whole.
	Find func(order.ID) *order.Order
	// BuyingPower is what the broker says is free for new exposure of the account, in the base currency. Nil
	// takes equity less what positions and working orders tie up.
	BuyingPower func() (decimal.Decimal, error)
	// Margin is the money, in the instrument's currency, that one unit of exposure at a price ties up. Nil
	// takes the whole price × multiplier.
	Margin func(in *market.Instrument, price decimal.Decimal) decimal.Decimal
	// Parts are the instruments of a combo's legs. Give it in a run that has combos, and only there: a working combo then
	// counts as its legs.
	Parts func(*market.Instrument) []*market.Instrument
	// Marks counts, by instrument, the changes of its last price, and Version everything else that a sum over
	// instruments depends on: fills, the end or change of a working order, and prices of currencies. Orders
	// appended to Working need no new version. With both given, sums are kept from one review to the next,
	// so that a thousand orders at one moment cost a thousand steps and not a million. A nil Marks keeps
	// nothing.
	Marks   []uint32
	Version uint64

	tally  tally
	sums   []*sum
	shared shared
}

// scope is whose book a limit looks at.
type scope uint8

const (
	ofAccount scope = iota
	ofStrategy
)

func (c scope) covers(w, o *order.Order) bool { return c == ofAccount || w.Strategy == o.Strategy }

func (c scope) position(s *Snapshot, o *order.Order) exact.Number {
	id := o.Instrument.ID
	if c == ofAccount {
		return s.Account.Net(id)
	}
	if l := s.Account.Ledger(o.Strategy); l != nil {
		return l.Held(id)
	}
	return exact.Number{}
}

func (c scope) equity(s *Snapshot, strategy string) (exact.Number, error) {
	if c == ofAccount {
		return s.Account.Worth()
	}
	if l := s.Account.Ledger(strategy); l != nil {
		return l.Worth()
	}
	return exact.Number{}, nil
}

// active is how much of an order may trade as far as exposure goes.
func (s *Snapshot) active(o *order.Order) exact.Number {
	open := exact.Of(o.Open())
	if o.Parent == "" || s.Find == nil {
		return open
	}
	parent := s.Find(o.Parent)
	if parent == nil || parent.Instrument != o.Instrument || parent.Side == o.Side {
		return open
	}
	released := exact.Of(parent.Filled).Sub(exact.Of(o.Filled))
	return exact.Max(exact.Number{}, exact.Min(open, released))
}

// margin is the money that one unit of exposure at a price ties up, in the instrument's currency.
func (s *Snapshot) margin(in *market.Instrument, price exact.Number) exact.Number {
	if s.Margin != nil {
		return exact.Of(s.Margin(in, price.Decimal()))
	}
	return notional(in, price)
}

// notional is what one unit of exposure at a price is, in the instrument's currency.
func notional(in *market.Instrument, price exact.Number) exact.Number {
	return price.Abs().Mul(exact.Of(in.Multiplier))
}
