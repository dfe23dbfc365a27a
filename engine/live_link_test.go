package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

func TestLiveOrderFromIntentToFill(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.start()
		d.state(engine.Connecting)
		_, err := d.send(buy("A", 100))
		d.refused(err, order.NotReady)
		d.connect()
		d.state(engine.Ready)
		id, err := d.send(buy("A", 100))
		if err != nil {
			t.Fatal(err)
		}
		d.fill(id, "e1", 100, "10", true)
		d.holds("A", "100")
		if o := d.order(id); o.State != order.Filled || o.BrokerID != "p1" {
			t.Errorf("order %s, broker's id %q", o.State, o.BrokerID)
		}
		if want := []string{"reconciling", "ready"}; !slices.Equal(d.states, want) {
			t.Errorf("states %q, want %q", d.states, want)
		}
	})
}

// F7: one instrument trades already while the history of another still comes. No order leaves before all of it has: what
// looks like the present may be yesterday.
func TestF7NoOrderBeforeAllHistoryHasCome(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.cold = true
		d.start()
		d.connect()
		if s := d.engine.Status(); s == nil || s.State != engine.Ready || !s.Warming {
			t.Errorf("published: %+v, want ready and warming up, although the clock stands still", s)
		}
		<-time.After(time.Second)
		d.tick("A", 10) // the present of A, which moves the clock past the start
		yesterday := d.venue.now().Add(-24 * time.Hour)
		order := func(symbol string) func(*strategy.Session) {
			return func(s *strategy.Session) { _, _ = s.Submit(buy(symbol, 100)) }
		}
		d.do["A"], d.do["B"] = order("A"), order("B")
		in, _ := d.universe.Find("B")
		d.box.Market(&market.Event{Kind: market.TradeEvent, Instrument: in.ID, Time: yesterday,
			Trade: market.Trade{Instrument: in.ID, Time: yesterday, Price: 10, Size: 1}})
		d.tick("A", 10)
		if len(d.venue.sent) != 0 {
			t.Errorf("%d orders were sent", len(d.venue.sent))
		}
		d.box.Notice(broker.WarmedUp{})
		d.wait()
		d.state(engine.Ready)
		if d.engine.Status().Warming {
			t.Error("still warming up")
		}
		if _, err := d.send(buy("A", 100)); err != nil {
			t.Errorf("after the warm-up: %v", err)
		}
	})
}

// A1: five orders work; one fill is told, then the link upstream is doubtful; two fills are told all the same, two are
// not. What comes in counts whatever the link does, and the rest comes with the truth. Nothing is sent in between.
func TestA1FillsDuringAnOutage(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		var ids []order.ID
		for range 5 {
			id, err := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(10)))
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		d.fill(ids[0], "e1", 100, "10", true)
		d.venue.silent = true
		d.cut()
		d.fill(ids[1], "e2", 100, "10", true)
		d.fill(ids[2], "e3", 100, "10", true)
		d.fill(ids[3], "e4", 100, "10", false)
		d.fill(ids[4], "e5", 100, "10", false)
		d.state(engine.Blind)
		_, err := d.send(buy("A", 1))
		d.refused(err, order.NotReady)
		d.venue.silent = false
		d.pass(45 * time.Second)
		d.connect()
		d.state(engine.Ready)
		d.holds("A", "500")
		var seen []string
		for _, f := range d.fills {
			seen = append(seen, f.ExecID)
		}
		if want := []string{"e1", "e2", "e3", "e4", "e5"}; !slices.Equal(seen, want) {
			t.Errorf("the strategy saw %q, want each once", seen)
		}
	})
}

// A2: a resting order fills during an outage and nobody ever says so.
func TestA2FillNobodyToldOf(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
		d.cut()
		d.fill(id, "e1", 100, "9", false)
		d.pass(20 * time.Minute)
		d.connect()
		if o := d.order(id); o.State != order.Filled {
			t.Errorf("order %s, want filled", o.State)
		}
		d.holds("A", "100")
		if want := []string{"reconciling", "ready", "blind", "reconciling", "ready"}; !slices.Equal(d.states, want) {
			t.Errorf("states %q, want one down and one up", d.states)
		}
	})
}

// A6, E3: answers that do not come, or come in part, change nothing and are asked for again, ever more slowly.
func TestA6NoAnswerMeansNothing(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
		d.fill(id, "e1", 40, "9", true)
		d.cut()
		d.venue.silent = true
		d.connect()
		d.state(engine.Reconciling)
		d.pass(10 * time.Minute)
		d.state(engine.Reconciling)
		d.holds("A", "40")
		if o := d.order(id); o.State != order.PartiallyFilled {
			t.Errorf("order %s, want partially-filled", o.State)
		}
		asked := 0
		for _, l := range d.venue.log {
			if l == "inquire" {
				asked++
			}
		}
		// The first at once, then every 30 s of waiting and a pause of 1, 2, 4, 8, 16, 30, 30 ... seconds.
		if asked < 10 || asked > 14 {
			t.Errorf("asked %d times in ten minutes", asked)
		}
		d.box.Notice(broker.InquiryFailed{Inquiry: d.venue.inquiry, Cause: "no end of positions"})
		d.venue.silent = false
		d.pass(time.Minute)
		d.state(engine.Ready)
		d.holds("A", "40")
	})
}

// A10: four orders written just before the link dies. Variant a: the gateway never read them; variant b: it forwarded
// two of them. None is sent again.
func TestA10OrdersSentIntoADyingLink(t *testing.T) {
	for _, forwarded := range []int{0, 2} {
		t.Run(fmt.Sprint(forwarded), func(t *testing.T) {
			bubble(t, func(t *testing.T, d *desk) {
				d.ready()
				d.venue.mute = true
				var ids []order.ID
				for i := range 4 {
					d.venue.deaf = i >= forwarded
					id, err := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
					if err != nil {
						t.Fatal(err)
					}
					ids = append(ids, id)
				}
				d.cut()
				for _, id := range ids {
					if o := d.order(id); o.State != order.Unknown {
						t.Errorf("order %s is %s while blind, want unknown", id, o.State)
					}
				}
				d.pass(80 * time.Second)
				d.venue.deaf = false
				d.connect()
				d.state(engine.Ready)
				for i, id := range ids {
					want := order.Rejected
					if i < forwarded {
						want = order.Accepted
					}
					if o := d.order(id); o.State != want || (want == order.Rejected && o.Reason.Code != order.NeverArrived) {
						t.Errorf("order %d is %s (%s), want %s", i, o.State, o.Reason.Code, want)
					}
				}
			})
		})
	}
}

// The gate closes before a scheduled restart and opens after it; what reduces a position may leave (A10).
func TestA10TheGateClosesBeforeARestart(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.change = func(l *engine.Live) {
			l.Restarts = []engine.Restart{{Hour: 15, Minute: 0, Zone: time.UTC, Lead: 2 * time.Minute, Length: 5 * time.Minute}}
		}
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		d.pass(28 * time.Minute) // 14:58
		d.state(engine.Degraded)
		_, err := d.send(buy("A", 1))
		d.refused(err, order.RestartAhead)
		if _, err = d.send(sell("A", 50)); err != nil {
			t.Errorf("an order that reduces: %v", err)
		}
		_, err = d.send(sell("A", 51)) // with the 50 on their way it would go short
		d.refused(err, order.RestartAhead)
		d.pass(7 * time.Minute)
		d.state(engine.Ready)
		if _, err = d.send(buy("A", 1)); err != nil {
			t.Error(err)
		}
	})
}

// C7: an order is never acknowledged. It is unknown after its deadline, blocks its contract, is lost after a truth that
// covers it, and is there again when the broker says so, six minutes later.
func TestC7NoAcknowledgement(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.venue.deaf = true
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
		d.venue.silent = true
		d.pass(11 * time.Second)
		if o := d.order(id); o.State != order.Unknown {
			t.Fatalf("order %s, want unknown", o.State)
		}
		d.state(engine.Reconciling)
		d.venue.silent, d.venue.deaf = false, false
		d.pass(time.Minute)
		d.state(engine.Ready)
		if o := d.order(id); o.State != order.Rejected || !o.Reason.Inferred {
			t.Fatalf("order %s, %+v; want lost", o.State, o.Reason)
		}
		d.pass(6 * time.Minute)
		d.world.orders[id] = &broker.Report{ID: id, BrokerID: "p77", Symbol: "A", State: order.Accepted, Request: order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9))}
		d.world.ids = append(d.world.ids, id)
		d.box.Order(order.WasAccepted{Header: d.venue.head(id), BrokerID: "p77"})
		d.wait()
		if o := d.order(id); o.State != order.Accepted || o.BrokerID != "p77" {
			t.Errorf("order %s with %q, want accepted with p77", o.State, o.BrokerID)
		}
		d.fill(id, "e1", 100, "9", true)
		d.holds("A", "100")
	})
}

// C7: while an order is unknown, its strategy may not send another in the contract.
func TestC7UnknownBlocksItsContract(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
		d.venue.answer = func(truth *broker.Truth) {}
		d.box.Order(order.InDoubt{Header: d.venue.head(id)})
		d.wait()
		_, err := d.send(buy("A", 1))
		d.refused(err, order.OrderInDoubt)
		d.act(func(s *strategy.Session) { _, err = s.Submit(buy("B", 1)) })
		if err != nil {
			t.Errorf("another contract: %v", err)
		}
	})
}

// J2: the gateway reports another account: nothing is sent, a person is told.
func TestJ2WrongAccountIsNeverReady(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.start()
		d.venue.answer = func(truth *broker.Truth) { truth.Account = "U999" }
		d.connect()
		d.state(engine.Halted)
		if s := d.status(); !strings.Contains(s.Halt.Reason, "U999") {
			t.Errorf("halted because %q", s.Halt.Reason)
		}
		_, err := d.send(buy("A", 1))
		d.refused(err, order.Halted)
	})
}

// J7: read-only: one alarm, no orders, data goes on.
func TestJ7ReadOnlyDisarms(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.box.Notice(broker.Disarmed{Cause: "the API is read-only"})
		d.wait()
		d.state(engine.Halted)
		ticks := d.engine.Status().Summary.Trades
		d.tick("A", 11)
		d.pass(time.Second)
		if got := d.status().Summary.Trades; got != ticks+1 {
			t.Errorf("%d trades, want %d", got, ticks+1)
		}
	})
}

// Missing data holds back what opens, in the instrument that it is missing in.
func TestB1MissingDataDegrades(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		a, _ := d.universe.Find("A")
		d.box.Notice(broker.DataLost{Instrument: a.ID, Cause: "farm broken"})
		d.wait()
		d.state(engine.Degraded)
		d.act(func(s *strategy.Session) {
			if !s.Stale("A") || s.Stale("B") {
				t.Errorf("stale: A %v, B %v", s.Stale("A"), s.Stale("B"))
			}
			_, err := s.Submit(buy("A", 1))
			d.refused(err, order.StaleData)
			if _, err = s.Submit(buy("B", 1)); err != nil {
				t.Errorf("B: %v", err)
			}
			if _, err = s.Submit(sell("A", 100)); err != nil {
				t.Errorf("closing A: %v", err)
			}
		})
		d.box.Notice(broker.DataRestored{Instrument: a.ID})
		d.wait()
		d.state(engine.Ready)
	})
}

// B3: what was missed and is shown afterwards triggers no order unless the strategy may trade late.
func TestB3LateDataSendsNothing(t *testing.T) {
	for _, may := range []bool{false, true} {
		bubble(t, func(t *testing.T, d *desk) {
			d.trades = may
			d.ready()
			var err error
			d.do["A"] = func(s *strategy.Session) {
				if !s.Late() {
					t.Error("not late")
				}
				_, err = s.Submit(buy("A", 1))
			}
			d.lateTick("A", 10)
			if may && err != nil || !may && err == nil {
				t.Errorf("may trade late %v: %v", may, err)
			}
		})
	}
}

// A11: the gateway is gone from Sunday 23:45 to Monday 14:00: an alarm at each age from the beginning, and when the
// session opens; then it goes on by itself.
func TestA11OutageAlarmsByAge(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.change = func(l *engine.Live) { l.OutageAlarms = []time.Duration{time.Minute, time.Hour, 24 * time.Hour} }
		d.ready()
		d.pass(10 * time.Hour) // 00:30 on Tuesday in UTC
		d.cut()
		d.pass(30 * time.Minute)
		d.cut() // an attempt that failed is not a new outage
		d.pass(14 * time.Hour)
		var ages []string
		for _, a := range d.status().Alarms {
			_, rest, _ := strings.Cut(a.Text, "for ")
			age, _, _ := strings.Cut(rest, ":")
			ages = append(ages, age)
		}
		// The session opens at 14:30 UTC, 14 hours after the cut at 00:30, to the second.
		if len(ages) != 3 || ages[0] != "1m0s" || ages[1] != "1h0m0s" || ages[2] != "14h0m0s" {
			t.Errorf("alarms at %q", ages)
		}
		d.connect()
		d.state(engine.Ready)
	})
}

// C5: the cancel is refused, because the order has filled and nobody said so: one question finds out.
func TestC5CancelRefusedIsLookedUp(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, decimal.NewFromInt(9)))
		d.fill(id, "e1", 100, "9", false)
		d.act(func(s *strategy.Session) { _ = s.Cancel(id) })
		d.box.Order(order.CancelRefused{Header: d.venue.head(id), Reason: order.Reason{Code: order.UnknownOrder, Detail: "10147"}})
		d.wait()
		asked := len(d.venue.log)
		d.pass(2 * time.Second)
		if o := d.order(id); o.State != order.Filled {
			t.Errorf("order %s, want filled", o.State)
		}
		if got := d.venue.log[asked:]; !slices.Equal(got, []string{"inquire"}) {
			t.Errorf("the broker heard %q, want one question", got)
		}
		d.holds("A", "100")
	})
}
