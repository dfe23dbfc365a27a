package risk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// Three orders in any second. Approvals at 0, 0.1, 0.2 fill it; the one at 0 leaves the window at 1.0.
func TestOrderRate(t *testing.T) {
	g := gate(t, risk.Limits{OrderRate: &risk.Rate{Orders: 3, Per: time.Second}, MaxOrderQuantity: amount("10")})
	s := newScene()
	for _, c := range []struct {
		milliseconds int
		order        string
		want         order.Code
	}{
		{0, "buy 1", ok},
		{100, "buy 11", order.MaxOrderQuantity}, // refused, so it does not count
		{100, "buy 1", ok},
		{200, "buy 1", ok},
		{200, "buy 1", order.OrderRate},
		{999, "buy 1", order.OrderRate},
		{1000, "buy 1", ok},
		{1000, "buy 1", order.OrderRate},
		{1099, "buy 1", order.OrderRate},
		{1100, "buy 1", ok},
		{5000, "buy 1", ok},
		{5000, "buy 1", ok},
		{5000, "buy 1", ok},
		{5000, "buy 1", order.OrderRate},
	} {
		s.Now = market.Time(c.milliseconds) * 1e6
		value, limit := "4", "3"
		if c.want == order.MaxOrderQuantity {
			value, limit = "11", "10"
		}
		refused(t, time.Duration(s.Now).String(), g, s, s.order("trend", s.spy, c.order), c.want, value, limit)
	}
}

// Each strategy, the account and each instrument have windows of their own; a change counts like an order.
func TestOrderRatesAreApart(t *testing.T) {
	rate := func(n int) risk.Limits { return risk.Limits{OrderRate: &risk.Rate{Orders: n, Per: time.Minute}} }
	g, err := risk.NewGate(rate(4), map[string]risk.Limits{"trend": rate(1), "carry": rate(2)}, map[string]risk.Limits{"ES": rate(1)})
	if err != nil {
		t.Fatal(err)
	}
	s := newScene()
	refused(t, "trend's first", g, s, s.order("trend", s.spy, "buy 1"), ok, "0", "0")
	refused(t, "trend's second", g, s, s.order("trend", s.spy, "buy 1"), order.OrderRate, "2", "1")
	refused(t, "carry's first", g, s, s.order("carry", s.es, "buy 1"), ok, "0", "0")
	refused(t, "ES's second", g, s, s.order("omega", s.es, "buy 1"), order.OrderRate, "2", "1")
	change := s.work("carry", s.spy, "buy 1 at 99")
	refused(t, "carry's change", g, s, change, ok, "0", "0")
	refused(t, "carry's third", g, s, s.order("carry", s.spy, "buy 1"), order.OrderRate, "3", "2")
	refused(t, "the account's fourth", g, s, s.order("omega", s.spy, "buy 1"), ok, "0", "0")
	refused(t, "the account's fifth", g, s, s.order("omega", s.spy, "buy 1"), order.OrderRate, "5", "4")
}
