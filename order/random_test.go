package order_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/order"
)

// anyEvent is any kind of event, fills most often, with a handful of execution ids so that some come twice, and
// corrections of some of them.
func anyEvent(r *rapid.T, i int) order.Event {
	h := head(i)
	why := order.Reason{Code: order.Code(rapid.IntRange(0, int(order.RejectedByVenue)).Draw(r, "code"))}
	why.Inferred = rapid.Bool().Draw(r, "inferred")
	switch rapid.IntRange(0, 23).Draw(r, "kind") {
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
	case 15:
		return order.Reopened{Header: h, BrokerID: "p1", Reason: why}
	case 16, 17:
		trade, revision := rapid.IntRange(1, 8).Draw(r, "trade"), rapid.IntRange(1, 3).Draw(r, "revision")
		f := execution(i, trade, revision)
		if revision == 3 {
			f.Quantity = decimal.Zero // a bust
		}
		return order.FillCorrected{Header: h, Replaced: execID(trade, revision-1), Fill: &f}
	}
	f := execution(i, rapid.IntRange(1, 8).Draw(r, "exec"), rapid.IntRange(0, 2).Draw(r, "rev"))
	return order.WasFilled{Header: h, Fill: &f}
}

func execID(trade, revision int) string { return fmt.Sprintf("00a.5f.%02d.%02d", trade, revision) }

// The execution id decides what the fill is, as at a broker.
func execution(i, trade, revision int) order.Fill {
	f := fill(i, execID(trade, revision), fmt.Sprint(trade*7+revision), fmt.Sprintf("50.%02d", trade*11%100))
	return *f.(order.WasFilled).Fill
}

// last is what a trade amounts to by its highest revision.
type last struct {
	revision        int
	quantity, price decimal.Decimal
}

// tally adds up executions the plain way.
func tally(trades map[string]last) (done, cost decimal.Decimal) {
	for _, l := range trades {
		done, cost = done.Add(l.quantity), cost.Add(l.quantity.Mul(l.price))
	}
	return done, cost
}

func reasonOf(ev order.Event) order.Reason {
	switch e := ev.(type) {
	case order.WasRejected:
		return e.Reason
	case order.WasCancelled:
		return e.Reason
	case order.HasExpired:
		return e.Reason
	}
	return order.Reason{}
}

// executionOf is the execution that an event brings, if it brings one.
func executionOf(ev order.Event) (order.Fill, bool) {
	switch e := ev.(type) {
	case order.WasFilled:
		return *e.Fill, true
	case order.FillCorrected:
		return *e.Fill, true
	}
	return order.Fill{}, false
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
// has ended, unless what reopens it is in the journal too.
func TestStreamTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o, events := anyOrder(r), anyStream(r)
		for _, ev := range events {
			_, _ = o.Apply(ev)
		}
		before, filled, average := text(o), o.Filled, o.AveragePrice
		ended := o.State.Done()
		for _, ev := range events {
			if why := reasonOf(ev); why.Inferred {
				ended = false
			}
			if _, reopens := ev.(order.Reopened); reopens {
				ended = false
			}
		}
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
		trades := map[string]last{}
		for _, ev := range anyStream(r) {
			before, was, wasText, inferred := o.State, o.Filled, text(o), o.Reason.Inferred
			verdict, err := o.Apply(ev)
			if (verdict == order.Impossible) != (err != nil) {
				r.Fatalf("%T: verdict %s with error %v", ev, verdict, err)
			}
			counts := verdict == order.Applied || verdict == order.Late
			if !counts && text(o) != wasText {
				r.Fatalf("%T is %s and changed\n%s\nto\n%s", ev, verdict, wasText, text(o))
			}
			f, ok := executionOf(ev)
			trade, revision := order.Trade(f.ExecID)
			known, seen := trades[trade]
			if fresh := ok && (!seen || revision > known.revision); fresh {
				if !counts {
					r.Fatalf("a new fill was %s in state %s", verdict, before)
				}
				trades[trade] = last{revision, f.Quantity, f.Price}
			} else if !o.Filled.Equal(was) {
				r.Fatalf("%T moved filled from %s to %s", ev, was, o.Filled)
			}
			_, reopened := ev.(order.Reopened)
			if before.Done() && !o.State.Done() && !reopened && !inferred {
				r.Fatalf("%T moved an ended order from %s to %s (%s)", ev, before, o.State, verdict)
			}
			done, cost := tally(trades)
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
