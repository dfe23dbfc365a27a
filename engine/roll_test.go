package engine_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/roll"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// rolling is a scene of two contracts, OLD near 100 and NEW near 90, and a series S over both that rolls after three
// minutes. It is adjusted by the difference of their closes, -10, as S's bars are: OLD is 10 lower in it.
func rolling(move bool) *run {
	r := &run{}
	r.add("OLD", 100, 101, 102, 103, 104, 105)
	r.add("NEW", 90, 91, 92, 93, 94, 95)
	r.add("S", 90, 91, 92, 93, 94, 95)
	r.define = func(symbol string) market.Instrument {
		in := market.NewFuture(symbol, "X", 20241231, decimal.NewFromInt(1), decimal.New(1, -2))
		in.Calendar = "XNYS"
		if symbol == "S" {
			in.Kind, in.Expiry = market.Continuous, 0
		}
		return in
	}
	r.rolls = []strategy.Roll{{Move: move, Chain: &roll.Chain{Symbol: "S", Links: []roll.Link{
		{Symbol: "OLD", From: -1 << 63, Times: 1, Add: -10},
		{Symbol: "NEW", From: minute(3), Times: 1, Before: 102, After: 92},
	}}}}
	return r
}

func told(kept *records) []string {
	var list []string
	for i := range kept.fills {
		f := &kept.fills[i]
		list = append(list, fmt.Sprintf("%s %s %s at %s, %s", f.Side, f.Quantity, f.Instrument.Symbol, f.Price, f.Strategy))
	}
	return list
}

// A buy of the series at the end of minute 1 is of OLD, at the open of the next minute, 100. At the roll it is sold at
// the next open of OLD, 102, and NEW is bought at 92. The strategy sees one position of 2 all the time.
func TestPositionFollowsTheSeries(t *testing.T) {
	r := rolling(true)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(b market.Bar) {
			r.tell(s, "%g holding %s", b.Close, s.Position("S").Quantity)
			if b.Close == 90 {
				if _, err := s.Target("S", decimal.NewFromInt(2)); err != nil {
					t.Error(err)
				}
			}
		})
		return nil
	})
	_, kept := r.play(t)
	want := []string{"buy 2 OLD at 100, s", "sell 2 OLD at 102, s", "buy 2 NEW at 92, s"}
	if got := told(kept); !slices.Equal(got, want) {
		t.Errorf("fills %q, want %q", got, want)
	}
	if want := []string{"1 90 holding 0", "2 91 holding 2", "3 92 holding 2", "4 93 holding 2", "5 94 holding 2", "6 95 holding 2"}; !slices.Equal(r.log, want) {
		t.Errorf("saw %q, want %q", r.log, want)
	}
	for _, o := range kept.orders[1:] {
		if o.Tag != "roll OLD>NEW" || o.TimeInForce != order.GTC {
			t.Errorf("order %s %s is tagged %q", o.Side, o.Symbol, o.Tag)
		}
	}
	// 100,000 + 2 x (102 - 100) + 2 x (95 - 92)
	if equity, err := kept.account.Equity(); err != nil || !equity.Equal(decimal.NewFromInt(100_010)) {
		t.Errorf("equity = %s, %v; want 100010", equity, err)
	}
}

// A bracket around a position. In terms of the series: target 99, stop 80, which are 109 and 90 in OLD, and at the roll
// 99 and 80 in NEW. They stay a family: the change of the stop to 94.5 in the series fills it and ends the target.
func TestOrdersMoveWithTheSeries(t *testing.T) {
	r := rolling(true)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(b market.Bar) {
			switch b.Close {
			case 90:
				entry := order.NewMarket("S", order.Buy, decimal.NewFromInt(2))
				if _, err := s.Bracket(entry, decimal.NewFromInt(99), decimal.NewFromInt(80)); err != nil {
					t.Error(err)
				}
			case 92, 93:
				for _, o := range s.OpenOrders("S") {
					r.tell(s, "%s %s %s limit %s stop %s", o.Symbol, o.Side, o.Type, o.LimitPrice, o.StopPrice)
				}
			case 94:
				for _, o := range s.OpenOrders("S") {
					if o.Type == order.Limit {
						lower := decimal.RequireFromString("94.5")
						if err := s.Modify(o.ID, order.Change{LimitPrice: &lower}); err != nil {
							t.Error(err)
						}
					}
				}
			}
		})
		return nil
	})
	_, kept := r.play(t)
	want := []string{"buy 2 OLD at 100, s", "sell 2 OLD at 102, s", "buy 2 NEW at 92, s", "sell 2 NEW at 94.5, s"}
	if got := told(kept); !slices.Equal(got, want) {
		t.Errorf("fills %q, want %q", got, want)
	}
	seen := []string{
		"3 OLD sell limit limit 109 stop 0", "3 OLD sell stop limit 0 stop 90",
		"4 NEW sell limit limit 99 stop 0", "4 NEW sell stop limit 0 stop 80",
	}
	if !slices.Equal(r.log, seen) {
		t.Errorf("saw %q, want %q", r.log, seen)
	}
	for _, o := range kept.orders {
		if !o.State.Done() {
			t.Errorf("order %s of %s still works", o.ID, o.Symbol)
		}
	}
}

// Exactly 0 in a series whose contract stands 10 higher is taken for a price that was forgotten, and a tick below it is 9.99.
func TestAPriceOfZeroInASeriesIsNone(t *testing.T) {
	r := rolling(true)
	bars, id := 0, order.ID("")
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(market.Bar) {
			bars++
			one, zero, tick := decimal.NewFromInt(1), decimal.Zero, decimal.New(-1, -2)
			switch bars {
			case 1:
			case 2:
				if err := s.Modify(id, order.Change{LimitPrice: &zero}); !errors.Is(err, &order.Reason{Code: order.NoPrice}) {
					t.Errorf("changed to 0: %v", err)
				}
				return
			default:
				return
			}
			for _, refused := range []order.Request{
				order.NewLimit("S", order.Sell, one, zero), order.NewStop("S", order.Buy, one, zero), order.NewStopLimit("S", order.Sell, one, tick, zero),
			} {
				_, err := s.Submit(refused)
				if !errors.Is(err, &order.Reason{Code: order.NoPrice}) || !strings.Contains(err.Error(), "take the tick beside it") {
					t.Errorf("%s: %v", refused.Words(), err)
				}
			}
			var err error
			if id, err = s.Submit(order.NewLimit("S", order.Buy, one, tick)); err != nil {
				t.Fatal(err)
			}
			if o, _ := s.Order(id); o.Symbol != "OLD" || !o.LimitPrice.Equal(decimal.New(999, -2)) {
				t.Errorf("%s limit %s", o.Symbol, o.LimitPrice)
			}
		})
		return nil
	})
	r.play(t)
	if bars < 2 {
		t.Errorf("%d bars came", bars)
	}
}

// With orders: cancel nothing is sent again. An order that the strategy itself is cancelling never is.
func TestOrdersAreCancelledAtARoll(t *testing.T) {
	r := rolling(false)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(b market.Bar) {
			if b.Close == 90 {
				if _, err := s.Submit(order.NewLimit("S", order.Buy, decimal.NewFromInt(1), decimal.NewFromInt(50)).For(order.GTC)); err != nil {
					t.Error(err)
				}
			}
			r.tell(s, "%d orders", len(s.OpenOrders("")))
		})
		return nil
	})
	_, kept := r.play(t)
	if want := []string{"1 1 orders", "2 1 orders", "3 1 orders", "4 0 orders", "5 0 orders", "6 0 orders"}; !slices.Equal(r.log, want) {
		t.Errorf("saw %q, want %q", r.log, want)
	}
	if o := kept.orders[0]; len(kept.orders) != 1 || o.Symbol != "OLD" || !o.LimitPrice.Equal(decimal.NewFromInt(60)) {
		t.Errorf("%d orders, the first %s at %s, want one for OLD at 60", len(kept.orders), o.Symbol, o.LimitPrice)
	}
}

// An account that cannot carry both contracts at once buys the next one when the old one has been sold: 92,000 of the
// 100,000 are tied up, so NEW is bought one open later, at 93.
func TestASmallAccountRollsOneLegAfterTheOther(t *testing.T) {
	r := rolling(true)
	r.limits = risk.Limits{BuyingPower: true}
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(b market.Bar) {
			if b.Close == 90 {
				if _, err := s.Buy("S", decimal.NewFromInt(900)); err != nil {
					t.Error(err)
				}
			}
		})
		return nil
	})
	_, kept := r.play(t)
	want := []string{"buy 900 OLD at 100, s", "sell 900 OLD at 102, s", "buy 900 NEW at 93, s"}
	if got := told(kept); !slices.Equal(got, want) {
		t.Errorf("fills %q, want %q", got, want)
	}
}

// A series itself is not traded: what reaches the venue under its name is refused.
func TestTheSeriesItselfIsNoMarket(t *testing.T) {
	r := rolling(true)
	r.rolls = nil
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("S", market.Minutes(1), func(b market.Bar) {
			if _, err := s.Buy("S", decimal.NewFromInt(1)); err == nil {
				t.Error("bought")
			}
		})
		return nil
	})
	if _, kept := r.play(t); len(kept.fills) != 0 {
		t.Errorf("%d fills", len(kept.fills))
	}
}

// Whatever a strategy does around rolls (targets, limit and stop orders, changes, cancellations, closing), and however late,
// in parts or not at all the venue takes its orders: once all is quiet nothing is held and nothing works in a contract that
// was left, and who asks for targets alone has what he asked for last.
func TestNothingStaysInAContractThatWasLeft(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string, n int) int { return rapid.IntRange(0, n).Draw(rt, name) }
		r := &run{}
		closes := map[string]float64{"A": 110, "B": 100, "C": 90}
		const minutes = 60
		for _, symbol := range []string{"A", "B", "C", "S"} {
			var list []float64
			for i := range minutes {
				level := closes[symbol]
				if symbol == "S" {
					level = 90
				}
				list = append(list, level+float64(i%7))
			}
			r.add(symbol, list...)
		}
		r.define = rolling(true).define
		first := 3 + draw("first roll", 10)
		second := first + 1 + draw("second roll", 10)
		r.rolls = []strategy.Roll{{Move: rapid.Bool().Draw(rt, "move"), Chain: &roll.Chain{Symbol: "S", Links: []roll.Link{
			{Symbol: "A", From: -1 << 63, Times: 1, Add: -20},
			{Symbol: "B", From: minute(first), Times: 1, Add: -10, Before: 110, After: 100},
			{Symbol: "C", From: minute(second), Times: 1, Before: 100, After: 90},
		}}}}
		r.venue.Seed = uint64(draw("seed", 1000))
		r.venue.Participation = []float64{0, 0.05}[draw("participation", 1)]
		r.venue.Rejects = []float64{0, 0.2}[draw("rejects", 1)]
		if late := sim.FixedDelay(time.Duration(draw("latency", 150)) * time.Second); late > 0 {
			r.venue.Latency = sim.Latency{Submit: late, Cancel: late, Modify: late}
		}
		// A target is what comes in the end, unless the venue refuses or a roll cancels it; so is closing, if at once.
		targets := rapid.Bool().Draw(rt, "targets alone") && r.venue.Rejects == 0 && r.rolls[0].Move
		deeds := make([][3]int, second+4) // a handler cannot draw: the engine would take rapid's panics for the strategy's
		for i := range deeds {
			deeds[i] = [3]int{draw("quantity", 10) - 5, draw("action", 6), draw("price", 12)}
		}
		wanted, n := decimal.Zero, 0
		r.strategy("s", func(s *strategy.Session) error {
			s.Bars("S", market.Minutes(1), func(b market.Bar) {
				if n == len(deeds) {
					return
				}
				deed := deeds[n]
				n++
				quantity := decimal.NewFromInt(int64(deed[0]))
				switch action := deed[1]; {
				case targets && action > 3:
					wanted = quantity
					_, _ = s.Target("S", wanted)
				case targets && action > 2 && r.venue.Latency.Submit == nil:
					wanted = decimal.Zero
					_, _ = s.ClosePosition("S")
				case targets:
				case quantity.IsZero():
					_ = s.CancelAll([]string{"S", ""}[action%2])
				case action < 2:
					_, _ = s.Target("S", quantity)
				case action < 5:
					side := order.Buy
					if quantity.IsNegative() {
						side = order.Sell
					}
					at := decimal.NewFromInt(int64(88 + deed[2]))
					req := order.NewLimit("S", side, quantity.Abs(), at)
					if action == 3 {
						req = order.NewStop("S", side, quantity.Abs(), at)
					}
					if action == 4 {
						_, _ = s.Bracket(order.NewMarket("S", side, quantity.Abs()), decimal.NewFromInt(97), decimal.NewFromInt(86))
					} else {
						_, _ = s.Submit(req.For(order.GTC))
					}
				default:
					for _, o := range s.OpenOrders("") {
						lower := decimal.NewFromInt(89)
						if action == 5 && o.Type == order.Limit {
							_ = s.Modify(o.ID, order.Change{LimitPrice: &lower})
						} else if o.Tag == "" {
							_ = s.Cancel(o.ID)
						}
					}
				}
			})
			return nil
		})
		e, source, kept := r.prepare(t)
		if err := e.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(t.Context(), source); err != nil {
			t.Fatal(err)
		}
		l := e.Account().Ledger("s")
		for _, old := range []market.ID{0, 1} {
			if held := l.Position(old).Quantity; !held.IsZero() {
				rt.Fatalf("%s are left in %s", held, r.symbols[old])
			}
		}
		for _, o := range kept.orders {
			if !o.State.Done() && o.Symbol != "C" {
				rt.Fatalf("order %s (%s %s) works in %s", o.ID, o.Side, o.Type, o.Symbol)
			}
		}
		if targets && !l.Position(2).Quantity.Equal(wanted) {
			rt.Fatalf("%s in C, %s were wanted", l.Position(2).Quantity, wanted)
		}
		if err := e.Account().Audit(); err != nil {
			rt.Fatal(err)
		}
	})
}
