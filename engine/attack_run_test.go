package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

var errTorn = errors.New("torn")

// frail is a venue that may refuse to start and counts how often it is closed.
type frail struct {
	broker.Venue
	err    error
	closed int
}

func (v *frail) Start(ctx context.Context, sink func(order.Event)) error {
	if v.err != nil {
		return v.err
	}
	return v.Venue.Start(ctx, sink)
}

func (v *frail) Close() error {
	v.closed++
	return v.Venue.Close()
}

// torn is a source that breaks after some events.
type torn struct {
	engine.Source
	left, closed int
}

func (s *torn) Next(limit market.Time, ev *market.Event) data.Status {
	if s.left == 0 {
		return data.Ended
	}
	status := s.Source.Next(limit, ev)
	if status == data.Delivered {
		s.left--
	}
	return status
}

func (s *torn) Err() error { return errTorn }
func (s *torn) Close() error {
	s.closed++
	return s.Source.Close()
}

// A source that fails ends the run with its error, after the stop handlers; everything is closed once, and
// state is saved.
func TestSourceErrorEndsTheRun(t *testing.T) {
	venue := &frail{}
	kept := memory{}
	r := &run{durable: kept, wrap: func(v broker.Venue) broker.Venue { venue.Venue = v; return venue }}
	r.add("A", flat(5)...)
	r.strategy("s", func(s *strategy.Session) error {
		bars := 0
		s.Durable("bars", &bars)
		s.Bars("A", market.Minutes(1), func(market.Bar) { bars++ })
		s.OnStop(func() { r.tell(s, "stop") })
		return nil
	})
	e, source, _ := r.prepare(t)
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken := &torn{Source: source, left: 2}
	sum, err := e.Run(t.Context(), broken)
	if !errors.Is(err, errTorn) || sum.Bars != 2 || sum.Last != minute(2) {
		t.Errorf("Run: %v after %d bars, last %s", err, sum.Bars, sum.Last)
	}
	if broken.closed != 1 || venue.closed != 1 || kept["s/bars"] != "2" || !slices.Equal(r.log, []string{"2 stop"}) {
		t.Errorf("source closed %d times, venue %d; saved %v; log %q", broken.closed, venue.closed, kept, r.log)
	}
}

// A venue that does not start ends the run before any strategy has; a strategy that does not start closes the
// venue.
func TestFailedStartLeavesNothingRunning(t *testing.T) {
	for _, venueErr := range []error{errTorn, nil} {
		venue := &frail{err: venueErr}
		r := &run{wrap: func(v broker.Venue) broker.Venue { venue.Venue = v; return venue }}
		r.add("A", 1)
		started := false
		r.strategy("s", func(*strategy.Session) error {
			started = true
			return errTorn
		})
		e, _, _ := r.prepare(t)
		err := e.Start(t.Context())
		if !errors.Is(err, errTorn) || started != (venueErr == nil) {
			t.Errorf("Start: %v, strategy started: %v", err, started)
		}
		if want := map[bool]int{true: 1}[started]; venue.closed != want {
			t.Errorf("venue closed %d times, want %d", venue.closed, want)
		}
	}
}

// Strategies of one name are refused before anything starts.
func TestNamesAreUnique(t *testing.T) {
	nothing := script(func(*strategy.Session) error { return nil })
	_, err := engine.New(engine.Options{
		Universe: oneInstrument(t), Feeds: make([]engine.Feed, 1), Gate: openGate(t), Recorder: silent{},
		Strategies: []engine.Member{{Name: "a", Strategy: nothing}, {Name: "a", Strategy: nothing}, {Strategy: nothing}, {Name: "b"}},
	})
	for _, want := range []string{"needs a venue", `strategy name "a"`, `strategy name ""`, "strategy b is missing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("New: %v, want it to say %q", err, want)
		}
	}
}

func oneInstrument(t *testing.T) *market.Universe {
	t.Helper()
	u, err := market.NewUniverse(market.NewEquity("A"))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Without a bar after the start there is nothing to report, however much warm-up came.
func TestOnlyWarmup(t *testing.T) {
	r := &run{start: minute(10)}
	r.add("A", flat(5)...)
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(market.Bar) { r.tell(s, "bar") }, strategy.WarmupSessions(1))
		s.OnStop(func() {
			if _, err := s.Buy("A", hundred); !errors.Is(err, &order.Reason{Code: order.WarmingUp}) {
				t.Errorf("Buy: %v, want warming-up", err)
			}
		})
		return nil
	})
	sum, _ := r.play(t)
	if sum.First != 0 || len(r.log) != 5 {
		t.Errorf("first %s, saw %q", sum.First, r.log)
	}
}

// A book of long runs stays small: what has ended long ago is forgotten, what works is kept.
func TestEndedOrdersAreForgotten(t *testing.T) {
	r := &run{}
	r.add("A", flat(40)...)
	var first, resting order.ID
	r.strategy("s", func(s *strategy.Session) error {
		s.Bars("A", market.Minutes(1), func(market.Bar) {
			if resting == "" {
				resting, _ = s.Submit(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(5)).For(order.GTC))
			}
			for range 50 {
				id, _ := s.Submit(order.NewMarket("A", order.Buy, decimal.Zero))
				if first == "" {
					first = id
				}
			}
		})
		s.OnStop(func() {
			if _, ok := s.Order(first); ok {
				t.Error("an order that ended 2000 orders ago is still known")
			}
			if o, ok := s.Order(resting); !ok || o.State != order.Accepted {
				t.Error("a working order has been forgotten")
			}
			if n := len(s.OpenOrders("")); n != 1 {
				t.Errorf("%d open orders, want 1", n)
			}
		})
		return nil
	})
	if sum, _ := r.play(t); sum.Impossible != 0 {
		t.Errorf("%d impossible events", sum.Impossible)
	}
}

// Many denials in one handler are all told, more than the book remembers of ended orders.
func TestManyDenialsAtOnce(t *testing.T) {
	r := &run{}
	r.add("A", flat(3)...)
	const n = 3000
	denied := 0
	r.strategy("s", func(s *strategy.Session) error {
		s.Orders(func(strategy.OrderUpdate) { denied++ })
		once(s, "A", 1, func() {
			for range n {
				_, _ = s.Submit(order.NewMarket("A", order.Buy, decimal.Zero))
			}
		})
		return nil
	})
	if sum, _ := r.play(t); denied != n || sum.Impossible != 0 {
		t.Errorf("told of %d denials, %d impossible events; want %d and none", denied, sum.Impossible, n)
	}
}
