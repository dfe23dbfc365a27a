package engine_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/monitor"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// latch is a kill switch.
type latch struct{ pressed atomic.Bool }

func (l *latch) Pressed() bool { return l.pressed.Load() }
func (l *latch) Reset()        { l.pressed.Store(false) }

// J3 a: pressed in the middle of a loop of 200 orders: what is sent after the press is nothing, and the halt outlives
// the process.
func TestJ3KillSwitch(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		kill := &latch{}
		d.change = func(l *engine.Live) { l.Latch = kill }
		d.ready()
		d.act(func(s *strategy.Session) {
			for i := range 200 {
				if i == 100 {
					kill.pressed.Store(true)
				}
				_, err := s.Submit(order.NewLimit("A", order.Buy, dec("1"), dec("9")))
				if (err != nil) != (i >= 100) {
					t.Errorf("order %d: %v", i, err)
				}
			}
		})
		if len(d.world.ids) != 0 {
			t.Errorf("%d orders left after the press", len(d.world.ids))
		}
		if err := d.command(engine.Halt{Reason: "enough"}); err != nil {
			t.Fatal(err)
		}
		d.crash()
		d.start()
		d.connect()
		d.state(engine.Halted)
		if s := d.status(); s.Halt == nil || s.Halt.Reason != "enough" {
			t.Errorf("halt %+v", s.Halt)
		}
		if err := d.command(engine.Resume{}); err != nil {
			t.Fatal(err)
		}
		d.state(engine.Ready)
		if _, err := d.send(buy("A", 1)); err != nil {
			t.Error(err)
		}
		d.crash()
		d.ready()
	})
}

// J3 c: halted with cancels while the link is down: they leave after the truth.
func TestJ3CancelsWaitForTheLink(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		d.cut()
		if err := d.command(engine.Halt{Reason: "stop", Cancel: true}); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(d.venue.log, "cancel "+string(id)) {
			t.Error("a cancel was sent into a dead link")
		}
		d.connect()
		d.state(engine.Halted)
		if o := d.order(id); o.State != order.Cancelled || d.world.orders[id].State != order.Cancelled {
			t.Errorf("the order is %s, at the broker %s", o.State, d.world.orders[id].State)
		}
	})
}

// E2, E8: the broker holds what nothing explains: halted for a person, who adopts it; once.
func TestE8UnexplainedPositionHalts(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.cut()
		d.world.holdings[0] = dec("2")
		d.connect()
		d.pass(5 * time.Second)
		d.state(engine.Halted)
		if s := d.status(); !strings.Contains(s.Halt.Reason, "position in A: ours is 0, the broker's 2") {
			t.Errorf("halted because %q", s.Halt.Reason)
		}
		if err := d.command(engine.Resume{Adopt: true}); err != nil {
			t.Fatal(err)
		}
		d.pass(5 * time.Second)
		d.state(engine.Ready)
		d.holds("A", "0")
		settled := d.engine.Status().Counts.Settlements
		d.pass(time.Hour)
		if s := d.status(); s.State != engine.Ready || s.Counts.Settlements != settled {
			t.Errorf("%s, %d settlements more", s.State, s.Counts.Settlements-settled)
		}
	})
}

// E2: books long 5, the broker flat, the policy adopts: the strategy gives up what is gone, and no order is sent.
func TestE2StrategyGivesUpWhatIsGone(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.change = func(l *engine.Live) { l.Unexplained = reconcile.Adopt }
		d.ready()
		id, _ := d.send(buy("A", 5))
		d.fill(id, "e1", 5, "10", true)
		d.cut()
		d.world.holdings[0] = decimal.Zero
		sent := len(d.world.ids)
		d.connect()
		d.pass(5 * time.Second)
		d.state(engine.Ready)
		d.holds("A", "0")
		if len(d.world.ids) != sent {
			t.Errorf("an order was sent: %q", d.venue.log)
		}
	})
}

// A new state file meets an account that holds something: it is inherited, in nobody's ledger.
func TestNewBooksInheritTheAccount(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.world.holdings[1] = dec("314")
		d.ready()
		d.holds("B", "0")
		d.crash()
		d.ready()
		d.holds("B", "0")
	})
}

// On schedule, and with nothing to find: the session stays ready.
func TestReconcilesOnSchedule(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		before := d.engine.Status().Counts.Reconciliations
		d.pass(time.Hour)
		s := d.status()
		if got := s.Counts.Reconciliations - before; got < 11 || got > 12 {
			t.Errorf("%d reconciliations in an hour of every 5 minutes", got)
		}
		if !slices.Equal(d.states, []string{"reconciling", "ready"}) {
			t.Errorf("states %q", d.states)
		}
	})
}

// A manual trade and a lost fill are found on schedule, without a doubt.
func TestScheduleFindsWhatWasLost(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", false)
		d.trade("B", order.Fill{ExecID: "x", Quantity: dec("3"), Price: dec("10"), Time: d.venue.now()}, false)
		d.pass(6 * time.Minute)
		d.holds("A", "100")
		d.holds("B", "0")
		d.state(engine.Ready)
	})
}

func TestCommands(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.start()
		if err := d.command(engine.Inquire{}); err == nil {
			t.Error("inquired without a link")
		}
		if err := d.command(engine.Flatten{}); err == nil {
			t.Error("flattened without a link")
		}
		if err := d.command(engine.Resume{}); err == nil {
			t.Error("resumed what was not halted")
		}
		d.connect()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		one, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		two, _ := d.send(order.NewLimit("B", order.Buy, hundred, dec("9")).For(order.GTC))
		if err := d.command(engine.CancelOrders{Order: "nothing"}); err == nil {
			t.Error("cancelled nothing")
		}
		if err := d.command(engine.CancelOrders{Order: id}); !errors.Is(err, &order.Reason{Code: order.OrderEnded}) {
			t.Errorf("cancel what has ended: %v", err)
		}
		if err := d.command(engine.CancelOrders{Symbol: "B"}); err != nil || d.order(two).State != order.Cancelled || d.order(one).State != order.Accepted {
			t.Errorf("cancel B: %v", err)
		}
		if err := d.command(engine.Halt{Reason: "lunch"}); err != nil {
			t.Error(err)
		}
		if err := d.command(engine.Flatten{Strategy: "alpha", Symbol: "A"}); err != nil {
			t.Error(err)
		}
		exit := d.world.ids[len(d.world.ids)-1]
		d.fill(exit, "e2", 100, "10", true)
		d.holds("A", "0")
		if d.order(one).State != order.Cancelled {
			t.Error("flattening left an order")
		}
	})
}

// C4: a stop that fills while it is being cancelled leaves less to close. Flattening waits for it, asks the broker when no
// answer comes, and a stop of the run waits with it.
func TestC4FlattenWaitsForItsCancels(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		entry, _ := d.send(buy("A", 100))
		d.fill(entry, "e1", 100, "10", true)
		exit, _ := d.send(order.NewLimit("A", order.Sell, hundred, dec("11")).For(order.GTC))
		other, _ := d.send(buy("B", 10))
		d.fill(other, "e2", 10, "20", true)
		d.venue.mute = true
		if err := d.command(engine.Stop{Exit: engine.FlattenAll}); err != nil {
			t.Fatal(err)
		}
		sent := len(d.world.ids)
		if last := d.world.orders[d.world.ids[sent-1]]; last.Request.Symbol != "B" || last.Request.Side != order.Sell {
			t.Fatalf("the position without orders is not closed: %q", d.venue.log)
		}
		d.world.orders[exit].State = order.PendingCancel
		d.fill(exit, "e3", 40, "11", true)
		d.venue.mute = false
		d.box.Order(order.WasCancelled{Header: d.venue.head(exit)})
		d.wait()
		last := d.world.orders[d.world.ids[len(d.world.ids)-1]]
		if len(d.world.ids) != sent+1 || last.Request.Symbol != "A" || last.Request.Side != order.Sell || !last.Request.Quantity.Equal(dec("60")) {
			t.Errorf("sent %q, last %+v", d.venue.log, last.Request)
		}
	})
}

// A cancel that nobody answers is asked about, and the position is closed when the broker says what became of it.
func TestC4FlattenAsksAfterItsCancels(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		entry, _ := d.send(buy("A", 100))
		d.fill(entry, "e1", 100, "10", true)
		exit, _ := d.send(order.NewLimit("A", order.Sell, hundred, dec("11")).For(order.GTC))
		d.venue.mute = true
		if err := d.command(engine.Flatten{}); err != nil {
			t.Fatal(err)
		}
		sent := len(d.world.ids)
		d.venue.mute = false
		d.pass(9 * time.Second)
		if len(d.world.ids) != sent {
			t.Fatalf("closed before the cancel was confirmed: %q", d.venue.log)
		}
		d.pass(30 * time.Second)
		if d.order(exit).State != order.Cancelled || len(d.world.ids) != sent+1 {
			t.Errorf("the exit is %s; sent %q", d.order(exit).State, d.venue.log)
		}
	})
}

// A cancel that the broker keeps for the night (C6) is asked about less and less often: after 10, 20, 40, 80 and 160
// seconds, and then every five minutes like everything else.
func TestC6FlattenAsksLessAndLessOften(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		entry, _ := d.send(buy("A", 100))
		d.fill(entry, "e1", 100, "10", true)
		exit, _ := d.send(order.NewLimit("A", order.Sell, hundred, dec("11")).For(order.GTC))
		d.venue.deaf = true
		if err := d.command(engine.Flatten{}); err != nil {
			t.Fatal(err)
		}
		before := d.venue.inquiry
		d.pass(time.Hour)
		if asked := d.venue.inquiry - before; asked < 5 || asked > 40 || d.order(exit).State != order.PendingCancel {
			t.Errorf("asked %d times in an hour; the exit is %s", asked, d.order(exit).State)
		}
	})
}

// A name that means nothing is refused: a slip is not taken for work done.
func TestCommandsRefuseUnknownNames(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		for _, c := range []struct {
			command engine.Command
			says    string
		}{
			{engine.Flatten{Strategy: "alhpa"}, `no strategy "alhpa": it has alpha`},
			{engine.Flatten{Symbol: "AA"}, "AA"},
			{engine.CancelOrders{Strategy: "alhpa"}, `no strategy "alhpa": it has alpha`},
			{engine.CancelOrders{Symbol: "AA"}, "AA"},
		} {
			if err := d.command(c.command); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v: %v, want %q", c.command, err, c.says)
			}
		}
		d.cut()
		if err := d.command(engine.Flatten{}); !errors.Is(err, engine.ErrNotReady) {
			t.Errorf("flatten without a link: %v", err)
		}
	})
}

// The broker tells an execution first and its fee afterwards; a correction takes its place. The status shows the fill
// once, as it counts, and of what.
func TestStatusShowsFillsAsTheyCount(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		if s := d.status(); s.Orders == nil || s.Fills == nil || s.Strategies == nil {
			t.Error("a list without entries is nil: readers of JSON want a list")
		}
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e.1.1.01", 100, "10", true)
		d.box.Notice(broker.LateFee{Moment: broker.Moment{Time: d.venue.now()}, ExecID: "e.1.1.01", Fee: dec("1.25"), Currency: market.USD})
		fills := d.status().Fills
		if len(fills) != 1 || fills[0].Symbol != "A" || fills[0].Fee.String() != "1.25" || fills[0].Strategy != "alpha" {
			t.Fatalf("fills with the fee: %+v", fills)
		}
		corrected := fills[0].Fill
		corrected.ExecID, corrected.Price = "e.1.1.02", dec("9.5")
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &corrected})
		if fills = d.status().Fills; len(fills) != 1 || fills[0].Price.String() != "9.5" {
			t.Errorf("fills after the correction: %+v", fills)
		}
	})
}

// Orders that ended are shown, the last one first: a refusal must be seen.
func TestStatusShowsEndedOrders(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		if s := d.status(); s.Ended == nil || len(s.Ended) > 0 {
			t.Errorf("ended before the first order: %+v", s.Ended)
		}
		var ids []order.ID
		for range 21 {
			id, _ := d.send(buy("A", 1))
			d.fill(id, "e"+string(id), 1, "10", true)
			ids = append(ids, id)
		}
		refused, err := d.send(buy("A", -1))
		if err == nil {
			t.Error("bought a negative quantity")
		}
		s := d.status()
		if len(s.Ended) != 20 || s.Ended[0].ID != refused || s.Ended[0].Reason.Code != order.BadQuantity || s.Ended[1].ID != ids[20] || s.Ended[19].ID != ids[2] {
			t.Errorf("%d ended, first %s, second %s, last %s", len(s.Ended), s.Ended[0].ID, s.Ended[1].ID, s.Ended[19].ID)
		}
	})
}

// A halt that was put into the state file while no engine ran holds the next start.
func TestHaltedWhileDown(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.end()
		if _, err := monitor.StoreHalt(d.path, "by night", market.At(time.Now())); err != nil {
			t.Fatal(err)
		}
		d.start()
		d.connect()
		d.state(engine.Halted)
		if s := d.status(); s.Halt.Reason != "by night" {
			t.Errorf("halted because %q", s.Halt.Reason)
		}
		if _, err := d.send(buy("A", 1)); err == nil && len(d.world.ids) > 0 {
			t.Error("an order left")
		}
		if err := d.command(engine.Resume{}); err != nil {
			t.Fatal(err)
		}
		d.state(engine.Ready)
	})
}
