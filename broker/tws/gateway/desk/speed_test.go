package desk_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// BenchmarkObserve shows quotes to a desk with a position and orders that they do not reach: what every quote of a
// replay costs, alone and with its book of ten levels.
func BenchmarkObserve(b *testing.B) {
	for name, books := range map[string]bool{"quotes": false, "books": true} {
		b.Run(name, func(b *testing.B) { observe(b, desk.Options{Books: books}) })
	}
}

func observe(b *testing.B, o desk.Options) {
	x := newBench(b, "10:00:00", o)
	var bids, asks []market.Level
	for i := range market.MaxLevels {
		bids, asks = append(bids, level(170-float64(i)/100, 100)), append(asks, level(170.02+float64(i)/100, 100))
	}
	x.book(bids, asks)
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
