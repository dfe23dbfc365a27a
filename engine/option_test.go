package engine_test

import (
	"math"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/option"
	"github.com/tidemark/tidemark/strategy"
)

// An option that expires on Saturday 6 April 2024 ends with Friday's session, at 20:00 UTC. From Monday 4 March at 14:31 UTC
// these are 32 days, 5 hours and 29 minutes: 46,409 of the 525,600 minutes of a year.
func TestAStrategySeesAnOption(t *testing.T) {
	r := &run{}
	r.add("SPY", 500, 500, 500)
	r.add("SPY C510", 7, 7, 7)
	r.define = func(symbol string) market.Instrument {
		in := market.NewEquity(symbol)
		if symbol != "SPY" {
			in.Kind, in.Multiplier, in.Underlying, in.Expiry = market.Option, decimal.NewFromInt(100), "SPY", 20240406
			in.Right, in.Strike = market.Call, decimal.NewFromInt(510)
		}
		return in
	}
	done := false
	r.strategy("s", func(s *strategy.Session) error {
		if _, err := s.Option("SPY C510"); err == nil || !strings.Contains(err.Error(), "no price of its underlying SPY") {
			t.Errorf("before the first price: %v", err)
		}
		s.Bars("SPY C510", market.Minutes(1), func(b market.Bar) {
			if done {
				return
			}
			done = true
			got, err := s.Option("SPY C510")
			if err != nil {
				t.Fatal(err)
			}
			if got.Right != market.Call || got.Strike != 510 || got.Spot != 500 || math.Abs(got.Years-46409.0/525600) > 1e-12 {
				t.Errorf("%+v", got)
			}
			if got.Volatility, err = option.Implied(option.BlackScholes{}, got, b.Close); err != nil {
				t.Fatal(err)
			}
			v, err := option.BlackScholes{}.Value(got)
			if err != nil || math.Abs(v.Price-7) > 1e-9 || v.Delta < 0.3 || v.Delta > 0.5 {
				t.Errorf("%+v %v", v, err)
			}
		})
		if _, err := s.Option("SPY"); err == nil {
			t.Error("a share is an option")
		}
		return nil
	})
	r.play(t)
	if !done {
		t.Error("no bar came")
	}
}
