package portfolio_test

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// Two contracts of 50 dollars a point, bought at 1800. Three days close at 1810, 1795 and 1805, and one contract is sold at
// 1800 after the second:
//
//	day 1: + 2 x 50 x 10 = 1000
//	day 2: - 2 x 50 x 15 = -1500, so -500 in all
//	sale:  the contract realises 0; its half of -500, -250, has been taken already and comes back
//	day 3: the other one has 50 x 5 = 250 open and -250 settled: + 500
func TestFuturesAreSettledDaily(t *testing.T) {
	a, l, in := one(es())
	mustApply(t, a, trade(in, order.Buy, "2", "1800"))
	settle := func(price float64, cash, worth string) {
		t.Helper()
		a.Mark(in.ID, price)
		before := equity(t, a)
		a.SettleDaily(in.ID, 1)
		a.SettleDaily(in.ID, 1) // a second time there is nothing
		same(t, "cash", l.Cash(market.USD), cash)
		same(t, "equity", equity(t, a), worth)
		same(t, "equity before", before, worth)
		if err := a.Audit(); err != nil {
			t.Error(err)
		}
	}
	settle(1810, "11000", "11000")
	settle(1795, "9500", "9500")
	mustApply(t, a, trade(in, order.Sell, "1", "1800"))
	same(t, "cash after the sale", l.Cash(market.USD), "9750")
	settle(1805, "10250", "10250")
	same(t, "settled", l.Position(in.ID).Settled, "250")
	same(t, "what it adds to equity", l.Position(in.ID).MarketValue(dec("1805")), "0")
	closed := mustApply(t, a, trade(in, order.Sell, "1", "1805"))
	same(t, "profit of the round trip", closed.Closed.Gross, "250")
	same(t, "cash at the end", l.Cash(market.USD), "10250")
	same(t, "posted", l.Posted(portfolio.Variation, market.USD), "0")
}

// Only futures have variation margin.
func TestSharesAreNotSettledDaily(t *testing.T) {
	a, l, in := one(market.NewEquity("SPY"))
	mustApply(t, a, trade(in, order.Buy, "10", "100"))
	a.Mark(in.ID, 110)
	a.SettleDaily(in.ID, 1)
	same(t, "cash", l.Cash(market.USD), "9000")
}

// A correction of a fill from before a settlement cannot be booked as if it had been known then.
func TestCorrectionAfterASettlement(t *testing.T) {
	a, _, in := one(es())
	a.Remember(10)
	f := trade(in, order.Buy, "1", "1800")
	f.ExecID = "1.01"
	mustApply(t, a, f)
	a.Mark(in.ID, 1810)
	a.SettleDaily(in.ID, 1)
	corrected := *f
	corrected.ExecID, corrected.Price = "1.02", dec("1799")
	var unbookable *portfolio.Unbookable
	if _, err := a.Correct("1.01", &corrected); !errors.As(err, &unbookable) {
		t.Errorf("corrected: %v", err)
	}
}

// An account that is settled at any moments has the equity of one that never is, and once it is flat its cash too. It
// goes on from its state as it would have.
func TestSettlementChangesNoEquity(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		list := world(es())
		plain, daily := portfolio.NewAccount(market.USD, list), portfolio.NewAccount(market.USD, list)
		for _, a := range []*portfolio.Account{plain, daily} {
			a.Open("alpha", dec("10000"), market.USD)
		}
		apply := func(f *order.Fill) {
			for _, a := range []*portfolio.Account{plain, daily} {
				if _, err := a.Apply(f); err != nil {
					r.Fatal(err)
				}
				a.Mark(f.Instrument.ID, f.Price.InexactFloat64())
			}
		}
		price := func() string {
			return rapid.SampledFrom([]string{"1790.25", "1800", "1801.75", "1777.5", "-37.25"}).Draw(r, "price")
		}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			side := rapid.SampledFrom([]order.Side{order.Buy, order.Sell}).Draw(r, "side")
			apply(trade(list[0], side, rapid.SampledFrom([]string{"1", "2", "3", "7"}).Draw(r, "quantity"), price()))
			if rapid.Bool().Draw(r, "settle") {
				daily.SettleDaily(0, 1)
			}
			if rapid.Bool().Draw(r, "restart") {
				text, err := json.Marshal(daily.State())
				if err != nil {
					r.Fatal(err)
				}
				var s portfolio.State
				if err := json.Unmarshal(text, &s); err != nil {
					r.Fatal(err)
				}
				daily = portfolio.NewAccount(market.USD, list)
				if err := daily.Restore(s); err != nil {
					r.Fatal(err)
				}
			}
			if err := daily.Audit(); err != nil {
				r.Fatal(err)
			}
			want, err1 := plain.Equity()
			got, err2 := daily.Equity()
			if err1 != nil || err2 != nil || !got.Equal(want) {
				r.Fatalf("equity %s, want %s (%v, %v)", got, want, err1, err2)
			}
		}
		if held := plain.Quantity(0); !held.IsZero() {
			side := order.Sell
			if held.IsNegative() {
				side = order.Buy
			}
			apply(trade(list[0], side, held.Abs().String(), price()))
		}
		if got, want := daily.Cash(market.USD), plain.Cash(market.USD); !got.Equal(want) {
			r.Fatalf("flat with cash %s, want %s", got, want)
		}
	})
}
