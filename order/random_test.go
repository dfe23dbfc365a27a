package order_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/order"
)

// anyEvent is any of the sixteen kinds, fills most often, with a handful of execution ids so that some
// come twice.
func anyEvent(r *rapid.T, i int) order.Event {
	h := head(i)
	why := order.Reason{Code: order.Code(rapid.IntRange(0, int(order.RejectedByVenue)).Draw(r, "code"))}
	switch rapid.IntRange(0, 20).Draw(r, "kind") {
	case 0:
		return order.WasDenied{Header: h, Reason: why}
	case 1:
		return order.WasSent{Header: h}
	case 2:
		return order.WasSubmitted{Header: h}
	case 3:
		return order.WasAccepted{Header: h, BrokerID: rapid.SampledFrom([]string{"", "p1"}).Draw(r, "broker")}
	case 4:
		return order.WasRejected{Header: h, Reason: why}
	case 5:
		return order.ModifyRequested{Header: h}
	case 6:
		return order.WasModified{Header: h, Change: quantity(fmt.Sprint(rapid.IntRange(1, 150).Draw(r, "to")))}
	case 7:
		return order.ModifyRefused{Header: h, Reason: why}
	case 8:
		return order.CancelRequested{Header: h}
	case 9:
		return order.WasCancelled{Header: h, Reason: why}
	case 10:
		return order.CancelRefused{Header: h, Reason: why}
	case 11:
		return order.HasExpired{Header: h, Reason: why}
	case 12:
		return order.InDoubt{Header: h, Reason: why}
	case 13:
		return order.WasTriggered{Header: h}
	case 14:
		return order.Noted{Header: h, Reason: why}
	}
	exec := rapid.IntRange(1, 8).Draw(r, "exec")
	// The execution id decides what the fill is, as at a broker.
	return fill(i, fmt.Sprint("x", exec), fmt.Sprint(exec*7), fmt.Sprintf("50.%02d", exec*11%100))
}

func anyStream(r *rapid.T) []order.Event {
	events := []order.Event{order.WasSent{Header: head(0)}}
	for i := range rapid.IntRange(1, 40).Draw(r, "events") {
		events = append(events, anyEvent(r, i+1))
	}
	return events
}

func anyOrder(r *rapid.T) *order.Order {
	o := buy()
	o.Type = order.Type(rapid.IntRange(int(order.Market), int(order.StopLimit)).Draw(r, "type"))
	return o
}

func text(o *order.Order) string { return fmt.Sprintf("%+v", *o) }

func TestEachEventTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		once := anyOrder(r)
		twice := *once
		for _, ev := range anyStream(r) {
			_, _ = once.Apply(ev)
			_, _ = twice.Apply(ev)
			_, _ = twice.Apply(ev)
			if text(once) != text(&twice) {
				r.Fatalf("%T applied twice:\n%s\napplied once:\n%s", ev, text(&twice), text(once))
			}
		}
	})
}

// A journal that is replayed over an order moves no money twice, and changes nothing at all once the order
// has ended.
func TestStreamTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o, events := anyOrder(r), anyStream(r)
		for _, ev := range events {
			_, _ = o.Apply(ev)
		}
		before, filled, average := text(o), o.Filled, o.AveragePrice
		ended := o.State.Done()
		for _, ev := range events {
			_, _ = o.Apply(ev)
		}
		if !o.Filled.Equal(filled) || !o.AveragePrice.Equal(average) {
			r.Fatalf("filled %s at %s, after a replay %s at %s", filled, average, o.Filled, o.AveragePrice)
		}
		if ended && text(o) != before {
			r.Fatalf("ended as\n%s\nafter a replay\n%s", before, text(o))
		}
	})
}

func TestInvariantsOfRandomLives(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := anyOrder(r)
		done, cost, execs := decimal.Zero, decimal.Zero, map[string]bool{}
		for _, ev := range anyStream(r) {
			before, was, wasText := o.State, o.Filled, text(o)
			verdict, err := o.Apply(ev)
			if (verdict == order.Impossible) != (err != nil) {
				r.Fatalf("%T: verdict %s with error %v", ev, verdict, err)
			}
			if verdict != order.Applied && verdict != order.Late && text(o) != wasText {
				r.Fatalf("%T is %s and changed\n%s\nto\n%s", ev, verdict, wasText, text(o))
			}
			if f, ok := ev.(order.WasFilled); ok && !execs[f.Fill.ExecID] {
				if verdict != order.Applied && verdict != order.Late {
					r.Fatalf("a new fill was %s in state %s", verdict, before)
				}
				if before.Done() != (verdict == order.Late) {
					r.Fatalf("a fill in state %s was %s", before, verdict)
				}
				execs[f.Fill.ExecID] = true
				done = done.Add(f.Fill.Quantity)
				cost = cost.Add(f.Fill.Quantity.Mul(f.Fill.Price))
			} else if !o.Filled.Equal(was) {
				r.Fatalf("%T moved filled from %s to %s", ev, was, o.Filled)
			}
			if before.Done() && o.State != before && (o.State != order.Filled || verdict != order.Late) {
				r.Fatalf("%T moved an ended order from %s to %s (%s)", ev, before, o.State, verdict)
			}
			checkSums(r, o, done, cost)
		}
	})
}

func checkSums(r *rapid.T, o *order.Order, done, cost decimal.Decimal) {
	if !o.Filled.Equal(done) {
		r.Fatalf("filled %s, the fills add up to %s", o.Filled, done)
	}
	// Each of up to eight fills rounds the average at the 16th decimal.
	slip := o.AveragePrice.Mul(done).Sub(cost).Abs()
	if slip.GreaterThan(done.Mul(dec("0.000000000000001"))) {
		r.Fatalf("average %s × %s is %s away from the cost %s", o.AveragePrice, done, slip, cost)
	}
	if o.Open().IsNegative() || o.State.Done() && !o.Open().IsZero() {
		r.Fatalf("%s with %s open", o.State, o.Open())
	}
	switch o.State {
	case order.New, order.PendingSubmit, order.Submitted, order.Accepted:
		if !done.IsZero() {
			r.Fatalf("%s with %s filled", o.State, done)
		}
	case order.PartiallyFilled:
		if done.IsZero() || done.GreaterThanOrEqual(o.Quantity) {
			r.Fatalf("partially filled with %s of %s", done, o.Quantity)
		}
	case order.Filled:
		if done.LessThan(o.Quantity) {
			r.Fatalf("filled with %s of %s", done, o.Quantity)
		}
	case order.PendingModify, order.PendingCancel, order.Unknown:
		if done.GreaterThanOrEqual(o.Quantity) {
			r.Fatalf("%s with %s of %s filled", o.State, done, o.Quantity)
		}
	}
}
