package desk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// BenchmarkObserve shows quotes to a desk with a position and orders that they do not reach: what every quote of a
// replay costs.
func BenchmarkObserve(b *testing.B) {
	x := newBench(b, "10:00:00", desk.Options{})
	x.quote("AAPL", 170, 170.02)
	x.place(1, 1, aaplID, at(wire.Buy, "100"))
	for id := 2; id < 12; id++ {
		x.place(1, id, aaplID, limit(wire.Buy, "100", "160"))
	}
	ev := market.Event{Kind: market.QuoteEvent, Time: x.pit.now}
	ev.Quote = market.Quote{Bid: 170, Ask: 170.02, BidSize: 1, AskSize: 1}
	b.ReportAllocs()
	for b.Loop() {
		ev.Time = ev.Time.Add(time.Microsecond)
		ev.Quote.Time = ev.Time
		x.desk.Observe(&ev)
	}
}
