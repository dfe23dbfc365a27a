package margin

import (
	"cmp"
	"slices"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// spread are options of one underlying against each other: every sold one has a bought one of its right that expires on its
// day or later. All the sold ones expire on one day.
type spread struct {
	expiry market.Date
	parts  []part
}

type part struct {
	*leg
	quantity exact.Number
}

// loss is the most that a unit of each contract can lose at the expiry of what is sold: what has been bought is worth at least
// what its exercise brings, and the sum of that over all parts bends at the strikes alone. Verticals, butterflies, condors,
// their iron kinds, boxes and calendars are all judged so: FINRA rule 4210 (f)(2)(H) with Regulatory Notice 12-44, and Cboe
// rule 10.3 (a)(5) with release 34-67752: "maximum potential loss" from the intrinsic values at every exercise price. That a
// long part asks for its price in full is so already, for options have no loan value.
func (s *spread) loss() exact.Number {
	slices.SortStableFunc(s.parts, func(a, b part) int { return a.strike.Cmp(b.strike) })
	var value, slope, at exact.Number // what exercise brings at a price, from zero on
	for i := range s.parts {
		if p := &s.parts[i]; p.in.Right == market.Put {
			value = value.Add(p.strike.Mul(p.quantity))
			slope = slope.Sub(p.quantity)
		}
	}
	least := value
	for i := range s.parts {
		p := &s.parts[i]
		value = value.Add(p.strike.Sub(at).Mul(slope))
		at, least = p.strike, exact.Min(least, value)
		slope = slope.Add(p.quantity)
	}
	return exact.Max(exact.Number{}, least.Neg())
}

// pair are legs of which the one that is sold can have the other against it.
type pair struct {
	sold, bought int
	// saves is what a unit asks for less than the sold one alone.
	saves exact.Number
	// apart is how far the strikes are from each other.
	apart exact.Number
}

// couple finds the pairs: options of one right of which the bought one does not expire before the other.
func (f *family) couple() {
	for s := range f.legs {
		for b := range f.legs {
			sold, bought := &f.legs[s], &f.legs[b]
			if !sold.quantity.IsNegative() || !bought.quantity.IsPositive() || sold.in.Right != bought.in.Right || bought.in.Expiry < sold.in.Expiry {
				continue
			}
			saves := sold.bare.Sub(width(sold, bought))
			f.pairs = append(f.pairs, pair{s, b, saves, sold.strike.Sub(bought.strike).Abs()})
			f.dated = f.dated || bought.in.Expiry != f.legs[f.pairs[0].sold].in.Expiry || sold.in.Expiry != bought.in.Expiry
			f.wide = f.wide || saves.IsNegative()
		}
	}
	expiry := func(leg int) market.Date { return f.legs[leg].in.Expiry }
	for o := range orders {
		list := make([]int, len(f.pairs))
		for i := range list {
			list[i] = i
		}
		slices.SortStableFunc(list, func(i, k int) int {
			a, b := &f.pairs[i], &f.pairs[k]
			first := 0
			switch o {
			case latest:
				first = cmp.Compare(expiry(b.sold), expiry(a.sold))
			case closest:
				first = a.apart.Cmp(b.apart)
			}
			// Of bought options that do equally well the one is taken that others can use least.
			return cmp.Or(first, b.saves.Cmp(a.saves), cmp.Compare(expiry(a.bought), expiry(b.bought)), a.apart.Cmp(b.apart))
		})
		f.sequence[o] = list
	}
}

// width is what a pair can lose: nothing when the bought one has the better strike.
func width(sold, bought *leg) exact.Number {
	distance := bought.strike.Sub(sold.strike)
	if sold.in.Right == market.Put {
		distance = distance.Neg()
	}
	return exact.Max(exact.Number{}, distance)
}

// straddled is what sold options ask for with nothing bought against them. Of a call and a put only the greater need counts,
// and the value of the other: FINRA rule 4210 (f)(2), Cboe Margin Manual page 45. Pairs are made in the order of what
// the options ask for beyond their value, so that the sum of what the pairs save is the greatest.
func straddled(calls, puts []naked) exact.Number {
	var sum exact.Number
	for _, list := range [][]naked{calls, puts} {
		for i := range list {
			sum = sum.Add(list[i].bare.Mul(list[i].quantity))
		}
		slices.SortStableFunc(list, func(a, b naked) int { return b.beyond().Cmp(a.beyond()) })
	}
	for i, k := 0, 0; i < len(calls) && k < len(puts); {
		call, put := &calls[i], &puts[k]
		n := exact.Min(call.quantity, put.quantity)
		sum = sum.Sub(exact.Min(call.beyond(), put.beyond()).Mul(n))
		call.quantity, put.quantity = call.quantity.Sub(n), put.quantity.Sub(n)
		if call.quantity.IsZero() {
			i++
		}
		if put.quantity.IsZero() {
			k++
		}
	}
	return sum
}

// naked is a quantity of an option without anything against it.
type naked struct {
	*leg
	quantity exact.Number
}

func (s *naked) beyond() exact.Number { return s.bare.Sub(s.price) }
