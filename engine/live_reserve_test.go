package engine_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// reserving is a store that says when order ids are reserved, which costs a write to the disk.
type reserving struct {
	*store.Store
	reserved func()
}

func (s *reserving) Reserve(series string, n uint64) (uint64, error) {
	s.reserved()
	return s.Store.Reserve(series, n)
}

// Order ids are reserved between orders, so that none waits for the disk, and none is given twice.
func TestNoOrderWaitsForItsID(t *testing.T) {
	file, err := store.OpenWith(filepath.Join(t.TempDir(), "state.db"), store.Options{Sync: store.Batch})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	universe, err := market.NewUniverse(market.NewEquity("A"))
	if err != nil {
		t.Fatal(err)
	}
	const ticks = 1200 // more than are reserved at once
	source := &ticking{now: monday, step: time.Second, price: 10, left: ticks,
		notices: []broker.Notice{broker.WarmedUp{}, broker.LinkRestored{}}}
	venue := &instantBroker{source: source}
	source.venue = venue
	trading, reservations := false, 0
	state := &reserving{file, func() {
		if reservations++; trading {
			t.Error("an order waits while ids are reserved")
		}
	}}
	given := map[order.ID]bool{}
	trader := script(func(s *strategy.Session) error {
		s.Trades("A", func(market.Trade) {
			trading = true
			defer func() { trading = false }()
			send := s.Buy
			if len(given)%2 == 1 {
				send = s.Sell
			}
			id, err := send("A", decimal.NewFromInt(1))
			if err != nil || given[id] {
				t.Errorf("order %q: %v, given before: %t", id, err, given[id])
			}
			given[id] = true
		})
		return nil
	})
	e, err := engine.New(engine.Options{Universe: universe, Feeds: []engine.Feed{{Trades: true}}, Start: monday, Venue: venue,
		Gate: strictGate(t), Base: market.USD, Recorder: silent{}, OrderPrefix: "L", Log: zerolog.Nop(),
		Live:       &engine.Live{Venue: venue, Store: state, ReconcileEvery: 1000 * time.Hour},
		Strategies: []engine.Member{{Name: "alpha", Strategy: trader, Cash: decimal.NewFromInt(1_000_000)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.RunLive(t.Context(), source); err != nil {
		t.Fatal(err)
	}
	if len(given) != ticks || reservations < 2 {
		t.Errorf("%d orders, %d reservations; want %d and at least 2", len(given), reservations, ticks)
	}
}
