package portfolio

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Account is one account in many currencies, valued in a base currency. It is the sum of its ledgers.
type Account struct {
	base        market.Currency
	instruments []*market.Instrument
	ledgers     []*Ledger
	byName      map[string]*Ledger

	// By instrument: the last observed price, NaN before the first; the same as an exact number; the open
	// holdings of all ledgers; and the sum of their quantities.
	marks   []float64
	exact   []exactPrice
	tracked [][]*holding
	net     []exact.Number
	// held lists the instruments whose net quantity is not zero, ascending.
	held []market.ID
	// pairs are the instruments that exchange one currency for another.
	pairs []*market.Instrument

	scratch balances
	closed  RoundTrip
	profits []Profit

	// remember is how many bookings a holding keeps, booked how many there have been.
	remember int
	booked   uint64
}

// NewAccount is an empty account. The instruments are indexed by their ID.
func NewAccount(base market.Currency, instruments []*market.Instrument) *Account {
	n := len(instruments)
	a := &Account{
		base: base, instruments: instruments, byName: map[string]*Ledger{},
		marks: make([]float64, n), exact: make([]exactPrice, n),
		tracked: make([][]*holding, n), net: make([]exact.Number, n),
	}
	for i, in := range instruments {
		a.marks[i] = math.NaN()
		if in.Kind == market.Forex || in.Kind == market.Crypto {
			a.pairs = append(a.pairs, in)
		}
	}
	return a
}

// Base is the currency that the account is valued in.
func (a *Account) Base() market.Currency { return a.base }

// Open is the ledger of a strategy. A new one begins with cash; one that exists, because it was opened or
// restored before, is returned as it is.
func (a *Account) Open(strategy string, cash decimal.Decimal, c market.Currency) *Ledger {
	if l := a.byName[strategy]; l != nil {
		return l
	}
	l := a.newLedger(strategy)
	if !cash.IsZero() {
		l.flow(Flow{Money: Money{c, cash}})
	}
	return l
}

func (a *Account) newLedger(strategy string) *Ledger {
	l := &Ledger{account: a, name: strategy, holdings: make([]*holding, len(a.instruments))}
	a.ledgers = append(a.ledgers, l)
	a.byName[strategy] = l
	return l
}

// Ledger is the ledger of a strategy, nil when it was never opened.
func (a *Account) Ledger(strategy string) *Ledger { return a.byName[strategy] }

// Ledgers lists the ledgers in the order they were opened.
func (a *Account) Ledgers() []*Ledger { return slices.Clone(a.ledgers) }

// Cash is the cash of one currency in all ledgers.
func (a *Account) Cash(c market.Currency) decimal.Decimal {
	sum := exact.Number{}
	for _, l := range a.ledgers {
		sum = sum.Add(l.cash.of(c))
	}
	return sum.Decimal()
}

// Quantity is the net quantity of an instrument over all ledgers, as the broker holds it.
func (a *Account) Quantity(id market.ID) decimal.Decimal { return a.net[id].Decimal() }

// Net is Quantity as a number.
func (a *Account) Net(id market.ID) exact.Number { return a.net[id] }

// Nets yields what Quantities does, as numbers.
func (a *Account) Nets() iter.Seq2[*market.Instrument, exact.Number] {
	return func(yield func(*market.Instrument, exact.Number) bool) {
		for _, id := range a.held {
			if !yield(a.instruments[id], a.net[id]) {
				return
			}
		}
	}
}

// Quantities yields the instruments whose net quantity is not zero, in the order of instruments. No fill
// may be applied meanwhile.
func (a *Account) Quantities() iter.Seq2[*market.Instrument, decimal.Decimal] {
	return func(yield func(*market.Instrument, decimal.Decimal) bool) {
		for _, id := range a.held {
			if !yield(a.instruments[id], a.net[id].Decimal()) {
				return
			}
		}
	}
}

// Apply books a fill in the ledger of its strategy. It does not know whether the fill was booked before.
// An error is a [*Unbookable] and nothing has changed.
func (a *Account) Apply(f *order.Fill) (Effect, error) {
	if err := a.bookable(f); err != nil {
		return Effect{}, err
	}
	id := f.Instrument.ID
	if math.IsNaN(a.marks[id]) {
		a.Mark(id, exact.Of(f.Price).Float64())
	}
	signed := signedOf(f)
	effect := a.byName[f.Strategy].book(f, signed)
	a.hold(id, signed)
	return effect, nil
}

// signedOf is a fill's quantity, negative when sold.
func signedOf(f *order.Fill) exact.Number {
	quantity := exact.Of(f.Quantity)
	if f.Side == order.Sell {
		return quantity.Neg()
	}
	return quantity
}

// hold adds to the net quantity of an instrument.
func (a *Account) hold(id market.ID, signed exact.Number) {
	was := a.net[id].IsZero()
	a.net[id] = a.net[id].Add(signed)
	flat := a.net[id].IsZero()
	if flat == was {
		return
	}
	i, _ := slices.BinarySearchFunc(a.held, id, cmp.Compare[market.ID])
	if flat {
		a.held = slices.Delete(a.held, i, i+1)
	} else {
		a.held = slices.Insert(a.held, i, id)
	}
}

// Charge books a fee that became known after its fill, as a broker's commission reports do. It counts for
// the strategy's open round trip in the instrument; when there is none, for the ledger alone. So it does for what a
// broker charges for a combo as a whole. The error is an [*Unbookable] and nothing has changed. The fill's own fee is not looked at.
func (a *Account) Charge(f *order.Fill, fee decimal.Decimal, c market.Currency) error {
	late := *f
	late.Fee, late.FeeCurrency = fee, c
	if late.Quantity.IsZero() {
		late.Quantity = one // of a fill that was taken back; the quantity is not looked at
	}
	if err := a.chargeable(&late); err != nil {
		return err
	}
	a.byName[f.Strategy].bookCharge(&late)
	return nil
}

// Balances lists the cash of every currency that ever moved, by its code.
func (a *Account) Balances() []Money {
	var sum balances
	for _, l := range a.ledgers {
		sum.addAll(l.cash)
	}
	return sum.money()
}

// OpenProfits yields the unrealised profit, in the instrument's currency, of every position that is held against margin
// (futures and CFDs), by ledger. No fill may be applied meanwhile.
func (a *Account) OpenProfits() iter.Seq2[*market.Instrument, decimal.Decimal] {
	return func(yield func(*market.Instrument, decimal.Decimal) bool) {
		for _, l := range a.ledgers {
			for _, h := range l.open {
				if settlementOf(h.instrument.Kind) == margined && !yield(h.instrument, h.marketValue().Decimal()) {
					return
				}
			}
		}
	}
}
