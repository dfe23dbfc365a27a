package margin

import (
	"slices"

	"github.com/tidemark/tidemark/internal/exact"
	"github.com/tidemark/tidemark/market"
)

// plan is an order in which the positions of a family are paired. A broker asks for the least that its search finds (IBKR:
// its software tries "to create the minimum margin requirement", without a promise); here the plans below are followed to
// their ends, and the one that asks for the least to maintain counts, of equal ones that which asks for the least initially,
// then the first.
type plan struct {
	shares  turn
	spreads choice
	order   order
}

// turn is when shares take options: before there are spreads, after them, or first those that shares cover and last those
// that guard shares.
type turn uint8

const (
	sharesFirst turn = iota
	sharesAround
	sharesLast
)

// choice is which sold options get a bought one: those whose pair loses no more than they ask for alone, all, or none.
type choice uint8

const (
	pairSaving choice = iota
	pairAll
	pairNone
)

// order is which pair comes first: that which takes most off; that whose sold option expires last, for which the fewest are
// bought; or that whose strikes are closest.
type order uint8

const (
	mostOff order = iota
	latest
	closest
	orders
)

// The search is bounded: a family of more legs than fewLegs is not improved upon, and one of more than mostLegs follows the
// first plan alone, whose work grows with the product of what is bought and what is sold.
const (
	fewLegs  = 8
	mostLegs = 40
)

// The plans of a family with shares and of one without, and all that is recognised when positions are judged one by one.
var (
	plans, plain = allPlans()
	coverOnly    = []plan{{spreads: pairNone}}
)

func allPlans() (plans, plain []plan) {
	for _, t := range []turn{sharesFirst, sharesAround, sharesLast} {
		for _, c := range []choice{pairSaving, pairAll} {
			for o := range orders {
				plans = append(plans, plan{t, c, o})
			}
		}
		plans = append(plans, plan{t, pairNone, mostOff})
	}
	return plans, plans[:len(plans)/3]
}

// paired is what the family asks for by the pairing that asks for the least.
func (f *family) paired() Need {
	list := plans
	switch {
	case f.rules.Offsets == Alone:
		list = coverOnly
	case len(f.legs) == 1 && f.held.IsZero() || len(f.legs) > mostLegs:
		list = plans[:1]
	case f.held.IsZero():
		list = plain
	}
	f.couple()
	if len(f.pairs) == 0 {
		list = list[:1]
	}
	var best, spread *pairing
	for _, way := range list {
		if way.order == latest && !f.dated || way.spreads == pairAll && !f.wide {
			continue // as another one
		}
		p := f.follow(way, nil)
		if best == nil || p.sum.below(&best.sum) {
			best = p
		}
		if len(p.made) > 0 && (spread == nil || p.sum.below(&spread.sum)) {
			spread = p
		}
	}
	if spread != nil && (best.bare || f.dated) && len(f.legs) <= fewLegs {
		if p := f.improve(spread); p.sum.below(&best.sum) {
			best = p
		}
	}
	return best.sum.need()
}

// improve leaves sold options out of the spreads, each time the one or two that take most off, until none do: beside a bare call
// a put asks for its value alone, which may be less than its spread can lose.
func (f *family) improve(best *pairing) *pairing {
	barred := make([]bool, len(f.legs))
	free := func(i int) bool { return !barred[i] && f.legs[i].quantity.IsNegative() }
	for {
		one, other := -1, -1
		for i := range f.legs {
			for k := i; k < len(f.legs); k++ {
				if !free(i) || !free(k) {
					continue
				}
				barred[i], barred[k] = true, true
				if p := f.follow(best.plan, barred); p.sum.below(&best.sum) {
					best, one, other = p, i, k
				}
				barred[i], barred[k] = false, false
			}
		}
		if one < 0 {
			return best
		}
		barred[one], barred[other] = true, true
	}
}

// pairing is a plan being followed.
type pairing struct {
	*family
	plan
	// left are the contracts of each leg that are not paired yet, signed, and lots the contracts that the shares make.
	left []exact.Number
	lots exact.Number
	made []spread
	sum  asked
	// barred are the legs that get no spread, nil for none; bare is true when something sold is left alone.
	barred []bool
	bare   bool
}

func (f *family) follow(way plan, barred []bool) *pairing {
	p := &pairing{family: f, plan: way, left: make([]exact.Number, len(f.legs)), barred: barred}
	for i := range f.legs {
		p.left[i] = f.legs[i].quantity
	}
	if !f.held.IsZero() {
		p.lots = exact.Of(f.held.Abs().DivRound(f.unit, 8).Decimal().Floor())
	}
	odd := f.held.Abs().Sub(p.lots.Mul(f.unit))
	if way.shares != sharesLast {
		p.both()
		p.cover()
	}
	if way.shares == sharesFirst {
		p.guard()
	}
	p.match()
	if way.shares == sharesLast {
		p.both()
		p.cover()
	}
	p.guard()
	if odd = odd.Add(p.lots.Mul(f.unit)); odd.IsPositive() {
		p.sum.add(f.share(f.price), odd)
	}
	most := p.rest()
	for i := range p.made {
		most = most.Add(p.made[i].loss())
	}
	p.sum.add(asked{most, most, most}, f.unit)
	return p
}

// with counts lots of shares that have an option on either or both sides, -1 being none.
func (p *pairing) with(cover, guard int, lots exact.Number) {
	var sold, bought *leg
	if cover >= 0 {
		sold, p.left[cover] = &p.legs[cover], p.left[cover].Add(lots)
	}
	if guard >= 0 {
		bought, p.left[guard] = &p.legs[guard], p.left[guard].Sub(lots)
	}
	p.lots = p.lots.Sub(lots)
	p.sum.add(p.hedged(sold, bought), lots.Mul(p.unit))
}

// covers reports whether shares can stand for a leg that is sold, guards whether a bought one limits what shares can lose.
func (p *pairing) covers(i int) bool {
	return p.left[i].IsNegative() && (p.legs[i].in.Right == market.Call) == p.held.IsPositive()
}

func (p *pairing) guards(i int) bool {
	return p.left[i].IsPositive() && (p.legs[i].in.Right == market.Put) == p.held.IsPositive()
}

// both makes conversions and reversals, then collars.
func (p *pairing) both() {
	if p.rules.Offsets == Alone {
		return
	}
	for _, alike := range []bool{true, false} {
		for c := range p.legs {
			for g := range p.legs {
				cover, guard := &p.legs[c], &p.legs[g]
				if p.lots.IsPositive() && p.covers(c) && p.guards(g) && p.hedges(cover, guard) &&
					cover.strike.Equal(guard.strike) == alike {
					p.with(c, g, exact.Min(p.lots, exact.Min(p.left[c].Neg(), p.left[g])))
				}
			}
		}
	}
}

// cover gives shares to the sold options that ask for most beyond what they are in the money.
func (p *pairing) cover() {
	if p.lots.IsZero() {
		return
	}
	spared := func(i int) exact.Number { return p.legs[i].bare.Sub(exact.Max(exact.Number{}, p.legs[i].inside)) }
	for _, i := range p.sorted(p.covers, func(a, b int) int { return spared(b).Cmp(spared(a)) }) {
		if p.lots.IsPositive() {
			p.with(i, -1, exact.Min(p.lots, p.left[i].Neg()))
		}
	}
}

// guard gives bought options to shares, those that leave the least to ask for first.
func (p *pairing) guard() {
	if p.lots.IsZero() || p.rules.Offsets == Alone {
		return
	}
	asks := func(i int) exact.Number { return p.hedged(nil, &p.legs[i]).maintenance }
	for _, i := range p.sorted(p.guards, func(a, b int) int { return asks(a).Cmp(asks(b)) }) {
		if p.lots.IsPositive() {
			p.with(-1, i, exact.Min(p.lots, p.left[i]))
		}
	}
}

// match gives bought options to sold ones.
func (p *pairing) match() {
	if p.spreads == pairNone {
		return
	}
	for _, i := range p.sequence[p.order] {
		x := &p.pairs[i]
		n := exact.Min(p.left[x.sold].Neg(), p.left[x.bought])
		if !n.IsPositive() || p.spreads == pairSaving && x.saves.IsNegative() || p.barred != nil && p.barred[x.sold] {
			continue
		}
		p.left[x.sold], p.left[x.bought] = p.left[x.sold].Add(n), p.left[x.bought].Sub(n)
		p.oppose(&p.legs[x.sold], &p.legs[x.bought], n)
	}
}

// oppose puts a pair into the spread of its day.
func (p *pairing) oppose(sold, bought *leg, n exact.Number) {
	k := slices.IndexFunc(p.made, func(s spread) bool { return s.expiry == sold.in.Expiry })
	if k < 0 {
		k = len(p.made)
		p.made = append(p.made, spread{expiry: sold.in.Expiry})
	}
	p.made[k].parts = append(p.made[k].parts, part{sold, n.Neg()}, part{bought, n})
}

// rest is what a unit of the sold options asks for that nothing stands against.
func (p *pairing) rest() exact.Number {
	var calls, puts []naked
	for i := range p.legs {
		l := &p.legs[i]
		switch n := (naked{l, p.left[i].Neg()}); {
		case !n.quantity.IsPositive():
		case l.in.Right == market.Call:
			calls = append(calls, n)
		default:
			puts = append(puts, n)
		}
	}
	p.bare = len(calls)+len(puts) > 0
	if p.rules.Offsets == Alone {
		return straddled(calls, nil).Add(straddled(nil, puts))
	}
	return straddled(calls, puts)
}

// sorted are the legs that are wanted, in an order.
func (p *pairing) sorted(wanted func(int) bool, order func(a, b int) int) []int {
	var list []int
	for i := range p.legs {
		if wanted(i) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, order)
	return list
}
