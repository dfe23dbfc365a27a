package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// pairRun is a scene with A, B and the combo that buys one A and sells one B.
func pairRun() *run {
	r := &run{define: func(symbol string) market.Instrument {
		if symbol == "PAIR" {
			return pairOf()
		}
		return market.NewEquity(symbol)
	}}
	r.add("A", 12, 13, 14)
	r.add("B", 11, 11.5, 12)
	r.symbols = append(r.symbols, "PAIR")
	return r
}

// A combo bought on the first bars trades at the opens of the next: A at 12, B at 11. The handler of the whole finds both
// positions; the combo has none, and its price is the net of the last.
func TestComboInABacktest(t *testing.T) {
	r := pairRun()
	r.strategy("alpha", func(s *strategy.Session) error {
		s.Bars("B", market.Minutes(1), func(market.Bar) {
			if r.log != nil {
				return
			}
			price, _ := s.Price("PAIR")
			_, err := s.Buy("PAIR", strategy.Units(10))
			r.tell(s, "sent at %v, %v", price, err)
		})
		s.Fills(func(f order.Fill) {
			r.tell(s, "%s %s %s at %s, leg %t; A %s B %s PAIR %s", f.Side, f.Quantity, f.Instrument.Symbol, f.Price, f.Leg,
				s.Position("A").Quantity, s.Position("B").Quantity, s.Position("PAIR").Quantity)
		})
		return nil
	})
	sum, kept := r.play(t)
	want := []string{
		"1 sent at 1, <nil>", // 12 − 11
		"2 buy 10 A at 12, leg true; A 10 B 0 PAIR 0",
		"2 sell 10 B at 11, leg true; A 10 B -10 PAIR 0",
		"2 buy 10 PAIR at 1, leg false; A 10 B -10 PAIR 0",
	}
	if got := strings.Join(r.log, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("log:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
	if sum.Fills != 2 || len(kept.fills) != 3 || !kept.account.Cash(market.USD).Equal(dec("99990")) {
		t.Errorf("%d booked, %d recorded, cash %s; want 2, 3 and 100,000 − 10 × 12 + 10 × 11", sum.Fills, len(kept.fills), kept.account.Cash(market.USD))
	}
}

// A target counts what combos on their way will bring: ten A, and minus ten B.
func TestTargetBesideACombo(t *testing.T) {
	r := pairRun()
	r.strategy("alpha", func(s *strategy.Session) error {
		s.Bars("B", market.Minutes(1), func(market.Bar) {
			if r.log != nil {
				return
			}
			_, err := s.Buy("PAIR", strategy.Units(10))
			a, errA := s.Target("A", strategy.Units(10))
			b, errB := s.Target("B", strategy.Units(-15))
			r.tell(s, "%v %v %v, A %t, B %t", err, errA, errB, a != "", b != "")
		})
		return nil
	})
	_, kept := r.play(t)
	if got := strings.Join(r.log, ""); got != "1 <nil> <nil> <nil>, A false, B true" {
		t.Errorf("log %s", got)
	}
	if a, b := kept.account.Quantity(0), kept.account.Quantity(1); !a.Equal(dec("10")) || !b.Equal(dec("-15")) {
		t.Errorf("%s of A and %s of B, want 10 and -15", a, b)
	}
}

// What a combo has none of is refused in words.
func TestComboHasNoDataAndNoPosition(t *testing.T) {
	r := pairRun()
	var errs []error
	r.strategy("alpha", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(market.Bar) {
			if len(errs) > 0 {
				return
			}
			_, target := s.Target("PAIR", strategy.Units(1))
			_, weight := s.TargetWeight("PAIR", 0.5)
			_, closed := s.ClosePosition("PAIR")
			_, bracket := s.Bracket(order.NewMarket("PAIR", order.Buy, dec("1")), dec("5"), dec("1"))
			errs = append(errs, target, weight, closed, bracket)
		})
		return nil
	})
	sum, _ := r.play(t)
	for _, err := range errs {
		if !errors.Is(err, &order.Reason{Code: order.Unsupported}) || !strings.Contains(err.Error(), "combo") {
			t.Errorf("error %v, want unsupported of a combo", err)
		}
	}
	if len(errs) != 4 || sum.Fills != 0 {
		t.Errorf("%d answers, %d fills", len(errs), sum.Fills)
	}
	for what, subscribe := range map[string]func(*strategy.Session){
		"bars":   func(s *strategy.Session) { s.Bars("PAIR", market.Minutes(1), func(market.Bar) {}) },
		"quotes": func(s *strategy.Session) { s.Quotes("PAIR", func(market.Quote) {}) },
		"trades": func(s *strategy.Session) { s.Trades("PAIR", func(market.Trade) {}) },
		"depth":  func(s *strategy.Session) { s.Depth("PAIR", func(*market.Depth) {}) },
	} {
		r := pairRun()
		r.strategy("alpha", func(s *strategy.Session) error {
			subscribe(s)
			return nil
		})
		e, _, _ := r.prepare(t)
		if err := e.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "subscribe to its legs, A, B") {
			t.Errorf("%s: error %v", what, err)
		}
	}
}

// Risk sees the legs, and a failed strategy's positions are closed leg by leg, once.
func TestComboRiskAndFault(t *testing.T) {
	r := pairRun()
	ten := dec("10")
	r.limits, r.onFault = risk.Limits{MaxPosition: &ten}, engine.FlattenPositions
	r.strategy("alpha", func(s *strategy.Session) error {
		s.Bars("B", market.Minutes(1), func(market.Bar) {
			if s.Position("B").Quantity.IsZero() {
				_, err := s.Sell("PAIR", strategy.Units(11))
				r.tell(s, "%v", errors.Is(err, &order.Reason{Code: order.MaxPosition}))
				_, err = s.Sell("PAIR", strategy.Units(10))
				r.tell(s, "%v", err)
				return
			}
			panic("after the entry")
		})
		return nil
	})
	r.bars["A"] = append(r.bars["A"], market.Bar{Start: minute(3), End: minute(4), Open: 14, High: 14, Low: 14, Close: 14, Volume: 100})
	r.bars["B"] = append(r.bars["B"], market.Bar{Start: minute(3), End: minute(4), Open: 12, High: 12, Low: 12, Close: 12, Volume: 100})
	_, kept := r.play(t)
	if got := strings.Join(r.log, "; "); got != "1 true; 1 <nil>" {
		t.Errorf("log %s", got)
	}
	for in, held := range kept.account.Quantities() {
		t.Errorf("%s of %s are held after the fault", held, in.Symbol)
	}
}
