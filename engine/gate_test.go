package engine_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/risk"
)

func gate(t testing.TB, account risk.Limits) *risk.Gate {
	t.Helper()
	g, err := risk.NewGate(account, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// openGate lets everything pass.
func openGate(t testing.TB) *risk.Gate { return gate(t, risk.Limits{}) }

// strictGate has every rule on, with limits that are never reached.
func strictGate(t testing.TB) *risk.Gate {
	many, multiple, collar, orders := decimal.NewFromInt(1_000_000_000), decimal.NewFromInt(1000), decimal.NewFromInt(50), 1000
	return gate(t, risk.Limits{
		MaxOrderQuantity: &many, MaxOrderNotional: &many, MaxPosition: &many, MaxGrossExposure: &multiple, PriceCollar: &collar,
		MaxOpenOrders: &orders, OrderRate: &risk.Rate{Orders: 1000, Per: time.Second}, Restricted: []string{"GME"}, BuyingPower: true,
	})
}
