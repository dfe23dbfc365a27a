package engine_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/tape"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/store/journal"
	"github.com/tidemark/tidemark/strategy"
)

// pendulum buys below 10 and sells above, counts what it saw, and cancels by the clock. It decides by its inputs alone.
func pendulum(symbols []string, size int64) script {
	return func(s *strategy.Session) error {
		seen := 0
		s.Durable("seen", &seen)
		for _, symbol := range symbols {
			s.Trades(symbol, func(t market.Trade) {
				seen++
				position := s.Position(symbol).Quantity
				switch {
				case t.Price < 10 && position.IsZero():
					_, _ = s.Buy(symbol, decimal.NewFromInt(size))
				case t.Price > 10 && position.IsPositive():
					_, _ = s.Sell(symbol, position)
				case t.Price == 10:
					_, _ = s.Submit(order.NewLimit(symbol, order.Buy, decimal.NewFromInt(1), decimal.NewFromInt(5)).For(order.GTC))
				}
			})
		}
		s.Every(time.Minute, func() { _ = s.CancelAll("") })
		return nil
	}
}

// recorded plays an eventful day with a recorder between the engine and everything else.
func recorded(t *testing.T, d *desk, folder string) {
	t.Helper()
	w, err := journal.Create(folder, journal.Options{FileSize: 1 << 14})
	if err != nil {
		t.Fatal(err)
	}
	var r *tape.Recorder
	var f *failing
	kill := &latch{}
	d.change = func(l *engine.Live) {
		r = tape.Record(w, tape.Header{Start: market.At(time.Now()), Symbols: d.symbols})
		f = &failing{Store: d.file}
		l.Venue, l.Store, l.Latch = r.Venue(d.venue), r.Store(f), r.Latch(kill)
	}
	d.source = func(s engine.LiveSource) engine.LiveSource { return r.Source(s) }
	d.script = pendulum(d.symbols, 100)
	d.ready()
	last := func() order.ID { return d.world.ids[len(d.world.ids)-1] }
	d.tick("A", 9)
	d.fill(last(), "a.b.1.01", 60, "9", true)
	d.box.Notice(broker.LateFee{ExecID: "a.b.1.01", Fee: dec("1.05"), Currency: market.USD})
	d.fill(last(), "a.b.2.01", 40, "9.10", true)
	d.tick("B", 10)
	d.pass(3 * time.Minute)
	d.tick("A", 11)
	d.cut()
	d.fill(last(), "a.b.3.01", 100, "11", false)
	d.connect()
	d.trade("B", order.Fill{ExecID: "m1", Quantity: dec("7"), Price: dec("10"), Time: d.venue.now()}, false)
	d.pass(6 * time.Minute)
	f.full.Store(true)
	d.tick("A", 9)
	d.pass(500 * time.Millisecond)
	f.full.Store(false)
	d.pass(3 * time.Second)
	d.tick("A", 9)
	d.fill(last(), "a.b.4.01", 100, "9", true)
	kill.pressed.Store(true)
	d.tick("A", 12)
	if err := d.command(engine.Halt{Reason: "lunch"}); err != nil {
		t.Fatal(err)
	}
	if err := d.command(engine.Resume{}); err != nil {
		t.Fatal(err)
	}
	d.tick("A", 12)
	d.fill(last(), "a.b.5.01", 100, "12", true)
	for i := range 500 {
		d.tick("B", 10.5+float64(i%3))
	}
	if len(d.world.ids) < 5 {
		t.Fatalf("only %d orders: the day was not eventful", len(d.world.ids))
	}
	if err := d.command(engine.Stop{}); err != nil {
		t.Fatal(err)
	}
	if err := <-d.done; err != nil {
		t.Fatal(err)
	}
	d.done = nil
	if err := errors.Join(r.Err(), w.Close(), d.file.Close()); err != nil {
		t.Fatal(err)
	}
}

// replay runs the tape with a strategy and returns what differed.
func replay(t *testing.T, d *desk, folder string, s script) (*tape.Player, error) {
	t.Helper()
	entries, err := journal.Open(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := tape.Play(entries, func(tape.Header) (*market.Universe, error) { return d.universe, nil })
	if err != nil {
		t.Fatal(err)
	}
	o := d.options
	live := *o.Live
	live.Venue, live.Store, live.Latch = p.Venue(), p.Store(), p.Latch()
	o.Live, o.Venue, o.Recorder, o.Start = &live, live.Venue, &records{}, p.Header().Start
	o.Strategies = []engine.Member{{Name: "alpha", Strategy: s, Cash: decimal.NewFromInt(100_000)}}
	o.Gate = gate(t, d.limits)
	e, err := engine.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := e.RunLive(t.Context(), p.Source()); err != nil && p.Err() == nil {
		t.Fatal(err)
	}
	return p, p.Err()
}

// The replay of a recorded session makes the same decisions, orders and numbers.
func TestReplayIsTheSame(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		folder := filepath.Join(t.TempDir(), "journal")
		recorded(t, d, folder)
		p, err := replay(t, d, folder, pendulum(d.symbols, 100))
		if err != nil {
			t.Fatal(err)
		}
		if p.Entries() < 600 {
			t.Errorf("only %d entries were compared", p.Entries())
		}
	})
}

// Another strategy differs, and the first difference is told: it buys 101 instead of 100.
func TestReplayTellsTheFirstDifference(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		folder := filepath.Join(t.TempDir(), "journal")
		recorded(t, d, folder)
		_, err := replay(t, d, folder, pendulum(d.symbols, 101))
		var difference *tape.Difference
		if !errors.As(err, &difference) || difference.At == 0 {
			t.Fatalf("the replay of another strategy: %v", err)
		}
		if !strings.Contains(difference.Recorded, "commit") && !strings.Contains(difference.Recorded, `"quantity":"100"`) {
			t.Errorf("the first difference is %v", difference)
		}
		_, err = replay(t, d, folder, func(s *strategy.Session) error { return nil })
		if !errors.As(err, &difference) {
			t.Errorf("a strategy that does nothing: %v", err)
		}
	})
}

// A session that was killed is replayed up to where its tape ends.
func TestReplayOfAKilledSession(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		folder := filepath.Join(t.TempDir(), "journal")
		recorded(t, d, folder)
		for _, cut := range []int{40, 99, 100, 101, 102, 103, 300} {
			entries, err := journal.Open(folder, 0)
			if err != nil {
				t.Fatal(err)
			}
			killed := filepath.Join(t.TempDir(), "killed")
			w, err := journal.Create(killed, journal.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for range cut {
				entry, err := entries.Next()
				if err == nil {
					err = w.Append(entry)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := replay(t, d, killed, pendulum(d.symbols, 100)); err != nil {
				t.Errorf("cut after %d entries: %v", cut, err)
			}
		}
	})
}
