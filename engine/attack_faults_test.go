package engine_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// hooks subscribes an action, which happens once, in each kind of handler.
var hooks = map[string]func(s *strategy.Session, act func()){
	"bar":   func(s *strategy.Session, act func()) { once(s, "A", 2, act) },
	"timer": func(s *strategy.Session, act func()) { s.AtTime(minute(2), act) },
	"open":  func(s *strategy.Session, act func()) { s.OnOpen("A", func(calendar.Session) { act() }) },
	"slice": func(s *strategy.Session, act func()) {
		s.Slices(func(*strategy.Slice) {
			if s.Now() == minute(2) {
				act()
			}
		})
	},
	"order": func(s *strategy.Session, act func()) {
		s.Orders(func(u strategy.OrderUpdate) {
			if _, ok := u.Event.(order.WasAccepted); ok {
				act()
			}
		})
	},
	"fill": func(s *strategy.Session, act func()) { s.Fills(func(order.Fill) { act() }) },
	"stop": func(s *strategy.Session, act func()) { s.OnStop(act) },
}

// Wherever a strategy quits or panics, none of its handlers is called again, its orders end and the other
// strategy sees everything.
func TestQuitAndPanicInEveryHandler(t *testing.T) {
	for name, hook := range hooks {
		for _, panics := range []bool{false, true} {
			r := &run{start: monday.Add(-time.Hour)}
			r.add("A", flat(4)...)
			over := false
			r.strategy("bad", func(s *strategy.Session) error {
				hook(s, func() {
					if over {
						t.Errorf("%s: called again", name)
					}
					over = true
					if panics {
						panic("boom")
					}
					s.Quit("enough")
					if _, err := s.Buy("A", hundred); !errors.Is(err, &order.Reason{Code: order.StrategyStopped}) {
						t.Errorf("%s: Buy after Quit: %v, want strategy-stopped", name, err)
					}
				})
				silent := func() {
					if over {
						t.Errorf("%s: a handler was called after the end", name)
					}
				}
				s.Bars("A", market.Minutes(1), func(market.Bar) {
					silent()
					if s.Now() == minute(1) {
						_, _ = s.Buy("A", hundred)
						_, _ = s.Submit(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(5)).For(order.GTC))
					}
				})
				s.Orders(func(strategy.OrderUpdate) { silent() })
				s.Fills(func(order.Fill) { silent() })
				s.Slices(func(*strategy.Slice) { silent() })
				s.AtTime(minute(3), silent)
				s.OnStop(silent)
				return nil
			})
			r.strategy("good", func(s *strategy.Session) error {
				s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "bar") })
				s.OnStop(func() { r.tell(s, "stop") })
				return nil
			})
			sum, kept := r.play(t)
			if !over {
				t.Errorf("%s: never called", name)
			}
			if want := []string{"1 bar", "2 bar", "3 bar", "4 bar", "4 stop"}; !slices.Equal(r.log, want) {
				t.Errorf("%s: the other saw %q, want %q", name, r.log, want)
			}
			if got := len(sum.Faults) == 1; got != panics || sum.Impossible != 0 {
				t.Errorf("%s, panic %v: faults %+v, %d impossible", name, panics, sum.Faults, sum.Impossible)
			}
			for _, o := range kept.orders {
				if !o.State.Done() {
					t.Errorf("%s, panic %v: order %s is %s", name, panics, o.ID, o.State)
				}
			}
		}
	}
}

// A timer that sets itself anew for the same moment is stopped instead of hanging the run.
func TestEndlessTimersAreStopped(t *testing.T) {
	r := &run{}
	r.add("A", flat(3)...)
	r.strategy("mad", func(s *strategy.Session) error {
		var again func()
		again = func() { s.After(0, again) }
		s.AtTime(minute(1), again)
		return nil
	})
	r.strategy("calm", func(s *strategy.Session) error {
		s.AtTime(minute(1), func() { r.tell(s, "timer") })
		s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "bar") })
		return nil
	})
	sum, _ := r.play(t)
	if len(sum.Faults) != 1 || sum.Faults[0].Strategy != "mad" || !strings.Contains(sum.Faults[0].Reason, "timers") {
		t.Errorf("faults = %+v, want one of mad", sum.Faults)
	}
	if want := []string{"1 bar", "1 timer", "2 bar", "3 bar"}; !slices.Equal(r.log, want) {
		t.Errorf("calm saw %q, want %q", r.log, want)
	}
}

// Mistakes in Start end the run before it begins, all at once.
func TestMistakesInStart(t *testing.T) {
	r := &run{durable: memory{}}
	r.add("A", flat(2)...)
	r.strategy("s", func(s *strategy.Session) error {
		s.At(calendar.Daily(25, 0), func() {})
		s.AtOn("A", calendar.Every(0), func() {})
		s.AtTime(minute(1), nil)
		s.Bars("A", market.Minutes(1), func(market.Bar) {}, strategy.Keep(-1))
		s.Bars("A", market.Minutes(1), func(market.Bar) {}, strategy.Warmup(-1))
		s.Bars("A", market.Volume(100), func(market.Bar) {}, strategy.Warmup(3))
		s.Bars("A", market.BarSpec{}, func(market.Bar) {})
		s.Durable("value", 5)
		s.Durable("channel", &struct{ C chan int }{})
		return nil
	})
	e, _, _ := r.prepare(t)
	err := e.Start(t.Context())
	if err == nil {
		t.Fatal("started")
	}
	for _, want := range []string{
		"Daily(25, 0)", "Every(0s)", "timer handler is nil", "keeping -1", "warm-up of -1 bars", "WarmupSessions", "bars 0s of A",
		`durable value "value"`, `durable value "channel"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

// The same mistake made later stops the strategy: nobody would see it otherwise.
func TestMistakeAfterStartIsAFault(t *testing.T) {
	r := &run{}
	r.add("A", flat(3)...)
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "A", 1, func() { s.Bars("X", market.Minutes(1), func(market.Bar) {}) })
		s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "bar") })
		return nil
	})
	sum, _ := r.play(t)
	if len(sum.Faults) != 1 || !strings.Contains(sum.Faults[0].Reason, `"X"`) || len(r.log) != 0 {
		t.Errorf("faults %+v, then saw %q; want one and nothing", sum.Faults, r.log)
	}
}

// A subscription made later is served from then on, and History may grow.
func TestSubscriptionAfterStart(t *testing.T) {
	r := &run{}
	r.add("A", 1, 2, 3, 4, 5, 6)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(b market.Bar) {
			switch b.Close {
			case 3:
				s.Bars("A", market.Minutes(1), func(b market.Bar) { r.tell(s, "late %g", b.Close) }, strategy.Keep(3))
			case 5:
				bars, err := s.History("A", market.Minutes(1))
				if err != nil || len(bars) != 3 || bars[0].Close != 3 || bars[2].Close != 5 {
					t.Errorf("History = %v, %v; want the bars of 3, 4, 5", bars, err)
				}
			}
		}, strategy.Keep(2))
		return nil
	})
	r.play(t)
	if want := []string{"4 late 4", "5 late 5", "6 late 6"}; !slices.Equal(r.log, want) {
		t.Errorf("saw %q, want %q", r.log, want)
	}
}

// Saved state of another type is refused with the value's name, before the run starts.
func TestDurableOfAnotherType(t *testing.T) {
	for _, saved := range []string{`"text"`, `{`, ``} {
		r := &run{durable: memory{"s/count": saved}}
		r.add("A", 1)
		r.strategy("s", func(s *strategy.Session) error {
			count := 0
			s.Durable("count", &count)
			return nil
		})
		e, _, _ := r.prepare(t)
		if err := e.Start(t.Context()); err == nil || !strings.Contains(err.Error(), `durable value "count"`) {
			t.Errorf("saved %q: %v", saved, err)
		}
	}
}

// One value that cannot be saved does not lose the others.
func TestOneBadDurableDoesNotLoseTheOthers(t *testing.T) {
	kept := memory{}
	r := &run{durable: kept}
	r.add("A", flat(2)...)
	r.strategy("s", func(s *strategy.Session) error {
		bad, good := any(1), 1
		s.Durable("bad", &bad)
		s.Durable("good", &good)
		once(s, "A", 1, func() { bad, good = func() {}, 2 })
		return nil
	})
	e, source, _ := r.prepare(t)
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := e.Run(t.Context(), source)
	if err == nil || !strings.Contains(err.Error(), `"bad"`) || kept["s/good"] != "2" {
		t.Errorf("Run: %v, saved %v; want an error about bad, and good saved", err, kept)
	}
}

// The order of a market instrument that has only a price is refused, and so are senseless sizes.
func TestSenselessOrders(t *testing.T) {
	r := &run{timing: sim.NextOpen}
	r.define = func(symbol string) market.Instrument {
		in := market.NewEquity(symbol)
		if symbol == "I" {
			in.Kind = market.Index
		}
		return in
	}
	r.add("A", flat(3)...)
	r.add("I", flat(3)...)
	nan := 0.0
	nan /= nan
	r.strategy("s", func(s *strategy.Session) error {
		once(s, "I", 1, func() {
			for what, c := range map[string]struct {
				send func() (order.ID, error)
				want order.Code
			}{
				"an index":        {func() (order.ID, error) { return s.Buy("I", hundred) }, order.NotTradable},
				"unknown":         {func() (order.ID, error) { return s.Target("X", hundred) }, order.UnknownInstrument},
				"unknown weight":  {func() (order.ID, error) { return s.TargetWeight("X", 1) }, order.UnknownInstrument},
				"weight NaN":      {func() (order.ID, error) { return s.TargetWeight("A", nan) }, order.BadQuantity},
				"below zero":      {func() (order.ID, error) { return s.Buy("A", hundred.Neg()) }, order.BadQuantity},
				"close unknown":   {func() (order.ID, error) { return s.ClosePosition("X") }, order.UnknownInstrument},
				"weight of index": {func() (order.ID, error) { return s.TargetWeight("I", 1) }, order.NotTradable},
			} {
				if _, err := c.send(); !errors.Is(err, &order.Reason{Code: c.want}) {
					t.Errorf("%s: %v, want %s", what, err, c.want)
				}
			}
		})
		return nil
	})
	if sum, _ := r.play(t); sum.Impossible != 0 || len(sum.Faults) != 0 {
		t.Errorf("summary %+v", sum)
	}
}
