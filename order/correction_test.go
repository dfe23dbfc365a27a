package order_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/order"
)

// The ids and the rule are those of TWS: a correction changes the digits after the last period only.
func TestTradeOfAnExecutionID(t *testing.T) {
	for id, want := range map[string]struct {
		trade    string
		revision int
	}{
		"0000e0d5.6057d5d0.01.01": {"0000e0d5.6057d5d0.01", 1},
		"0000e0d5.6057d5d0.01.02": {"0000e0d5.6057d5d0.01", 2},
		"0001f4e8.5e2b.01.01.03":  {"0001f4e8.5e2b.01.01", 3},
		"a.b.c.d":                 {"a.b.c.d", 0},
		"S-1.2":                   {"S-1.2", 0},
		"17":                      {"17", 0},
		"":                        {"", 0},
		"a.b.c.":                  {"a.b.c.", 0},
	} {
		if trade, revision := order.Trade(id); trade != want.trade || revision != want.revision {
			t.Errorf("Trade(%q) = %q, %d; want %q, %d", id, trade, revision, want.trade, want.revision)
		}
	}
}

const first, second, third = "0000e0d5.6057d5d0.01.01", "0000e0d5.6057d5d0.01.02", "0000e0d5.6057d5d0.01.03"

// life applies events and fails on the impossible ones.
func life(t *testing.T, o *order.Order, events ...order.Event) {
	t.Helper()
	for _, ev := range events {
		if verdict, err := o.Apply(ev); err != nil {
			t.Fatalf("%T: %s, %v", ev, verdict, err)
		}
	}
}

func corrected(at int, replaced, exec, quantity, price string) order.Event {
	f := fill(at, exec, "1", price).(order.WasFilled).Fill
	f.Quantity = dec(quantity)
	return order.FillCorrected{Header: head(at), Replaced: replaced, Fill: f}
}

// 100 at 10.00 becomes 100 at 9.90: not 200, and not at 9.95. It comes as a fill with a higher revision, as a
// correction, or both.
func TestC16CorrectionReplaces(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, fill(2, first, "100", "10.00"),
		fill(3, second, "100", "9.90"), corrected(4, first, second, "100", "9.90"), fill(5, first, "100", "10.00"))
	same(t, "filled", o.Filled, "100")
	same(t, "average", o.AveragePrice, "9.90")
	if o.State != order.Filled {
		t.Errorf("state %s, want filled", o.State)
	}
}

// The correction overtakes the execution that it corrects.
func TestC16CorrectionComesFirst(t *testing.T) {
	for name, replaced := range map[string]string{"same trade": first, "other id": "777"} {
		o := buy()
		life(t, o, order.WasSent{Header: head(1)}, corrected(2, replaced, second, "60", "9.90"), fill(3, replaced, "100", "10.00"),
			corrected(4, replaced, second, "60", "9.90"))
		if !o.Filled.Equal(dec("60")) || o.State != order.PartiallyFilled {
			t.Errorf("%s: filled %s, %s; want 60, partially-filled", name, o.Filled, o.State)
		}
	}
}

// A bust takes the trade back. What is filled falls below the quantity, and no venue works the order again
// by itself: it has ended unfilled.
func TestC16Bust(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, fill(2, "0000e0d5.6057d5d0.02.01", "30", "10"), fill(2, first, "70", "10"))
	if o.State != order.Filled {
		t.Fatalf("state %s, want filled", o.State)
	}
	life(t, o, corrected(3, first, second, "0", "10"))
	if !o.Filled.Equal(dec("30")) || o.State != order.Cancelled || o.Reason.Code != order.ExecutionCorrected {
		t.Errorf("after the bust: %s, filled %s, reason %s; want cancelled, 30, execution-corrected", o.State, o.Filled, o.Reason.Code)
	}
	life(t, o, corrected(4, second, third, "70", "10"))
	if !o.Filled.Equal(dec("100")) || o.State != order.Filled || o.Reason.Code != order.NoReason {
		t.Errorf("after it was put back: %s, filled %s, reason %s; want filled, 100, none", o.State, o.Filled, o.Reason.Code)
	}
}

func TestC16BustOfAWorkingOrder(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, fill(2, first, "70", "10"), corrected(3, first, second, "0", "10"))
	if !o.Filled.IsZero() || !o.AveragePrice.IsZero() || o.State != order.Accepted {
		t.Errorf("%s, filled %s at %s; want accepted, 0 at 0", o.State, o.Filled, o.AveragePrice)
	}
}

// An order that was thought lost is there after all: its acknowledgement, a listing and an execution each
// prove it (invariant N4).
func TestC7LostOrderIsReopenedByEvidence(t *testing.T) {
	lost := order.WasRejected{Header: head(3), Reason: order.Reason{Code: order.NeverArrived, Inferred: true}}
	for name, c := range map[string]struct {
		evidence order.Event
		state    order.State
	}{
		"late acknowledgement": {order.WasAccepted{Header: head(4), BrokerID: "p9"}, order.Accepted},
		"listed as open":       {order.Reopened{Header: head(4), BrokerID: "p9"}, order.Accepted},
		"part fill":            {fill(4, first, "40", "50"), order.PartiallyFilled},
		"whole fill":           {fill(4, first, "100", "50"), order.Filled},
	} {
		o := buy()
		life(t, o, order.WasSent{Header: head(1)}, order.InDoubt{Header: head(2)}, lost, c.evidence)
		if o.State != c.state || o.Reason.Inferred {
			t.Errorf("%s: %s, reason %v; want %s", name, o.State, o.Reason, c.state)
		}
	}
	// A change to 150 was accepted and nobody said so before 100 had filled: 50 work on.
	more := buy()
	life(t, more, order.WasSent{Header: head(1)}, fill(2, first, "100", "50"))
	if verdict, _ := more.Apply(order.Reopened{Header: head(3)}); verdict != order.Impossible {
		t.Errorf("a filled order was reopened for nothing: %s", verdict)
	}
	life(t, more, order.Reopened{Header: head(3), Quantity: dec("150")})
	if more.State != order.PartiallyFilled || !more.Open().Equal(dec("50")) {
		t.Errorf("reopened for more: %s with %s open", more.State, more.Open())
	}
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, order.WasRejected{Header: head(2)}, order.WasAccepted{Header: head(3)})
	if o.State != order.Rejected {
		t.Errorf("a rejection that the broker sent was undone by older news: %s", o.State)
	}
}

// Inactive with a locate hold is live; with a rejection it has ended.
func TestC11HeldOrderIsLive(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, order.WasAccepted{Header: head(2), BrokerID: "p"},
		order.Noted{Header: head(3), Reason: order.Reason{Code: order.HeldByBroker, Detail: "locate"}})
	if o.State != order.Accepted || o.Reason.Code != order.HeldByBroker {
		t.Fatalf("held: %s, %s", o.State, o.Reason.Code)
	}
	life(t, o, order.Noted{Header: head(4)}, fill(5, first, "100", "50"))
	if o.State != order.Filled {
		t.Errorf("filled after the hold: %s", o.State)
	}
	refused := buy()
	life(t, refused, order.WasSent{Header: head(1)}, order.WasRejected{Header: head(2), Reason: order.Reason{Code: order.RejectedByVenue}},
		order.Noted{Header: head(3), Reason: order.Reason{Code: order.Suspended}})
	if refused.State != order.Rejected || refused.Reason.Code != order.RejectedByVenue {
		t.Errorf("rejected and inactive: %s, %s", refused.State, refused.Reason.Code)
	}
}

// A pending cancel is live; a fill after it was confirmed is booked and the order stays cancelled.
func TestC4FillsCrossTheCancel(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, order.WasAccepted{Header: head(2)}, order.CancelRequested{Header: head(3)},
		order.WasCancelled{Header: head(4)}, fill(5, first, "40", "50"))
	if !o.Filled.Equal(dec("40")) || o.State != order.Cancelled || !o.Open().IsZero() {
		t.Errorf("%s, filled %s, open %s; want cancelled, 40, 0", o.State, o.Filled, o.Open())
	}
}

func TestOrderInJSON(t *testing.T) {
	o := buy()
	life(t, o, order.WasSent{Header: head(1)}, order.WasAccepted{Header: head(2), BrokerID: "p9"}, fill(3, first, "40", "50"))
	blob, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	back := &order.Order{Instrument: &spy}
	if err := json.Unmarshal(blob, back); err != nil {
		t.Fatal(err)
	}
	if back.ID != o.ID || back.State != o.State || !back.Filled.Equal(o.Filled) || back.BrokerID != "p9" || back.Symbol != "SPY" {
		t.Errorf("read back %+v from %s", back, blob)
	}
	if verdict, _ := back.Apply(fill(4, first, "40", "50")); verdict != order.Repeated {
		t.Errorf("an execution that was counted before is %s after reading back, want repeated", verdict)
	}
	for id, quantity := range back.Executions() {
		if id != first || !quantity.Equal(dec("40")) {
			t.Errorf("execution %s of %s, want %s of 40", id, quantity, first)
		}
	}
	c := o.Clone()
	life(t, c, fill(5, "other", "10", "50"))
	if o.Counts("other") || !decimal.Zero.Equal(o.Open().Sub(dec("60"))) {
		t.Error("a clone shares its executions")
	}
}
