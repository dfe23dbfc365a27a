package risk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/portfolio"
	"github.com/tidemark/tidemark/risk"
)

// newSpreads is a scene with combos: CAL buys one NEAR and sells one FAR (50 dollars a point, last 4000 and 4040), and
// RATIO buys one SPY and sells two FAR against it.
func newSpreads() (s *scene, cal, ratio *market.Instrument) {
	near := market.NewFuture("NEAR", "ES", market.NewDate(2025, 12, 19), dec("50"), dec("0.25"))
	far := market.NewFuture("FAR", "ES", market.NewDate(2026, 3, 20), dec("50"), dec("0.25"))
	spread, two := near, near
	spread.Symbol, spread.Kind, spread.Legs = "CAL", market.Combo, []market.Leg{{Symbol: "NEAR", Ratio: 1}, {Symbol: "FAR", Ratio: -1}}
	two.Symbol, two.Kind, two.Legs = "RATIO", market.Combo, []market.Leg{{Symbol: "SPY", Ratio: 1}, {Symbol: "FAR", Ratio: -2}}
	u, err := market.NewUniverse(market.NewEquity("SPY"), near, far, spread, two)
	if err != nil {
		panic(err)
	}
	s = &scene{spy: u.At(0), es: u.At(1), sie: u.At(2)}
	s.Account, s.Parts = portfolio.NewAccount(market.USD, u.All()), u.Parts
	for id, price := range []float64{100, 4000, 4040} {
		s.Account.Mark(market.ID(id), price)
	}
	for _, name := range []string{"trend", "carry"} {
		s.Account.Open(name, dec("500000"), market.USD)
	}
	s.Find = func(id order.ID) *order.Order {
		for _, o := range s.Working {
			if o.ID == id {
				return o
			}
		}
		return nil
	}
	return s, u.At(3), u.At(4)
}

// A combo counts as its legs; the numbers are theirs.
func TestComboCountsAsItsLegs(t *testing.T) {
	for _, c := range []struct {
		name         string
		limits       risk.Limits
		works        []string // orders of CAL that work
		order        string
		ratio        bool
		want         order.Code
		value, limit string
	}{
		{"quantity of a leg", risk.Limits{MaxOrderQuantity: amount("10")}, nil, "buy 10", false, ok, "", ""},
		{"ratio times the quantity", risk.Limits{MaxOrderQuantity: amount("10")}, nil, "buy 6", true, order.MaxOrderQuantity, "12", "10"},
		{"notional of the larger leg", risk.Limits{MaxOrderNotional: amount("201000")}, nil, "buy 1", false, order.MaxOrderNotional, "202000", "201000"},
		{"position of the leg that is sold", risk.Limits{MaxPosition: amount("3")}, nil, "buy 2", true, order.MaxPosition, "-4", "3"},
		{"position with a combo that works", risk.Limits{MaxPosition: amount("3")}, []string{"buy 2"}, "buy 2", false, order.MaxPosition, "4", "3"},
		{"and on the other side", risk.Limits{MaxPosition: amount("3")}, []string{"buy 2"}, "sell 3", false, ok, "", ""},
		{"gross of both legs", risk.Limits{MaxGrossNotional: amount("402000")}, nil, "buy 1", false, ok, "", ""}, // 200,000 + 202,000
		{"gross, one dollar less", risk.Limits{MaxGrossNotional: amount("401999")}, nil, "buy 1", false, order.MaxGrossExposure, "402000", "401999"},
		{"gross of what works", risk.Limits{MaxGrossNotional: amount("803999")}, []string{"buy 1"}, "buy 1", false, order.MaxGrossExposure, "804000", "803999"},
		{"buying power of both", risk.Limits{BuyingPower: true}, nil, "buy 2", false, ok, "", ""}, // 804,000 of 1,000,000
		{"buying power for the second leg", risk.Limits{BuyingPower: true}, nil, "buy 3", false, order.BuyingPower, "606000", "400000"},
		{"a leg is restricted", risk.Limits{Restricted: []string{"FAR"}}, nil, "sell 1", false, order.Restricted, "0", "0"},
		{"the combo is restricted", risk.Limits{Restricted: []string{"CAL"}}, nil, "sell 1", false, order.Restricted, "0", "0"},
		{"one order, not two", risk.Limits{MaxOpenOrders: number(2)}, []string{"buy 1"}, "buy 1", false, ok, "", ""},
		{"open orders", risk.Limits{MaxOpenOrders: number(1)}, []string{"buy 1"}, "buy 1", false, order.MaxOpenOrders, "2", "1"},
		// the net is −40; a percent of 4000 and of 4040 is 80.40
		{"collar", risk.Limits{PriceCollar: amount("1")}, nil, "buy 1 at 40.25", false, ok, "", ""},
		{"beyond the collar", risk.Limits{PriceCollar: amount("1")}, nil, "buy 1 at 40.50", false, order.PriceCollar, "40.5", "40.4"},
		{"sold beyond the collar", risk.Limits{PriceCollar: amount("1")}, nil, "sell 1 at -120.50", false, order.PriceCollar, "-120.5", "-120.4"},
		{"ticks of both legs", risk.Limits{PriceCollarTicks: number(2)}, nil, "buy 1 at -38.75", false, order.PriceCollar, "-38.75", "-39"},
	} {
		s, cal, ratio := newSpreads()
		for _, words := range c.works {
			s.work("trend", cal, words)
		}
		in := cal
		if c.ratio {
			in = ratio
		}
		refused(t, c.name, gate(t, c.limits), s, s.order("trend", in, c.order), c.want, c.value, c.limit)
	}
}

// An order of a leg is measured beside the combos that work: two of CAL bought are two NEAR and minus two FAR.
func TestLegBesideCombos(t *testing.T) {
	s, cal, _ := newSpreads()
	s.work("trend", cal, "buy 2")
	g := gate(t, risk.Limits{MaxPosition: amount("4"), MaxGrossNotional: amount("1206000")})
	refused(t, "two more", g, s, s.order("trend", s.es, "buy 2"), ok, "", "")                                                    // 4 × 200,000 + 2 × 202,000
	refused(t, "a position of five", g, s, s.order("trend", s.es, "buy 3"), order.MaxPosition, "5", "4")                         // 2 + 3
	refused(t, "sold beside", g, s, s.order("trend", s.sie, "sell 3"), order.MaxPosition, "-5", "4")                             // −2 − 3
	refused(t, "too much", g, s, s.order("trend", s.sie, "sell 2.5"), order.MaxPosition, "-4.5", "4")                            // the first rule answers
	refused(t, "gross", g, s, s.order("trend", s.sie, "sell 2"), order.MaxGrossExposure, "1208000", "1206000")                   // 2 × 200,000 + 4 × 202,000
	refused(t, "of another strategy too", g, s, s.order("carry", s.sie, "sell 2"), order.MaxGrossExposure, "1208000", "1206000") // the account's limit
}

// An exit that waits for its entry in the same combo counts for what the entry has filled.
func TestComboExitWaitsForItsEntry(t *testing.T) {
	s, cal, _ := newSpreads()
	entry := s.work("trend", cal, "buy 3")
	g := gate(t, risk.Limits{MaxPosition: amount("3")})
	exit := s.order("trend", cal, "sell 3 at 0")
	exit.Parent = entry.ID
	refused(t, "an exit", g, s, exit, ok, "", "")
	refused(t, "the same without its parent", g, s, s.order("trend", cal, "sell 4"), order.MaxPosition, "-4", "3")
	exit.State = order.Accepted
	s.Working = append(s.Working, exit)
	refused(t, "beside a waiting exit", g, s, s.order("trend", cal, "sell 3"), ok, "", "")
}

func TestComboInstrumentLimitsAndRate(t *testing.T) {
	limits := risk.Limits{OrderRate: &risk.Rate{Orders: 1, Per: time.Minute}}
	g, err := risk.NewGate(risk.Limits{}, nil, map[string]risk.Limits{"NEAR": limits, "FAR": {MaxPosition: amount("1")}})
	if err != nil {
		t.Fatal(err)
	}
	s, cal, _ := newSpreads()
	refused(t, "the limit of a leg", g, s, s.order("trend", cal, "sell 2"), order.MaxPosition, "2", "1")
	refused(t, "the first", g, s, s.order("trend", cal, "buy 1"), ok, "", "")
	refused(t, "the rate of a leg", g, s, s.order("trend", cal, "buy 1"), order.OrderRate, "2", "1")
	s.Parts = nil
	if _, reason := g.Review(&s.Snapshot, s.order("trend", cal, "buy 1")); reason == nil || !strings.Contains(reason.Detail, "legs of CAL") {
		t.Errorf("without the legs: %v", reason)
	}
}

// A leg without a price cannot be measured.
func TestComboWithoutPrice(t *testing.T) {
	s, cal, _ := newSpreads()
	s.Account = portfolio.NewAccount(market.USD, []*market.Instrument{s.spy, s.es, s.sie, cal})
	s.Account.Open("trend", dec("1"), market.USD)
	for _, limits := range []risk.Limits{{MaxOrderNotional: amount("1")}, {PriceCollar: amount("1")}} {
		refused(t, "no price", gate(t, limits), s, s.order("trend", cal, "buy 1"), order.NoPrice, "0", "0")
	}
}
