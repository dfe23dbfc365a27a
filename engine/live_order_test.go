package engine_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// cashOf is the account's cash as the last status shows it in the equity: with nothing held the two are one.
func (d *desk) equity() decimal.Decimal {
	s := d.status()
	if s.Equity == nil {
		d.t.Fatal("no equity")
	}
	return *s.Equity
}

// C3: the execution comes before the acknowledgement; then older news.
func TestC3FillBeforeTheAck(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.venue.mute = true
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		d.box.Order(order.WasSubmitted{Header: d.venue.head(id)})
		d.box.Order(order.WasAccepted{Header: d.venue.head(id), BrokerID: "p1"})
		d.wait()
		if o := d.order(id); o.State != order.Filled || o.BrokerID != "p1" {
			t.Errorf("%s, %q", o.State, o.BrokerID)
		}
		d.holds("A", "100")
		if len(d.fills) != 1 {
			t.Errorf("the strategy saw %d fills", len(d.fills))
		}
	})
}

// C1 and C2: executions alone complete an order; the same ones again are nothing.
func TestC2RepeatedNewsIsNothing(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		f := d.fill(id, "e1", 100, "10", true)
		for range 3 {
			d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &f})
		}
		d.wait()
		d.holds("A", "100")
		if len(d.fills) != 1 {
			t.Errorf("the strategy saw %d fills", len(d.fills))
		}
	})
}

// C4: 40 of 100 trade after the cancel was confirmed: booked, told, and the order stays cancelled.
func TestC4FillAfterTheCancel(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")))
		d.act(func(s *strategy.Session) { _ = s.Cancel(id) })
		if o := d.order(id); o.State != order.Cancelled {
			t.Fatalf("%s, want cancelled", o.State)
		}
		d.fill(id, "e1", 40, "9", true)
		if o := d.order(id); o.State != order.Cancelled || !o.Filled.Equal(dec("40")) {
			t.Errorf("%s with %s filled", o.State, o.Filled)
		}
		d.holds("A", "40")
		if len(d.fills) != 1 {
			t.Errorf("the strategy saw %d fills", len(d.fills))
		}
	})
}

// C14: the fee comes later, once, twice, before the execution, and as a rebate. 200,000 less 100 × (10 − 10) less fees.
func TestC14FeesComeWhenTheyCome(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		var told []string // by Charged: each fee once
		d.change = func(l *engine.Live) {
			l.Charged = func(f *order.Fill) { told = append(told, f.ExecID+" "+f.Fee.String()) }
		}
		d.ready()
		fee := func(exec, amount string) {
			d.box.Notice(broker.LateFee{ExecID: exec, Fee: dec(amount), Currency: market.USD})
			d.wait()
		}
		check := func(paid string) {
			t.Helper()
			if got := decimal.NewFromInt(200_000).Sub(d.equity()); !got.Equal(dec(paid)) {
				t.Errorf("fees of %s, want %s", got, paid)
			}
		}
		one, _ := d.send(buy("A", 100))
		d.fill(one, "e1", 100, "10", true)
		if len(d.fills) != 1 {
			t.Fatal("the fill waits for its fee")
		}
		check("0")
		fee("e1", "1.05")
		fee("e1", "1.05")
		check("1.05")
		fee("e1", "1.25") // the broker thought again
		check("1.25")
		fee("e2", "2")
		two, _ := d.send(buy("A", 100))
		d.fill(two, "e2", 100, "10", true)
		check("3.25")
		three, _ := d.send(buy("A", 100))
		d.fill(three, "e3", 100, "10", true)
		fee("e3", "-0.30")
		check("2.95")
		if want := "e1 1.05, e1 1.25, e2 2, e3 -0.3"; strings.Join(told, ", ") != want {
			t.Errorf("told %v, want %s", told, want)
		}
	})
}

// C16: an hour later the venue corrects 100 @ 10.00 to 9.90. 200,000 − 990 + 100 × 10 (the last price) = 200,010.
func TestC16CorrectionOfAFill(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		f := d.fill(id, "a.b.1.01", 100, "10", true)
		d.pass(time.Hour)
		f.ExecID, f.Price = "a.b.1.02", dec("9.90")
		foreign := broker.ForeignFill{Fill: f, Symbol: "A"}
		d.world.fills = append(d.world.fills, foreign)
		d.world.cash = d.world.cash.Add(dec("10"))
		for range 2 {
			d.box.Notice(broker.CorrectedFill{Moment: broker.Moment{Time: d.venue.now()}, Replaced: "a.b.1.01", Fill: foreign})
			d.wait()
		}
		d.holds("A", "100")
		if o := d.order(id); !o.Filled.Equal(hundred) || !o.AveragePrice.Equal(dec("9.90")) {
			t.Errorf("filled %s at %s", o.Filled, o.AveragePrice)
		}
		if got := d.equity(); !got.Equal(dec("200010")) {
			t.Errorf("equity %s, want 200010", got)
		}
	})
}

// C16: the corrections were not told; the truth lists both revisions. A bust of the other order takes its 50 back.
func TestC16CorrectionsInTheTruth(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		one, _ := d.send(buy("A", 100))
		f := d.fill(one, "a.b.1.01", 100, "10", true)
		d.cut()
		f.ExecID, f.Quantity = "a.b.1.02", dec("60")
		d.world.fills = append(d.world.fills, broker.ForeignFill{Fill: f, Symbol: "A"})
		d.world.holdings[0], d.world.cash = dec("60"), d.world.cash.Add(dec("400"))
		d.connect()
		d.state(engine.Ready)
		d.holds("A", "60")
		if o := d.order(one); o.State != order.Cancelled || !o.Filled.Equal(dec("60")) {
			t.Errorf("%s with %s: what was taken back is not worked again", o.State, o.Filled)
		}
	})
}

// E9: status says filled; the execution comes 300 ms after the truth. It counts once.
func TestE9StatusBeforeTheExecution(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.cut()
		d.fill(id, "e1", 100, "10", false)
		fills := d.world.fills
		d.world.fills = nil
		d.connect()
		d.state(engine.Reconciling)
		d.world.fills = fills
		d.box.Order(order.WasFilled{Header: d.venue.head(id), Fill: &fills[0].Fill})
		d.pass(5 * time.Second)
		d.state(engine.Ready)
		d.holds("A", "100")
		if len(d.fills) != 1 {
			t.Errorf("the strategy saw %d fills", len(d.fills))
		}
	})
}

// I6: a day order expired while the link was down; the list of ended orders is empty. It has expired, by inference.
func TestI6ExpiredUnseen(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")))
		d.pass(6 * time.Hour) // 20:30 UTC
		d.cut()
		delete(d.world.orders, id)
		d.world.ids = nil
		d.pass(2 * time.Hour) // the session closed at 21:00
		d.connect()
		d.state(engine.Ready)
		if o := d.order(id); o.State != order.Expired || !o.Reason.Inferred {
			t.Errorf("%s, %+v; want expired, inferred", o.State, o.Reason)
		}
		if !slices.Contains(d.updates, string(id)+" expired") {
			t.Errorf("the strategy heard %q", d.updates)
		}
	})
}

// E6: long 314; the broker sells 231. The strategy is told, its exits shrink to what is left, nothing else is sent.
func TestE6ForcedSaleShrinksTheExits(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 314))
		d.fill(id, "e1", 314, "10", true)
		stop, _ := d.send(order.NewStop("A", order.Sell, dec("314"), dec("8")).For(order.GTC))
		f := order.Fill{ExecID: "liq", Side: order.Sell, Quantity: dec("231"), Price: dec("9"), Time: d.venue.now()}
		d.box.Notice(d.trade("A", f, true))
		d.wait()
		d.holds("A", "83")
		if o := d.order(stop); !o.Quantity.Equal(dec("83")) {
			t.Errorf("the stop is for %s, want 83", o.Quantity)
		}
		last := d.fills[len(d.fills)-1]
		if last.Order != "" || last.Side != order.Sell || !last.Quantity.Equal(dec("231")) || !strings.Contains(last.Rule, "liquidation") {
			t.Errorf("the strategy was told %+v", last)
		}
		if len(d.engine.Status().Alarms) == 0 {
			t.Error("no alarm")
		}
	})
}

// D2: three orders made by hand, one fills: seen, nobody's, and no strategy's. A claim gives it to one.
func TestD2ManualTradesAreNobodys(t *testing.T) {
	for _, claimed := range []bool{false, true} {
		bubble(t, func(t *testing.T, d *desk) {
			if claimed {
				d.change = func(l *engine.Live) { l.Claims = map[string]string{"A": "alpha"} }
			}
			d.ready()
			for _, id := range []string{"m1", "m2", "m3"} {
				d.world.foreign = append(d.world.foreign, broker.Report{BrokerID: id, Owner: "manual", Symbol: "A", State: order.Accepted,
					Request: order.NewLimit("A", order.Buy, dec("30"), dec("9"))})
				d.box.Notice(broker.ForeignOrder{Report: d.world.foreign[len(d.world.foreign)-1]})
			}
			d.box.Notice(d.trade("A", order.Fill{ExecID: "x1", Quantity: dec("30"), Price: dec("9"), Time: d.venue.now()}, false))
			d.wait()
			if s := d.status(); len(s.Foreign) != 3 || s.State != engine.Ready {
				t.Errorf("%d foreign orders, %s", len(s.Foreign), s.State)
			}
			want := "0"
			if claimed {
				want = "30"
			}
			d.holds("A", want)
			if err := d.command(engine.CancelForeign{BrokerID: "m2"}); err != nil || !slices.Contains(d.venue.log, "cancel foreign m2") {
				t.Errorf("cancel foreign: %v, %q", err, d.venue.log)
			}
			if err := d.command(engine.CancelForeign{BrokerID: "m9"}); err == nil {
				t.Error("an order that nobody knows was cancelled")
			}
		})
	}
}

// C17: after the restoration the broker lists two orders with one id of ours: the one that was changed last stays.
func TestC17DoubledOrderIsCancelled(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")).For(order.GTC))
		d.cut()
		err := errors.New("not asked")
		d.act(func(s *strategy.Session) { err = s.Modify(id, order.Change{LimitPrice: number(8)}) })
		d.refused(err, order.NotReady)
		twin := *d.world.orders[id]
		twin.BrokerID, twin.Request.LimitPrice = "p99", dec("8")
		d.world.foreign = append(d.world.foreign, twin)
		d.connect()
		d.state(engine.Ready)
		if !slices.Contains(d.venue.log, "cancel foreign p99") {
			t.Errorf("sent %q", d.venue.log)
		}
	})
}

// C13: the entry has filled 40 of 100 when its stop closes them: the rest of the entry is cancelled, because it would
// be without protection.
func TestC13EntryEndsWithItsExits(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		var b strategy.Bracket
		d.act(func(s *strategy.Session) {
			b, _ = s.Bracket(order.NewLimit("A", order.Buy, hundred, dec("10")), dec("12"), dec("8"))
		})
		d.fill(b.Entry, "e1", 40, "10", true)
		d.fill(b.Stop, "e2", 40, "8", true)
		d.holds("A", "0")
		if o := d.order(b.Entry); o.State != order.Cancelled {
			t.Errorf("the entry is %s, want cancelled", o.State)
		}
	})
}

// J4: the broker refuses the same order in the same words: three messages in the first minute, one a minute later.
func TestJ4SameRejectionOpensABreaker(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		d.venue.mute = true
		sent := func() int {
			n := 0
			for _, l := range d.venue.log {
				if strings.HasPrefix(l, "submit") {
					n++
				}
			}
			return n
		}
		try := func() {
			id, err := d.send(buy("A", 100))
			if err == nil {
				d.world.orders[id].State = order.Rejected
				d.box.Order(order.WasRejected{Header: d.venue.head(id), Reason: order.Reason{Code: order.RejectedByVenue, Detail: "201 margin"}})
				d.wait()
			} else if !errors.Is(err, &order.Reason{Code: order.SameRejection}) {
				t.Fatal(err)
			}
		}
		for range 59 {
			try()
			d.pass(time.Second)
		}
		if sent() != 3 {
			t.Errorf("%d sent in the first minute, want 3", sent())
		}
		for range 180 {
			try()
			d.pass(time.Second)
		}
		if got := sent(); got > 7 || got < 5 {
			t.Errorf("%d sent after four minutes, want one a minute after the first three", got)
		}
		if len(d.engine.Status().Alarms) == 0 {
			t.Error("no alarm")
		}
	})
}

// J5: the execution that closed the position was lost: long 100 here, 0 at the broker. The strategy sends exits again and
// again. The broker's position never crosses zero, and the broker is asked before the third exit.
func TestJ5ExitsAreBounded(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		exit, _ := d.send(sell("A", 100))
		d.fill(exit, "e2", 100, "10", false) // lost on the way
		for range 5 {
			_, err := d.send(sell("A", 100))
			d.refused(err, order.ExitUnderWay)
		}
		// The broker says the exit was cancelled, which is not true either, and the next one too.
		d.venue.silent = true
		for i := range 2 {
			d.box.Order(order.WasCancelled{Header: d.venue.head(exit)})
			d.wait()
			if i == 0 {
				d.venue.deaf = true
				exit, _ = d.send(sell("A", 100))
			}
		}
		asked := len(d.venue.log)
		_, err := d.send(sell("A", 100))
		d.refused(err, order.ExitUnproven)
		if got := d.venue.log[asked:]; !slices.Equal(got, []string{"inquire"}) {
			t.Errorf("the broker heard %q", got)
		}
		d.venue.silent, d.venue.deaf = false, false
		d.pass(time.Minute)
		d.holds("A", "0")
		if d.world.holdings[0].IsNegative() {
			t.Errorf("the broker is short %s", d.world.holdings[0])
		}
	})
}

// J6: the order rate is used up: what opens waits, what reduces passes, cancels always do.
func TestJ6LimitsDoNotTrap(t *testing.T) {
	bubble(t, func(t *testing.T, d *desk) {
		d.limits = risk.Limits{OrderRate: &risk.Rate{Orders: 2, Per: time.Hour}}
		d.change = func(l *engine.Live) { l.ReducingPerMinute = 3 }
		d.ready()
		id, _ := d.send(buy("A", 100))
		d.fill(id, "e1", 100, "10", true)
		rest, _ := d.send(order.NewLimit("A", order.Buy, hundred, dec("9")))
		_, err := d.send(buy("A", 1))
		d.refused(err, order.OrderRate)
		d.act(func(s *strategy.Session) {
			if err := s.Cancel(rest); err != nil {
				t.Error(err)
			}
		})
		for i := range 4 {
			id, err := d.send(sell("A", 10))
			if i < 3 && err != nil || i == 3 && err == nil {
				t.Errorf("exit %d: %v", i, err)
			}
			if err == nil {
				d.fill(id, "s"+string(id), 10, "10", true)
			}
		}
	})
}
