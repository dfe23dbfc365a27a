package sim_test

import (
	"testing"
	"time"

	"github.com/tidemark/tidemark/broker/brokertest"
	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
)

func TestConformance(t *testing.T) {
	brokertest.Run(t, func(t *testing.T) *brokertest.Bench {
		in := market.NewEquity("SPY")
		venue, err := sim.New([]*market.Instrument{&in}, calendarOf, sim.Options{})
		if err != nil {
			t.Fatal(err)
		}
		now := clock("10:00")
		venue.Advance(now)
		return &brokertest.Bench{
			Venue: venue, Instrument: &in,
			Quote: func(bid, ask float64) {
				now = now.Add(time.Second)
				venue.Observe(&market.Event{
					Kind: market.QuoteEvent, Time: now,
					Quote: market.Quote{Time: now, Bid: bid, Ask: ask},
				})
			},
			Settle:     func() {},
			EndSession: func() { venue.Advance(clock("16:00")) },
		}
	})
}
