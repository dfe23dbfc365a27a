package order_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/tidemark/tidemark/order"
)

// Each script is a life that a real broker has produced. After every event stands what the machine must
// answer; the end states what the order must have become.
func TestLivesOfOrders(t *testing.T) {
	type step struct {
		event   order.Event
		verdict order.Verdict
		state   order.State
	}
	sent, submitted := order.WasSent{Header: head(1)}, order.WasSubmitted{Header: head(2)}
	accepted := order.WasAccepted{Header: head(3), BrokerID: "perm 7"}
	cancelling := order.CancelRequested{Header: head(4)}
	modifying := func(c order.Change) order.Event { return order.ModifyRequested{Header: head(4), Change: c} }
	modified := func(c order.Change) order.Event { return order.WasModified{Header: head(5), Change: c} }
	cancelled := order.WasCancelled{Header: head(6), Reason: order.Reason{Code: order.CancelledByStrategy}}
	rejected := order.WasRejected{Header: head(6), Reason: order.Reason{Code: order.RejectedByVenue}}
	notModified := order.ModifyRefused{Header: head(5)}
	notCancelled := order.CancelRefused{Header: head(6)}
	const applied, repeated, late, impossible = order.Applied, order.Repeated, order.Late, order.Impossible

	for _, life := range []struct {
		name   string
		steps  []step
		filled string
		open   string
		broker string
	}{
		{"executions alone complete it", []step{
			{sent, applied, order.PendingSubmit},
			{fill(2, "x1", "100", "50"), applied, order.Filled},
		}, "100", "0", ""},
		{"fill before the acknowledgement keeps the broker's id", []step{
			{sent, applied, order.PendingSubmit},
			{fill(2, "x1", "40", "50"), applied, order.PartiallyFilled},
			{submitted, repeated, order.PartiallyFilled},
			{accepted, applied, order.PartiallyFilled},
			{accepted, repeated, order.PartiallyFilled},
		}, "40", "60", "perm 7"},
		{"the acknowledgement of a filled order names it", []step{
			{sent, applied, order.PendingSubmit},
			{fill(2, "x1", "100", "50"), applied, order.Filled},
			{accepted, applied, order.Filled},
		}, "100", "0", "perm 7"},
		{"an id that comes with a second status", []step{
			{sent, applied, order.PendingSubmit},
			{order.WasAccepted{Header: head(2)}, applied, order.Accepted},
			{accepted, applied, order.Accepted},
			{order.InDoubt{Header: head(4)}, applied, order.Unknown},
			{order.WasAccepted{Header: head(5)}, applied, order.Accepted},
		}, "0", "100", "perm 7"},
		{"statuses come three times", []step{
			{sent, applied, order.PendingSubmit},
			{submitted, applied, order.Submitted}, {submitted, repeated, order.Submitted},
			{accepted, applied, order.Accepted}, {accepted, repeated, order.Accepted},
			{fill(4, "x1", "100", "50"), applied, order.Filled}, {fill(4, "x1", "100", "50"), repeated, order.Filled},
		}, "100", "0", "perm 7"},
		{"the cancel loses against a fill", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{cancelling, applied, order.PendingCancel},
			{fill(5, "x1", "100", "50"), applied, order.Filled},
			{notCancelled, repeated, order.Filled},
		}, "100", "0", "perm 7"},
		{"fill after the cancel", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{cancelling, applied, order.PendingCancel}, {cancelled, applied, order.Cancelled},
			{fill(6, "x1", "40", "50"), late, order.Cancelled},
			{fill(6, "x1", "40", "50"), repeated, order.Cancelled},
		}, "40", "0", "perm 7"},
		{"rejection and cancelled status are one piece of news", []step{
			{sent, applied, order.PendingSubmit}, {rejected, applied, order.Rejected}, {cancelled, repeated, order.Rejected},
		}, "0", "0", ""},
		{"a refused change leaves the order as it was", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{modifying(quantity("200")), applied, order.PendingModify},
			{notModified, applied, order.Accepted},
		}, "0", "100", "perm 7"},
		{"change and cancel on their way together", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{modifying(quantity("200")), applied, order.PendingModify},
			{cancelling, applied, order.PendingCancel},
			{notModified, applied, order.PendingCancel},
			{cancelled, applied, order.Cancelled},
		}, "0", "0", "perm 7"},
		{"both refused, the cancel first", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{modifying(quantity("200")), applied, order.PendingModify},
			{cancelling, applied, order.PendingCancel},
			{notCancelled, applied, order.Accepted},
			{notModified, repeated, order.Accepted},
		}, "0", "100", "perm 7"},
		{"made smaller than what had filled meanwhile", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{modifying(quantity("60")), applied, order.PendingModify},
			{fill(5, "x1", "70", "50"), applied, order.PendingModify},
			{modified(quantity("60")), applied, order.Filled},
		}, "70", "0", "perm 7"},
		{"filled beyond its quantity", []step{
			{sent, applied, order.PendingSubmit}, {accepted, applied, order.Accepted},
			{fill(5, "x1", "100", "50"), applied, order.Filled},
			{fill(5, "x2", "20", "50"), late, order.Filled},
		}, "120", "0", "perm 7"},
		{"nobody knows, and then it is there", []step{
			{sent, applied, order.PendingSubmit},
			{order.InDoubt{Header: head(2)}, applied, order.Unknown},
			{modifying(quantity("200")), impossible, order.Unknown},
			{accepted, applied, order.Accepted},
		}, "0", "100", "perm 7"},
	} {
		t.Run(life.name, func(t *testing.T) {
			o := buy()
			for i, s := range life.steps {
				verdict, err := o.Apply(s.event)
				if verdict != s.verdict || o.State != s.state || (err != nil) != (verdict == impossible) {
					t.Fatalf("event %d, %T: %s, %s, error %v; want %s, %s", i, s.event, verdict, o.State, err, s.verdict, s.state)
				}
			}
			same(t, "filled", o.Filled, life.filled)
			same(t, "open", o.Open(), life.open)
			if o.BrokerID != life.broker {
				t.Errorf("broker id %q, want %q", o.BrokerID, life.broker)
			}
		})
	}
}

// 40 × 50.00 + 35 × 49.90 + 25 × 49.80 = 2000 + 1746.50 + 1245 = 4991.50; per unit of 100: 49.915.
func TestAveragePrice(t *testing.T) {
	o := buy()
	for _, ev := range []order.Event{
		order.WasSent{Header: head(1)},
		fill(2, "x1", "40", "50"), fill(3, "x2", "35", "49.90"), fill(4, "x3", "25", "49.80"),
	} {
		if _, err := o.Apply(ev); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "average price", o.AveragePrice, "49.915")
	if o.State != order.Filled || o.Updated != head(4).Time {
		t.Errorf("state %s, updated %s; want filled at %s", o.State, o.Updated, head(4).Time)
	}
}

func TestOverfillIsVisible(t *testing.T) {
	o := buy()
	o.State = order.Accepted
	_, _ = o.Apply(fill(1, "x1", "130", "50"))
	same(t, "overfill", o.Overfill(), "30")
	same(t, "open", o.Open(), "0")
	if o.State != order.Filled {
		t.Errorf("state %s, want filled", o.State)
	}
	same(t, "overfill of an unfilled order", buy().Overfill(), "0")
}

func TestSignedOpen(t *testing.T) {
	o := buy()
	same(t, "buy", o.SignedOpen(), "100")
	o.Side = order.Sell
	same(t, "sell", o.SignedOpen(), "-100")
	f := order.Fill{Side: order.Sell, Quantity: dec("7")}
	same(t, "sold", f.Signed(), "-7")
}

func TestRefusedEventsChangeNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		event order.Event
		says  string
	}{
		{"another order's", order.WasCancelled{Header: order.Header{Order: "B-9"}}, "B-9"},
		{"no execution id", fill(1, "", "10", "50"), "execution id"},
		{"no quantity", fill(1, "x1", "0", "50"), "above 0"},
		{"negative quantity", fill(1, "x1", "-10", "50"), "above 0"},
		{"a trigger without a stop", order.WasTriggered{Header: head(1)}, "WasTriggered"},
		{"a denial after it left", order.WasDenied{Header: head(1)}, "WasDenied"},
	} {
		o := buy()
		o.State, o.Filled = order.PartiallyFilled, dec("10")
		before := fmt.Sprintf("%+v", *o)
		verdict, err := o.Apply(c.event)
		if verdict != order.Impossible || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %s, %v; want an impossible that says %q", c.name, verdict, err, c.says)
		}
		if after := fmt.Sprintf("%+v", *o); after != before {
			t.Errorf("%s changed the order:\n%s\n%s", c.name, before, after)
		}
	}
}

func TestStopTriggersOnce(t *testing.T) {
	o := buy()
	o.Request = order.NewStop("SPY", order.Buy, dec("100"), dec("55"))
	o.State = order.Accepted
	for i, want := range []order.Verdict{order.Applied, order.Repeated} {
		if got, err := o.Apply(order.WasTriggered{Header: head(i)}); got != want || err != nil || !o.Triggered {
			t.Errorf("trigger %d: %s, %v, triggered %v; want %s", i, got, err, o.Triggered, want)
		}
	}
}

func TestReasonFollowsTheOrder(t *testing.T) {
	waits := order.Reason{Code: order.LimitNotReached, Limit: dec("50"), Value: dec("51")}
	o := buy()
	o.State = order.Accepted
	_, _ = o.Apply(order.Noted{Header: head(1), Reason: waits})
	if o.Reason.Code != order.LimitNotReached {
		t.Errorf("reason %s, want limit-not-reached", o.Reason.Code)
	}
	_, _ = o.Apply(fill(2, "x1", "100", "50"))
	if o.Reason.Code != order.NoReason {
		t.Errorf("a filled order still waits for %s", o.Reason.Code)
	}
	if verdict, err := o.Apply(order.Noted{Header: head(3), Reason: waits}); verdict != order.Repeated || err != nil {
		t.Errorf("a note for a filled order: %s, %v; want repeated", verdict, err)
	}
}
