package engine_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
	"github.com/tidemark/tidemark/strategy"
)

// failing is a state file that can fail.
type failing struct {
	*store.Store
	full atomic.Bool
	// losing takes commits and stores nothing, as a batch does that a crash comes before.
	losing atomic.Bool
	// before runs ahead of each commit.
	before func(store.Step)
}

func (f *failing) Commit(s store.Step) error {
	if f.before != nil {
		f.before(s)
	}
	if f.full.Load() {
		return &store.WriteError{Path: "state.db", Err: syscall.ENOSPC}
	}
	if f.losing.Load() {
		return nil
	}
	return f.Store.Commit(s)
}

// With batches, a crash loses the last steps: an order that works at the broker with 40 of 100 filled, and one that was
// filled whole. Both carry our ids, so both come back to their strategy, and neither is sent again.
func TestN8BatchLostIsRecoveredFromTheBroker(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var f *failing
		d.store = func(s *store.Store) engine.StateStore { f = &failing{Store: s}; return f }
		d.change = func(l *engine.Live) { l.WriteAhead = false }
		d.ready()
		f.losing.Store(true)
		rest, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("10")).For(order.GTC))
		d.fill(rest, "e1", 40, "10", true)
		gone, _ := d.send(buy("B", 7))
		d.fill(gone, "e2", 7, "10", true)
		d.crash()
		d.ready()
		d.holds("A", "40")
		d.holds("B", "7")
		if o := d.order(rest); o.State != order.PartiallyFilled || !o.Filled.Equal(dec("40")) || o.Strategy != "alpha" {
			t.Errorf("the working order is %s with %s of %s", o.State, o.Filled, o.Strategy)
		}
		next, err := d.send(buy("B", 1))
		if err != nil || next == rest || next == gone {
			t.Errorf("the next order has id %s, %v", next, err)
		}
		d.fill(rest, "e3", 60, "10", true)
		d.holds("A", "100")
	})
}

// G1: the process dies after the intent is durable and before it is sent; after it was sent and before the ack; after
// the ack. In each case there is at most one order at the broker and the strategy learns the truth.
func TestG1KilledAtEachPoint(t *testing.T) {
	for _, c := range []struct {
		name       string
		deaf, mute bool
		want       order.State
	}{
		{"durable, not sent", true, true, order.Rejected},
		{"sent, no ack", false, true, order.Accepted},
		{"acked", false, false, order.Accepted},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, d *desk) {
				d.ready()
				d.venue.deaf, d.venue.mute = c.deaf, c.mute
				id, err := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
				if err != nil {
					t.Fatal(err)
				}
				d.crash()
				d.updates = nil
				d.start()
				if !slices.Equal(d.venue.resumed, []order.ID{id}) {
					t.Errorf("the broker's side got %q", d.venue.resumed)
				}
				d.connect()
				d.state(engine.Ready)
				if o := d.order(id); o.State != c.want {
					t.Errorf("order %s, want %s", o.State, c.want)
				}
				if !c.deaf && len(d.world.ids) != 1 {
					t.Errorf("%d orders at the broker", len(d.world.ids))
				}
				if c.name != "acked" && len(d.updates) == 0 {
					t.Error("the strategy heard nothing")
				}
				next, err := d.send(buy("B", 1))
				if err != nil || next == id {
					t.Errorf("the next order has id %s after %s, %v", next, id, err)
				}
			})
		})
	}
}

// The intent is on disk before the order leaves (N8).
func TestN8IntentIsStoredFirst(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var events []string
		d.store = func(s *store.Store) engine.StateStore {
			return &failing{Store: s, before: func(step store.Step) {
				for _, p := range step.Puts {
					if o, ok := p.Value.(*order.Order); ok {
						events = append(events, fmt.Sprintf("store %s sent %d", o.State, d.venue.sent[o.ID]))
					}
				}
			}}
		}
		d.ready()
		if _, err := d.send(buy("A", 100)); err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 || events[0] != "store pending-submit sent 0" {
			t.Errorf("stored %q", events)
		}
	})
}

// Positions, profit, durable values, ids, risk counters and the day go on after a restart.
func TestRestartContinues(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		count := 0
		d.started = func(s *strategy.Session) {
			count = 0
			s.Durable("count", &count)
		}
		d.limits = risk.Limits{OrderRate: &risk.Rate{Orders: 3, Per: time.Hour}}
		d.ready()
		var id order.ID
		d.act(func(s *strategy.Session) { count = 7; id, _ = s.Submit(buy("A", 100)) })
		d.fill(id, "e1", 100, "10", true)
		d.box.Notice(broker.LateFee{ExecID: "e1", Fee: dec("1"), Currency: "USD"})
		d.world.cash = d.world.cash.Sub(dec("1"))
		exit, _ := d.send(sell("A", 40))
		d.fill(exit, "e2", 40, "12", true)
		before := d.status()
		d.crash()
		d.start()
		if count != 7 {
			t.Errorf("the durable value is %d, want 7", count)
		}
		d.connect()
		d.state(engine.Ready)
		after := d.status()
		if !after.Equity.Equal(*before.Equity) || !after.DayProfit.Equal(*before.DayProfit) {
			t.Errorf("equity %s and day %s, before %s and %s", after.Equity, after.DayProfit, before.Equity, before.DayProfit)
		}
		// 40 × (12 − 10) realised, 60 held at the last price of 10, which they cost; the fee of 1.
		if !after.DayProfit.Equal(dec("79")) {
			t.Errorf("the day's profit is %s, want 79", after.DayProfit)
		}
		p := after.Strategies[0].Positions[0]
		if after.Strategies[0].Name == portfolio.External {
			p = after.Strategies[1].Positions[0]
		}
		if !p.Quantity.Equal(dec("60")) || !p.Realised.Equal(dec("80")) || !p.Average.Equal(dec("10")) {
			t.Errorf("position %+v", p)
		}
		if _, err := d.send(buy("A", 1)); err != nil {
			t.Error(err)
		}
		_, err := d.send(buy("A", 1))
		d.refused(err, order.OrderRate)
	})
}

// G4: five restarts with an unchanged account; the executions of the day come each time.
func TestG4RestartsChangeNothing(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		d.pass(time.Hour)
		for range 5 {
			d.end()
			d.start()
			d.connect()
			d.state(engine.Ready)
			if s := d.engine.Status(); s.Counts.Settlements != 0 || s.Summary.Fills != 0 {
				t.Fatalf("%d settlements, %d fills", s.Counts.Settlements, s.Summary.Fills)
			}
			d.holds("A", "100")
			d.pass(time.Hour)
		}
		if len(d.fills) != 1 {
			t.Errorf("the strategy saw %d fills", len(d.fills))
		}
	})
}

// G5: a restart with a filled entry and working exits: they are the same orders, and can be moved.
func TestG5BracketSurvives(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		var b strategy.Bracket
		d.act(func(s *strategy.Session) {
			b, _ = s.Bracket(order.NewLimit("A", order.Buy, hundred, dec("10")), dec("12"), dec("8"))
		})
		d.fill(b.Entry, "e1", 100, "10", true)
		d.crash()
		d.ready()
		d.act(func(s *strategy.Session) {
			if open := s.OpenOrders("A"); len(open) != 2 || open[0].Parent != b.Entry || open[1].OCA == "" {
				t.Errorf("open orders %+v", open)
			}
			if err := s.Modify(b.Stop, order.Change{StopPrice: number(9)}); err != nil {
				t.Error(err)
			}
		})
		if o := d.order(b.Stop); !o.StopPrice.Equal(dec("9")) || o.BrokerID != d.world.orders[b.Stop].BrokerID {
			t.Errorf("stop at %s, broker's id %s", o.StopPrice, o.BrokerID)
		}
	})
}

// G2: the disk is full right after an order was acked: no new order, what comes in counts, all is stored when there is
// room.
func TestG2DiskFull(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var f *failing
		d.store = func(s *store.Store) engine.StateStore { f = &failing{Store: s}; return f }
		d.ready()
		id, _ := d.send(buy("A", 100))
		f.full.Store(true)
		d.fill(id, "e1", 100, "10", true)
		d.state(engine.Degraded)
		d.holds("A", "100")
		_, err := d.send(buy("A", 1))
		d.refused(err, order.StoreFailed)
		_, err = d.send(sell("A", 100))
		d.refused(err, order.StoreFailed)
		f.full.Store(false)
		d.pass(2 * time.Second)
		d.state(engine.Ready)
		d.crash()
		d.ready()
		d.holds("A", "100")
	})
}

// G2: the disk fills in the very step of an order: it never leaves.
func TestG2DiskFullAtTheIntent(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var f *failing
		d.store = func(s *store.Store) engine.StateStore { f = &failing{Store: s}; return f }
		d.ready()
		f.full.Store(true)
		id, err := d.send(buy("A", 100))
		if err != nil {
			t.Fatal(err)
		}
		if o := d.order(id); o.State != order.Rejected || o.Reason.Code != order.StoreFailed || len(d.world.ids) != 0 {
			t.Errorf("order %s (%s), %d at the broker", o.State, o.Reason.Code, len(d.world.ids))
		}
		f.full.Store(false)
	})
}

// G6: a record that cannot be applied goes to quarantine; the engine comes up, sends nothing, and restarts in a loop
// change nothing.
func TestG6DamagedRecord(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		err := d.file.Commit(store.Step{Puts: []store.Put{{Table: store.Orders, Key: "L-bad", Value: map[string]string{"symbol": "XYZ"}}}})
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			d.crash()
			d.start()
			if d.startErr != nil {
				t.Fatal(d.startErr)
			}
			d.connect()
			d.state(engine.Halted)
			_, err := d.send(buy("A", 1))
			d.refused(err, order.Halted)
		}
		list, err := d.file.Quarantines()
		if err != nil || len(list) != 1 || list[0].Key != "L-bad" {
			t.Errorf("quarantine %+v, %v", list, err)
		}
		d.act(func(s *strategy.Session) {
			if err := s.Cancel(id); err != nil {
				t.Error(err)
			}
		})
		if o := d.order(id); o.State != order.Cancelled {
			t.Errorf("cancels must pass: %s", o.State)
		}
	})
}

// G6: a process that keeps dying stops trading.
func TestG6RestartLoopIsBroken(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		for i := range 6 {
			d.start()
			d.connect()
			if s := d.status().State; (s == engine.Halted) != (i == 5) {
				t.Errorf("start %d: %s", i+1, s)
			}
			d.crash()
		}
		d.start()
	})
}

// G7: stopping with an un-acked order and an un-acked cancel at a silent broker ends within its limit; the next start
// finds out.
func TestG7StopIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.change = func(l *engine.Live) { l.StopWithin = 5 * time.Second }
		d.ready()
		rest, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		d.venue.mute = true
		id, _ := d.send(buy("B", 1))
		d.act(func(s *strategy.Session) { _ = s.Cancel(rest) })
		began := time.Now()
		if err := d.command(engine.Stop{}); err != nil {
			t.Fatal(err)
		}
		if err := <-d.done; err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("took %s", took)
		}
		d.done = nil
		if err := d.file.Close(); err != nil {
			t.Fatal(err)
		}
		d.ready()
		for what, want := range map[order.ID]order.State{rest: order.Cancelled, id: order.Accepted} {
			if o := d.order(what); o.State != want {
				t.Errorf("order %s is %s, want %s", what, o.State, want)
			}
		}
	})
}

// A stop with everything answered ends at once; the exit policy flattens.
func TestG7StopFlattens(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		rest, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		if err := d.command(engine.Stop{Exit: engine.FlattenAll}); err != nil {
			t.Fatal(err)
		}
		exit := d.world.ids[len(d.world.ids)-1]
		if d.world.orders[rest].State != order.Cancelled || d.world.orders[exit].Request.Side != order.Sell {
			t.Fatalf("sent %q", d.venue.log)
		}
		d.fill(exit, "e2", 100, "10", true)
		if err := <-d.done; err != nil {
			t.Fatal(err)
		}
		d.done = nil
		if err := d.file.Close(); err != nil {
			t.Fatal(err)
		}
		d.ready()
		d.holds("A", "0")
	})
}

// An option is exercised: it leaves, and our side ends before the shares that it brings are told. They are of the
// instruction, which the adapter must know to say so: they reach it by IB's id alone, and carry no reference of ours.
func TestWhatAnExercisedOptionBringsAfterARestart(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		call := market.NewEquity("CALL")
		call.Kind, call.Multiplier, call.Underlying = market.Option, dec("100"), "A"
		call.Expiry, call.Strike, call.Right = market.NewDate(2000, time.January, 21), dec("8"), market.Call
		d.combos = []market.Instrument{call}
		d.ready()
		bought, err := d.send(order.NewLimit("CALL", order.Buy, dec("1"), dec("2")))
		if err != nil {
			t.Fatal(err)
		}
		d.fill(bought, "e1", 1, "2", true)
		id, err := d.send(order.NewExercise("CALL", dec("1")))
		if err != nil {
			t.Fatal(err)
		}
		left := order.Fill{ExecID: "e2", Order: id, Side: order.Sell, Quantity: dec("1"), Time: d.venue.now()}
		left = d.trade("CALL", left, false).Fill
		d.world.orders[id].State, d.world.orders[id].Filled = order.Filled, dec("1")
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &left})
		d.wait()
		if o := d.order(id); o.State != order.Filled {
			t.Errorf("the instruction is %s", o.State)
		}
		d.end()
		d.ready()
		if !slices.Contains(d.venue.resumed, id) || slices.Contains(d.venue.resumed, bought) {
			t.Errorf("the adapter knows %v, want %s", d.venue.resumed, id)
		}
		shares := order.Fill{ExecID: "e3", Order: id, Leg: true, Quantity: dec("100"), Price: dec("8"), Time: d.venue.now()}
		shares = d.trade("A", shares, false).Fill
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &shares})
		d.wait()
		d.holds("CALL", "0")
		d.holds("A", "100")
	})
}
