package option_test

import (
	"errors"
	"math"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

// near fails the test unless got is want, to the digits that want was published with.
func near(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if !(math.Abs(got-want) <= 0.51*math.Pow10(-digits)) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func value(t *testing.T, m option.Model, terms option.Terms) option.Values {
	t.Helper()
	v, err := m.Value(terms)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Prices published by E. G. Haug, The Complete Guide to Option Pricing Formulas (1998), pages 2 to 8, 24 and 27.
func TestHaugsPrices(t *testing.T) {
	for _, c := range []struct {
		right                                        market.Right
		strike, spot, yield, rate, years, volatility float64
		want                                         float64
	}{
		{market.Call, 65, 60, 0, 0.08, 0.25, 0.30, 2.1334},
		{market.Put, 95, 100, 0.05, 0.10, 0.50, 0.20, 2.4648},
		{market.Put, 19, 19, 0.10, 0.10, 0.75, 0.28, 1.7011}, // an option on a future: the yield is the rate
		{market.Call, 19, 19, 0.10, 0.10, 0.75, 0.28, 1.7011},
		{market.Call, 1.60, 1.56, 0.08, 0.06, 0.50, 0.12, 0.0291}, // on a currency
		{market.Put, 70, 75, 0.05, 0.10, 0.50, 0.35, 4.0870},
		{market.Call, 100, 90, 0.10, 0.10, 0.10, 0.15, 0.0205},
		{market.Call, 100, 110, 0.10, 0.10, 0.10, 0.15, 9.9413},
		{market.Call, 100, 110, 0.10, 0.10, 0.50, 0.35, 15.3086},
		{market.Put, 100, 90, 0.10, 0.10, 0.10, 0.15, 9.9210},
		{market.Put, 100, 110, 0.10, 0.10, 0.10, 0.15, 0.0408},
		{market.Put, 100, 90, 0.10, 0.10, 0.50, 0.35, 14.4452},
		{market.Call, 40, 42, 0.08, 0.04, 0.75, 0.35, 5.0975},
	} {
		terms := option.Terms{
			Right: c.right, Strike: c.strike, Spot: c.spot, Yield: c.yield, Rate: c.rate, Years: c.years, Volatility: c.volatility,
		}
		near(t, c.right.String(), value(t, option.BlackScholes{}, terms).Price, c.want, 4)
	}
}

// Greeks published by Haug (1998), pages 11 to 16. His are for a whole unit of volatility and rate, and for a year.
func TestHaugsGreeks(t *testing.T) {
	delta := option.Terms{Right: market.Call, Strike: 100, Spot: 105, Yield: 0.1, Rate: 0.1, Years: 0.5, Volatility: 0.36}
	near(t, "delta of a call", value(t, option.BlackScholes{}, delta).Delta, 0.5946, 4)
	delta.Right = market.Put
	near(t, "delta of a put", value(t, option.BlackScholes{}, delta).Delta, -0.3566, 4)

	gamma := option.Terms{Right: market.Call, Strike: 60, Spot: 55, Rate: 0.1, Years: 0.75, Volatility: 0.3}
	near(t, "gamma", value(t, option.BlackScholes{}, gamma).Gamma, 0.0278, 4)
	near(t, "vega", value(t, option.BlackScholes{}, gamma).Vega*100, 18.9358, 4)
	gamma.Right = market.Put
	near(t, "gamma of a put", value(t, option.BlackScholes{}, gamma).Gamma, 0.0278, 4)
	near(t, "vega of a put", value(t, option.BlackScholes{}, gamma).Vega*100, 18.9358, 4)

	theta := option.Terms{Right: market.Put, Strike: 405, Spot: 430, Yield: 0.05, Rate: 0.07, Years: 1. / 12, Volatility: 0.2}
	near(t, "theta of a year", value(t, option.BlackScholes{}, theta).Theta*365, -31.1924, 4)
	near(t, "theta of a day", value(t, option.BlackScholes{}, theta).Theta, -0.0855, 4)

	rho := option.Terms{Right: market.Call, Strike: 75, Spot: 72, Rate: 0.09, Years: 1, Volatility: 0.19}
	near(t, "rho", value(t, option.BlackScholes{}, rho).Rho*100, 38.7325, 4)
}

// Worked examples of J. C. Hull, Options, Futures, and Other Derivatives (9th edition).
func TestHullsExamples(t *testing.T) {
	formula := option.BlackScholes{}
	share := option.Terms{Right: market.Call, Strike: 40, Spot: 42, Rate: 0.1, Years: 0.5, Volatility: 0.2}
	near(t, "15.6: call", value(t, formula, share).Price, 4.76, 2)
	share.Right = market.Put
	near(t, "15.6: put", value(t, formula, share).Price, 0.81, 2)

	paying := option.Terms{
		Right: market.Call, Strike: 40, Spot: 40, Rate: 0.09, Years: 0.5, Volatility: 0.3,
		Dividends: []option.Dividend{{Years: 2. / 12, Amount: 0.5}, {Years: 5. / 12, Amount: 0.5}, {Years: 0.75, Amount: 9}},
	}
	near(t, "15.9: two dividends, and one after expiry", value(t, formula, paying).Price, 3.67, 2)

	index := option.Terms{Right: market.Call, Strike: 900, Spot: 930, Rate: 0.08, Yield: 0.03, Years: 2. / 12, Volatility: 0.2}
	near(t, "17.1: index", value(t, formula, index).Price, 51.83, 2)

	chapter19 := option.Terms{Right: market.Call, Strike: 50, Spot: 49, Rate: 0.05, Years: 0.3846, Volatility: 0.2}
	v := value(t, formula, chapter19)
	near(t, "19: price", v.Price, 2.4, 2)
	near(t, "19.1: delta", v.Delta, 0.522, 3)
	near(t, "19.2: theta", v.Theta*365, -4.31, 2)
	near(t, "19.4: gamma", v.Gamma, 0.066, 3)
	near(t, "19.6: vega", v.Vega, 0.121, 3)
	near(t, "19.7: rho", v.Rho, 0.0891, 4)

	implied, err := option.Implied(formula, option.Terms{Right: market.Call, Strike: 20, Spot: 21, Rate: 0.1, Years: 0.25}, 1.875)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "15.11: implied volatility", implied, 0.235, 3)
}

// Hull, section 21.1: an American put on a share of 50, its value by the number of steps and its Greeks with five.
func TestHullsAmericanPut(t *testing.T) {
	put := option.Terms{Right: market.Put, Strike: 50, Spot: 50, Rate: 0.1, Years: 5. / 12, Volatility: 0.4}
	for steps, want := range map[int]float64{30: 4.263, 50: 4.272, 100: 4.278, 500: 4.283} {
		near(t, "price", value(t, option.Binomial{Steps: steps, American: true}, put).Price, want, 3)
	}
	v := value(t, option.Binomial{Steps: 5, American: true}, put)
	near(t, "price with 5 steps", v.Price, 4.49, 2)
	near(t, "delta", v.Delta, -0.41, 2)
	near(t, "gamma", v.Gamma, 0.03, 2)
	near(t, "theta", v.Theta, -0.012, 3)
	near(t, "vega", v.Vega, 0.13, 2)
	near(t, "the European one", value(t, option.BlackScholes{}, put).Price, 4.076, 3)
}

// Hull, sections 21.2 and 21.3: American options on a future, on a currency, and on a share that pays 2.06 in three
// and a half months, with the steps that the book draws.
func TestHullsOtherTrees(t *testing.T) {
	future := option.Terms{Right: market.Call, Strike: 300, Spot: 300, Rate: 0.08, Yield: 0.08, Years: 4. / 12, Volatility: 0.3}
	near(t, "future, 4 steps", value(t, option.Binomial{Steps: 4, American: true}, future).Price, 19.16, 2)
	currency := option.Terms{Right: market.Put, Strike: 1.6, Spot: 1.61, Rate: 0.08, Yield: 0.09, Years: 1, Volatility: 0.12}
	near(t, "currency, 4 steps", value(t, option.Binomial{Steps: 4, American: true}, currency).Price, 0.0710, 4)
	share := option.Terms{
		Right: market.Put, Strike: 50, Spot: 52, Rate: 0.1, Years: 5. / 12, Volatility: 0.4,
		Dividends: []option.Dividend{{Years: 3.5 / 12, Amount: 2.06}},
	}
	near(t, "dividend, 5 steps", value(t, option.Binomial{Steps: 5, American: true}, share).Price, 4.44, 2)
}

func TestAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		spot         float64
		right        market.Right
		price, delta float64
	}{{105, market.Call, 5, 1}, {95, market.Call, 0, 0}, {95, market.Put, 5, -1}, {105, market.Put, 0, 0}, {100, market.Call, 0, 0}} {
		terms := option.Terms{Right: c.right, Spot: c.spot, Strike: 100, Rate: 0.04, Volatility: 0.3}
		for _, m := range []option.Model{option.BlackScholes{}, option.Binomial{Steps: 10, American: true}} {
			v := value(t, m, terms)
			if v.Price != c.price || v.Delta != c.delta {
				t.Errorf("%T: expired %s at %v: %+v, want %v and delta %v", m, c.right, c.spot, v, c.price, c.delta)
			}
		}
	}
}

func TestImpossibleTerms(t *testing.T) {
	good := option.Terms{Right: market.Call, Spot: 100, Strike: 100, Years: 1, Rate: 0.05, Volatility: 0.2}
	nan := math.NaN()
	for field, spoil := range map[string]func(*option.Terms){
		"right":      func(k *option.Terms) { k.Right = market.NoRight },
		"spot":       func(k *option.Terms) { k.Spot = -37.63 }, // oil on 20 April 2020
		"strike":     func(k *option.Terms) { k.Strike = 0 },
		"years":      func(k *option.Terms) { k.Years = -0.1 },
		"rate":       func(k *option.Terms) { k.Rate = nan },
		"yield":      func(k *option.Terms) { k.Yield = math.Inf(1) },
		"volatility": func(k *option.Terms) { k.Volatility = nan },
		"dividend":   func(k *option.Terms) { k.Dividends = []option.Dividend{{Years: 0.5, Amount: -1}} },
		"years to a dividend": func(k *option.Terms) {
			k.Dividends = []option.Dividend{{Years: nan, Amount: 1}}
		},
		"present value of the dividends": func(k *option.Terms) {
			k.Dividends = []option.Dividend{{Years: 0.5, Amount: 150}}
		},
	} {
		terms := good
		spoil(&terms)
		for _, m := range []option.Model{option.BlackScholes{}, option.Binomial{Steps: 50}} {
			_, err := m.Value(terms)
			var fault *option.InputError
			if !errors.As(err, &fault) || fault.Field != field {
				t.Errorf("%T: %s: %v", m, field, err)
			}
		}
	}
	for _, m := range []option.Binomial{{Steps: 1}, {Steps: option.MaxSteps + 1}} {
		if _, err := m.Value(good); err == nil {
			t.Errorf("%d steps were accepted", m.Steps)
		}
	}
	still := good
	still.Volatility = 0.001
	if _, err := (option.Binomial{Steps: 50}).Value(still); err == nil {
		t.Error("50 steps cannot follow a rate of 5 % with a volatility of 0.1 %")
	}
}

// A call at 100 on a share of 105, without interest: worth from 5 to 105.
func TestPricesWithoutVolatility(t *testing.T) {
	terms := option.Terms{Right: market.Call, Spot: 105, Strike: 100, Years: 0.5}
	for _, m := range []option.Model{option.BlackScholes{}, option.Binomial{Steps: 50, American: true}} {
		for _, price := range []float64{0, 4, 5, 106, math.Inf(1)} {
			var fault *option.PriceError
			if _, err := option.Implied(m, terms, price); !errors.As(err, &fault) {
				t.Errorf("%T: a price of %v: %v", m, price, err)
			}
		}
		var fault *option.InputError
		if _, err := option.Implied(m, terms, math.NaN()); !errors.As(err, &fault) {
			t.Errorf("%T: a price that is no number: %v", m, err)
		}
	}
}
