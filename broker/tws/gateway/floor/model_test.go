package floor

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Worked examples of J. C. Hull, Options, Futures, and Other Derivatives (9th edition).
func TestModelAgainstATextbook(t *testing.T) {
	stock := terms{spot: 42, strike: 40, rate: 0.10, years: 0.5, call: true}                    // example 15.6
	index := terms{spot: 930, strike: 900, rate: 0.08, yield: 0.03, years: 2. / 12, call: true} // example 17.1
	greeks := terms{spot: 49, strike: 50, rate: 0.05, years: 0.3846, call: true}                // chapter 19
	put := stock
	put.call = false
	for _, c := range []struct {
		name      string
		got, want float64
		digits    int
	}{
		{"call on a share", stock.at(0.2).Price, 4.76, 2},
		{"put on a share", put.at(0.2).Price, 0.81, 2},
		{"call on an index", index.at(0.2).Price, 51.83, 2},
		{"price", greeks.at(0.2).Price, 2.4005, 3},
		{"delta", greeks.at(0.2).Delta, 0.522, 3},
		{"gamma", greeks.at(0.2).Gamma, 0.066, 3},
		{"theta a day", greeks.at(0.2).Theta, -0.0118, 4},
		{"vega of a point", greeks.at(0.2).Vega, 0.121, 3},
	} {
		if math.Abs(c.got-c.want) > 0.51*math.Pow10(-c.digits) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	// Section 15.11: a call at 1.875 with the share at 21 has a volatility of 23.5 %.
	g, ok := terms{spot: 21, strike: 20, rate: 0.1, years: 0.25, call: true}.implied(1.875)
	if !ok || math.Abs(g.Volatility-0.235) > 0.0005 {
		t.Errorf("implied volatility %v %v, want 0.235", g.Volatility, ok)
	}
}

func TestModelAtTheEnd(t *testing.T) {
	for _, c := range []struct {
		spot  float64
		call  bool
		price float64
	}{{105, true, 5}, {95, true, 0}, {95, false, 5}, {105, false, 0}} {
		g := terms{spot: c.spot, strike: 100, rate: 0.04, call: c.call}.at(0.3)
		if g.Price != c.price {
			t.Errorf("expired with the underlying at %v, call %v: %v, want %v", c.spot, c.call, g.Price, c.price)
		}
	}
	for name, price := range map[string]float64{"nothing": 0, "less than it is worth at once": 4, "more than the share": 106, "not a number": math.NaN()} {
		if g, ok := (terms{spot: 105, strike: 100, years: 0.5, call: true}).implied(price); ok {
			t.Errorf("%s: a price of %v has volatility %v", name, price, g.Volatility)
		}
	}
}

// Put-call parity, C − P = S·e^(−qT) − K·e^(−rT), and the greeks as derivatives of the price.
func TestModelProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		call := terms{
			spot: rapid.Float64Range(1, 1000).Draw(t, "spot"), rate: rapid.Float64Range(-0.02, 0.1).Draw(t, "rate"),
			yield: rapid.Float64Range(0, 0.08).Draw(t, "yield"), years: rapid.Float64Range(0.01, 3).Draw(t, "years"), call: true,
		}
		call.strike = call.spot * rapid.Float64Range(0.5, 2).Draw(t, "moneyness")
		volatility := rapid.Float64Range(0.05, 2).Draw(t, "volatility")
		put := call
		put.call = false
		c, p := call.at(volatility), put.at(volatility)
		parity := call.spot*math.Exp(-call.yield*call.years) - call.strike*math.Exp(-call.rate*call.years)
		if math.Abs(c.Price-p.Price-parity) > 1e-9*call.spot {
			t.Fatalf("call %v less put %v is not %v", c.Price, p.Price, parity)
		}
		up, down := call, call
		h := call.spot * 1e-4
		up.spot, down.spot = call.spot+h, call.spot-h
		if slope := (up.at(volatility).Price - down.at(volatility).Price) / (2 * h); math.Abs(slope-c.Delta) > 1e-4 {
			t.Fatalf("delta %v, slope %v", c.Delta, slope)
		}
		if slope := (call.at(volatility+1e-4).Price - call.at(volatility-1e-4).Price) / 2e-4 / 100; math.Abs(slope-c.Vega) > 1e-4*call.spot {
			t.Fatalf("vega %v, slope %v", c.Vega, slope)
		}
		if back, ok := call.implied(c.Price); ok && c.Vega > 1e-4*call.spot && math.Abs(back.Volatility-volatility) > 1e-5 {
			t.Fatalf("volatility %v came back as %v", volatility, back.Volatility)
		}
	})
}

// Along the strikes of one expiry the model's calls fall and its puts rise, whatever the smile does.
func TestSmileKeepsPricesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smile{level: rapid.Float64Range(0.05, 1.2).Draw(t, "level"), start: 100}
		spot, years := rapid.Float64Range(40, 250).Draw(t, "spot"), rapid.Float64Range(0.002, 2).Draw(t, "years")
		yield := rapid.Float64Range(0, 0.05).Draw(t, "yield")
		forward := spot * math.Exp((Rate-yield)*years)
		lastCall, lastPut := math.Inf(1), 0.0
		for strike := spot * 0.4; strike < spot*2.5; strike += spot * 0.01 {
			k := terms{spot: spot, strike: strike, rate: Rate, yield: yield, years: years, call: true}
			v := s.at(spot, forward, strike, years)
			call := k.at(v).Price
			k.call = false
			put := k.at(v).Price
			if call > lastCall+1e-9*spot || put < lastPut-1e-9*spot {
				t.Fatalf("strike %v: call %v after %v, put %v after %v", strike, call, lastCall, put, lastPut)
			}
			lastCall, lastPut = call, put
		}
	})
}

// A bond at its face yields its coupon, on a coupon's date: 100 = Σ 2/1.02ᵏ + 100/1.02²⁰ for a coupon of 4 %.
// Ten years of 4 % at a yield of 5 %: 2·(1−1.025^−20)/0.025 + 100·1.025^−20 = 92.2054.
func TestBondPriceAndYield(t *testing.T) {
	if p := bondPrice(4, 10, 0.04); math.Abs(p-100) > 1e-9 {
		t.Errorf("at its coupon: %v, want 100", p)
	}
	if p := bondPrice(4, 10, 0.05); math.Abs(p-92.2054) > 1e-4 {
		t.Errorf("at 5 %%: %v, want 92.2054", p)
	}
}
