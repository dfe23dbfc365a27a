package tws_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestExerciseThroughTheGateway: three calls of 95 on AAPL, which stands at 100.00 to 100.02, are bought; one is exercised
// and one let go through the live venue, and four more than there are refused in IB's words.
func TestExerciseThroughTheGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		call := market.NewEquity("AAPL C95")
		call.ID, call.Kind, call.Multiplier, call.Underlying = 1, market.Option, decimal.NewFromInt(100), "AAPL"
		call.Expiry, call.Strike, call.Right = 20240315, decimal.NewFromInt(95), market.Call
		p := newPit(t, beforeClose, wave(), false, &call)
		aapl, in, v := p.instruments[0], p.in, p.venue(t)
		if err := v.Start(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		second := 5 * time.Second
		wait := func() {
			<-time.After(time.Until(beforeClose.Add(second).UTC()))
			synctest.Wait()
			second += 5 * time.Second
		}
		wait()
		for _, o := range []order.Order{
			{ID: "bought", Request: order.NewLimit("AAPL C95", order.Buy, decimal.NewFromInt(3), decimal.NewFromInt(20))},
			{ID: "exercised", Request: order.NewExercise("AAPL C95", decimal.NewFromInt(1))},
			{ID: "lapsed", Request: order.NewLapse("AAPL C95", decimal.NewFromInt(1))},
			{ID: "too many", Request: order.NewExercise("AAPL C95", decimal.NewFromInt(4))},
		} {
			o.Instrument, o.Strategy = &call, "alpha"
			v.Submit(&o)
			wait()
		}
		two := decimal.NewFromInt(2)
		v.Modify("exercised", order.Change{Quantity: &two})
		v.Inquire()
		wait()
		var got []string
		for _, ev := range told[order.Event](in) {
			switch ev := ev.(type) {
			case order.WasFilled:
				text := fmt.Sprintf("%s: %s %s %s", ev.Order, ev.Fill.Side, ev.Fill.Quantity, ev.Fill.Instrument.Symbol)
				if ev.Order != "bought" {
					text += " at " + ev.Fill.Price.String()
				}
				if got = append(got, text); ev.Fill.Leg != (ev.Fill.Instrument == aapl) {
					t.Errorf("%s: a leg %t", text, ev.Fill.Leg)
				}
			case order.WasRejected:
				got = append(got, fmt.Sprintf("%s: %s", ev.Order, ev.Reason.Detail))
			case order.ModifyRefused:
				got = append(got, fmt.Sprintf("%s: not changed, %s", ev.Order, ev.Reason.Code))
			}
		}
		want := []string{
			"bought: buy 3 AAPL C95", "exercised: sell 1 AAPL C95 at 0", "exercised: buy 100 AAPL at 95", "lapsed: sell 1 AAPL C95 at 0",
			"too many: 322: Error processing request.-'sm' : cause - No unlapsed position exists in this option in account " + paper + ".",
			"exercised: not changed, order-ended",
		}
		if !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
		if n := len(told[broker.Alarm](in)) + len(told[broker.ForeignOrder](in)) + len(told[broker.ForeignFill](in)) + len(told[broker.Doubt](in)); n != 0 {
			t.Errorf("alarms %+v, orders of others %+v", told[broker.Alarm](in), told[broker.ForeignOrder](in))
		}
		truths := told[broker.Truth](in)
		if len(truths) == 0 {
			t.Fatalf("no truth: %+v", told[broker.InquiryFailed](in))
		}
		truth := truths[len(truths)-1]
		for _, r := range truth.Done {
			if r.ID == "" || r.Owner != "" || r.ID == "exercised" && r.Request.Type != order.Exercise {
				t.Errorf("an order that ended: %+v", r)
			}
		}
		for _, h := range truth.Holdings {
			want := int64(100)
			if h.Instrument == &call {
				want = 1
			}
			if !h.Quantity.Equal(decimal.NewFromInt(want)) {
				t.Errorf("%s %s, want %d", h.Quantity, h.Symbol, want)
			}
		}
		if len(truth.Done) != 3 || len(truth.Holdings) != 2 {
			t.Errorf("truth: %+v", truth)
		}
		v.Close()
		later := p.venue(t)
		for _, r := range truth.Done {
			if r.ID == "exercised" { // as a restart finds it: what it has brought may not have been told
				later.Resume(&order.Order{Request: r.Request, ID: r.ID, Strategy: "alpha", Instrument: &call, State: order.Filled, BrokerID: r.BrokerID})
			}
		}
		if err := later.Start(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		defer later.Close()
		wait()
		later.Inquire()
		wait()
		before := len(truths)
		if truths = told[broker.Truth](in); len(truths) == before {
			t.Fatalf("no truth: %+v", told[broker.InquiryFailed](in))
		}
		var brought []order.Fill
		for _, f := range truths[len(truths)-1].Fills {
			if f.Fill.Order == "exercised" && f.Fill.Leg {
				brought = append(brought, f.Fill)
			}
		}
		if len(brought) != 1 || brought[0].Instrument != aapl || brought[0].Strategy != "alpha" || !brought[0].Signed().Equal(decimal.NewFromInt(100)) {
			t.Errorf("after a restart the exercise brought %+v, want 100 shares", brought)
		}
	})
}
