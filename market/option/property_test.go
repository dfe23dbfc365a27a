package option_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

func anyTerms(t *rapid.T) option.Terms {
	draw := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	k := option.Terms{
		Right: rapid.SampledFrom([]market.Right{market.Call, market.Put}).Draw(t, "right"),
		Spot:  draw("spot", 1, 1000), Years: draw("years", 0.02, 3), Rate: draw("rate", -0.02, 0.1),
		Yield: draw("yield", 0, 0.08), Volatility: draw("volatility", 0.05, 1.5),
	}
	k.Strike = k.Spot * draw("moneyness", 0.5, 2)
	if rapid.Bool().Draw(t, "dividends") {
		k.Dividends = []option.Dividend{{Years: draw("ex", 0.001, 3), Amount: k.Spot * draw("part", 0, 0.1)}}
	}
	return k
}

// Put-call parity: C − P = (S − D)·e^(−qT) − K·e^(−rT), in both models, where D is what dividends until expiry are worth.
func TestParity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		call := anyTerms(t)
		call.Right = market.Call
		put := call
		put.Right = market.Put
		net := call.Spot
		for _, d := range call.Dividends {
			if d.Years <= call.Years {
				net -= d.Amount * math.Exp(-call.Rate*d.Years)
			}
		}
		want := net*math.Exp(-call.Yield*call.Years) - call.Strike*math.Exp(-call.Rate*call.Years)
		for _, m := range []option.Model{option.BlackScholes{}, option.Binomial{Steps: 60}} {
			c, err1 := m.Value(call)
			p, err2 := m.Value(put)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if math.Abs(c.Price-p.Price-want) > 1e-9*call.Spot {
				t.Fatalf("%T: call %v less put %v is not %v", m, c.Price, p.Price, want)
			}
		}
	})
}

// The Greeks of the formula are the slopes of its price.
func TestGreeksAreSlopes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyTerms(t)
		v, err := option.BlackScholes{}.Value(k)
		if err != nil {
			t.Fatal(err)
		}
		slope := func(h float64, move func(k *option.Terms, by float64)) float64 {
			up, down := k, k
			move(&up, h)
			move(&down, -h)
			above, err1 := option.BlackScholes{}.Value(up)
			below, err2 := option.BlackScholes{}.Value(down)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			return (above.Price - below.Price) / (2 * h)
		}
		check := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-4*math.Max(1, math.Abs(want)) {
				t.Fatalf("%s %v, slope %v", what, got, want)
			}
		}
		check("delta", v.Delta, slope(k.Spot*1e-4, func(k *option.Terms, by float64) { k.Spot += by }))
		check("vega", v.Vega, slope(1e-4, func(k *option.Terms, by float64) { k.Volatility += by })/100)
		check("rho", v.Rho, slope(1e-5, func(k *option.Terms, by float64) { k.Rate += by })/100)
		if len(k.Dividends) == 0 { // else time would also bring the ex-dates nearer
			check("theta", v.Theta, -slope(1e-5, func(k *option.Terms, by float64) { k.Years += by })/365)
		}
	})
}

// The right to exercise at any time is worth something or nothing, and no less than exercise now; without a yield or
// dividends, and with no interest below 0, a call never uses it (Merton 1973).
func TestExerciseBeforeExpiry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyTerms(t)
		european, err1 := option.Binomial{Steps: 60}.Value(k)
		american, err2 := option.Binomial{Steps: 60, American: true}.Value(k)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		sign := 1.0
		if k.Right == market.Put {
			sign = -1
		}
		if least := max(european.Price, sign*(k.Spot-k.Strike)); american.Price < least-1e-9*k.Spot {
			t.Fatalf("American %v, European or exercised %v", american.Price, least)
		}
		k.Right, k.Yield, k.Rate, k.Dividends = market.Call, 0, math.Abs(k.Rate), nil
		european, err1 = option.Binomial{Steps: 60}.Value(k)
		american, err2 = option.Binomial{Steps: 60, American: true}.Value(k)
		if err1 != nil || err2 != nil || math.Abs(american.Price-european.Price) > 1e-9*k.Spot {
			t.Fatalf("a call on what pays nothing: American %v, European %v", american.Price, european.Price)
		}
	})
}

// Prices rise with volatility; calls rise with the spot and fall with the strike, puts the other way round.
func TestPricesAreMonotonous(t *testing.T) {
	models := []option.Model{option.BlackScholes{}, option.Binomial{Steps: 40}, option.Binomial{Steps: 40, American: true}}
	rapid.Check(t, func(t *rapid.T) {
		k := anyTerms(t)
		m := rapid.SampledFrom(models).Draw(t, "model")
		base, err := m.Value(k)
		if err != nil {
			t.Fatal(err)
		}
		sign := 1.0
		if k.Right == market.Put {
			sign = -1
		}
		rises := func(what string, by float64, change func(k *option.Terms)) {
			other := k
			change(&other)
			v, err := m.Value(other)
			if err != nil {
				t.Fatal(err)
			}
			if by*(v.Price-base.Price) < -1e-9*k.Spot {
				t.Fatalf("%T: more %s took the price from %v to %v", m, what, base.Price, v.Price)
			}
		}
		rises("spot", sign, func(k *option.Terms) { k.Spot *= 1.03 })
		rises("strike", -sign, func(k *option.Terms) { k.Strike *= 1.03 })
		if _, formula := m.(option.BlackScholes); formula { // a tree's price has kinks where a leaf passes the strike
			rises("volatility", 1, func(k *option.Terms) { k.Volatility += 0.01 })
		}
	})
}

// The tree comes near the formula: with 400 steps to a four-hundredth of the deviation until expiry.
func TestTreeMeetsFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyTerms(t)
		tree, err1 := option.Binomial{Steps: 400}.Value(k)
		formula, err2 := option.BlackScholes{}.Value(k)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if deviation := k.Spot * (math.Exp(k.Volatility*math.Sqrt(k.Years)) - 1); math.Abs(tree.Price-formula.Price) > deviation/400 {
			t.Fatalf("tree %v, formula %v", tree.Price, formula.Price)
		}
	})
}

// FuzzImplied: whatever the terms and the price, there is an error, or a volatility that gives the price.
func FuzzImplied(f *testing.F) {
	f.Add(true, false, 21.0, 20.0, 0.25, 0.1, 0.0, 0.0, 1.875)
	f.Add(false, true, 50.0, 50.0, 0.4, 0.1, 0.0, 2.06, 4.49)
	f.Add(true, true, 1e-9, 1e15, 100.0, -5.0, 5.0, 0.0, 1.0)
	f.Add(false, false, 105.0, 100.0, 0.0, 0.0, 0.0, 0.0, math.Inf(1))
	f.Fuzz(func(t *testing.T, call, tree bool, spot, strike, years, rate, yield, dividend, price float64) {
		k := option.Terms{Right: market.Put, Spot: spot, Strike: strike, Years: years, Rate: rate, Yield: yield}
		if call {
			k.Right = market.Call
		}
		if dividend != 0 {
			k.Dividends = []option.Dividend{{Years: years / 2, Amount: dividend}}
		}
		var m option.Model = option.BlackScholes{}
		if tree {
			m = option.Binomial{Steps: 25, American: true}
		}
		var err error
		if k.Volatility, err = option.Implied(m, k, price); err != nil {
			return
		}
		v, err := m.Value(k)
		if err != nil {
			t.Fatalf("%+v: %v", k, err)
		}
		// What a step of the search, and of float64, makes of the price.
		slack := 1e-9*(1+math.Abs(price)) + 1e-11*(spot+strike)*math.Exp(math.Abs(rate)*years+math.Abs(yield)*years)
		if math.Abs(v.Price-price) > slack {
			t.Fatalf("%+v: %v was asked for, %v came", k, price, v.Price)
		}
		for name, x := range map[string]float64{"delta": v.Delta, "gamma": v.Gamma, "vega": v.Vega, "theta": v.Theta, "rho": v.Rho} {
			if math.IsNaN(x) {
				t.Fatalf("%+v: %s is no number", k, name)
			}
		}
	})
}
