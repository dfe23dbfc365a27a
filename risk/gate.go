package risk

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Gate holds the limits of a run. Every order and every change passes it once.
type Gate struct {
	account     *book
	strategies  map[string]*book
	instruments map[string]*book
	own         *book
	// books are all of them in the order of Rules.
	books []*book
}

// book is the rules of one owner.
type book struct {
	owner string
	rules []Rule
	rate  *orderRate
}

// Approved is an order that passed every rule, as it stood then. The zero value approves nothing.
type Approved struct{ order *order.Order }

// Order is the order that was approved; nil in the zero value. For a change it is the order after the change.
func (a Approved) Order() *order.Order { return a.order }

// NewGate makes a gate from the limits of the account, of strategies by name and of instruments by symbol,
// and from rules of one's own, which come last. The error joins all faults.
func NewGate(account Limits, strategies, instruments map[string]Limits, own ...Rule) (*Gate, error) {
	g := &Gate{strategies: map[string]*book{}, instruments: map[string]*book{}}
	var faults []error
	add := func(owner string, limits Limits, c scope, err error) *book {
		if err != nil {
			faults = append(faults, fmt.Errorf("limits of %s: %w", owner, err))
			return nil
		}
		b := newBook(owner, limits.rules(c))
		g.books = append(g.books, b)
		return b
	}
	for _, symbol := range slices.Sorted(maps.Keys(instruments)) {
		limits := instruments[symbol]
		g.instruments[symbol] = add("instrument "+symbol, limits, ofAccount, limits.validateInstrument())
	}
	for _, name := range slices.Sorted(maps.Keys(strategies)) {
		limits := strategies[name]
		g.strategies[name] = add("strategy "+name, limits, ofStrategy, limits.Validate())
	}
	g.account = add("account", account, ofAccount, account.Validate())
	g.own = newBook("own rules", own)
	g.books = append(g.books, g.own)
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return g, nil
}

func newBook(owner string, rules []Rule) *book {
	b := &book{owner: owner, rules: rules}
	for _, rule := range rules {
		if rate, ok := rule.(*orderRate); ok {
			b.rate = rate
		}
	}
	return b
}

// Review asks every rule that applies to the order. The reason is the first refusal, with the owner of the
// limit in its detail, or nil when the order is approved and counted.
func (g *Gate) Review(s *Snapshot, o *order.Order) (Approved, *order.Reason) {
	if o.Instrument == nil {
		return Approved{}, &order.Reason{Code: order.UnknownInstrument, Detail: "order of " + o.Symbol + " without an instrument"}
	}
	if o.Instrument.Kind == market.Combo {
		return g.reviewCombo(s, o)
	}
	books := [...]*book{g.instruments[o.Instrument.Symbol], g.strategies[o.Strategy], g.account, g.own}
	s.shared.begin(o)
	defer s.shared.end()
	for _, b := range books {
		if reason := b.check(s, o); reason != nil {
			return Approved{}, reason
		}
	}
	for _, b := range books {
		b.record(s.Now)
	}
	return Approved{o}, nil
}

func (b *book) check(s *Snapshot, o *order.Order) *order.Reason {
	if b == nil {
		return nil
	}
	for _, rule := range b.rules {
		if reason := rule.Check(s, o); reason != nil {
			reason.Detail = b.owner + ": " + reason.Detail
			return reason
		}
	}
	return nil
}

func (b *book) record(now market.Time) {
	if b != nil && b.rate != nil {
		b.rate.record(now)
	}
}

// Description is a rule in words.
type Description struct {
	// Owner is "account", "strategy NAME" or "instrument SYMBOL".
	Owner string
	Name  string
	Bound string
}

// Rules lists all rules: of instruments and strategies by name, of the account, one's own.
func (g *Gate) Rules() []Description {
	var list []Description
	for _, b := range g.books {
		for _, rule := range b.rules {
			list = append(list, Description{b.owner, rule.Name(), rule.Bound()})
		}
	}
	return list
}
