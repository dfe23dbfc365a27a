package floor

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
)

// Along the strikes of one expiry the model's calls fall and its puts rise, whatever the smile does.
func TestSmileKeepsPricesInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smile{level: rapid.Float64Range(0.05, 1.2).Draw(t, "level"), start: 100}
		spot, years := rapid.Float64Range(40, 250).Draw(t, "spot"), rapid.Float64Range(0.002, 2).Draw(t, "years")
		yield := rapid.Float64Range(0, 0.05).Draw(t, "yield")
		forward := spot * math.Exp((Rate-yield)*years)
		lastCall, lastPut := math.Inf(1), 0.0
		for strike := spot * 0.4; strike < spot*2.5; strike += spot * 0.01 {
			k := option.Terms{Right: market.Call, Spot: spot, Strike: strike, Rate: Rate, Yield: yield, Years: years}
			v := s.at(spot, forward, strike, years)
			c, priced1 := priced(k, v)
			k.Right = market.Put
			p, priced2 := priced(k, v)
			if !priced1 || !priced2 {
				t.Fatalf("%+v has no price", k)
			}
			call, put := c.Price, p.Price
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
