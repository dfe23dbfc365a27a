package risk_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
)

// Sums that are kept between reviews give the answers of sums made afresh, to the last digit.
func TestKeptSumsAnswerLikeFreshOnes(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := anyScene(r)
		s.Marks = make([]uint32, 5)
		account := risk.Limits{MaxGrossExposure: amount("3"), BuyingPower: true}
		strategies := map[string]risk.Limits{"trend": {MaxGrossNotional: amount("90000")}, "carry": {BuyingPower: true}}
		gates := make([]*risk.Gate, 2)
		for i := range gates {
			g, err := risk.NewGate(account, strategies, nil)
			if err != nil {
				r.Fatal(err)
			}
			gates[i] = g
		}
		list := []*market.Instrument{s.spy, s.es, s.sie, s.qqq}
		for range rapid.IntRange(1, 20).Draw(r, "steps") {
			in := rapid.SampledFrom(list).Draw(r, "instrument")
			strategy := rapid.SampledFrom([]string{"trend", "carry"}).Draw(r, "strategy")
			switch rapid.IntRange(0, 5).Draw(r, "what") {
			case 0:
				if rapid.Bool().Draw(r, "currency") {
					in = s.eurusd
					s.Version++
				}
				s.Account.Mark(in.ID, rapid.Float64Range(1, 500).Draw(r, "price"))
				s.Marks[in.ID]++
			case 1:
				s.hold(strategy, in, fmt.Sprint(rapid.IntRange(1, 50).Draw(r, "fill")))
				s.Version++
			default:
				side := rapid.SampledFrom([]string{"buy", "sell"}).Draw(r, "side")
				o := s.order(strategy, in, fmt.Sprint(side, " ", rapid.IntRange(1, 300).Draw(r, "quantity")))
				fresh := s.Snapshot
				fresh.Marks = nil
				_, want := gates[0].Review(&fresh, o)
				_, got := gates[1].Review(&s.Snapshot, o)
				if fmt.Sprint(got) != fmt.Sprint(want) {
					r.Fatalf("kept sums say %v, fresh ones %v", got, want)
				}
				if got == nil || rapid.Bool().Draw(r, "append all the same") {
					o.State = order.PendingSubmit
					s.Working = append(s.Working, o)
				}
			}
		}
	})
}

// BenchmarkRebalance reviews a thousand orders in as many instruments at one moment, each after the price of
// its instrument has moved.
func BenchmarkRebalance(b *testing.B) {
	s := newCrowd(1000)
	g := gate(b, risk.Limits{MaxGrossExposure: amount("100"), BuyingPower: true})
	b.ReportAllocs()
	for b.Loop() {
		s.Version++
		s.Working = s.Working[:0]
		for _, o := range s.crowd {
			o.State = order.New
			s.Marks[o.Instrument.ID]++
			if _, reason := g.Review(&s.Snapshot, o); reason != nil {
				b.Fatal(reason)
			}
			o.State = order.PendingSubmit
			s.Working = append(s.Working, o)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*len(s.crowd)), "ns/order")
}
