package engine_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// pairOf is a combo that buys one A and sells one B.
func pairOf() market.Instrument {
	in := market.NewEquity("PAIR")
	in.Kind, in.Grid = market.Combo, market.UniformGrid(dec("0.01"))
	in.Legs = []market.Leg{{Symbol: "A", Ratio: 1}, {Symbol: "B", Ratio: -1}}
	return in
}

// pairs is a bubble with the combo.
func pairs(t *testing.T, test func(t *testing.T, d *desk)) {
	bubble(t, func(t *testing.T, d *desk) {
		d.combos = []market.Instrument{pairOf()}
		test(t, d)
	})
}

// fillPair trades an order of the combo at the broker: A at 12.50, B at 11.25, so 1.25 for one. What it returns is what
// the broker tells: the whole, then the legs.
func (d *desk) fillPair(id order.ID, exec string, quantity int64) []order.Event {
	r := d.world.orders[id]
	whole := order.Fill{ExecID: exec + ".01", Order: id, Side: r.Request.Side, Quantity: decimal.NewFromInt(quantity), Price: dec("1.25"), Time: d.venue.now()}
	a, b := whole, whole
	a.ExecID, a.Leg, a.Price = exec+"A.01", true, dec("12.50")
	b.ExecID, b.Leg, b.Price, b.Side = exec+"B.01", true, dec("11.25"), r.Request.Side.Opposite()
	events := []order.Event{order.WasFilled{Header: d.venue.head(id), Fill: &whole}}
	d.world.fills = append(d.world.fills, broker.ForeignFill{Moment: broker.Moment{Time: whole.Time}, Fill: whole, Symbol: "PAIR"})
	for i, f := range []order.Fill{a, b} {
		foreign := d.trade([]string{"A", "B"}[i], f, false)
		events = append(events, order.WasFilled{Header: d.venue.head(id), Fill: &foreign.Fill})
	}
	r.Filled = r.Filled.Add(whole.Quantity)
	r.State = order.PartiallyFilled
	if r.Filled.GreaterThanOrEqual(r.Request.Quantity) {
		r.State = order.Filled
	}
	return events
}

// cost notes a fee at the broker, who takes it, and tells it.
func (d *desk) cost(exec, fee string) {
	for i := range d.world.fills {
		if f := &d.world.fills[i].Fill; f.ExecID == exec {
			f.Fee, f.FeeCurrency = dec(fee), market.USD
		}
	}
	d.world.cash = d.world.cash.Sub(dec(fee))
	d.box.Notice(broker.LateFee{ExecID: exec, Fee: dec(fee), Currency: market.USD})
}

// paid is the cash and the fees of the account.
func (d *desk) paid() (cash, fees string) {
	s := d.engine.Account().Snapshot()
	return d.engine.Account().Cash(market.USD).String(), s.Fees.String()
}

// Whatever the order in which a broker tells the executions: the legs move the positions, the whole moves the order, and
// what each of the three costs is charged. 10 × 1.25 paid, and 1 + 1 + 0.50. A restart finds nothing to settle.
func TestComboByItsLegs(t *testing.T) {
	for name, turns := range map[string][]int{"the whole first": {0, 1, 2}, "the legs first": {2, 1, 0}, "between": {1, 0, 2}} {
		t.Run(name, func(t *testing.T) {
			pairs(t, func(t *testing.T, d *desk) {
				d.ready()
				id, err := d.send(order.NewLimit("PAIR", order.Buy, dec("10"), dec("1.25")).For(order.GTC))
				if err != nil {
					t.Fatal(err)
				}
				events := d.fillPair(id, "x.1.1", 10)
				for _, i := range turns {
					d.box.Order(events[i])
				}
				d.wait()
				for exec, fee := range map[string]string{"x.1.1.01": "0.5", "x.1.1A.01": "1", "x.1.1B.01": "1"} {
					d.cost(exec, fee)
				}
				d.wait()
				check := func(when string) {
					t.Helper()
					d.holds("A", "10")
					d.holds("B", "-10")
					if o := d.order(id); o.State != order.Filled || !o.Filled.Equal(dec("10")) || !o.AveragePrice.Equal(dec("1.25")) {
						t.Errorf("%s: order %s, filled %s at %s", when, o.State, o.Filled, o.AveragePrice)
					}
					if cash, fees := d.paid(); cash != "199985" || fees != "2.5" {
						t.Errorf("%s: cash %s, fees %s; want 200000 − 12.50 − 2.50", when, cash, fees)
					}
				}
				check("at once")
				if len(d.fills) != 3 {
					t.Errorf("the strategy saw %d fills, want the whole and both legs", len(d.fills))
				}
				settled := d.status().Counts.Settlements
				if err := d.command(engine.Inquire{}); err != nil {
					t.Fatal(err)
				}
				if s := d.status(); s.Counts.Settlements != settled {
					t.Errorf("the broker's own list settled %d differences", s.Counts.Settlements-settled)
				}
				d.end()
				d.ready()
				check("after a restart")
				if s := d.status(); s.Counts.Settlements != 0 || s.Counts.Alarms != 0 {
					t.Errorf("after a restart: %d settlements, alarms %v", s.Counts.Settlements, s.Alarms)
				}
			})
		})
	}
}

// What was missed comes with the truth, each execution once.
func TestComboFilledWhileDown(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewLimit("PAIR", order.Sell, dec("10"), dec("1.25")).For(order.GTC))
		d.cut()
		d.fillPair(id, "x.1.1", 4)
		d.fillPair(id, "x.1.2", 6)
		d.connect()
		d.state(engine.Ready)
		d.holds("A", "-10")
		d.holds("B", "10")
		if o := d.order(id); o.State != order.Filled || !o.Filled.Equal(dec("10")) {
			t.Errorf("order %s, filled %s", o.State, o.Filled)
		}
	})
}

// A leg that is no instrument of the run is told to a person and not booked on the combo.
func TestComboWithALostLeg(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		id, _ := d.send(order.NewMarket("PAIR", order.Buy, dec("10")))
		events := d.fillPair(id, "x.1.1", 10)
		lost := events[2].(order.WasFilled)
		lost.Fill.Instrument = nil
		for _, ev := range []order.Event{events[0], events[1], lost, lost} {
			d.box.Order(ev)
		}
		d.wait()
		s := d.status()
		if s.Counts.Alarms != 1 || !strings.Contains(s.Alarms[0].Text, "a leg of PAIR") {
			t.Errorf("alarms %v, want one that names the leg's combo", s.Alarms)
		}
		if o := d.order(id); o.State != order.Filled {
			t.Errorf("order %s", o.State)
		}
		if q := d.engine.Account().Quantity(1); !q.IsZero() {
			t.Errorf("B is held: %s", q)
		}
	})
}

// Somebody else's combo moves the account by its legs; the whole is no fill of anything.
func TestForeignCombo(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		pair, _ := d.universe.Find("PAIR")
		whole := order.Fill{ExecID: "f.1.1.01", Quantity: dec("5"), Price: dec("1.25"), Instrument: pair, Time: d.venue.now(), Fee: dec("0.5"), FeeCurrency: market.USD}
		leg := order.Fill{ExecID: "f.1.2.01", Quantity: dec("5"), Price: dec("12.5"), Leg: true, Time: d.venue.now()}
		d.box.Notice(broker.ForeignFill{Fill: whole, Symbol: "PAIR"})
		d.box.Notice(d.trade("A", leg, false))
		d.wait()
		d.state(engine.Ready)
		d.holds("A", "0")
		if q := d.engine.Account().Quantity(0); !q.Equal(dec("5")) {
			t.Errorf("the account holds %s of A", q)
		}
		if _, fees := d.paid(); fees != "0.5" {
			t.Errorf("fees %s, want what the broker charged for the whole", fees)
		}
	})
}

// Closing a leg's position first cancels the combos that would open it again.
func TestFlattenCancelsCombosOfTheLeg(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		entry, _ := d.send(order.NewMarket("PAIR", order.Buy, dec("10")))
		for _, ev := range d.fillPair(entry, "x.1.1", 10) {
			d.box.Order(ev)
		}
		d.wait()
		rest, _ := d.send(order.NewLimit("PAIR", order.Buy, dec("3"), dec("1")).For(order.GTC))
		if err := d.command(engine.Flatten{Symbol: "B"}); err != nil {
			t.Fatal(err)
		}
		d.wait()
		if o := d.order(rest); o.State != order.Cancelled {
			t.Errorf("the combo is %s", o.State)
		}
		if text := strings.Join(d.venue.log, "\n"); !strings.HasSuffix(text, "buy 10") {
			t.Errorf("the log ends with %q, want B bought back", text)
		}
	})
}

// Orders of a combo wait for what nobody knows of a leg's order, and for the data of the legs.
func TestComboIsHeldBackWithItsLegs(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		d.box.Notice(broker.DataLost{Instrument: 1, Cause: "silent"})
		d.wait()
		_, err := d.send(order.NewMarket("PAIR", order.Buy, dec("1")))
		d.refused(err, order.StaleData)
		d.box.Notice(broker.DataRestored{Instrument: 1})
		d.wait()
		_, err = d.send(order.NewStop("PAIR", order.Buy, dec("1"), dec("1")))
		d.refused(err, order.Unsupported)
		_, err = d.send(order.NewMarket("PAIR", order.Buy, dec("1")))
		if err != nil {
			t.Error(err)
		}
	})
}

// An exit that has closed a part of what its entry has filled leaves the entry at work; one that has closed all of it ends it.
func TestComboExitEndsItsEntry(t *testing.T) {
	pairs(t, func(t *testing.T, d *desk) {
		d.ready()
		entry, _ := d.send(order.NewLimit("PAIR", order.Buy, dec("10"), dec("1.25")).For(order.GTC))
		r := order.NewLimit("PAIR", order.Sell, dec("10"), dec("1.25")).For(order.GTC)
		r.Parent = entry
		exit, err := d.send(r)
		if err != nil {
			t.Fatal(err)
		}
		fill := func(id order.ID, exec string, quantity int64) {
			for _, ev := range d.fillPair(id, exec, quantity) {
				d.box.Order(ev)
			}
			d.wait()
		}
		fill(entry, "x.1.1", 4)
		fill(exit, "x.1.2", 3)
		if o := d.order(entry); o.State != order.PartiallyFilled {
			t.Errorf("with one of four left the entry is %s", o.State)
		}
		fill(exit, "x.1.3", 1)
		if o := d.order(entry); o.State != order.Cancelled {
			t.Errorf("with all four closed the entry is %s", o.State)
		}
	})
}
