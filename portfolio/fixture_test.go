package portfolio_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// world numbers instruments as a run does.
func world(list ...market.Instrument) []*market.Instrument {
	out := make([]*market.Instrument, len(list))
	for i := range list {
		in := list[i]
		in.ID = market.ID(i)
		out[i] = &in
	}
	return out
}

// one is an account in dollars with one ledger of 10000 and one instrument.
func one(in market.Instrument) (*portfolio.Account, *portfolio.Ledger, *market.Instrument) {
	list := world(in)
	a := portfolio.NewAccount(market.USD, list)
	return a, a.Open("alpha", dec("10000"), market.USD), list[0]
}

func es() market.Instrument {
	return market.NewFuture("ESZ5", "ES", market.NewDate(2025, 12, 19), dec("50"), dec("0.25"))
}

// trade is a fill of strategy alpha without a fee.
func trade(in *market.Instrument, side order.Side, quantity, price string) *order.Fill {
	return &order.Fill{
		ExecID: "x", Strategy: "alpha", Instrument: in, Side: side, Quantity: dec(quantity), Price: dec(price),
	}
}

func withFee(f *order.Fill, fee string, c market.Currency) *order.Fill {
	f.Fee, f.FeeCurrency = dec(fee), c
	return f
}

func at(f *order.Fill, t market.Time) *order.Fill {
	f.Time = t
	return f
}

func mustApply(t testing.TB, a *portfolio.Account, f *order.Fill) portfolio.Effect {
	t.Helper()
	effect, err := a.Apply(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Audit(); err != nil {
		t.Fatal(err)
	}
	return effect
}

func same(t testing.TB, what string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(dec(want)) {
		t.Errorf("%s = %s, want %s", what, got, want)
	}
}

func equity(t testing.TB, of interface {
	Equity() (decimal.Decimal, error)
}) decimal.Decimal {
	t.Helper()
	e, err := of.Equity()
	if err != nil {
		t.Fatal(err)
	}
	return e
}
