package risk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// everything sets every limit, wide enough for what the tests send.
func everything() risk.Limits {
	return risk.Limits{
		MaxOrderQuantity: amount("1000"), MaxOrderNotional: amount("1000000"), MaxPosition: amount("5000"),
		MaxGrossExposure: amount("4"), MaxGrossNotional: amount("400000"),
		PriceCollar: amount("5"), PriceCollarTicks: number(500), MaxOpenOrders: number(50),
		OrderRate: &risk.Rate{Orders: 100, Per: time.Second}, Restricted: []string{"GME"}, BuyingPower: true,
	}
}

func ExampleGate_Review() {
	limit := dec("100")
	gate, err := risk.NewGate(risk.Limits{MaxPosition: &limit}, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := newScene()
	s.hold("trend", s.spy, "60")
	for _, words := range []string{"buy 40", "buy 41", "sell 60"} {
		approved, reason := gate.Review(&s.Snapshot, s.order("trend", s.spy, words))
		if reason != nil {
			fmt.Println(words+":", reason)
			continue
		}
		fmt.Println(words+": approved", approved.Order().Quantity)
	}
	// Output:
	// buy 40: approved 40
	// buy 41: max-position: account: worst-case position in SPY (value 101, limit 100)
	// sell 60: approved 60
}

// All rules would refuse; the first in the order of the package comment answers.
func TestOrderOfRules(t *testing.T) {
	refusing := risk.Limits{
		Restricted: []string{"SPY"}, MaxOrderQuantity: amount("1"), MaxOrderNotional: amount("1"), PriceCollar: amount("1"),
		MaxOpenOrders: number(0), MaxPosition: amount("0"), MaxGrossNotional: amount("0"), BuyingPower: true,
		OrderRate: &risk.Rate{Orders: 1, Per: time.Second},
	}
	turnOff := []func(*risk.Limits){
		func(l *risk.Limits) { l.Restricted = nil },
		func(l *risk.Limits) { l.MaxOrderQuantity = nil },
		func(l *risk.Limits) { l.MaxOrderNotional = nil },
		func(l *risk.Limits) { l.PriceCollar = nil },
		func(l *risk.Limits) { l.MaxOpenOrders = nil },
		func(l *risk.Limits) { l.OrderRate = nil },
		func(l *risk.Limits) { l.MaxPosition = nil },
		func(l *risk.Limits) { l.MaxGrossNotional = nil },
		func(l *risk.Limits) { l.BuyingPower = false },
	}
	codes := []order.Code{
		order.Restricted, order.MaxOrderQuantity, order.MaxOrderNotional, order.PriceCollar, order.MaxOpenOrders,
		order.OrderRate, order.MaxPosition, order.MaxGrossExposure, order.BuyingPower, order.NoReason,
	}
	for i, want := range codes {
		g := gate(t, refusing)
		s := newScene()
		if want == order.OrderRate { // the one order of the second is a small exit
			s.hold("trend", s.sie, "1")
			if _, reason := g.Review(&s.Snapshot, s.order("trend", s.sie, "sell 1")); reason != nil {
				t.Fatal(reason)
			}
		}
		_, reason := g.Review(&s.Snapshot, s.order("trend", s.spy, "buy 2000 at 200"))
		got := order.NoReason
		if reason != nil {
			got = reason.Code
		}
		if got != want {
			t.Fatalf("rule %d: %s, want %s", i, got, want)
		}
		if i < len(turnOff) {
			turnOff[i](&refusing)
		}
	}
}

// Instrument before strategy before account before one's own.
func TestOrderOfOwners(t *testing.T) {
	one := risk.Limits{MaxOrderQuantity: amount("1")}
	s := newScene()
	review := func(g *risk.Gate, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		_, reason := g.Review(&s.Snapshot, s.order("trend", s.spy, "buy 2"))
		if reason == nil {
			return ""
		}
		owner, _, _ := strings.Cut(reason.Detail, ":")
		return owner
	}
	trend, spy := map[string]risk.Limits{"trend": one}, map[string]risk.Limits{"SPY": one}
	for want, got := range map[string]string{
		"instrument SPY": review(risk.NewGate(one, trend, spy, never{})),
		"strategy trend": review(risk.NewGate(one, trend, nil, never{})),
		"account":        review(risk.NewGate(one, nil, nil, never{})),
		"own rules":      review(risk.NewGate(risk.Limits{}, nil, nil, never{})),
		"":               review(risk.NewGate(risk.Limits{}, nil, nil)),
	} {
		if got != want {
			t.Errorf("refused by %q, want %q", got, want)
		}
	}
}

type never struct{}

func (never) Name() string  { return "never" }
func (never) Bound() string { return "nothing at all" }
func (never) Check(*risk.Snapshot, *order.Order) *order.Reason {
	return &order.Reason{Code: order.Restricted, Detail: "never"}
}

func TestRulesAreListed(t *testing.T) {
	g, err := risk.NewGate(everything(), map[string]risk.Limits{"trend": {MaxOpenOrders: number(3)}},
		map[string]risk.Limits{"SPY": {MaxPosition: amount("10")}}, never{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range g.Rules() {
		lines = append(lines, d.Owner+" | "+d.Name+" | "+d.Bound)
	}
	want := `instrument SPY | max-position | 10 units of one instrument, long or short
strategy trend | max-open-orders | 3 orders working at once
account | restricted | GME
account | max-order-quantity | 1000 units in one order
account | max-order-notional | 1000000 of the base currency in one order
account | price-collar | 5 % and 500 ticks beyond the last price
account | max-open-orders | 50 orders working at once
account | order-rate | 100 orders in 1s
account | max-position | 5000 units of one instrument, long or short
account | max-gross-exposure | 4 × equity and 400000 of the base currency
account | buying-power | what is free for new exposure
own rules | never | nothing at all`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("rules:\n%s\nwant:\n%s", got, want)
	}
}

func TestValidate(t *testing.T) {
	bad := risk.Limits{
		MaxOrderQuantity: amount("0"), MaxOrderNotional: amount("-1"), MaxPosition: amount("-1"), MaxGrossExposure: amount("-2"),
		MaxGrossNotional: amount("-3"), PriceCollar: amount("0"), PriceCollarTicks: number(-1), MaxOpenOrders: number(-1),
		OrderRate: &risk.Rate{Orders: 2_000_000, Per: 0}, Restricted: []string{"SPY", ""},
	}
	_, err := risk.NewGate(bad, map[string]risk.Limits{"trend": {MaxPosition: amount("-7")}},
		map[string]risk.Limits{"SPY": {BuyingPower: true, MaxOpenOrders: number(1), MaxPosition: amount("-9")}})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, says := range []string{
		"limits of account: max order quantity is 0 units: must be above 0; leave it out to turn it off",
		"max order notional is -1 of the base currency: must be above 0",
		"max position is -1 units: must be 0 or above",
		"max gross exposure is -2 × equity", "max gross notional is -3 of the base currency",
		"price collar is 0 %", "price collar is -1 ticks", "max open orders is -1",
		"order rate is 2000000 orders: must be 1 to 1000000", "order rate is per 0s", "restricted symbol 2 is empty",
		"limits of strategy trend: max position is -7 units",
		"limits of instrument SPY: max position is -9 units", "buying power is a limit of an account or a strategy",
		"max open orders is a limit of an account or a strategy",
	} {
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%q is missing from\n%v", says, err)
		}
	}
	zero := risk.Limits{MaxPosition: amount("0"), MaxGrossExposure: amount("0"), MaxOpenOrders: number(0)}
	if err := zero.Validate(); err != nil {
		t.Error("zero allows exits only:", err)
	}
}

func TestOrderWithoutInstrument(t *testing.T) {
	s := newScene()
	_, reason := gate(t, risk.Limits{}).Review(&s.Snapshot, &order.Order{Request: order.Request{Symbol: "XYZ"}})
	if reason == nil || reason.Code != order.UnknownInstrument {
		t.Errorf("%v, want unknown-instrument", reason)
	}
}

// Rules that count and compare cost no memory; rules that add decimals up cost what decimals do.
func TestApprovalDoesNotAllocate(t *testing.T) {
	g := gate(t, risk.Limits{
		Restricted: []string{"GME"}, MaxOrderQuantity: amount("1000"), MaxOpenOrders: number(50),
		OrderRate: &risk.Rate{Orders: 1000, Per: time.Second},
	})
	s := newScene()
	s.work("trend", s.spy, "buy 10 at 95")
	o := s.order("trend", s.spy, "buy 10")
	if n := testing.AllocsPerRun(500, func() { g.Review(&s.Snapshot, o) }); n != 0 {
		t.Errorf("%v allocations an approval, want 0", n)
	}
}
