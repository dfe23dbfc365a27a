package engine_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

func number(n int64) *decimal.Decimal {
	d := decimal.NewFromInt(n)
	return &d
}

// flat is n minutes at 10.
func flat(n int) []float64 {
	closes := make([]float64, n)
	for i := range closes {
		closes[i] = 10
	}
	return closes
}

// once runs an action with the bar that ends at a minute.
func once(s *strategy.Session, symbol string, at int, action func()) {
	s.Bars(symbol, market.Minutes(1), func(market.Bar) {
		if s.Now() == minute(at) {
			action()
		}
	})
}

// A denied order has ended: it can be neither cancelled nor changed nor be a parent, and asking is the
// strategy's mistake, not an impossible event.
func TestDeniedOrderHasEndedAtOnce(t *testing.T) {
	r := &run{}
	r.add("A", flat(3)...)
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "A", 1, func() {
			id, err := s.Submit(order.NewMarket("A", order.Buy, decimal.Zero))
			if !errors.Is(err, &order.Reason{Code: order.BadQuantity}) {
				t.Errorf("Submit: %v, want bad-quantity", err)
			}
			if o, ok := s.Order(id); !ok || o.State != order.Denied {
				t.Errorf("the order is %s, want denied", o.State)
			}
			child := order.NewLimit("A", order.Sell, hundred, decimal.NewFromInt(12))
			child.Parent = id
			_, orphan := s.Submit(child)
			for what, err := range map[string]error{
				"cancel": s.Cancel(id), "modify": s.Modify(id, order.Change{Quantity: number(5)}), "child": orphan,
			} {
				if !errors.Is(err, &order.Reason{Code: order.OrderEnded}) {
					t.Errorf("%s: %v, want order-ended", what, err)
				}
			}
		})
		return nil
	})
	sum, _ := r.play(t)
	if sum.Impossible != 0 {
		t.Errorf("%d impossible events, want none", sum.Impossible)
	}
}

// Each request in each state of an order has an answer, and none is an impossible event.
func TestRequestsInEveryState(t *testing.T) {
	r := &run{}
	r.add("A", flat(8)...)
	far := decimal.NewFromInt(5)
	r.strategy("s", func(s *strategy.Session) error {
		var id order.ID
		expect := func(what string, err error, code order.Code) {
			if code == order.NoReason && err != nil || code != order.NoReason && !errors.Is(err, &order.Reason{Code: code}) {
				t.Errorf("%s: %v, want %s", what, err, code)
			}
		}
		once(s, "A", 1, func() {
			id, _ = s.Submit(order.NewLimit("A", order.Buy, hundred, far).For(order.GTC))
			expect("modify what has just been sent", s.Modify(id, order.Change{Quantity: number(50)}), order.Unsupported)
		})
		once(s, "A", 2, func() {
			expect("modify", s.Modify(id, order.Change{Quantity: number(50)}), order.NoReason)
			expect("modify again", s.Modify(id, order.Change{Quantity: number(60)}), order.NoReason)
			expect("to nothing", s.Modify(id, order.Change{Quantity: number(0)}), order.BadQuantity)
		})
		once(s, "A", 3, func() {
			if o, _ := s.Order(id); o.State != order.Accepted || !o.Quantity.Equal(decimal.NewFromInt(60)) {
				t.Errorf("order is %s for %s, want accepted for 60", o.State, o.Quantity)
			}
			expect("cancel", s.Cancel(id), order.NoReason)
			expect("cancel again", s.Cancel(id), order.NoReason)
			expect("modify a cancelled", s.Modify(id, order.Change{Quantity: number(50)}), order.Unsupported)
		})
		once(s, "A", 4, func() {
			expect("cancel the ended", s.Cancel(id), order.OrderEnded)
			expect("modify the ended", s.Modify(id, order.Change{Quantity: number(50)}), order.OrderEnded)
			expect("cancel a stranger", s.Cancel("nobody"), order.UnknownOrder)
		})
		once(s, "A", 5, func() { // sent and cancelled in one handler
			id, _ = s.Buy("A", hundred)
			expect("cancel at once", s.Cancel(id), order.NoReason)
		})
		return nil
	})
	sum, kept := r.play(t)
	if sum.Impossible != 0 || len(kept.fills) != 0 {
		t.Errorf("%d impossible events and %d fills, want none", sum.Impossible, len(kept.fills))
	}
}

// A change on its way counts: growing an order and sending another may not pass a limit together.
func TestGrowthOnItsWayCounts(t *testing.T) {
	r := &run{limits: risk.Limits{MaxPosition: number(100)}}
	r.add("A", flat(5)...)
	five := decimal.NewFromInt(5)
	r.strategy("s", func(s *strategy.Session) error {
		var id order.ID
		once(s, "A", 1, func() { id, _ = s.Submit(order.NewLimit("A", order.Buy, decimal.NewFromInt(10), five).For(order.GTC)) })
		once(s, "A", 2, func() {
			if err := s.Modify(id, order.Change{Quantity: number(90)}); err != nil {
				t.Errorf("Modify: %v", err)
			}
			// 90 + 20 is beyond 100, though the venue has not answered yet.
			if _, err := s.Buy("A", decimal.NewFromInt(20)); !errors.Is(err, &order.Reason{Code: order.MaxPosition}) {
				t.Errorf("Buy 20 beside 90: %v, want max-position", err)
			}
			if _, err := s.Buy("A", decimal.NewFromInt(10)); err != nil {
				t.Errorf("Buy 10 beside 90: %v", err)
			}
		})
		return nil
	})
	r.play(t)
}

// The exits of a bracket pass every limit that its entry passes: they add nothing to the worst case. Here the
// entry takes the limits to their brim: 100 × 10 = 1000 of 1000.
func TestBracketAtTheLimit(t *testing.T) {
	r := &run{limits: risk.Limits{
		MaxPosition: number(100), MaxGrossNotional: number(1000), PriceCollar: number(1), BuyingPower: true,
	}}
	r.add("A", 10, 10, 10, 10, 12, 12, 12)
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "A", 1, func() {
			if _, err := s.Bracket(order.NewMarket("A", order.Buy, hundred), decimal.NewFromInt(11), decimal.NewFromInt(9)); err != nil {
				t.Errorf("Bracket: %v", err)
			}
			if _, err := s.Buy("A", decimal.NewFromInt(1)); !errors.Is(err, &order.Reason{Code: order.MaxPosition}) {
				t.Errorf("one more: %v, want max-position", err)
			}
		})
		s.Fills(func(f order.Fill) { r.tell(s, "%s %s at %s", f.Side, f.Quantity, f.Price) })
		return nil
	})
	_, kept := r.play(t)
	if want := []string{"2 buy 100 at 10", "5 sell 100 at 11"}; !slices.Equal(r.log, want) {
		t.Errorf("fills %q, want %q", r.log, want)
	}
	if got := kept.orders[2].State; got != order.Cancelled {
		t.Errorf("the stop is %s, want cancelled", got)
	}
}

// ClosePosition beside a working bracket and a further exit ends flat in one sale, within limits that the
// position has used up. Asked twice, it replaces its own first order.
func TestClosePositionBesideExits(t *testing.T) {
	r := &run{limits: risk.Limits{MaxPosition: number(100), MaxGrossNotional: number(1000), MaxOpenOrders: new(int)}}
	*r.limits.MaxOpenOrders = 3
	r.add("A", 10, 10, 10, 10, 12, 8, 12)
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "A", 1, func() {
			_, _ = s.Bracket(order.NewMarket("A", order.Buy, hundred), decimal.NewFromInt(11), decimal.NewFromInt(9))
		})
		once(s, "A", 2, func() {
			if _, err := s.Submit(order.NewStop("A", order.Sell, hundred, decimal.NewFromInt(8))); err != nil {
				t.Errorf("the further exit: %v", err)
			}
		})
		once(s, "A", 3, func() {
			for range 2 {
				if _, err := s.ClosePosition("A"); err != nil {
					t.Errorf("ClosePosition: %v", err)
				}
			}
		})
		s.Fills(func(f order.Fill) { r.tell(s, "%s %s at %s", f.Side, f.Quantity, f.Price) })
		return nil
	})
	sum, _ := r.play(t)
	if want := []string{"2 buy 100 at 10", "4 sell 100 at 10"}; !slices.Equal(r.log, want) || sum.Impossible != 0 {
		t.Errorf("fills %q and %d impossible events, want %q and none", r.log, sum.Impossible, want)
	}
}

// Target counts the market orders on their way and nothing that waits: exits around a position, of which at most
// one will fill, do not turn an order to get out into one to get in.
func TestTargetBesideExits(t *testing.T) {
	r := &run{}
	r.add("A", flat(6)...)
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "A", 1, func() { _, _ = s.Target("A", hundred) })
		once(s, "A", 2, func() {
			_, _ = s.OCA(order.NewLimit("A", order.Sell, hundred, decimal.NewFromInt(12)), order.NewStop("A", order.Sell, hundred, decimal.NewFromInt(8)))
		})
		once(s, "A", 3, func() {
			for range 2 { // the second has nothing to add
				if _, err := s.Target("A", decimal.Zero); err != nil {
					t.Error(err)
				}
			}
		})
		s.Fills(func(f order.Fill) { r.tell(s, "%s %s", f.Side, f.Quantity) })
		return nil
	})
	r.play(t)
	if want := []string{"2 buy 100", "4 sell 100"}; !slices.Equal(r.log, want) {
		t.Errorf("fills %q, want %q", r.log, want)
	}
}

// Two strategies on opposite sides keep their own positions; the account nets them.
func TestOppositeStrategies(t *testing.T) {
	r := &run{}
	r.add("A", flat(5)...)
	r.strategy("bull", func(s *strategy.Session) error {
		once(s, "A", 1, func() { _, _ = s.Target("A", hundred) })
		return nil
	})
	r.strategy("bear", func(s *strategy.Session) error {
		once(s, "A", 1, func() { _, _ = s.Target("A", decimal.NewFromInt(-40)) })
		once(s, "A", 3, func() { _, _ = s.Target("A", decimal.NewFromInt(30)) }) // a flip buys 70
		return nil
	})
	_, kept := r.play(t)
	for name, want := range map[string]string{"bull": "100", "bear": "30"} {
		if got := kept.account.Ledger(name).Position(0).Quantity.String(); got != want {
			t.Errorf("%s holds %s, want %s", name, got, want)
		}
	}
	if got := kept.account.Quantity(0).String(); got != "130" {
		t.Errorf("the account holds %s, want 130", got)
	}
}

// A strategy that fails while its fill is waiting to be told is flattened all the same.
func TestFlattenSeesFillsThatCrossTheFault(t *testing.T) {
	r := &run{onFault: engine.FlattenPositions, timing: sim.ThisClose}
	r.add("A", flat(6)...)
	r.strategy("s", func(s *strategy.Session) error {
		s.Orders(func(strategy.OrderUpdate) { panic("at the first news of the order") })
		once(s, "A", 1, func() { _, _ = s.Buy("A", hundred) })
		return nil
	})
	sum, kept := r.play(t)
	if len(sum.Faults) != 1 || len(kept.fills) != 2 {
		t.Errorf("%d faults and %d fills, want 1 and 2", len(sum.Faults), len(kept.fills))
	}
	if got := kept.account.Ledger("s").Position(0).Quantity; !got.IsZero() {
		t.Errorf("left with %s", got)
	}
}

// What is sent in OnStop is recorded, and a run may end with it working.
func TestOrdersInStop(t *testing.T) {
	r := &run{timing: sim.ThisClose}
	r.add("A", flat(3)...)
	r.strategy("s", func(s *strategy.Session) error {
		s.OnStop(func() {
			if _, err := s.Buy("A", hundred); err != nil {
				t.Error(err)
			}
		})
		s.Fills(func(f order.Fill) { r.tell(s, "fill") })
		return nil
	})
	_, kept := r.play(t)
	if len(kept.fills) != 1 || len(r.log) != 1 {
		t.Errorf("%d fills, %d told; want 1 and 1: the close of this moment is known", len(kept.fills), len(r.log))
	}
}
