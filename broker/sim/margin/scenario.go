package margin

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market/option"
)

// steps are how many moves each way an underlying is valued at, evenly apart: ten in all (SEC rule 15c3-1a (b)(1), on which
// FINRA rule 4210 (g)(2)(F) rests; the moves of indices are in SEC release 34-46576).
const steps = 5

// scan is the most that a family loses of its market value when its underlying moves: down by what its class asks of what is
// held, and up by what it asks of what is sold short. At least every contract asks for something (FINRA rule 4210 (g)), but what
// is bought for no more than it is worth.
//
// Options are revalued by the formula of Black, Scholes and Merton at the deviation until their end that their own price
// implies, without interest and dividends: then nobody exercises early, so it holds for American options too, and how long one
// runs makes no difference beside its price. An option whose price implies none counts with what exercise brings. What is left
// out shows in Cboe's examples of 2007, seven weeks before an expiry and at 5 % interest: sold calls ask for 6 to 8 % less here
// than there, sold index puts for 8 % more.
func (f *family) scan() Need {
	class := f.rules.class(f.under)
	priced := f.implied()
	n := Need{Maintenance: f.worst(priced, class.Long.Maintenance, class.Short.Maintenance)}
	n.Initial = n.Maintenance
	if !class.Long.Initial.Equal(class.Long.Maintenance) || !class.Short.Initial.Equal(class.Short.Maintenance) {
		n.Initial = decimal.Max(n.Maintenance, f.worst(priced, class.Long.Initial, class.Short.Initial))
	}
	n.RegT = n.Initial
	return n
}

// priced is an option as its market values it.
type priced struct {
	terms option.Terms
	// units of the underlying, negative when sold, and the market's value of one.
	units, value float64
}

func (f *family) implied() []priced {
	list := make([]priced, len(f.legs))
	for i := range f.legs {
		l, p := &f.legs[i], &list[i]
		p.units = l.quantity.Mul(f.unit).Float64()
		p.value = l.price.Float64()
		p.terms = option.Terms{Right: l.in.Right, Strike: l.strike.Float64(), Spot: f.price.Float64(), Years: 1}
		if v, err := option.Implied(option.BlackScholes{}, p.terms, p.value); err == nil {
			p.terms.Volatility = v
		}
	}
	return list
}

// at is what a unit is worth at a price of the underlying.
func (p *priced) at(spot float64) float64 {
	t := p.terms
	t.Spot = spot
	v, err := option.BlackScholes{}.Value(t)
	if err != nil {
		return 0 // the price is none: see [family.scans]
	}
	return v.Price
}

// worst is the loss of the worst move, in whole cents.
func (f *family) worst(list []priced, down, up decimal.Decimal) decimal.Decimal {
	spot, held := f.price.Float64(), f.held.Float64()
	lowest, highest := min(down.InexactFloat64(), mostDown), up.InexactFloat64()
	most := 0.0
	for i := 1; i <= steps; i++ {
		for _, move := range []float64{-lowest * float64(i) / steps, highest * float64(i) / steps} {
			sum := held * spot * move
			for k := range list {
				p := &list[k]
				sum += p.units * (p.at(spot*(1+move)) - p.value)
			}
			most = max(most, -sum)
		}
	}
	cents := math.Ceil(most*100 - centNoise)
	return decimal.Max(f.leastContracts(), decimal.New(int64(cents), -2))
}

const (
	// mostDown keeps a price above zero, where a class asks for all of the value.
	mostDown = 0.9999
	// centNoise is what rounding may add to a sum of whole cents.
	centNoise = 1e-6
)

// leastContracts is what the contracts ask for however they offset each other.
func (f *family) leastContracts() decimal.Decimal {
	sum := none
	for i := range f.legs {
		l, each := &f.legs[i], f.rules.LeastContract
		if l.quantity.IsPositive() {
			each = decimal.Min(each, l.price.Decimal())
		}
		sum = sum.Add(each.Mul(l.quantity.Abs().Decimal()))
	}
	return sum.Mul(f.unit.Decimal())
}

// scans reports whether the family can be valued at other prices of its underlying.
func (f *family) scans() bool {
	return f.rules.Offsets == Scenarios && f.under != nil && f.price.IsPositive()
}

// value is what the options of the family are worth.
func (f *family) value() decimal.Decimal {
	sum := none
	for i := range f.legs {
		l := &f.legs[i]
		sum = sum.Add(l.in.Notional(l.price.Decimal(), l.quantity.Decimal()))
	}
	return sum
}

// more asks for something else beside what a position asks for.
func (n Need) more(amount decimal.Decimal) Need {
	return Need{n.Initial.Add(amount), n.Maintenance.Add(amount), n.RegT.Add(amount)}
}
