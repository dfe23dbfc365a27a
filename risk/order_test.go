package risk_test

import (
	"testing"

	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

func TestMaxOrderQuantity(t *testing.T) {
	g := gate(t, risk.Limits{MaxOrderQuantity: amount("500")})
	s := newScene()
	s.hold("trend", s.spy, "800")
	refused(t, "at the bound", g, s, s.order("trend", s.spy, "buy 500"), ok, "0", "0")
	refused(t, "above it", g, s, s.order("trend", s.spy, "buy 501"), order.MaxOrderQuantity, "501", "500")
	refused(t, "reducing orders too", g, s, s.order("trend", s.spy, "sell 800"), order.MaxOrderQuantity, "800", "500")
}

// SPY lasts at 100, ES at 4000 × 50, SIE at 150 × 1.10.
func TestMaxOrderNotional(t *testing.T) {
	g := gate(t, risk.Limits{MaxOrderNotional: amount("10000")})
	s := newScene()
	for _, c := range []struct {
		name   string
		symbol string
		order  string
		want   order.Code
		value  string
	}{
		{"market at the bound", "SPY", "buy 100", ok, "0"},
		{"market above it", "SPY", "buy 101", order.MaxOrderNotional, "10100"},
		{"short", "SPY", "sell 101", order.MaxOrderNotional, "10100"},
		{"a buy limit cannot cost more", "SPY", "buy 110 at 90", ok, "0"},
		{"a buy limit above the market", "SPY", "buy 100 at 101", order.MaxOrderNotional, "10100"},
		{"a sell limit below the market counts at the market", "SPY", "sell 101 at 90", order.MaxOrderNotional, "10100"},
		{"a sell limit above it at the limit", "SPY", "sell 100 at 101", order.MaxOrderNotional, "10100"},
		{"a buy stop at the stop", "SPY", "buy 100 above 101", order.MaxOrderNotional, "10100"},
		{"a sell stop at the market", "SPY", "sell 101 below 90", order.MaxOrderNotional, "10100"},
		{"a stop-limit at the limit", "SPY", "buy 100 above 101 at 102", order.MaxOrderNotional, "10200"},
		{"the multiplier counts", "ES", "buy 1", order.MaxOrderNotional, "200000"},
		{"so does the currency, at 60 × 165", "SIE", "buy 60", ok, "0"},
		{"and at 61 × 165", "SIE", "buy 61", order.MaxOrderNotional, "10065"},
		{"a market order without a price", "QQQ", "buy 1", order.NoPrice, "0"},
		{"a limit is a price", "QQQ", "buy 101 at 100", order.MaxOrderNotional, "10100"},
		{"for a sale too", "QQQ", "sell 101 at 100", order.MaxOrderNotional, "10100"},
	} {
		in := s.spy
		switch c.symbol {
		case "ES":
			in = s.es
		case "SIE":
			in = s.sie
		case "QQQ":
			in = s.qqq
		}
		limit := "10000"
		if c.want == order.NoPrice {
			limit = "0"
		}
		refused(t, c.name, g, s, s.order("trend", in, c.order), c.want, c.value, limit)
	}
	s.Account.Mark(s.eurusd.ID, 0) // which is no exchange rate
	refused(t, "no exchange rate", g, s, s.order("trend", s.sie, "buy 1"), order.NoPrice, "0", "0")
}

func TestPriceCollar(t *testing.T) {
	five := gate(t, risk.Limits{PriceCollar: amount("5")})
	ticks := gate(t, risk.Limits{PriceCollarTicks: number(10)})
	both := gate(t, risk.Limits{PriceCollar: amount("5"), PriceCollarTicks: number(10)})
	for _, c := range []struct {
		name  string
		gate  *risk.Gate
		order string
		want  order.Code
		value string
		limit string
	}{
		{"buy at the bound", five, "buy 1 at 105", ok, "", ""},
		{"buy above it", five, "buy 1 at 105.01", order.PriceCollar, "105.01", "105"},
		{"sell at the bound", five, "sell 1 at 95", ok, "", ""},
		{"sell below it", five, "sell 1 at 94.99", order.PriceCollar, "94.99", "95"},
		{"a passive buy", five, "buy 1 at 1", ok, "", ""},
		{"a passive sale", five, "sell 1 at 900", ok, "", ""},
		{"market", five, "buy 1", ok, "", ""},
		{"a stop", five, "buy 1 above 200", ok, "", ""},
		{"a stop-limit from its stop", five, "buy 1 above 110 at 115.50", ok, "", ""},
		{"a stop-limit too far from its stop", five, "buy 1 above 110 at 115.51", order.PriceCollar, "115.51", "115.5"},
		{"a selling stop-limit", five, "sell 1 below 90 at 85.49", order.PriceCollar, "85.49", "85.5"},
		{"ten ticks of a cent", ticks, "buy 1 at 100.10", ok, "", ""},
		{"eleven", ticks, "buy 1 at 100.11", order.PriceCollar, "100.11", "100.1"},
		{"eleven down", ticks, "sell 1 at 99.89", order.PriceCollar, "99.89", "99.9"},
		{"the nearer of both", both, "buy 1 at 100.11", order.PriceCollar, "100.11", "100.1"},
	} {
		s := newScene()
		refused(t, c.name, c.gate, s, s.order("trend", s.spy, c.order), c.want, or0(c.value), or0(c.limit))
	}
	s := newScene()
	refused(t, "market without a price", five, s, s.order("trend", s.qqq, "buy 1"), order.NoPrice, "0", "0")
	refused(t, "limit without a price", five, s, s.order("trend", s.qqq, "buy 1 at 10"), order.NoPrice, "0", "0")
	refused(t, "stop without a price", five, s, s.order("trend", s.qqq, "buy 1 above 10"), ok, "0", "0")
	// Crude oil at −37.50: 5 % of it are 1.875.
	s.Account.Mark(s.es.ID, -37.5)
	refused(t, "negative, at the bound", five, s, s.order("trend", s.es, "buy 1 at -35.625"), ok, "0", "0")
	refused(t, "negative, above it", five, s, s.order("trend", s.es, "buy 1 at -35.5"), order.PriceCollar, "-35.5", "-35.625")
}

func TestRestricted(t *testing.T) {
	g := gate(t, risk.Limits{Restricted: []string{"SPY", "GME", "AMC"}})
	s := newScene()
	s.hold("trend", s.spy, "10")
	refused(t, "on the list", g, s, s.order("trend", s.spy, "buy 1"), order.Restricted, "0", "0")
	refused(t, "exits too", g, s, s.order("trend", s.spy, "sell 10"), order.Restricted, "0", "0")
	refused(t, "not on the list", g, s, s.order("trend", s.sie, "buy 1"), ok, "0", "0")
}

func TestMaxOpenOrders(t *testing.T) {
	three := risk.Limits{MaxOpenOrders: number(3)}
	g, err := risk.NewGate(three, map[string]risk.Limits{"carry": {MaxOpenOrders: number(1)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newScene()
	s.work("trend", s.spy, "buy 1 at 95")
	s.work("trend", s.spy, "sell 1 at 105").State = order.Filled
	s.work("trend", s.es, "buy 1 at 3900")
	refused(t, "the third", g, s, s.order("carry", s.spy, "buy 1 at 94"), ok, "0", "0")
	third := s.work("carry", s.spy, "buy 1 at 94")
	refused(t, "the fourth", g, s, s.order("trend", s.spy, "buy 1"), order.MaxOpenOrders, "4", "3")
	refused(t, "the strategy's second", g, s, s.order("carry", s.spy, "buy 1"), order.MaxOpenOrders, "2", "1")
	changed := *third
	changed.LimitPrice = dec("93")
	refused(t, "a change", g, s, &changed, ok, "0", "0")
}
