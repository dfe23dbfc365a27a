package portfolio_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// FuzzRestore reads saved states as a store may hand them over after a crash: an account that accepts one
// must be sound and give the same state back.
func FuzzRestore(f *testing.F) {
	list := world(market.NewEquity("SPY"), market.NewForex("EUR", "USD"), es())
	a := portfolio.NewAccount(market.USD, list)
	a.Open("alpha", dec("10000"), market.USD)
	for i, in := range list {
		seed(f, a)
		mustApply(f, a, at(withFee(trade(in, order.Side(i%2), "3", "50.25"), "1", "EUR"), 1e9))
		mustApply(f, a, at(trade(in, order.Side(1-i%2), "2", "51"), 2e9))
		a.MarkBar(&market.Bar{Instrument: in.ID, High: 60, Low: 40, Close: 50})
	}
	seed(f, a)
	f.Add([]byte(`{"base":"USD","ledgers":[{"strategy":"x","holdings":[{"symbol":"SPY","quantity":"0"}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var s portfolio.State
		if json.Unmarshal(text, &s) != nil {
			return
		}
		a := portfolio.NewAccount(market.USD, list)
		if a.Restore(s) != nil {
			return
		}
		if err := a.Audit(); err != nil {
			t.Fatal(err)
		}
		a.Snapshot()
		b := portfolio.NewAccount(market.USD, list)
		if err := b.Restore(a.State()); err != nil {
			t.Fatal("its own state is refused:", err)
		}
		if diff := cmp.Diff(a.State(), b.State()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func seed(f *testing.F, a *portfolio.Account) {
	text, err := json.Marshal(a.State())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
}
