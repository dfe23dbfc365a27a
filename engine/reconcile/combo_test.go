package reconcile_test

import (
	"testing"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// Two covered calls, bought while nobody listened: 100 shares at 50 less a call at 1 are 49 a share. The legs are positions,
// the whole is the order's progress, and a second truth with the same executions changes nothing. A correction of the
// whole is one.
func TestC15TheWholeIsProgressAndItsLegsArePositions(t *testing.T) {
	d := newDesk()
	combo := market.NewEquity("COVERED")
	combo.ID, combo.Kind, combo.Multiplier = 2, market.Combo, dec("100")
	combo.Legs = []market.Leg{{Symbol: "SPY", Ratio: 100}, {Symbol: "SPY C100", Ratio: -1}}
	d.instruments = append(d.instruments, &combo)
	o := d.order("1", order.Accepted, "p1")
	o.Request, o.Instrument = order.NewLimit("COVERED", order.Buy, dec("2"), dec("49")), &combo

	execution := func(exec string, in *market.Instrument, signed int64, price string) broker.ForeignFill {
		x := d.execution("1", exec, signed, price)
		x.Fill.Instrument, x.Symbol = in, in.Symbol // which tells what is a leg
		return x
	}
	truth := broker.Truth{
		Fills: []broker.ForeignFill{
			execution("0000e0d5.6057d5d0.02.01", d.instruments[0], 200, "50"), execution("0000e0d5.6057d5d0.03.01", d.instruments[1], -2, "1"),
			execution("0000e0d5.6057d5d0.01.01", &combo, 2, "49"),
		},
		Holdings: append(holding(d, "200"), broker.Holding{Instrument: d.instruments[1], Symbol: "SPY C100", Quantity: dec("-2"), Cost: dec("1")}),
		Done:     []broker.Report{report("1", "p1", order.Filled, "2")},
	}
	r := d.reconcile(reconcile.Halt, truth)
	if reasons(r) != "missed-fill missed-fill missed-fill" || !r.Agreed() {
		t.Errorf("%s, %+v", reasons(r), r)
	}
	if o.State != order.Filled || !o.Filled.Equal(dec("2")) || !o.AveragePrice.Equal(dec("49")) || len(d.quantity) != 2 {
		t.Errorf("%s with %s at %s, positions %v", o.State, o.Filled, o.AveragePrice, d.quantity)
	}
	if again := d.reconcile(reconcile.Halt, truth); len(again.Settlements) > 0 || !again.Agreed() {
		t.Errorf("the second time: %s, %+v", reasons(again), again)
	}
	truth.Fills = append(truth.Fills, execution("0000e0d5.6057d5d0.01.02", &combo, 2, "48.90"))
	if r := d.reconcile(reconcile.Halt, truth); reasons(r) != "corrected" || !o.AveragePrice.Equal(dec("48.90")) || !r.Agreed() {
		t.Errorf("corrected: %s, at %s", reasons(r), o.AveragePrice)
	}
}
