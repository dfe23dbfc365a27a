package risk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// Three orders in any minute hold over a restart: approvals at 25, 50 and 60 s (the one at 0 has left the ring)
// fill it until 85 s, also in a gate that is new.
func TestOrderRateSurvivesARestart(t *testing.T) {
	limits := risk.Limits{OrderRate: &risk.Rate{Orders: 3, Per: time.Minute}}
	before, after := gate(t, limits), gate(t, limits)
	s := newScene()
	at := func(g *risk.Gate, seconds int, want order.Code) {
		t.Helper()
		s.Now = market.Time(seconds) * market.Time(time.Second)
		value, limit := "4", "3"
		refused(t, "buy 1", g, s, s.order("trend", s.spy, "buy 1"), want, value, limit)
	}
	for _, seconds := range []int{0, 25, 50, 60} {
		at(before, seconds, ok)
	}
	after.Recall(before.Memory())
	at(after, 84, order.OrderRate)
	at(after, 85, ok)
	at(after, 86, order.OrderRate)
}
