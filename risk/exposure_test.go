package risk_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// The account has 100000 of equity, so 1.5 times are 150000. SPY counts 100 a unit, SIE 165.
func TestMaxGrossExposure(t *testing.T) {
	multiple := gate(t, risk.Limits{MaxGrossExposure: amount("1.5")})
	money := gate(t, risk.Limits{MaxGrossNotional: amount("40000")})
	both := gate(t, risk.Limits{MaxGrossExposure: amount("1.5"), MaxGrossNotional: amount("40000")})
	type holding struct{ strategy, quantity string }
	for _, c := range []struct {
		name    string
		gate    *risk.Gate
		holds   []holding
		working []string
		order   string
		want    order.Code
		value   string
		limit   string
	}{
		{"flat, at the bound", multiple, nil, nil, "buy 1500", ok, "", ""},
		{"flat, above it", multiple, nil, nil, "buy 1501", order.MaxGrossExposure, "150100", "150000"},
		{"short above it", multiple, nil, nil, "sell 1501", order.MaxGrossExposure, "150100", "150000"},
		{"a buy limit counts at its price", multiple, nil, nil, "buy 1500 at 100.01", order.MaxGrossExposure, "150015", "150000"},
		{"holding 500, at the bound", multiple, []holding{{"trend", "500"}}, nil, "buy 1000", ok, "", ""},
		{"holding 500, above it", multiple, []holding{{"trend", "500"}}, nil, "buy 1001", order.MaxGrossExposure, "150100", "150000"},
		{"holding 500, turned to the bound", multiple, []holding{{"trend", "500"}}, nil, "sell 2000", ok, "", ""},
		{"holding 500, turned too far", multiple, []holding{{"trend", "500"}}, nil, "sell 2001", order.MaxGrossExposure, "150100", "150000"},
		{"short 500, covered and turned", multiple, []holding{{"trend", "-500"}}, nil, "buy 1000", ok, "", ""},
		{"working orders count at the last price", multiple, nil, []string{"buy 600 at 90"}, "buy 900", ok, "", ""},
		{"and to the unit", multiple, nil, []string{"buy 600 at 90"}, "buy 901", order.MaxGrossExposure, "150100", "150000"},
		{"only the worse side counts", multiple, nil, []string{"buy 600 at 90", "sell 700 at 110"}, "sell 800", ok, "", ""},
		{"strategies net", multiple, []holding{{"trend", "500"}, {"carry", "-300"}}, nil, "buy 1300", ok, "", ""},
		{"to the unit", multiple, []holding{{"trend", "500"}, {"carry", "-300"}}, nil, "buy 1301", order.MaxGrossExposure, "150100", "150000"},
		{"money, at the bound", money, nil, nil, "buy 400", ok, "", ""},
		{"money, above it", money, nil, nil, "buy 401", order.MaxGrossExposure, "40100", "40000"},
		{"the tighter of both", both, nil, nil, "buy 401", order.MaxGrossExposure, "40100", "40000"},
		{"beyond it already, to flat", money, []holding{{"trend", "500"}}, nil, "sell 500", ok, "", ""},
		{"beyond it, turned to as much", money, []holding{{"trend", "500"}}, nil, "sell 1000", ok, "", ""},
		{"beyond it, turned to more", money, []holding{{"trend", "500"}}, nil, "sell 1001", order.MaxGrossExposure, "50100", "40000"},
		{"beyond it, more", money, []holding{{"trend", "500"}}, nil, "buy 1", order.MaxGrossExposure, "50100", "40000"},
	} {
		s := newScene()
		for _, h := range c.holds {
			s.hold(h.strategy, s.spy, h.quantity)
		}
		for _, w := range c.working {
			s.work("carry", s.spy, w)
		}
		refused(t, c.name, c.gate, s, s.order("trend", s.spy, c.order), c.want, or0(c.value), or0(c.limit))
	}
}

// 500 held are 50000, beyond the limit. The stop of 600 leads to 100 short and the target in its group adds
// nothing to that; another sale of 600 would.
func TestSecondExitAddsNoExposure(t *testing.T) {
	g := gate(t, risk.Limits{MaxGrossNotional: amount("40000")})
	s := newScene()
	s.hold("trend", s.spy, "500")
	s.work("trend", s.spy, "sell 600 below 95").OCA = "exits"
	target := s.order("trend", s.spy, "sell 600 at 120")
	refused(t, "on its own", g, s, target, order.MaxGrossExposure, "74000", "40000") // 500 − 1200: 200 more at 120
	target.OCA = "exits"
	refused(t, "in the group", g, s, target, ok, "0", "0")
}

// 200 SPY held are 20000, 100 SIE held are 16500 and 100 more on order 16500, one ES on order 200000:
// 253000. Room for 47000 up to 300000.
func TestGrossExposureAddsInstrumentsUp(t *testing.T) {
	g := gate(t, risk.Limits{MaxGrossExposure: amount("3")})
	s := newScene()
	s.hold("trend", s.spy, "200")
	s.hold("carry", s.sie, "100")
	s.work("carry", s.sie, "buy 100")
	s.work("trend", s.es, "sell 1")
	refused(t, "at the bound", g, s, s.order("trend", s.spy, "buy 470"), ok, "0", "0")
	refused(t, "above it", g, s, s.order("trend", s.spy, "buy 471"), order.MaxGrossExposure, "300100", "300000")

	s.work("trend", s.qqq, "buy 1 at 10")
	refused(t, "beside what has no price", g, s, s.order("trend", s.spy, "buy 1"), order.NoPrice, "0", "0")
	refused(t, "an exit needs none", g, s, s.order("trend", s.spy, "sell 200"), ok, "0", "0")
}

// trend's own 50000 of equity, whatever carry does.
func TestGrossExposureOfAStrategy(t *testing.T) {
	g, err := risk.NewGate(risk.Limits{}, map[string]risk.Limits{"trend": {MaxGrossExposure: amount("1")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newScene()
	s.hold("carry", s.spy, "-400")
	s.hold("trend", s.sie, "100") // 16500
	refused(t, "at the bound", g, s, s.order("trend", s.spy, "buy 335"), ok, "0", "0")
	refused(t, "above it", g, s, s.order("trend", s.spy, "buy 336"), order.MaxGrossExposure, "50100", "50000")
	refused(t, "another strategy", g, s, s.order("carry", s.spy, "buy 5000"), ok, "0", "0")
}

// Equity is 100000 and everything is paid for in full.
func TestBuyingPower(t *testing.T) {
	g := gate(t, risk.Limits{BuyingPower: true})
	for _, c := range []struct {
		name    string
		holds   string
		working []string
		order   string
		want    order.Code
		value   string
		limit   string
	}{
		{"all of it", "", nil, "buy 1000", ok, "", ""},
		{"more than it", "", nil, "buy 1001", order.BuyingPower, "100100", "100000"},
		{"short", "", nil, "sell 1001", order.BuyingPower, "100100", "100000"},
		{"working orders reserve", "", []string{"buy 300 at 95"}, "buy 700", ok, "", ""},
		{"to the unit", "", []string{"buy 300 at 95"}, "buy 701", order.BuyingPower, "70100", "70000"},
		{"an exit is free", "1000", nil, "sell 1000", ok, "", ""},
		{"turning needs what goes beyond", "400", nil, "sell 1400", ok, "", ""},
		{"and no more", "400", nil, "sell 1401", order.BuyingPower, "60100", "60000"},
		{"beyond it already, an exit", "1500", nil, "sell 1500", ok, "", ""},
		{"beyond it, turned to as much", "1500", nil, "sell 3000", ok, "", ""},
		{"beyond it, turned to more", "1500", nil, "sell 3001", order.BuyingPower, "100", "-50000"},
	} {
		s := newScene()
		if c.holds != "" {
			s.hold("trend", s.spy, c.holds)
		}
		for _, w := range c.working {
			s.work("carry", s.spy, w)
		}
		refused(t, c.name, g, s, s.order("trend", s.spy, c.order), c.want, or0(c.value), or0(c.limit))
	}
}

// A contract ties up 5 % of 200000; equity is 100000.
func TestBuyingPowerOnMargin(t *testing.T) {
	g := gate(t, risk.Limits{BuyingPower: true})
	s := newScene()
	s.Margin = func(in *market.Instrument, price decimal.Decimal) decimal.Decimal {
		return price.Mul(in.Multiplier).Mul(dec("0.05"))
	}
	refused(t, "ten contracts", g, s, s.order("trend", s.es, "buy 10"), ok, "0", "0")
	refused(t, "eleven", g, s, s.order("trend", s.es, "buy 11"), order.BuyingPower, "110000", "100000")
	s.hold("trend", s.es, "-4")
	refused(t, "six more", g, s, s.order("trend", s.es, "sell 6"), ok, "0", "0")
	refused(t, "seven more", g, s, s.order("trend", s.es, "sell 7"), order.BuyingPower, "70000", "60000")
}

// What the broker says decides for the account, and not for a strategy.
func TestBuyingPowerOfTheBroker(t *testing.T) {
	g := gate(t, risk.Limits{BuyingPower: true})
	s := newScene()
	s.Snapshot.BuyingPower = func() (decimal.Decimal, error) { return dec("5000"), nil }
	refused(t, "all of it", g, s, s.order("trend", s.spy, "buy 50"), ok, "0", "0")
	refused(t, "more than it", g, s, s.order("trend", s.spy, "buy 51"), order.BuyingPower, "5100", "5000")
	s.Snapshot.BuyingPower = func() (decimal.Decimal, error) { return decimal.Zero, errors.New("not heard from the broker") }
	refused(t, "unknown", g, s, s.order("trend", s.spy, "buy 1"), order.BuyingPower, "0", "0")

	own, err := risk.NewGate(risk.Limits{}, map[string]risk.Limits{"trend": {BuyingPower: true}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "the strategy's own", own, s, s.order("trend", s.spy, "buy 500"), ok, "0", "0")
	refused(t, "more than its own", own, s, s.order("trend", s.spy, "buy 501"), order.BuyingPower, "50100", "50000")
}

// Equity in euros cannot be told without a rate, so exposure that depends on it is refused.
func TestMissingRateRefuses(t *testing.T) {
	for name, limits := range map[string]risk.Limits{
		"gross exposure": {MaxGrossExposure: amount("10")},
		"buying power":   {BuyingPower: true},
	} {
		g := gate(t, limits)
		s := newScene()
		s.hold("trend", s.sie, "10")
		s.Account.Mark(s.sie.ID, 151)
		s.Account.Mark(s.eurusd.ID, 0)
		refused(t, name, g, s, s.order("trend", s.spy, "buy 1"), order.NoPrice, "0", "0")
		refused(t, name+", an exit", g, s, s.order("trend", s.sie, "sell 10"), ok, "0", "0")
	}
}
