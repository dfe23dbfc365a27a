package engine_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

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
