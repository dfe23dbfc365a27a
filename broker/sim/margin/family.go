package margin

import (
	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// family is what an account holds of one underlying: the options on it of one multiplier, and its shares.
type family struct {
	rules *Rules
	// under is nil when the underlying is not known; price is then zero, and zero also before its first price.
	under *market.Instrument
	price exact.Number
	// held are the shares, negative when sold short, and unit what a contract is for.
	held, unit exact.Number
	legs       []leg
	// pairs are what can be sold and bought against each other, and sequence which of them come first.
	pairs    []pair
	sequence [orders][]int
	// dated is true when what can be paired expires on several days, wide when a pair can lose more than what it sells asks
	// for alone.
	dated, wide bool
}

// leg is a position in one option.
type leg struct {
	in *market.Instrument
	// quantity are contracts, negative when sold. The rest is of one unit of the underlying.
	quantity, price, strike exact.Number
	// bare is what it asks for when it is sold and nothing stands against it.
	bare exact.Number
	// inside is by how much it is in the money, negative when it is out of it; zero without a price of the underlying.
	inside exact.Number
}

// families are the options among the holdings, by what they derive from, each with the shares that it judges; those holdings
// are marked. The shares of an underlying whose options have two multipliers are the first's. Options whose contract has money
// of its own are not among them.
func (t *tally) families(held []holding) []family {
	var list []family
	for i := range held {
		h := &held[i]
		if h.in.Kind != market.Option || h.quantity.IsZero() {
			continue
		}
		if _, ok := t.Rules.Contracts[h.in.Symbol]; ok {
			continue
		}
		h.judged = true
		var under *market.Instrument
		if t.Underlying != nil {
			under = t.Underlying(h.in)
		}
		k := 0
		for k < len(list) && !list[k].has(h.in, under) {
			k++
		}
		if k == len(list) {
			list = append(list, family{rules: t.Rules, under: under, unit: exact.Of(h.in.Multiplier)})
			t.meet(&list[k], h.in, held)
		}
		list[k].join(h)
	}
	return list
}

// meet gives a new family the price of its underlying, and its shares.
func (t *tally) meet(f *family, option *market.Instrument, held []holding) {
	if f.under == nil {
		return
	}
	price, _ := t.Price(f.under)
	f.price = exact.Of(price)
	if !shares(f.under) || f.under.Currency != option.Currency {
		return
	}
	for i := range held {
		if h := &held[i]; h.in == f.under && !h.judged {
			h.judged, f.held = true, exact.Of(h.quantity)
		}
	}
}

// has reports whether an option belongs to the family.
func (f *family) has(option, under *market.Instrument) bool {
	first := f.legs[0].in
	return f.under == under && first.Underlying == option.Underlying &&
		first.Currency == option.Currency && first.Multiplier.Equal(option.Multiplier)
}

// join adds a position. A broad index moves less than a share: 15 % instead of 20 % (FINRA rule 4210 (f)(2)(E)); every index is
// taken for a broad one.
func (f *family) join(h *holding) {
	rate := rateOption
	if f.under != nil && f.under.Kind == market.Index {
		rate = rateMove
	}
	l := leg{
		in: h.in, quantity: exact.Of(h.quantity), price: exact.Of(h.price), strike: exact.Of(h.in.Strike),
		bare: exact.Of(shortOption(h.in, h.price, f.price.Decimal(), rate)),
	}
	if !f.price.IsZero() {
		l.inside = f.price.Sub(l.strike)
		if h.in.Right == market.Put {
			l.inside = l.inside.Neg()
		}
	}
	f.legs = append(f.legs, l)
}

// share is what one share asks for at a price, on the side on which they are held.
func (f *family) share(price exact.Number) asked {
	n := f.rules.Need(f.under, exact.Int(int64(f.held.Sign())).Decimal(), price.Decimal(), none)
	return asked{exact.Of(n.Initial), exact.Of(n.Maintenance), exact.Of(n.RegT)}
}

// asked is a [Need] while it is being added up.
type asked struct{ initial, maintenance, regT exact.Number }

func (a *asked) add(b asked, times exact.Number) {
	a.initial = a.initial.Add(b.initial.Mul(times))
	a.maintenance = a.maintenance.Add(b.maintenance.Mul(times))
	a.regT = a.regT.Add(b.regT.Mul(times))
}

// below reports whether a asks for less than b to maintain, or for as much and for less initially.
func (a *asked) below(b *asked) bool {
	if c := a.maintenance.Cmp(b.maintenance); c != 0 {
		return c < 0
	}
	return a.initial.Below(b.initial)
}

func (a *asked) need() Need {
	return Need{Initial: a.initial.Decimal(), Maintenance: a.maintenance.Decimal(), RegT: a.regT.Decimal()}
}
