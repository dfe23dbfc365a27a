package fee

import (
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Model is one schedule of charges.
type Model interface {
	// Charge is what a fill costs, given what earlier fills of its order came to. The caller adds the
	// fill to the tally afterwards. The bill of a tally that has one gets an item for each part of the charge.
	Charge(sofar *Tally, f *order.Fill) decimal.Decimal
}

// Tally sums the fills of one order. The zero value is an order without fills.
type Tally struct {
	// Quantity is in units, Value in the instrument's currency; both are positive.
	Quantity, Value decimal.Decimal
	// Rated is rate × quantity of a tiered plan, before its minimum and maximum. The plan keeps it.
	Rated decimal.Decimal
	// Bill, where there is one, is told the parts of each charge.
	Bill *Bill
	// Estimate is set to ask what a fill would cost: it does not count for the month.
	Estimate bool
}

// Add counts a fill.
func (t *Tally) Add(f *order.Fill) {
	bill, estimate := t.Bill, t.Estimate
	*t = t.with(f)
	t.Bill, t.Estimate = bill, estimate
}

func (t *Tally) with(f *order.Fill) Tally {
	return Tally{Quantity: t.Quantity.Add(f.Quantity), Value: t.Value.Add(value(f)), Rated: t.Rated}
}

// value is the money that changed hands, without its sign.
func value(f *order.Fill) decimal.Decimal { return f.Instrument.Notional(f.Price, f.Quantity).Abs() }

// Schedule chooses a model for an instrument: that of the first rule that fits, else by symbol, else by kind, else the
// default. The zero value charges nothing.
type Schedule struct {
	Rules   []Rule
	Symbols map[string]Model
	Kinds   map[market.Kind]Model
	Default Model
}

// Rule is what instruments of a symbol, a kind and a currency cost. What is not given fits all.
type Rule struct {
	// Symbol is an instrument's, or the root of a future.
	Symbol   string
	Kind     *market.Kind
	Currency market.Currency
	// Model is nil where trading is free.
	Model Model
	// OnTop adds to what would be charged without the rule.
	OnTop bool
}

func (r *Rule) fits(in *market.Instrument) bool {
	named := r.Symbol == "" || r.Symbol == in.Symbol || in.Kind == market.Future && r.Symbol == in.Underlying
	return named && (r.Kind == nil || *r.Kind == in.Kind) &&
		(r.Currency == "" || r.Currency == in.Currency)
}

// For is the instrument's model; nil when trading it costs nothing.
func (s Schedule) For(in *market.Instrument) Model {
	for i := range s.Rules {
		r := &s.Rules[i]
		if !r.fits(in) {
			continue
		}
		if !r.OnTop {
			return r.Model
		}
		s.Rules = s.Rules[i+1:]
		below := s.For(in)
		switch {
		case below == nil:
			return r.Model
		case r.Model == nil:
			return below
		}
		return Sum{below, r.Model}
	}
	if m, ok := s.Symbols[in.Symbol]; ok {
		return m
	}
	if m, ok := s.Kinds[in.Kind]; ok {
		return m
	}
	return s.Default
}

// Sum charges what all its models charge together. Only one of them may keep Tally.Rated, as IBKR's plans do.
type Sum []Model

// Charge adds up.
func (s Sum) Charge(sofar *Tally, f *order.Fill) decimal.Decimal {
	total := decimal.Zero
	for _, m := range s {
		total = total.Add(m.Charge(sofar, f))
	}
	return total
}
