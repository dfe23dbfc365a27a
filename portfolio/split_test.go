package portfolio_test

import (
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// TestSplit: 10 shares bought at 700 are 70 at 100 after seven for one; the account is worth what it was.
func TestSplit(t *testing.T) {
	a, l, in := one(market.NewEquity("AAPL"))
	mustApply(t, a, trade(in, order.Buy, "10", "700"))
	a.Mark(in.ID, 707)
	before, _ := l.Equity()
	fractions, err := a.Split(in.ID, 7, 1, 5)
	if err != nil || len(fractions) != 0 {
		t.Fatalf("%v, fractions %v", err, fractions)
	}
	p := l.Position(in.ID)
	same(t, "quantity", p.Quantity, "70")
	same(t, "account", a.Quantity(in.ID), "70")
	same(t, "cost", p.Cost, "7000")
	same(t, "average", p.AveragePrice, "100")
	if last, _ := a.Last(in.ID); !last.Equal(dec("101")) {
		t.Errorf("last price %s, want 101", last)
	}
	after, _ := l.Equity()
	same(t, "equity", after, before.String())
	closed := mustApply(t, a, trade(in, order.Sell, "70", "102")).Closed
	same(t, "entry", closed.EntryPrice, "100")
	same(t, "gross", closed.Gross, "140") // 70 x 2
	same(t, "most held", closed.Quantity, "70")
}

// TestReverseSplit: of 10 short shares at 9.00 one for three makes 3 and a third at 27; the third is bought back at
// 27.00 for 9.00, which it was sold for.
func TestReverseSplit(t *testing.T) {
	a, l, in := one(market.NewEquity("VXX"))
	mustApply(t, a, trade(in, order.Sell, "10", "9"))
	fractions, err := a.Split(in.ID, 1, 3, 5)
	if err != nil || len(fractions) != 1 {
		t.Fatalf("%v, fractions %v", err, fractions)
	}
	f := fractions[0]
	if f.Side != order.Buy || !f.Price.Equal(dec("27")) || !f.Quantity.Round(4).Equal(dec("0.3333")) {
		t.Errorf("fraction %s %s at %s", f.Side, f.Quantity, f.Price)
	}
	mustApply(t, a, &f)
	same(t, "quantity", l.Position(in.ID).Quantity, "-3")
	same(t, "cash", l.Cash(market.USD).Round(6), "10081") // 10,000 + 90 - 9
}

func TestSplitRefuses(t *testing.T) {
	a, l, in := one(market.NewEquity("VXX"))
	mustApply(t, a, trade(in, order.Buy, "1", "9"))
	for _, c := range [][2]int64{{0, 1}, {1, 0}, {-1, 1}, {1, 1_000_000_000_000}} {
		if _, err := a.Split(in.ID, c[0], c[1], 5); err == nil {
			t.Errorf("%d for %d went through", c[0], c[1])
		}
	}
	same(t, "quantity", l.Position(in.ID).Quantity, "1")
}

// TestPostings: a dividend and a fee are profit and cash, and outlive a restart.
func TestPostings(t *testing.T) {
	a, l, _ := one(market.NewEquity("SPY"))
	post := func(k portfolio.PostingKind, amount string) {
		l.Post(portfolio.Posting{Time: 7, Kind: k, Symbol: "SPY", Money: portfolio.Money{Currency: market.USD, Amount: dec(amount)}})
	}
	post(portfolio.Dividend, "12.50")
	post(portfolio.BorrowFee, "-2.25")
	post(portfolio.Interest, "0")
	same(t, "cash", l.Cash(market.USD), "10010.25")
	same(t, "dividends", l.Posted(portfolio.Dividend, market.USD), "12.5")
	if n := len(l.Postings()); n != 2 {
		t.Errorf("%d postings, want 2: nothing is not posted", n)
	}
	if err := a.Audit(); err != nil {
		t.Error(err)
	}
	again := portfolio.NewAccount(market.USD, world(market.NewEquity("SPY")))
	if err := again.Restore(a.State()); err != nil {
		t.Fatal(err)
	}
	same(t, "restored", again.Ledger("alpha").Posted(portfolio.BorrowFee, market.USD), "-2.25")
	var k portfolio.PostingKind
	if err := k.UnmarshalText([]byte("borrow-fee")); err != nil || k != portfolio.BorrowFee || k.UnmarshalText([]byte("x")) == nil {
		t.Errorf("kind %s, %v", k, err)
	}
}
