package portfolio_test

import (
	"strings"
	"testing"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

// saved is 10 SPY held at 50 and 5 QQQ that came and went.
func saved(t *testing.T) portfolio.State {
	list := world(market.NewEquity("SPY"), market.NewEquity("QQQ"))
	a := portfolio.NewAccount(market.USD, list)
	a.Open("alpha", dec("10000"), market.USD)
	mustApply(t, a, trade(list[0], order.Buy, "10", "50"))
	mustApply(t, a, trade(list[1], order.Buy, "5", "300"))
	mustApply(t, a, trade(list[1], order.Sell, "5", "310"))
	return a.State()
}

// The run that restores has its instruments in another order, and QQQ is gone; its 50 of profit stay.
func TestRestoreIntoAnotherRun(t *testing.T) {
	list := world(market.NewEquity("IWM"), market.NewEquity("SPY"))
	a := portfolio.NewAccount(market.USD, list)
	if err := a.Restore(saved(t)); err != nil {
		t.Fatal(err)
	}
	l := a.Open("alpha", dec("10000"), market.USD)
	same(t, "cash", l.Cash(market.USD), "9550")
	same(t, "equity", equity(t, a), "10050")
	same(t, "quantity", a.Quantity(1), "10")
	same(t, "realised", a.Snapshot().Realised, "50")
	if p := l.Position(1); p.Instrument != list[1] || !p.AveragePrice.Equal(dec("50")) {
		t.Errorf("position %+v", p)
	}
	a.MarkBar(&market.Bar{Instrument: 1, High: 60, Low: 50, Close: 55})
	r := mustApply(t, a, trade(list[1], order.Sell, "10", "55")).Closed
	same(t, "gross", r.Gross, "50")
	same(t, "MFE", r.MFE, "100")
}

func TestRestoreRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*portfolio.State)
		says  string
	}{
		{"another base currency", func(s *portfolio.State) { s.Base = "EUR" }, "base currency is EUR, the account's is USD"},
		{"an unknown instrument", func(s *portfolio.State) { s.Ledgers[0].Holdings[0].Symbol = "IBM" }, "holds 10 IBM"},
		{"a ledger twice", func(s *portfolio.State) { s.Ledgers = append(s.Ledgers, s.Ledgers[0]) }, "alpha is there twice"},
		{"a holding twice", func(s *portfolio.State) {
			s.Ledgers[0].Holdings = append(s.Ledgers[0].Holdings, s.Ledgers[0].Holdings[0])
		}, "has SPY twice"},
		{"no round trip", func(s *portfolio.State) { s.Ledgers[0].Holdings[0].Trip = nil }, "round trip"},
		{"no price", func(s *portfolio.State) { s.Prices = nil }, "no last price"},
		{"a currency twice", func(s *portfolio.State) {
			s.Ledgers[0].Cash = append(s.Ledgers[0].Cash, portfolio.Money{Currency: market.USD})
		}, "two amounts of USD"},
		{"money from nowhere", func(s *portfolio.State) {
			s.Ledgers[0].Cash[0].Amount = dec("9550.01")
		}, "0.01 USD of cash come from no booking"},
	} {
		list := world(market.NewEquity("SPY"), market.NewEquity("QQQ"))
		a := portfolio.NewAccount(market.USD, list)
		state := saved(t)
		c.spoil(&state)
		err := a.Restore(state)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", c.name, err, c.says)
		}
		if len(a.Ledgers()) != 0 {
			t.Errorf("%s: half restored", c.name)
		}
	}
	a, _, _ := one(market.NewEquity("SPY"))
	if err := a.Restore(saved(t)); err == nil {
		t.Error("restored over an open ledger")
	}
}
