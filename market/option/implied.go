package option

import (
	"fmt"
	"math"
)

// leastVolatility is where the search for an implied volatility begins: a hundredth of a percent. It ends at
// mostVolatility, 1000 %, or where a tree has no more numbers.
const leastVolatility = 1e-4

// PriceError is a price that no volatility gives: it is not between what the option is worth with the least and
// with the most that is searched.
type PriceError struct{ Price, Low, High float64 }

func (e *PriceError) Error() string {
	return fmt.Sprintf("option: no volatility gives the price %v: it must be above %v and at most %v", e.Price, e.Low, e.High)
}

// Implied is the volatility at which a model gives a price; that of the terms is not used. It is a *PriceError
// when there is none, and an *InputError for impossible terms. The search is Brent's (1973): it keeps a bracket, so
// it always ends, at a volatility whose price differs from the one asked for by rounding only.
func Implied(m Model, t Terms, price float64) (float64, error) {
	t.Volatility = leastVolatility
	if err := m.check(&t); err != nil {
		return 0, err
	}
	if math.IsNaN(price) {
		return 0, &InputError{"price", price, "a number"}
	}
	low, high := m.bounds(&t)
	low = max(leastVolatility, low*(1+1e-9))
	if low >= high {
		return 0, &InputError{"rate", t.Rate, "a rate that the steps can follow, or more steps"}
	}
	excess := func(volatility float64) float64 {
		t.Volatility = volatility
		return m.price(&t) - price
	}
	below, above := excess(low), excess(high)
	hidden := 1e-13 * (t.Spot + t.Strike) // what rounding may make of nothing
	if !(below < -hidden && above >= 0) {
		return 0, &PriceError{Price: price, Low: below + price, High: above + price}
	}
	return brent(excess, low, high, below, above), nil
}

// brent finds where f crosses 0 between a and b, at which it is fa and fb of unlike signs.
// Source: R. P. Brent, Algorithms for Minimization without Derivatives, chapter 4.
func brent(f func(float64) float64, a, b, fa, fb float64) float64 {
	const tolerance = 1e-13
	c, fc := a, fa
	last := b - a
	before := last
	for range 200 { // some 15 are needed; halving alone needs 50
		if (fb > 0) == (fc > 0) {
			c, fc = a, fa
			last = b - a
			before = last
		}
		if math.Abs(fc) < math.Abs(fb) {
			a, b, c = b, c, b
			fa, fb, fc = fb, fc, fb
		}
		near := 2e-16*math.Abs(b) + tolerance/2
		half := (c - b) / 2
		if fb == 0 || math.Abs(half) <= near {
			return b
		}
		if math.Abs(before) < near || math.Abs(fa) <= math.Abs(fb) {
			last, before = half, half
		} else {
			p, q := interpolate(a, b, c, fa, fb, fc, half)
			if 2*p < min(3*half*q-math.Abs(near*q), math.Abs(before*q)) {
				before, last = last, p/q
			} else {
				last, before = half, half
			}
		}
		a, fa = b, fb
		if math.Abs(last) > near {
			b += last
		} else {
			b += math.Copysign(near, half)
		}
		fb = f(b)
	}
	return b
}

// interpolate gives the step from b, as a fraction with p of 0 or more: by a line through two points, by a parabola
// of the inverse through three.
func interpolate(a, b, c, fa, fb, fc, half float64) (p, q float64) {
	s := fb / fa
	if a == c {
		p, q = 2*half*s, 1-s
	} else {
		k, r := fa/fc, fb/fc
		p, q = s*(2*half*k*(k-r)-(b-a)*(r-1)), (k-1)*(r-1)*(s-1)
	}
	if p > 0 {
		return p, -q
	}
	return -p, q
}
