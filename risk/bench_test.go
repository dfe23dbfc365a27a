package risk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/risk"
)

// BenchmarkReview approves an order with no rule, with the rules that only count and compare, and with every
// rule on, beside a position and ten working orders.
func BenchmarkReview(b *testing.B) {
	counting := risk.Limits{
		Restricted: []string{"GME"}, MaxOrderQuantity: amount("1000"), MaxOpenOrders: number(50),
		OrderRate: &risk.Rate{Orders: 100, Per: time.Second},
	}
	for _, c := range []struct {
		name   string
		limits risk.Limits
	}{{"none", risk.Limits{}}, {"counting", counting}, {"all", everything()}} {
		b.Run(c.name, func(b *testing.B) {
			g := gate(b, c.limits)
			s := newScene()
			s.hold("trend", s.spy, "100")
			for range 5 {
				s.work("trend", s.spy, "sell 20 at 105")
				s.work("carry", s.sie, "buy 10 at 140")
			}
			o := s.order("trend", s.spy, "buy 10 at 100")
			b.ReportAllocs()
			for b.Loop() {
				s.Now += market.Time(time.Second)
				if _, reason := g.Review(&s.Snapshot, o); reason != nil {
					b.Fatal(reason)
				}
			}
		})
	}
}
