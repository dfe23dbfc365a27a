package reconcile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/engine/reconcile"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

var noon = market.At(time.Date(2024, 3, 4, 17, 0, 0, 0, time.UTC))

// Each order state meets each thing that a truth can say of it; the cells are what must have become of it.
func TestOrdersAgainstTheLists(t *testing.T) {
	for _, c := range []struct {
		name     string
		state    order.State
		brokerID string
		open     []broker.Report
		done     []broker.Report
		expires  market.Time
		want     order.State
		why      string
	}{
		{"A10 b: forwarded, no ack", order.Unknown, "", []broker.Report{report("1", "p1", order.Accepted, "0")}, nil, market.Never, order.Accepted, "missed-acknowledgement"},
		{"A10 a: never read", order.Unknown, "", nil, nil, market.Never, order.Rejected, "never-arrived"},
		{"G1: intent durable, never sent", order.PendingSubmit, "", nil, nil, market.Never, order.Rejected, "never-arrived"},
		{"C7: late, after it was lost", order.Rejected, "", []broker.Report{report("1", "p1", order.Accepted, "0")}, nil, market.Never, order.Accepted, "found-open"},
		{"I6: expired by the list", order.Accepted, "p1", nil, []broker.Report{report("1", "p1", order.Expired, "0")}, market.Never, order.Expired, "missed-end"},
		{"I6: expired, list empty", order.Accepted, "p1", nil, nil, noon - 1, order.Expired, "expired-unseen"},
		{"cancelled by hand", order.Accepted, "p1", nil, []broker.Report{report("1", "p1", order.Cancelled, "0")}, market.Never, order.Cancelled, "missed-end"},
		{"rejected meanwhile", order.Submitted, "p1", nil, []broker.Report{report("1", "p1", order.Rejected, "0")}, market.Never, order.Rejected, "missed-end"},
		{"gone without a trace", order.Accepted, "p1", nil, nil, market.Never, order.Cancelled, "vanished"},
		{"C12: cancel confirmed by absence", order.PendingCancel, "p1", nil, nil, market.Never, order.Cancelled, "vanished"},
		{"the cancel did not arrive", order.PendingCancel, "p1", []broker.Report{report("1", "p1", order.Accepted, "0")}, nil, market.Never, order.PendingCancel, "cancel-lost"},
		{"C6: the cancel waits", order.PendingCancel, "p1", []broker.Report{report("1", "p1", order.PendingCancel, "0")}, nil, market.Never, order.PendingCancel, ""},
		{"the change did not arrive", order.PendingModify, "p1", []broker.Report{report("1", "p1", order.Accepted, "0")}, nil, market.Never, order.Accepted, "missed-change"},
		{"working, as we know", order.Accepted, "p1", []broker.Report{report("1", "p1", order.Accepted, "0")}, nil, noon - 1, order.Accepted, ""},
		{"ended, as we know", order.Cancelled, "p1", nil, []broker.Report{report("1", "p1", order.Cancelled, "0")}, market.Never, order.Cancelled, ""},
		{"never sent", order.Denied, "", nil, nil, market.Never, order.Denied, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk()
			d.expires = c.expires
			o := d.order("1", c.state, c.brokerID)
			truth := broker.Truth{Open: c.open, Done: c.done}
			r := d.reconcile(reconcile.Halt, truth)
			if o.State != c.want || reasons(r) != c.why || !r.Agreed() {
				t.Errorf("%s, because %q, agreed %v; want %s, %q", o.State, reasons(r), r.Agreed(), c.want, c.why)
			}
			actions := len(d.actions)
			if again := d.reconcile(reconcile.Halt, truth); len(again.Settlements) > 0 && c.why != "cancel-lost" {
				t.Errorf("the second time: %s", reasons(again))
			}
			_ = actions
		})
	}
}

// The broker says that an order has filled, with as much as we have, and we think it was for more: it was not.
func TestFilledForLessThanWeThink(t *testing.T) {
	d := newDesk()
	o := d.order("1", order.PartiallyFilled, "p1")
	o.Filled, d.quantity[0] = dec("53"), dec("53")
	r := d.reconcile(reconcile.Halt, broker.Truth{Holdings: holding(d, "53"), Done: []broker.Report{report("1", "p1", order.Filled, "53")}})
	if reasons(r) != "missed-change" || o.State != order.Filled || !r.Agreed() {
		t.Errorf("%s: %s", reasons(r), o.State)
	}
}

// The fee of an execution that is booked came while nobody listened (C14): once, and not before the broker says it.
func TestC14MissedFee(t *testing.T) {
	d := newDesk()
	d.order("1", order.Accepted, "p1")
	x := d.execution("1", "e1", 100, "50")
	truth := broker.Truth{Holdings: holding(d, "100"), Fills: []broker.ForeignFill{x}, Done: []broker.Report{report("1", "p1", order.Filled, "100")}}
	d.reconcile(reconcile.Halt, truth)
	truth.Fills[0].Fill.Fee, truth.Fills[0].Fill.FeeCurrency = dec("1.05"), market.USD
	for _, want := range []string{"missed-fee", ""} {
		if r := d.reconcile(reconcile.Halt, truth); reasons(r) != want {
			t.Errorf("%q, want %q", reasons(r), want)
		}
	}
}

// What was sent after the question was asked cannot be missing from the answer.
func TestN3NothingFollowsForAFreshOrder(t *testing.T) {
	d := newDesk()
	o := d.order("1", order.Submitted, "")
	d.fresh["1"] = true
	if r := d.reconcile(reconcile.Halt, broker.Truth{}); o.State != order.Submitted || len(r.Settlements) > 0 {
		t.Errorf("%s, %s", o.State, reasons(r))
	}
}

// Five orders of which two fills were lost on the way (A1, A2): one truth brings them, once.
func TestA2MissedFillsComeOnce(t *testing.T) {
	d := newDesk()
	one, two := d.order("1", order.Accepted, "p1"), d.order("2", order.PendingCancel, "p2")
	truth := broker.Truth{Holdings: holding(d, "140"),
		Done:  []broker.Report{report("1", "p1", order.Filled, "100"), report("2", "p2", order.Cancelled, "40")},
		Fills: []broker.ForeignFill{d.execution("1", "e1", 100, "50"), d.execution("2", "e2", 40, "50")}}
	r := d.reconcile(reconcile.Halt, truth)
	if reasons(r) != "missed-fill missed-fill missed-end" || one.State != order.Filled || two.State != order.Cancelled || !two.Filled.Equal(dec("40")) {
		t.Errorf("%s: %s, %s with %s", reasons(r), one.State, two.State, two.Filled)
	}
	if again := d.reconcile(reconcile.Halt, truth); len(again.Settlements) > 0 || !again.Agreed() {
		t.Errorf("the second time: %s, %v", reasons(again), again)
	}
}

// Filled by status, its execution not there yet (E9): nothing is booked, the truth is asked for again, and the
// execution counts once.
func TestE9StatusIsNoFill(t *testing.T) {
	d := newDesk()
	o := d.order("1", order.Accepted, "p1")
	truth := broker.Truth{Holdings: holding(d, "100"), Done: []broker.Report{report("1", "p1", order.Filled, "100")}}
	r := d.reconcile(reconcile.Halt, truth)
	if len(r.Settlements) > 0 || len(r.Doubtful) != 2 || r.Agreed() || o.State != order.Accepted {
		t.Fatalf("%s, doubtful %v, order %s", reasons(r), r.Doubtful, o.State)
	}
	truth.Fills = []broker.ForeignFill{d.execution("1", "e1", 100, "50")}
	if r = d.reconcile(reconcile.Halt, truth); reasons(r) != "missed-fill" || !r.Agreed() || !d.quantity[0].Equal(dec("100")) {
		t.Errorf("%s, agreed %v, position %s", reasons(r), r.Agreed(), d.quantity[0])
	}
}

// Start with position −1, an order BUY 100 of which 99 were filled before today, and the executions of it outside
// the window: the listing is history and moves nothing (E1).
func TestE1ListedFillsAreHistory(t *testing.T) {
	d := newDesk()
	d.quantity[0] = dec("-1")
	o := d.order("1", order.PartiallyFilled, "p1")
	o.Filled = dec("99")
	truth := broker.Truth{Holdings: holding(d, "-1"), Open: []broker.Report{report("1", "p1", order.PartiallyFilled, "99")}}
	if r := d.reconcile(reconcile.Halt, truth); len(r.Settlements) > 0 || !r.Agreed() {
		t.Errorf("%s, %v", reasons(r), r.Doubtful)
	}
}

// Books short 5, the broker flat (E2): absence means zero; with halt a person decides, with adopt one adjustment.
func TestE2AbsenceMeansZero(t *testing.T) {
	for policy, want := range map[reconcile.Policy]string{reconcile.Halt: "", reconcile.Adopt: "adopted"} {
		d := newDesk()
		d.quantity[0] = dec("-5")
		if r := d.reconcile(policy, broker.Truth{}); r.Agreed() || len(r.Settlements) > 0 || len(r.Doubtful) != 1 {
			t.Fatalf("%s, first: %+v", policy, r)
		}
		r := d.reconcile(policy, broker.Truth{})
		if reasons(r) != want || (len(r.Unexplained) == 1) != (policy == reconcile.Halt) {
			t.Errorf("%s, second: %s, unexplained %v", policy, reasons(r), r.Unexplained)
		}
		if policy == reconcile.Adopt {
			if r = d.reconcile(policy, broker.Truth{}); len(r.Settlements) > 0 || !r.Agreed() || !d.quantity[0].IsZero() {
				t.Errorf("third: %s, position %s", reasons(r), d.quantity[0])
			}
		}
	}
}

// Warm restart, long 1 on both sides and no executions (E8): nothing. Then the broker is long 2: one of +1.
func TestE8EqualMeansNothing(t *testing.T) {
	d := newDesk()
	d.quantity[0] = dec("1")
	if r := d.reconcile(reconcile.Adopt, broker.Truth{Holdings: holding(d, "1")}); len(r.Settlements) > 0 || !r.Agreed() {
		t.Fatalf("%s", reasons(r))
	}
	two := broker.Truth{Holdings: holding(d, "2")}
	d.reconcile(reconcile.Adopt, two)
	if r := d.reconcile(reconcile.Adopt, two); reasons(r) != "adopted" || !d.quantity[0].Equal(dec("2")) {
		t.Errorf("%s, position %s", reasons(r), d.quantity[0])
	}
	if r := d.reconcile(reconcile.Adopt, two); len(r.Settlements) > 0 {
		t.Errorf("once more: %s", reasons(r))
	}
}

// A fill arrives between the parts of an answer: the position is newer than the executions. That is a doubt for
// as long as something trades, never a difference.
func TestN1TornAnswersAreDoubts(t *testing.T) {
	d := newDesk()
	d.traded[0] = true
	torn := broker.Truth{Holdings: holding(d, "100")}
	for range 3 {
		if r := d.reconcile(reconcile.Adopt, torn); len(r.Settlements) > 0 || len(r.Unexplained) > 0 || r.Agreed() {
			t.Fatalf("%+v", r)
		}
	}
}

// The books are new: what the account holds was there before.
func TestNewBooksInherit(t *testing.T) {
	d := newDesk()
	d.new = true
	truth := broker.Truth{Holdings: holding(d, "7"), Cash: []broker.Balance{usd(dec("1000"))}}
	r := d.reconcile(reconcile.Halt, truth)
	if reasons(r) != "inherited inherited" || !r.Agreed() || !d.quantity[0].Equal(dec("7")) || !d.cash[market.USD].Equal(dec("1000")) {
		t.Errorf("%s: %s shares, %s cash", reasons(r), d.quantity[0], d.cash[market.USD])
	}
}

// Interest of 1.25 is settled when two truths agree on it; half a cent of rounding is nothing.
func TestCashMoves(t *testing.T) {
	d := newDesk()
	d.cash[market.USD] = dec("1000.005")
	same := broker.Truth{Cash: []broker.Balance{usd(dec("1000.01"))}}
	if r := d.reconcile(reconcile.Halt, same); len(r.Settlements)+len(r.Doubtful) > 0 {
		t.Errorf("rounding: %+v", r)
	}
	more := broker.Truth{Cash: []broker.Balance{usd(dec("1001.255"))}}
	if r := d.reconcile(reconcile.Halt, more); !r.Agreed() || len(r.Settlements) > 0 {
		t.Errorf("first sight: %+v", r)
	}
	if r := d.reconcile(reconcile.Halt, more); reasons(r) != "cash-moved" || !d.cash[market.USD].Equal(dec("1001.255")) {
		t.Errorf("%s, cash %s", reasons(r), d.cash[market.USD])
	}
}

// Two orders at the broker carry one id (C17): the one that is as it was last changed stays.
func TestC17DoubledOrder(t *testing.T) {
	d := newDesk()
	o := d.order("1", order.Accepted, "p1")
	o.LimitPrice = dec("45.55")
	changed := report("1", "p2", order.Accepted, "0")
	changed.Request.LimitPrice = dec("45.55")
	truth := broker.Truth{Open: []broker.Report{changed, report("1", "p1", order.Accepted, "0")}}
	if r := d.reconcile(reconcile.Halt, truth); reasons(r) != "doubled" || fmt.Sprint(d.actions) != "[cancel p1]" {
		t.Errorf("%s, %v", reasons(r), d.actions)
	}
}

// Three orders made by hand, of which one has filled (D2): records of their own, the fill is nobody's.
func TestD2ManualOrders(t *testing.T) {
	d := newDesk()
	mine := d.order("1", order.Accepted, "p1")
	manual := func(id string) broker.Report {
		r := report("", id, order.Accepted, "0")
		r.Owner = "manual"
		return r
	}
	truth := broker.Truth{Holdings: holding(d, "30"),
		Open:  []broker.Report{report("1", "p1", order.Accepted, "0"), manual("m1"), manual("m2"), manual("m3")},
		Fills: []broker.ForeignFill{d.execution("", "x1", 30, "50")}}
	if r := d.reconcile(reconcile.Halt, truth); reasons(r) != "foreign-trade foreign-order-seen foreign-order-seen foreign-order-seen" || !r.Agreed() || !mine.Filled.IsZero() {
		t.Errorf("%s, agreed %v", reasons(r), r.Agreed())
	}
	truth.Open = truth.Open[:2]
	if r := d.reconcile(reconcile.Halt, truth); reasons(r) != "foreign-order-gone foreign-order-gone" || len(d.foreign) != 1 {
		t.Errorf("%s, left %v", reasons(r), d.foreign)
	}
}

// Order id 1514 of an earlier session is another order; ours are told apart by the id that travels with them (D3).
func TestD3IdentityIsOurOwnID(t *testing.T) {
	d := newDesk()
	entry, stop := d.order("A-1", order.Filled, "p1"), d.order("B-1", order.Accepted, "p2")
	entry.Filled = dec("100")
	d.fills["e1"], d.quantity[0] = d.execution("A-1", "e1", 100, "50").Fill, dec("100")
	r := d.reconcile(reconcile.Halt, broker.Truth{Holdings: holding(d, "100"), Open: []broker.Report{report("B-1", "p2", order.Accepted, "0")},
		Fills: []broker.ForeignFill{d.execution("A-1", "e1", 100, "50")}})
	if len(r.Settlements) > 0 || stop.State != order.Accepted || !stop.Filled.IsZero() {
		t.Errorf("%s, stop %s with %s", reasons(r), stop.State, stop.Filled)
	}
}

// A call at 100 on 2 × 100 shares ended on Friday in the money (E7): the option is gone, 200 shares have come at 100.
func TestE7Assignment(t *testing.T) {
	d := newDesk()
	d.quantity[1] = dec("2")
	truth := broker.Truth{Holdings: holding(d, "200")}
	r := d.reconcile(reconcile.Halt, truth)
	if reasons(r) != "assigned contract-expired" || !r.Agreed() {
		t.Fatalf("%s, %v", reasons(r), r.Doubtful)
	}
	if p := r.Settlements[0].(reconcile.Position); !p.Price.Equal(dec("100")) || !p.Quantity.Equal(dec("200")) {
		t.Errorf("shares: %s at %s", p.Quantity, p.Price)
	}
	if p := r.Settlements[1].(reconcile.Position); !p.Price.IsZero() || !p.Quantity.Equal(dec("-2")) {
		t.Errorf("option: %s at %s", p.Quantity, p.Price)
	}
}

// A forced sale of 231 of 314 (E6).
func TestE6ForcedSale(t *testing.T) {
	d := newDesk()
	d.quantity[0] = dec("314")
	forced := d.execution("", "liq", -231, "20")
	forced.Liquidation = true
	r := d.reconcile(reconcile.Halt, broker.Truth{Holdings: holding(d, "83"), Fills: []broker.ForeignFill{forced}})
	if reasons(r) != "forced-sale" || !r.Agreed() || !d.quantity[0].Equal(dec("83")) {
		t.Errorf("%s, position %s", reasons(r), d.quantity[0])
	}
}

// The correction and what it corrects are both listed (C16); the books know neither, or the first.
func TestC16CorrectionInTheTruth(t *testing.T) {
	for _, known := range []bool{false, true} {
		d := newDesk()
		o := d.order("1", order.Accepted, "p1")
		first, second := d.execution("1", "a.b.1.01", 100, "10"), d.execution("1", "a.b.1.02", 60, "9.90")
		if known {
			d.apply(reconcile.Execution{Fill: first})
		}
		r := d.reconcile(reconcile.Halt, broker.Truth{Holdings: holding(d, "60"), Fills: []broker.ForeignFill{second, first}, Open: []broker.Report{report("1", "p1", order.PartiallyFilled, "60")}})
		if !d.quantity[0].Equal(dec("60")) || !o.Filled.Equal(dec("60")) || !strings.Contains(reasons(r), "corrected") {
			t.Errorf("known %v: position %s, filled %s, %s, %v", known, d.quantity[0], o.Filled, reasons(r), r.Doubtful)
		}
	}
}

func TestJ2AnotherAccountIsNeverSettled(t *testing.T) {
	d := newDesk()
	truth := broker.Truth{Account: "U999", Holdings: holding(d, "5")}
	r := reconcile.Reconcile(d.books(), &truth, reconcile.Adopt)
	if len(r.Settlements) > 0 || len(r.Unexplained) != 1 || !strings.Contains(r.Unexplained[0].String(), "U999") {
		t.Errorf("%+v", r)
	}
}

// Whatever the broker says, saying it again changes nothing (G4), and within three truths the books agree.
func TestG4ReconcilingIsIdempotent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		d := newDesk()
		states := []order.State{order.PendingSubmit, order.Submitted, order.Accepted, order.PendingModify, order.Cancelled, order.Unknown, order.Filled}
		var truth broker.Truth
		held := decimal.Zero
		for i := range rapid.IntRange(0, 4).Draw(r, "orders") {
			id := fmt.Sprint(i)
			o := d.order(id, rapid.SampledFrom(states).Draw(r, "state"), rapid.SampledFrom([]string{"", "p" + id}).Draw(r, "broker"))
			if o.State == order.Filled {
				o.Filled = o.Quantity
			}
			switch rapid.IntRange(0, 3).Draw(r, "listed") {
			case 0:
				truth.Open = append(truth.Open, report(id, "p"+id, order.Accepted, "0"))
			case 1:
				truth.Done = append(truth.Done, report(id, "p"+id, rapid.SampledFrom([]order.State{order.Cancelled, order.Expired, order.Rejected}).Draw(r, "end"), "0"))
			case 2:
				n := rapid.Int64Range(1, 100).Draw(r, "filled")
				truth.Fills = append(truth.Fills, d.execution(id, fmt.Sprintf("a.b.%d.01", i), n, "50"))
				held = held.Add(decimal.NewFromInt(n))
			}
		}
		held = held.Add(decimal.NewFromInt(rapid.Int64Range(-3, 3).Draw(r, "unexplained")))
		truth.Holdings = holding(d, held.String())
		truth.Cash = []broker.Balance{usd(decimal.NewFromInt(rapid.Int64Range(-5, 5).Draw(r, "cash")))}
		for range 3 {
			d.reconcile(reconcile.Adopt, truth)
		}
		if again := d.reconcile(reconcile.Adopt, truth); len(again.Settlements) > 0 || !again.Agreed() {
			r.Fatalf("after three truths: %s, doubtful %v", reasons(again), again.Doubtful)
		}
		if !d.quantity[0].Equal(held) {
			r.Fatalf("position %s, the broker's %s", d.quantity[0], held)
		}
	})
}

// C16: an order filled, and a part of it or all was taken back, before anybody heard of it. The broker still calls it
// filled; the executions count, and the order has ended.
func TestC16FilledAndTakenBackUnheard(t *testing.T) {
	for left, holds := range map[int64]string{0: "0", 40: "40"} {
		d := newDesk()
		o := d.order("1", order.Unknown, "p1")
		truth := broker.Truth{Fills: []broker.ForeignFill{d.execution("1", "a.b.1.02", left, "50")}, Done: []broker.Report{report("1", "p1", order.Filled, "0")}}
		if left > 0 {
			truth.Holdings = holding(d, holds)
		}
		r := d.reconcile(reconcile.Halt, truth)
		if !r.Agreed() || o.State != order.Cancelled || !o.Filled.Equal(dec(holds)) {
			t.Errorf("%d left: %s with %s, %s, %v", left, o.State, o.Filled, reasons(r), r.Unexplained)
		}
	}
}

// A person has looked at an order that the broker calls filled and has too few executions of, and takes its word: the
// order ends with what there is, once two answers agree.
func TestE9FilledWithoutExecutionsIsAdopted(t *testing.T) {
	d := newDesk()
	o := d.order("1", order.Accepted, "p1")
	truth := broker.Truth{Done: []broker.Report{report("1", "p1", order.Filled, "100")}}
	if d.reconcile(reconcile.Adopt, truth); o.State != order.Accepted {
		t.Errorf("after one answer it is %s", o.State)
	}
	if r := d.reconcile(reconcile.Adopt, truth); o.State != order.Cancelled || !o.Filled.IsZero() || !r.Agreed() {
		t.Errorf("after two it is %s with %s", o.State, o.Filled)
	}
}

// A dividend of 12.34 came between two trades: cash on both sides is another one in each answer, the difference is not.
func TestE7CashThatMovedIsFoundWhileTrading(t *testing.T) {
	d := newDesk()
	d.cash[market.USD] = dec("1000")
	d.reconcile(reconcile.Halt, broker.Truth{Cash: []broker.Balance{usd(dec("1012.34"))}})
	d.cash[market.USD] = dec("700.005")
	r := d.reconcile(reconcile.Halt, broker.Truth{Cash: []broker.Balance{usd(dec("712.35"))}})
	if reasons(r) != "cash-moved" || len(r.Doubtful) > 0 || !d.cash[market.USD].Equal(dec("712.35")) {
		t.Errorf("%s, %v, cash %s", reasons(r), r.Doubtful, d.cash[market.USD])
	}
}
