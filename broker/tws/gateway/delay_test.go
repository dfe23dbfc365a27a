package gateway_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/market"
)

// TestDelayed: a delayed line shows the market of a quarter of an hour ago, under the types of delayed ticks, and
// goes on at that distance; so does one that begins later. The bid rises a cent a second from 100.
func TestDelayed(t *testing.T) {
	eachVersion(t, func(t *testing.T, version int) {
		floor, err := floor.New(floor.Options{
			Listings: []floor.Spec{{Symbol: "AAPL", Kind: market.Equity, Primary: "NASDAQ", ConID: 265598}},
			Archive:  floor.Memory{"AAPL": rising(1800)}, Start: opening,
		})
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		c := converse(t, start(t, gateway.Options{
			Floor: floor, Permissions: map[string]gateway.Permission{"AAPL": gateway.DelayedOnly},
		}), 1, version)
		c.say(&wire.RequestMarketDataType{Type: wire.DelayedFrozen})
		// at waits until some time after the opening and checks the latest bid.
		at := func(after time.Duration) {
			t.Helper()
			<-time.After(after - time.Since(begun))
			synctest.Wait()
			var bid float64
			c.each(func(m wire.Message) {
				switch m := m.(type) {
				case *wire.MarketDataFreshness:
					if m.Type != wire.Delayed {
						t.Errorf("market data type %d of an open market, want 3", m.Type)
					}
				case *wire.TickPrice:
					if m.Type < 66 {
						t.Errorf("tick %d on a delayed line", m.Type)
					}
					if m.Type == 66 {
						bid = m.Price
					}
				}
			})
			if want := 100 + (after-15*time.Minute).Seconds()/100; math.Abs(bid-want) > 0.011 {
				t.Errorf("%v after the opening a delayed bid of %v, want %v", after, bid, want)
			}
		}
		for _, after := range []time.Duration{16 * time.Minute, 18 * time.Minute} {
			c.say(subscription)
			at(after)
			at(after + 30*time.Second)
			c.say(&wire.CancelMarketData{RequestID: subscription.RequestID})
		}
		c.say(&wire.RequestMarketData{RequestID: 8, Contract: aapl, Snapshot: true})
		at(18*time.Minute + 30*time.Second)
	})
}
