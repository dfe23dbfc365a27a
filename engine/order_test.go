package engine_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

var hundred = decimal.NewFromInt(100)

// The order of things in doc.go, seen from a strategy: a market order sent at the end of bar 1 fills at the
// open of bar 2 (10.5, the close of bar 1), and its fill is told before bar 2 is.
func TestFillComesBeforeTheBarItHappenedIn(t *testing.T) {
	r := &run{}
	r.add("A", 10, 10.5, 11)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			r.tell(s, "bar %g holding %s", b.Close, s.Position("A").Quantity)
			if b.Close == 10.5 {
				if _, err := s.Buy("A", hundred); err != nil {
					t.Error(err)
				}
			}
		})
		s.Fills(func(f order.Fill) {
			r.tell(s, "fill %s at %s of minute %d", f.Quantity, f.Price, f.Time.Sub(monday)/60e9)
		})
		return nil
	})
	_, kept := r.play(t)
	want := []string{
		"1 bar 10 holding 0",
		"2 bar 10.5 holding 0",
		"3 fill 100 at 10.5 of minute 2",
		"3 bar 11 holding 100",
	}
	if !slices.Equal(r.log, want) {
		t.Errorf("got  %q\nwant %q", r.log, want)
	}
	// 100,000 − 1,050 paid + 1,100 worth at the last price
	if equity, err := kept.account.Equity(); err != nil || !equity.Equal(decimal.NewFromInt(100_050)) {
		t.Errorf("equity = %s, %v; want 100050", equity, err)
	}
}

// Bars of one instant come in the order of the configuration. An order for B that A's bar causes at that
// instant must not trade on B's bar of the same instant: its prices are older than the order.
func TestNoTradeOnDataOlderThanTheOrder(t *testing.T) {
	r := &run{}
	r.add("A", 10, 10, 10)
	r.add("B", 20, 21, 22)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(market.Bar) {
			if s.Now() == minute(2) {
				if _, err := s.Buy("B", hundred); err != nil {
					t.Error(err)
				}
			}
		})
		return nil
	})
	_, kept := r.play(t)
	if len(kept.fills) != 1 || kept.fills[0].Price.String() != "21" || kept.fills[0].Time < minute(2) {
		t.Errorf("fills = %+v, want one at 21, the open of the bar that begins at minute 2", kept.fills)
	}
}

// An order that a timer sends, between two events, is not older than its timer: the daily bar around it
// offers it only its close.
func TestNoTradeBeforeTheTimerThatSentTheOrder(t *testing.T) {
	r := &run{}
	r.add("A", 10, 11)
	r.bars["A"][1].End = minute(60) // one bar from minute 1 to 60
	r.strategy("s", func(s *strategy.Session) error {
		s.AtTime(minute(30), func() {
			if _, err := s.Buy("A", hundred); err != nil {
				t.Error(err)
			}
		})
		return nil
	})
	_, kept := r.play(t)
	if len(kept.fills) != 1 || kept.fills[0].Price.String() != "11" || kept.fills[0].Time != minute(60) {
		t.Errorf("fills = %+v, want one at 11, the close at minute 60", kept.fills)
	}
}

// An order may be refused; the strategy hears of it twice, and nothing leaves.
func TestRefusalsAreTypedErrorsAndEvents(t *testing.T) {
	for _, c := range []struct {
		name    string
		request order.Request
		want    order.Code
	}{
		{"unknown instrument", order.NewMarket("X", order.Buy, hundred), order.UnknownInstrument},
		{"off the price grid", order.NewLimit("A", order.Buy, hundred, decimal.RequireFromString("10.005")), order.OffPriceGrid},
		{"off the size grid", order.NewMarket("A", order.Buy, decimal.RequireFromString("0.5")), order.OffSizeGrid},
		{"no quantity", order.NewMarket("A", order.Buy, decimal.Zero), order.BadQuantity},
		{"already over", order.NewMarket("A", order.Buy, hundred).Until(monday), order.AlreadyExpired},
		{"unknown parent", order.Request{Symbol: "A", Quantity: hundred, Parent: "nobody"}, order.UnknownOrder},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &run{}
			r.add("A", 10, 11, 12)
			var events []order.Event
			r.strategy("s", func(s *strategy.Session) error {
				s.Orders(func(u strategy.OrderUpdate) { events = append(events, u.Event) })
				s.Bars("A", market.Minutes(1), func(b market.Bar) {
					if b.Close != 10 {
						return
					}
					_, err := s.Submit(c.request)
					if !errors.Is(err, &order.Reason{Code: c.want}) {
						t.Errorf("Submit: %v, want %s", err, c.want)
					}
				})
				return nil
			})
			_, kept := r.play(t)
			if len(events) != 1 {
				t.Fatalf("events %v, want one", events)
			}
			if denied, ok := events[0].(order.WasDenied); !ok || denied.Reason.Code != c.want {
				t.Errorf("event %#v, want a denial for %s", events[0], c.want)
			}
			if len(kept.fills) != 0 || kept.orders[0].State != order.Denied {
				t.Errorf("order is %s with %d fills, want denied", kept.orders[0].State, len(kept.fills))
			}
		})
	}
}

// A group is sent whole or not at all.
func TestBracketWithABadLegSendsNothing(t *testing.T) {
	r := &run{}
	r.add("A", 10, 11, 12)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			if b.Close == 10 {
				_, err := s.Bracket(order.NewMarket("A", order.Buy, hundred), decimal.NewFromInt(12), decimal.RequireFromString("9.123"))
				if !errors.Is(err, &order.Reason{Code: order.OffPriceGrid}) {
					t.Errorf("Bracket: %v, want off-price-grid", err)
				}
			}
		})
		return nil
	})
	_, kept := r.play(t)
	for _, o := range kept.orders {
		if o.State != order.Denied {
			t.Errorf("order %s is %s, want denied", o.ID, o.State)
		}
	}
	if len(kept.orders) != 3 || len(kept.fills) != 0 {
		t.Errorf("%d orders, %d fills; want 3 and 0", len(kept.orders), len(kept.fills))
	}
}

// familyVenue notes how many children each order was said to have.
type familyVenue struct {
	broker.Venue
	children []int
}

func (v *familyVenue) Submit(o *order.Order) {
	v.children = append(v.children, o.Children)
	v.Venue.Submit(o)
}

// The venue must know an entry's exits before they come, or the entry could fill without them.
func TestBracketTellsItsChildren(t *testing.T) {
	r, venue := &run{}, &familyVenue{}
	r.wrap = func(v broker.Venue) broker.Venue {
		venue.Venue = v
		return venue
	}
	r.add("A", 10, 11, 12)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			if b.Close == 10 {
				if _, err := s.Bracket(order.NewMarket("A", order.Buy, hundred), decimal.NewFromInt(12), decimal.NewFromInt(9)); err != nil {
					t.Error(err)
				}
			}
		})
		return nil
	})
	r.play(t)
	if !slices.Equal(venue.children, []int{2, 0, 0}) {
		t.Errorf("children %v, want 2 of the entry and none of the exits", venue.children)
	}
}

// Orders are for handlers: Start is too early, another time too late.
func TestOrdersOutsideHandlersAreRefused(t *testing.T) {
	r := &run{}
	r.add("A", 10, 11)
	var session *strategy.Session
	r.strategy("s", func(s *strategy.Session) error {
		session = s
		_, err := s.Buy("A", hundred)
		if !errors.Is(err, &order.Reason{Code: order.OutsideLoop}) {
			t.Errorf("Buy in Start: %v, want outside-loop", err)
		}
		return nil
	})
	r.play(t)
	if _, err := session.Buy("A", hundred); !errors.Is(err, &order.Reason{Code: order.OutsideLoop}) {
		t.Errorf("Buy after the run: %v, want outside-loop", err)
	}
}

// A strategy that answers each denial with the same order is stopped instead of hanging the run.
func TestEndlessAnswersAreStopped(t *testing.T) {
	r := &run{}
	r.add("A", 10, 11)
	bad := order.NewMarket("X", order.Buy, hundred)
	r.strategy("mad", func(s *strategy.Session) error {
		s.Orders(func(strategy.OrderUpdate) { _, _ = s.Submit(bad) })
		s.Bars("A", market.Minutes(1), func(market.Bar) { _, _ = s.Submit(bad) })
		return nil
	})
	r.strategy("calm", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "calm") })
		return nil
	})
	sum, _ := r.play(t)
	if len(sum.Faults) != 1 || sum.Faults[0].Strategy != "mad" || !strings.Contains(sum.Faults[0].Reason, "order events") {
		t.Errorf("faults = %+v, want one of mad", sum.Faults)
	}
	if len(r.log) != 2 {
		t.Errorf("calm saw %q, want both bars", r.log)
	}
}

// A panic stops its strategy, cancels its orders and leaves the other running.
func TestPanicStopsOneStrategy(t *testing.T) {
	for _, policy := range []engine.FaultPolicy{engine.HoldPositions, engine.FlattenPositions} {
		r := &run{onFault: policy}
		r.add("A", 10, 10, 10, 10, 10)
		r.strategy("bad", func(s *strategy.Session) error {
			s.Bars("A", market.Minutes(1), func(market.Bar) {
				switch s.Now() {
				case minute(1):
					_, _ = s.Buy("A", hundred)
					_, _ = s.Submit(order.NewLimit("A", order.Sell, hundred, decimal.NewFromInt(12)).For(order.GTC))
				case minute(3):
					panic("boom")
				}
			})
			return nil
		})
		r.strategy("good", func(s *strategy.Session) error {
			s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "good") })
			return nil
		})
		sum, kept := r.play(t)
		if len(sum.Faults) != 1 || sum.Faults[0].Reason != "panic: boom" || !strings.Contains(sum.Faults[0].Stack, "order_test.go") {
			t.Errorf("faults = %+v, want the panic with its stack", sum.Faults)
		}
		if len(r.log) != 5 {
			t.Errorf("good saw %d bars, want 5", len(r.log))
		}
		if state := kept.orders[1].State; state != order.Cancelled {
			t.Errorf("the resting order is %s, want cancelled", state)
		}
		want := "100"
		if policy == engine.FlattenPositions {
			want = "0"
		}
		if got := kept.account.Ledger("bad").Position(0).Quantity.String(); got != want {
			t.Errorf("policy %d leaves a position of %s, want %s", policy, got, want)
		}
	}
}
