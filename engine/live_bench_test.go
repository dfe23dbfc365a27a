package engine_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// ticking is a live source without a wait: after the notices that make the session ready, ticks, until it is stopped.
type ticking struct {
	venue   *instantBroker
	notices []broker.Notice
	left    int
	now     market.Time
	step    time.Duration
	price   float64
	came    time.Time
}

func (s *ticking) Next(limit market.Time, ev *market.Event) data.Status {
	if len(s.notices) > 0 || len(s.venue.events) > 0 || s.venue.truth != nil {
		return data.Interrupted
	}
	if s.left == 0 {
		return data.Ended
	}
	next := s.now.Add(s.step)
	if next > limit {
		s.now = limit
		return data.AtLimit
	}
	s.left--
	s.now = next
	s.price = 21 - s.price
	*ev = market.Event{Kind: market.TradeEvent, Time: s.now, Trade: market.Trade{Time: s.now, Price: s.price, Size: 1}}
	s.came = time.Now()
	return data.Delivered
}

func (s *ticking) Take() engine.Input {
	in := engine.Input{Time: s.now}
	switch {
	case s.venue.truth != nil:
		in.Notice, s.venue.truth = *s.venue.truth, nil
	case len(s.venue.events) > 0:
		in.Order = s.venue.events[0]
		s.venue.events = s.venue.events[1:]
	default:
		in.Notice = s.notices[0]
		s.notices = s.notices[1:]
	}
	return in
}

func (*ticking) Err() error   { return nil }
func (*ticking) Close() error { return nil }

// instantBroker accepts and fills everything at once, and remembers when each order left.
type instantBroker struct {
	fakeBroker
	source *ticking
	truth  *broker.Truth
	events []order.Event
	took   []time.Duration
	perm   int
}

func (b *instantBroker) Submit(o *order.Order) {
	b.took = append(b.took, time.Since(b.source.came))
	b.perm++
	head := order.Header{Order: o.ID, Time: b.source.now}
	b.events = append(b.events, order.WasAccepted{Header: head, BrokerID: "p"}, order.WasFilled{Header: head, Fill: &order.Fill{
		ExecID: string(o.ID), Quantity: o.Quantity, Price: decimal.NewFromInt(10), Time: b.source.now}})
}
func (b *instantBroker) Cancel(order.ID)               {}
func (b *instantBroker) Modify(order.ID, order.Change) {}
func (b *instantBroker) Inquire() uint64 {
	b.inquiry++
	b.truth = &broker.Truth{Moment: broker.Moment{Time: b.source.now}, Inquiry: b.inquiry, Account: "DU1"}
	return b.inquiry
}

// benchmarkLive runs n ticks through a live engine with the real state file; every is how often the strategy trades, 0
// for never.
func benchmarkLive(b *testing.B, every int, sync store.Sync) {
	file, err := store.OpenWith(filepath.Join(b.TempDir(), "state.db"), store.Options{Sync: sync})
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	universe, err := market.NewUniverse(market.NewEquity("A"))
	if err != nil {
		b.Fatal(err)
	}
	source := &ticking{now: monday, step: time.Millisecond, price: 10, left: b.N,
		notices: []broker.Notice{broker.WarmedUp{}, broker.LinkRestored{}}}
	venue := &instantBroker{source: source}
	source.venue = venue
	seen := 0
	trader := script(func(s *strategy.Session) error {
		s.Trades("A", func(market.Trade) {
			if seen++; every > 0 && seen%every == 0 {
				if s.Position("A").Quantity.IsZero() {
					_, _ = s.Buy("A", hundred)
				} else {
					_, _ = s.Sell("A", hundred)
				}
			}
		})
		return nil
	})
	e, err := engine.New(engine.Options{Universe: universe, Feeds: []engine.Feed{{Trades: true}}, Start: monday, Venue: venue, Gate: strictGate(b),
		Base: market.USD, Recorder: silent{}, OrderPrefix: "L", Log: zerolog.Nop(),
		Live:       &engine.Live{Venue: venue, Store: file, WriteAhead: sync == store.Always, ReconcileEvery: 1000 * time.Hour},
		Strategies: []engine.Member{{Name: "alpha", Strategy: trader, Cash: decimal.NewFromInt(1_000_000)}}})
	if err != nil {
		b.Fatal(err)
	}
	if err := e.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := e.RunLive(b.Context(), source); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if every > 0 && len(venue.took) > 0 {
		slices.Sort(venue.took)
		at := func(q float64) float64 { return float64(venue.took[int(q*float64(len(venue.took)-1))].Nanoseconds()) }
		b.ReportMetric(at(0.5), "p50-ns/order")
		b.ReportMetric(at(0.99), "p99-ns/order")
		b.ReportMetric(at(0.999), "p999-ns/order")
	}
}

// BenchmarkLiveTick is a tick that causes nothing: the engine, a strategy's handler, no allocation.
func BenchmarkLiveTick(b *testing.B) { benchmarkLive(b, 0, store.Batch) }

// BenchmarkLiveOrder trades every fifty ticks; the metrics are from the tick's arrival at the loop to the order's
// departure, risk included.
func BenchmarkLiveOrder(b *testing.B)       { benchmarkLive(b, 50, store.Batch) }
func BenchmarkLiveOrderAlways(b *testing.B) { benchmarkLive(b, 50, store.Always) }

func (b *instantBroker) Ready(bool)           {}
func (b *instantBroker) CancelForeign(string) {}
