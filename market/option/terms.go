package option

import (
	"fmt"
	"math"
	"time"

	"github.com/tidemark/tidemark/market"
)

// Terms are an option and what its value depends on.
type Terms struct {
	Right  market.Right
	Strike float64
	// Years are left until expiry; see the function of that name.
	Years float64
	// Spot is the price of the underlying.
	Spot float64
	// Rate is what money earns, and Yield what the underlying pays without pause: a dividend yield, the other
	// currency's rate, or Rate again for the option on a future.
	Rate, Yield float64
	Volatility  float64
	// Dividends are those that are known in money. One after expiry does not matter.
	Dividends []Dividend
}

// Dividend is money that a unit of the underlying pays, to be gone from its price in so many years.
type Dividend struct{ Years, Amount float64 }

// Values are what an option is worth and how that changes.
type Values struct {
	Price float64
	// Delta is the change of the price, and Gamma that of Delta, for one more unit of money in the spot.
	Delta, Gamma float64
	// Vega is the change of the price for one more point (0.01) of volatility, Rho for one more of the rate.
	Vega, Rho float64
	// Theta is the change of the price in a calendar day.
	Theta float64
}

// Model is a way of valuing options: [BlackScholes] or [Binomial].
type Model interface {
	// Value fails with an *InputError for terms that no option has.
	Value(t Terms) (Values, error)
	check(t *Terms) error
	price(t *Terms) float64
	// bounds are the volatilities between which the model has a price.
	bounds(t *Terms) (low, high float64)
}

const (
	daysInYear = 365
	// point is the unit of Vega and Rho.
	point = 0.01
)

// Years is the time from one instant to another in years of 365 days, 0 when it is over.
func Years(from, to market.Time) float64 {
	return max(float64(to.Sub(from))/float64(daysInYear*24*time.Hour), 0)
}

// InputError says which part of the terms no option can have.
type InputError struct {
	Field string
	Value float64
	Want  string
}

func (e *InputError) Error() string {
	return fmt.Sprintf("option: %s is %v: want %s", e.Field, e.Value, e.Want)
}

// Bounds of inputs, generous: they keep every result a number.
const (
	leastPrice     = 1e-9
	mostPrice      = 1e15
	mostYears      = 100
	mostRate       = 5
	mostVolatility = 10
)

// check returns the first fault of the terms.
func (t *Terms) check() error {
	switch {
	case t.Right != market.Call && t.Right != market.Put:
		return &InputError{"right", float64(t.Right), "market.Call or market.Put"}
	case !positive(t.Spot):
		return &InputError{"spot", t.Spot, wantPrice}
	case !positive(t.Strike):
		return &InputError{"strike", t.Strike, wantPrice}
	case !(t.Years >= 0 && t.Years <= mostYears):
		return &InputError{"years", t.Years, "0 to 100"}
	case !(math.Abs(t.Rate) <= mostRate):
		return &InputError{"rate", t.Rate, "-5 to 5, a fraction a year"}
	case !(math.Abs(t.Yield) <= mostRate):
		return &InputError{"yield", t.Yield, "-5 to 5, a fraction a year"}
	case !(t.Volatility >= 0 && t.Volatility <= mostVolatility):
		return &InputError{"volatility", t.Volatility, "0 to 10, a fraction a year"}
	}
	for i := range t.Dividends {
		d := &t.Dividends[i]
		if !(d.Years >= 0 && d.Years <= mostYears) {
			return &InputError{"years to a dividend", d.Years, "0 to 100"}
		}
		if !(d.Amount >= 0 && d.Amount <= mostPrice) {
			return &InputError{"dividend", d.Amount, "an amount of 0 or more"}
		}
	}
	if paid, _ := t.escrow(0); paid >= t.Spot {
		return &InputError{"present value of the dividends", paid, fmt.Sprintf("less than the spot, %v", t.Spot)}
	}
	return nil
}

func positive(price float64) bool { return price >= leastPrice && price <= mostPrice }

const wantPrice = "a price above 0, from 1e-9 to 1e15"

// escrow is the value, so many years from now, of the dividends after that and up to expiry, and the sum of
// each one's value times its years, by which it shrinks as the rate grows.
func (t *Terms) escrow(from float64) (value, weighted float64) {
	for i := range t.Dividends {
		d := &t.Dividends[i]
		if d.Years > from && d.Years <= t.Years {
			v := d.Amount * math.Exp(-t.Rate*(d.Years-from))
			value += v
			weighted += v * (d.Years - from)
		}
	}
	return value, weighted
}

// sign is 1 for a call and -1 for a put.
func (t *Terms) sign() float64 {
	if t.Right == market.Call {
		return 1
	}
	return -1
}
