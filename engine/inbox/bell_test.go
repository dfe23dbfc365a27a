package inbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/data"
	"github.com/tidemark/tidemark/engine/inbox"
	"github.com/tidemark/tidemark/market"
)

// Whatever the loop sleeps in, it hears of each event, wakes by the clock, and ends with its context. Next has nothing but
// the event to wake it: one ring that got lost would hang the test.
func TestTheLoopIsWoken(t *testing.T) {
	for name, poll := range map[string]bool{"channel": false, "poller": true} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			b := inbox.New(ctx, 1, now(), inbox.Options{Poll: poll})
			b.Notice(broker.WarmedUp{})
			var ev market.Event
			if got := b.Next(market.Never, &ev); got != data.Interrupted {
				t.Fatalf("Next = %s, want interrupted", got)
			}
			b.Take()
			handled := make(chan struct{})
			go func() {
				for i := range 20_000 {
					b.Market(trade(0, now(), float64(i)))
					<-handled
				}
			}()
			for i := range 20_000 {
				if got := b.Next(market.Never, &ev); got != data.Delivered || ev.Trade.Price != float64(i) {
					t.Fatalf("Next = %s with %v, want delivered with %d", got, ev.Trade.Price, i)
				}
				handled <- struct{}{}
			}
			for range 3 { // each wait has its own limit
				limit := now().Add(3 * time.Millisecond)
				if got := b.Next(limit, &ev); got != data.AtLimit || now() < limit {
					t.Errorf("Next = %s at %s, want at limit at %s", got, now(), limit)
				}
			}
			go b.Market(trade(0, now(), 7)) // and none is left behind
			if got := b.Next(market.Never, &ev); got != data.Delivered || ev.Trade.Price != 7 {
				t.Errorf("Next = %s with %v, want delivered with 7", got, ev.Trade.Price)
			}
			go cancel()
			if got := b.Next(market.Never, &ev); got != data.Ended {
				t.Errorf("Next = %s, want ended", got)
			}
			if err := b.Close(); err != nil {
				t.Error(err)
			}
			b.Market(trade(0, now(), 8)) // nobody is there
		})
	}
}
