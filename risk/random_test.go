package risk_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// anyScene holds random positions and random working orders of both strategies, some in OCA groups and some
// waiting for a parent.
func anyScene(r *rapid.T) *scene {
	s := newScene()
	s.Account.Mark(s.qqq.ID, 20)
	list := []*market.Instrument{s.spy, s.es, s.sie, s.qqq}
	any := func(what string) (string, *market.Instrument, string) {
		words := rapid.SampledFrom([]string{"buy", "sell"}).Draw(r, what) + fmt.Sprint(" ", rapid.IntRange(1, 300).Draw(r, what))
		return rapid.SampledFrom([]string{"trend", "carry"}).Draw(r, what), rapid.SampledFrom(list).Draw(r, what), words
	}
	for range rapid.IntRange(0, 6).Draw(r, "fills") {
		strategy, in, words := any("fill")
		o := s.order(strategy, in, words)
		s.hold(strategy, in, signed(o).String())
	}
	for range rapid.IntRange(0, 8).Draw(r, "working") {
		strategy, in, words := any("working")
		o := s.work(strategy, in, words)
		o.OCA = rapid.SampledFrom([]string{"", "", "a", "b"}).Draw(r, "oca")
		if n := len(s.Working); n > 1 && o.OCA == "" && rapid.Bool().Draw(r, "waits") {
			parent := s.Working[rapid.IntRange(0, n-2).Draw(r, "parent")]
			if parent.Parent == "" {
				o.Parent = parent.ID
			}
		}
	}
	return s
}

func signed(o *order.Order) decimal.Decimal {
	if o.Side == order.Sell {
		return o.Quantity.Neg()
	}
	return o.Quantity
}

// fillAny fills any of the working orders, whole or in part, as a venue may: of an OCA group one, of an order
// that waits no more than its parent has filled.
func (s *scene) fillAny(r *rapid.T) {
	cancelled := map[string]bool{}
	for _, w := range s.Working {
		group := w.OCA + w.Strategy
		most := w.Open()
		if parent := s.Find(w.Parent); parent != nil {
			most = decimal.Min(most, parent.Filled)
		}
		if most.IsZero() || w.OCA != "" && cancelled[group] || !rapid.Bool().Draw(r, "fills") {
			continue
		}
		if rapid.Bool().Draw(r, "in part") {
			most = decimal.New(rapid.Int64Range(1, most.IntPart()).Draw(r, "part"), 0)
		}
		cancelled[group] = true
		w.Filled = most
		if w.Side == order.Sell {
			most = most.Neg()
		}
		s.hold(w.Strategy, w.Instrument, most.String())
	}
}

// An approved order that fills whole leaves the position within the limit, or nearer to flat than it was.
func TestApprovedOrdersKeepThePositionLimit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyScene(r)
		limit := decimal.New(rapid.Int64Range(0, 500).Draw(r, "limit"), 0)
		g := gate(t, risk.Limits{MaxPosition: &limit})
		o := s.order("trend", s.spy, rapid.SampledFrom([]string{"buy", "sell"}).Draw(r, "side")+fmt.Sprint(" ", rapid.IntRange(1, 600).Draw(r, "quantity")))
		was := s.Account.Quantity(s.spy.ID)
		if _, reason := g.Review(&s.Snapshot, o); reason != nil {
			r.Skip("refused")
		}
		// The order alone: within the limit, or nearer to flat than before and not beyond it.
		now := was.Add(signed(o))
		reduces := now.Sign()*was.Sign() >= 0 && now.Abs().LessThanOrEqual(was.Abs())
		if now.Abs().GreaterThan(limit) && !reduces {
			r.Fatalf("%s of %s moved the position from %s to %s beyond %s", o.Side, o.Quantity, was, now, limit)
		}
	})
}

// Each order passes the gate before it works, as in a run; then any of them fill. The limits hold.
func TestApprovedOrdersTogetherKeepTheLimits(t *testing.T) {
	position, gross := dec("250"), dec("60000")
	rapid.Check(t, func(r *rapid.T) {
		wishes := anyScene(r).Working
		g := gate(t, risk.Limits{MaxPosition: &position, MaxGrossNotional: &gross})
		s := newScene()
		s.Account.Mark(s.qqq.ID, 20)
		for _, w := range wishes {
			o := *w
			o.Instrument, o.State = s.instrument(w.Instrument.ID), order.New
			if o.Parent != "" && s.Find(o.Parent) == nil {
				continue // its parent was refused
			}
			if _, reason := g.Review(&s.Snapshot, &o); reason == nil {
				o.State = order.Accepted
				s.Working = append(s.Working, &o)
			}
		}
		s.fillAny(r)
		for in, quantity := range s.Account.Quantities() {
			if quantity.Abs().GreaterThan(position) {
				r.Fatalf("the account holds %s %s with a limit of %s", quantity, in.Symbol, position)
			}
		}
		exposure, err := s.Account.GrossExposure()
		if err != nil {
			r.Fatal(err)
		}
		if exposure.GreaterThan(gross) {
			r.Fatalf("gross exposure %s with a limit of %s", exposure, gross)
		}
	})
}

func (s *scene) instrument(id market.ID) *market.Instrument {
	return []*market.Instrument{s.spy, s.es, s.sie, s.eurusd, s.qqq}[id]
}
