package risk_test

import (
	"testing"

	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

func TestMaxPosition(t *testing.T) {
	g := gate(t, risk.Limits{MaxPosition: amount("100")})
	for _, c := range []struct {
		name    string
		holds   string
		working []string
		order   string
		want    order.Code
		value   string
	}{
		{"flat, at the bound", "", nil, "buy 100", ok, ""},
		{"flat, above it", "", nil, "buy 101", order.MaxPosition, "101"},
		{"flat, short at the bound", "", nil, "sell 100", ok, ""},
		{"flat, short above it", "", nil, "sell 101", order.MaxPosition, "-101"},
		{"long, at the bound", "60", nil, "buy 40", ok, ""},
		{"long, above it", "60", nil, "buy 41", order.MaxPosition, "101"},
		{"through flat, at the bound", "60", nil, "sell 160", ok, ""},
		{"through flat, above it", "60", nil, "sell 161", order.MaxPosition, "-101"},
		{"short, covered and turned", "-60", nil, "buy 160", ok, ""},
		{"short, turned too far", "-60", nil, "buy 161", order.MaxPosition, "101"},
		{"working buys count", "60", []string{"buy 20", "buy 10 at 95"}, "buy 10", ok, ""},
		{"working buys count to the unit", "60", []string{"buy 20", "buy 10 at 95"}, "buy 11", order.MaxPosition, "101"},
		{"working sells do not help", "60", []string{"sell 60"}, "buy 41", order.MaxPosition, "101"},
		{"working sells count on their side", "60", []string{"sell 60"}, "sell 100", ok, ""},
		{"and to the unit", "60", []string{"sell 60"}, "sell 101", order.MaxPosition, "-101"},
		{"beyond the limit already, reducing", "150", nil, "sell 120", ok, ""},
		{"beyond it, to flat", "150", nil, "sell 150", ok, ""},
		{"beyond it, through flat to the bound", "150", nil, "sell 250", ok, ""},
		{"beyond it, through flat and past it", "150", nil, "sell 251", order.MaxPosition, "-101"},
		{"beyond it, still more", "150", nil, "buy 1", order.MaxPosition, "151"},
		{"beyond it, two exits that could both fill", "150", []string{"sell 150"}, "sell 150", order.MaxPosition, "-150"},
		{"beyond it and short, reducing", "-150", []string{"buy 50 at 95"}, "buy 100", ok, ""},
	} {
		s := newScene()
		if c.holds != "" {
			s.hold("trend", s.spy, c.holds)
		}
		for _, w := range c.working {
			s.work("trend", s.spy, w)
		}
		s.work("trend", s.es, "buy 500") // another instrument
		refused(t, c.name, g, s, s.order("trend", s.spy, c.order), c.want, or0(c.value), "100")
	}
}

func or0(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

// What is partly filled counts with the rest: 30 of 50 are in the position already.
func TestOpenQuantityCounts(t *testing.T) {
	g := gate(t, risk.Limits{MaxPosition: amount("100")})
	s := newScene()
	s.hold("trend", s.spy, "30")
	w := s.work("trend", s.spy, "buy 50")
	w.State, w.Filled = order.PartiallyFilled, dec("30")
	ended := s.work("trend", s.spy, "buy 1000")
	ended.State = order.Cancelled
	refused(t, "at the bound", g, s, s.order("trend", s.spy, "buy 50"), ok, "0", "0")
	refused(t, "above it", g, s, s.order("trend", s.spy, "buy 51"), order.MaxPosition, "101", "100")
}

// A change is reviewed as the order after it, in place of the order before it.
func TestChangedOrderCountsOnce(t *testing.T) {
	g := gate(t, risk.Limits{MaxPosition: amount("100"), MaxOpenOrders: number(1)})
	s := newScene()
	changed := *s.work("trend", s.spy, "buy 90 at 99")
	changed.Quantity = dec("100")
	refused(t, "to the bound", g, s, &changed, ok, "0", "0")
	changed.Quantity = dec("101")
	refused(t, "above it", g, s, &changed, order.MaxPosition, "101", "100")
	changed.State, changed.Filled = order.PartiallyFilled, dec("20")
	s.hold("trend", s.spy, "20")
	changed.Quantity = dec("100") // 20 held and 80 open
	refused(t, "partly filled", g, s, &changed, ok, "0", "0")
}

// Of a stop and a target in one OCA group only one can fill.
func TestOCAGroupCountsOnce(t *testing.T) {
	g := gate(t, risk.Limits{MaxPosition: amount("100")})
	s := newScene()
	s.hold("trend", s.spy, "100")
	s.work("trend", s.spy, "sell 100 below 95").OCA = "exits"
	target := s.order("trend", s.spy, "sell 100 at 120")
	target.OCA = "exits"
	refused(t, "the target", g, s, target, ok, "0", "0")
	target.Quantity = dec("200") // the larger of the two counts: 100 − 200
	refused(t, "a larger target", g, s, target, ok, "0", "0")
	target.Quantity = dec("201")
	refused(t, "too large a target", g, s, target, order.MaxPosition, "-101", "100")

	s.work("trend", s.spy, "sell 150 at 130").OCA = "exits" // 100 − 150 is the reach now
	refused(t, "another group", g, s, s.order("trend", s.spy, "sell 50"), ok, "0", "0")
	refused(t, "another group above the bound", g, s, s.order("trend", s.spy, "sell 51"), order.MaxPosition, "-101", "100")
}

// An exit that waits for its entry can close only what the entry opens.
func TestExitsWaitForTheirEntry(t *testing.T) {
	g := gate(t, risk.Limits{MaxPosition: amount("100")})
	s := newScene()
	entry := s.work("trend", s.spy, "buy 100 at 99")
	exit := s.order("trend", s.spy, "sell 150 at 120")
	exit.Parent = entry.ID
	refused(t, "an exit of an entry that waits", g, s, exit, ok, "0", "0")

	s.Working = append(s.Working, exit)
	refused(t, "a short beside a waiting exit", g, s, s.order("trend", s.spy, "sell 100"), ok, "0", "0")

	entry.State, entry.Filled = order.PartiallyFilled, dec("40")
	s.hold("trend", s.spy, "40") // the exit works for 40: 40 − 40 − 101
	refused(t, "a short beside a working exit", g, s, s.order("trend", s.spy, "sell 100"), ok, "0", "0")
	refused(t, "and too large", g, s, s.order("trend", s.spy, "sell 101"), order.MaxPosition, "-101", "100")

	more := s.order("trend", s.spy, "buy 50") // 40 held, 60 of the entry open, and all 50
	more.Parent = entry.ID
	refused(t, "an addition that waits counts whole", g, s, more, order.MaxPosition, "150", "100")

	orphan := s.order("trend", s.spy, "sell 101") // its parent is unknown: counts whole, 40 − 40 − 101
	orphan.Parent = "long gone"
	refused(t, "an exit of nobody", g, s, orphan, order.MaxPosition, "-101", "100")
}

// trend holds 80 and carry −30: the account holds 50. Carry's working purchase of 20 counts for the account.
func TestStrategiesShareTheAccountsLimit(t *testing.T) {
	hundred := risk.Limits{MaxPosition: amount("100")}
	both := func() *scene {
		s := newScene()
		s.hold("trend", s.spy, "80")
		s.hold("carry", s.spy, "-30")
		s.work("carry", s.spy, "buy 20 at 95")
		return s
	}
	s := both()
	account := gate(t, hundred)
	refused(t, "the account at the bound", account, s, s.order("trend", s.spy, "buy 30"), ok, "0", "0")
	refused(t, "the account above it", account, s, s.order("trend", s.spy, "buy 31"), order.MaxPosition, "101", "100")
	refused(t, "an exit that turns the account", account, s, s.order("trend", s.spy, "sell 80"), ok, "0", "0")

	strategy, err := risk.NewGate(risk.Limits{}, map[string]risk.Limits{"trend": hundred}, nil)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "the strategy at the bound", strategy, s, s.order("trend", s.spy, "buy 20"), ok, "0", "0")
	refused(t, "the strategy above it", strategy, s, s.order("trend", s.spy, "buy 21"), order.MaxPosition, "101", "100")
	refused(t, "the other strategy is free", strategy, s, s.order("carry", s.spy, "buy 5000"), ok, "0", "0")

	// For trend a sale of 80 is an exit; for the account, which holds 50, it opens 30 short. A limit of 20
	// on the account refuses it.
	tight := gate(t, risk.Limits{MaxPosition: amount("20")})
	refused(t, "one strategy's exit opens the account", tight, s, s.order("trend", s.spy, "sell 80"), order.MaxPosition, "-30", "20")
	refused(t, "an exit of the account too", tight, s, s.order("trend", s.spy, "sell 50"), ok, "0", "0")
}

func TestLimitOfAnInstrument(t *testing.T) {
	g, err := risk.NewGate(risk.Limits{}, nil, map[string]risk.Limits{"SPY": {MaxPosition: amount("10")}})
	if err != nil {
		t.Fatal(err)
	}
	s := newScene()
	refused(t, "SPY", g, s, s.order("trend", s.spy, "buy 11"), order.MaxPosition, "11", "10")
	refused(t, "another", g, s, s.order("trend", s.sie, "buy 11"), ok, "0", "0")
}
