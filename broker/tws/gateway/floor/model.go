package floor

import "math"

// Greeks are the values of an option. Theta is of a day, Vega of a point (0.01) of volatility, Delta and Gamma
// of a unit of the underlying's price.
type Greeks struct {
	Volatility, Price, Delta, Gamma, Vega, Theta float64
	// Underlying is the price of the underlying that was used.
	Underlying float64
	// Dividends is the present value of what the underlying pays until expiry.
	Dividends float64
}

// terms are what the model of Black, Scholes and Merton needs: a European option on what pays a continuous
// yield.
type terms struct {
	spot, strike, rate, yield, years float64
	call                             bool
}

// at values the option at a volatility.
func (t terms) at(volatility float64) Greeks {
	g := Greeks{Volatility: volatility, Underlying: t.spot, Dividends: t.spot * (1 - math.Exp(-t.yield*t.years))}
	sign := -1.0
	if t.call {
		sign = 1
	}
	if t.years <= 0 || volatility <= 0 {
		forward := t.spot*math.Exp(-t.yield*t.years) - t.strike*math.Exp(-t.rate*t.years)
		g.Price = max(sign*forward, 0)
		if sign*forward > 0 {
			g.Delta = sign
		}
		return g
	}
	root := volatility * math.Sqrt(t.years)
	d1 := (math.Log(t.spot/t.strike) + (t.rate-t.yield+volatility*volatility/2)*t.years) / root
	d2 := d1 - root
	paid, owed := t.spot*math.Exp(-t.yield*t.years), t.strike*math.Exp(-t.rate*t.years)
	n1, n2, density := normal(sign*d1), normal(sign*d2), math.Exp(-d1*d1/2)/math.Sqrt(2*math.Pi)
	g.Price = sign * (paid*n1 - owed*n2)
	g.Delta = sign * n1 * paid / t.spot
	g.Gamma = density * paid / (t.spot * t.spot * root)
	g.Vega = paid * density * math.Sqrt(t.years) / 100
	g.Theta = (-paid*density*volatility/(2*math.Sqrt(t.years)) - sign*t.rate*owed*n2 + sign*t.yield*paid*n1) / 365
	return g
}

// normal is the standard normal distribution function.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// Limits of an implied volatility: a hundredth of a percent, and 1000 %.
const (
	leastVolatility = 1e-4
	mostVolatility  = 10
)

// implied is the volatility at which the option has a price; false when none has.
func (t terms) implied(price float64) (Greeks, bool) {
	if !(price > 0) || t.years <= 0 || price < t.at(leastVolatility).Price || price > t.at(mostVolatility).Price {
		return Greeks{}, false
	}
	low, high := leastVolatility, float64(mostVolatility)
	for range 60 {
		middle := (low + high) / 2
		if t.at(middle).Price < price {
			low = middle
		} else {
			high = middle
		}
	}
	return t.at((low + high) / 2), true
}
