package portfolio_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// remembering is an account of one share and one future with a strategy and the external ledger.
func remembering() (*portfolio.Account, []*market.Instrument) {
	share, future := market.NewEquity("SPY"), market.NewEquity("ESZ4")
	share.ID, future.ID = 0, 1
	future.Kind, future.Multiplier = market.Future, dec("50")
	list := []*market.Instrument{&share, &future}
	a := portfolio.NewAccount(market.USD, list)
	a.Remember(1000)
	a.Open("alpha", dec("100000"), market.USD)
	a.Open(portfolio.External, decimal.Zero, market.USD)
	return a, list
}

func booked(in *market.Instrument, exec string, signed int64, price string) *order.Fill {
	f := &order.Fill{ExecID: exec, Strategy: "alpha", Instrument: in, Quantity: decimal.NewFromInt(signed).Abs(), Price: dec(price),
		Fee: dec("1"), FeeCurrency: market.USD}
	if signed < 0 {
		f.Side = order.Sell
	}
	return f
}

// 100 bought at 10.00 and corrected to 9.90 after 40 of them were sold at 11: realised is 40 × (11 − 9.90) =
// 44, the cash 100,000 − 990 + 440 − 2 of fees = 99,448, the average 9.90.
func TestC16CorrectedFillIsRebooked(t *testing.T) {
	a, list := remembering()
	for _, f := range []*order.Fill{booked(list[0], "0a.1.1.01", 100, "10"), booked(list[0], "0a.1.2.01", -40, "11")} {
		if _, err := a.Apply(f); err != nil {
			t.Fatal(err)
		}
	}
	effect, err := a.Correct("0a.1.1.01", booked(list[0], "0a.1.1.02", 100, "9.90"))
	if err != nil {
		t.Fatal(err)
	}
	p := a.Ledger("alpha").Position(0)
	for what, c := range map[string]struct {
		got  decimal.Decimal
		want string
	}{
		"quantity": {p.Quantity, "60"}, "average": {p.AveragePrice, "9.90"}, "realised": {p.Realised, "44"},
		"cash": {a.Cash(market.USD), "99448"}, "change of realised": {effect.Realised, "4"}, "fees": {p.Fees, "2"},
	} {
		if !c.got.Equal(dec(c.want)) {
			t.Errorf("%s = %s, want %s", what, c.got, c.want)
		}
	}
	if err := a.Audit(); err != nil {
		t.Error(err)
	}
}

func TestC16CorrectionOfTheForgotten(t *testing.T) {
	a, list := remembering()
	a.Remember(1)
	for i := range 2 {
		if _, err := a.Apply(booked(list[0], fmt.Sprint("x", i), 10, "10")); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := json.Marshal(a.State())
	if _, err := a.Correct("x0", booked(list[0], "x0", 5, "10")); err == nil {
		t.Error("a booking that is not remembered was corrected")
	}
	if after, _ := json.Marshal(a.State()); string(after) != string(before) {
		t.Errorf("a refused correction changed the account:\n%s\n%s", before, after)
	}
}

// sums are the figures of an account that a correction must get right; extremes are observations and not
// among them.
func sums(a *portfolio.Account) portfolio.State {
	s := a.State()
	zero := func(m portfolio.Money) bool { return m.Amount.IsZero() }
	for i := range s.Ledgers {
		l := &s.Ledgers[i]
		l.Cash, l.Realised = slices.DeleteFunc(l.Cash, zero), slices.DeleteFunc(l.Realised, zero)
		l.Holdings = slices.DeleteFunc(l.Holdings, func(h portfolio.HoldingState) bool { return h.Quantity.IsZero() && h.Fees.IsZero() })
		for j := range s.Ledgers[i].Holdings {
			if trip := s.Ledgers[i].Holdings[j].Trip; trip != nil {
				trip.Best, trip.Worst, trip.Bars = 0, 0, 0
			}
		}
	}
	s.Prices = nil
	return s
}

var exactly = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) })

// Correcting fills afterwards, in any order, leaves the account that would have come of booking them right the
// first time, late fees included.
func TestC16CorrectionsAreExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		wrong, list := remembering()
		right, rightList := remembering()
		n := rapid.IntRange(1, 12).Draw(r, "fills")
		for i := range n {
			which := rapid.IntRange(0, 1).Draw(r, "instrument")
			draw := func(label string) (int64, string) {
				q := rapid.Int64Range(-9, 9).Filter(func(q int64) bool { return q != 0 }).Draw(r, label)
				return q, fmt.Sprint(rapid.IntRange(90, 110).Draw(r, label+" price"))
			}
			truth, price := draw("truth")
			first, firstPrice := truth, price
			if rapid.Bool().Draw(r, "misreported") {
				first, firstPrice = draw("first")
			}
			exec := fmt.Sprintf("0a.1.%d.01", i)
			for _, err := range []error{
				apply(wrong, booked(list[which], exec, first, firstPrice)), apply(right, booked(rightList[which], exec, truth, price)),
				wrong.Charge(booked(list[which], exec, 1, "1"), dec("0.35"), market.USD), right.Charge(booked(rightList[which], exec, 1, "1"), dec("0.35"), market.USD),
			} {
				if err != nil {
					r.Fatal(err)
				}
			}
			defer func() {
				if _, err := wrong.Correct(exec, booked(list[which], exec, truth, price)); err != nil {
					r.Fatal(err)
				}
				if i == 0 { // the last of the deferred: all are corrected
					if diff := cmp.Diff(sums(right), sums(wrong), exactly, cmpopts.EquateEmpty()); diff != "" {
						r.Fatalf("right from the start (-) and corrected (+):\n%s", diff)
					}
					if err := wrong.Audit(); err != nil {
						r.Fatal(err)
					}
				}
			}()
		}
	})
}

func apply(a *portfolio.Account, f *order.Fill) error {
	_, err := a.Apply(f)
	return err
}

// A bust and its return: the account is what it was.
func TestC16BustAndBack(t *testing.T) {
	a, list := remembering()
	if err := apply(a, booked(list[1], "0a.1.1.01", 2, "5000")); err != nil {
		t.Fatal(err)
	}
	before := sums(a)
	bust := booked(list[1], "0a.1.1.02", 2, "5000")
	bust.Quantity = decimal.Zero
	if _, err := a.Correct("0a.1.1.01", bust); err != nil {
		t.Fatal(err)
	}
	if !a.Quantity(1).IsZero() || a.Audit() != nil {
		t.Errorf("after the bust %s are held, audit %v", a.Quantity(1), a.Audit())
	}
	if _, err := a.Correct("0a.1.1.02", booked(list[1], "0a.1.1.03", 2, "5000")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, sums(a), exactly, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("before the bust (-) and after its return (+):\n%s", diff)
	}
}

// A position of 314 of which the broker sells 231 at 20 (fault E6): the foreign fill belongs to nobody, and
// then the strategy gives that much up at that price. The account is long 83 and nothing else has changed.
func TestE6TransferReducesTheStrategy(t *testing.T) {
	a, list := remembering()
	forced := booked(list[0], "liq", -231, "20")
	forced.Strategy = portfolio.External
	for _, f := range []*order.Fill{booked(list[0], "in", 314, "25"), forced} {
		if err := apply(a, f); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Transfer("alpha", portfolio.External, "liquidation", list[0], dec("231"), dec("20"), 0); err != nil {
		t.Fatal(err)
	}
	strategy, external := a.Ledger("alpha"), a.Ledger(portfolio.External)
	if !strategy.Position(0).Quantity.Equal(dec("83")) || !external.Position(0).Flat() || !a.Quantity(0).Equal(dec("83")) {
		t.Errorf("strategy %s, external %s, account %s; want 83, 0, 83",
			strategy.Position(0).Quantity, external.Position(0).Quantity, a.Quantity(0))
	}
	// 231 × (20 − 25)
	if got := strategy.Position(0).Realised; !got.Equal(dec("-1155")) {
		t.Errorf("realised %s, want -1155", got)
	}
	if err := a.Audit(); err != nil {
		t.Error(err)
	}
}

// An adjustment is nobody's profit: what comes in kind is a deposit.
func TestE8AdjustmentIsInKind(t *testing.T) {
	a, list := remembering()
	if _, err := a.Adjust(portfolio.External, "found at the broker", list[0], dec("100"), dec("10"), 0); err != nil {
		t.Fatal(err)
	}
	s := a.Ledger(portfolio.External).Snapshot()
	if !s.Equity.Equal(dec("1000")) || !s.Deposits.Equal(dec("1000")) || !a.Cash(market.USD).Equal(dec("100000")) {
		t.Errorf("equity %s, deposits %s, cash %s; want 1000, 1000, 100000", s.Equity, s.Deposits, a.Cash(market.USD))
	}
	if err := a.Audit(); err != nil {
		t.Error(err)
	}
}

// Bookings survive a restart: the correction comes after it.
func TestC16CorrectionAfterARestart(t *testing.T) {
	a, list := remembering()
	if err := apply(a, booked(list[0], "0a.1.1.01", 100, "10")); err != nil {
		t.Fatal(err)
	}
	var kept []portfolio.Booking
	blob, err := json.Marshal(a.Ledger("alpha").History(0))
	if err == nil {
		err = json.Unmarshal(blob, &kept)
	}
	if err != nil {
		t.Fatal(err)
	}
	b := portfolio.NewAccount(market.USD, list)
	b.Remember(1000)
	if err := b.Restore(a.State()); err != nil {
		t.Fatal(err)
	}
	if err := b.Recall(kept); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Correct("0a.1.1.01", booked(list[0], "0a.1.1.02", 60, "10")); err != nil {
		t.Fatal(err)
	}
	if got := b.Quantity(0); !got.Equal(dec("60")) {
		t.Errorf("quantity %s, want 60", got)
	}
	next := booked(list[0], "next", 1, "10")
	if err := apply(b, next); err != nil {
		t.Fatal(err)
	}
	if h := b.Ledger("alpha").History(0); h[len(h)-1].Number != 2 {
		t.Errorf("the booking after the restart has number %d, want 2", h[len(h)-1].Number)
	}
}
