package order_test

import (
	"encoding/json"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func legFill(at int, exec, quantity, price string) order.Event {
	ev := fill(at, exec, quantity, price).(order.WasFilled)
	ev.Fill.Leg = true
	return ev
}

// A combo sold for a credit, as IB tells it: one execution of the whole at -1.25, then one of each leg. The order is
// done once, by the first, whatever comes when.
func TestLegsMoveNothingOfTheOrder(t *testing.T) {
	const whole, call, put = "0000e0d5.6057d5d0.01.01", "0000e0d5.6057d5d0.02.01", "0000e0d5.6057d5d0.03.01"
	summary := fill(2, whole, "100", "-1.25")
	near, far := legFill(3, call, "100", "2.50"), legFill(4, put, "100", "1.25")
	for name, events := range map[string][]order.Event{
		"whole first":    {summary, near, far, near},
		"legs first":     {near, far, summary, far},
		"leg in between": {near, summary, far, summary},
	} {
		o := buy()
		life(t, o, append([]order.Event{order.WasSent{Header: head(1)}}, events...)...)
		same(t, name+": filled", o.Filled, "100")
		same(t, name+": average", o.AveragePrice, "-1.25")
		if o.State != order.Filled || !o.Counts(call) || !o.Counts(put) || !o.Counts(whole) {
			t.Errorf("%s: state %s, or an execution is not remembered", name, o.State)
		}
	}
}

// Correcting and busting a leg leaves the order as it is; a leg of one combo counts after a restart too.
func TestLegCorrected(t *testing.T) {
	const whole, leg, better = "0000e0d5.6057d5d0.01.01", "0000e0d5.6057d5d0.02.01", "0000e0d5.6057d5d0.02.02"
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, legFill(2, leg, "100", "2.50"), fill(3, whole, "40", "1.25"), legFill(4, better, "60", "2.40"))
	same(t, "filled", o.Filled, "40")
	if o.State != order.PartiallyFilled {
		t.Errorf("state %s, want partially-filled", o.State)
	}
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	back := buy()
	if err := json.Unmarshal(text, back); err != nil {
		t.Fatal(err)
	}
	life(t, back, fill(5, "0000e0d5.6057d5d0.04.01", "60", "1.35"))
	same(t, "filled after a restart", back.Filled, "100")
	same(t, "average: (40 x 1.25 + 60 x 1.35) / 100", back.AveragePrice, "1.31")
}

func TestIsLeg(t *testing.T) {
	combo, equity := &market.Instrument{Kind: market.Combo}, &market.Instrument{Kind: market.Equity}
	for _, c := range []struct {
		of   *market.Instrument
		fill order.Fill
		want bool
	}{
		{combo, order.Fill{Instrument: equity}, true},
		{combo, order.Fill{Instrument: combo}, false},
		{combo, order.Fill{}, false},
		{combo, order.Fill{Leg: true}, true},
		{equity, order.Fill{Instrument: equity}, false},
		{equity, order.Fill{Instrument: combo}, false},
	} {
		if got := (&order.Order{Instrument: c.of}).IsLeg(&c.fill); got != c.want {
			t.Errorf("of %v: %+v: a leg %t", c.of.Kind, c.fill, got)
		}
	}
}

func TestMoves(t *testing.T) {
	combo, equity := &market.Instrument{Kind: market.Combo}, &market.Instrument{Kind: market.Equity}
	for _, c := range []struct {
		fill order.Fill
		want bool
	}{
		{order.Fill{Instrument: equity}, true},
		{order.Fill{Instrument: equity, Leg: true}, true},
		{order.Fill{Instrument: combo}, false},
	} {
		if got := c.fill.Moves(); got != c.want {
			t.Errorf("%s, leg %t: moves %t, want %t", c.fill.Instrument.Kind, c.fill.Leg, got, c.want)
		}
	}
}
