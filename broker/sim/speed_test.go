package sim_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// What a slowdown here would mean: Observe is called for every event of a backtest, so a nanosecond in
// BenchmarkObserve/no_orders is a second in a billion bars.

func speedVenue(b *testing.B, opts sim.Options) (*sim.Venue, *market.Instrument) {
	in := market.NewEquity("SPY")
	in.Calendar = "24/7"
	v, err := sim.New([]*market.Instrument{&in}, calendarOf, opts)
	if err != nil {
		b.Fatal(err)
	}
	if err := v.Start(context.Background(), func(order.Event) {}); err != nil {
		b.Fatal(err)
	}
	v.Advance(clock("09:30"))
	return v, &in
}

func restingOrder(in *market.Instrument, i int) *order.Order {
	req := order.NewLimit(in.Symbol, order.Buy, decimal.NewFromInt(1), decimal.New(int64(5000-i), -2)).For(order.GTC)
	return &order.Order{Request: req, ID: order.ID("r" + strconv.Itoa(i)), Instrument: in}
}

func BenchmarkObserve(b *testing.B) {
	for _, c := range []struct {
		name    string
		resting int
		kind    market.EventKind
	}{
		{"bar/no_orders", 0, market.BarEvent},
		{"bar/1_resting", 1, market.BarEvent},
		{"bar/200_resting", 200, market.BarEvent},
		{"quote/no_orders", 0, market.QuoteEvent},
		{"quote/1_resting", 1, market.QuoteEvent},
		{"quote/200_resting", 200, market.QuoteEvent},
		{"depth/1_resting", 1, market.DepthEvent},
		{"depth/200_resting", 200, market.DepthEvent},
	} {
		b.Run(c.name, func(b *testing.B) {
			v, in := speedVenue(b, sim.Options{})
			depth := market.Depth{}
			for i := range market.MaxLevels {
				depth.Bids[i] = market.Level{Price: float64(9999-i) / 100, Size: 100}
				depth.Asks[i] = market.Level{Price: float64(10001+i) / 100, Size: 100}
			}
			for i := range c.resting {
				v.Submit(restingOrder(in, i))
			}
			ev := market.Event{Kind: c.kind, Time: clock("09:30")}
			ev.Bar = market.Bar{Open: 100, High: 101, Low: 99, Close: 100.5, Volume: 1000}
			ev.Quote, ev.Depth = market.Quote{Bid: 99.99, Ask: 100.01}, &depth
			b.ReportAllocs()
			for b.Loop() {
				ev.Bar.Start = ev.Time
				ev.Time = ev.Time.Add(time.Second)
				ev.Bar.End, ev.Quote.Time, depth.Time = ev.Time, ev.Time, ev.Time
				v.Observe(&ev)
			}
		})
	}
}

// BenchmarkRoundTrip is a market order from Submit to its fill at the next open, with its five events.
func BenchmarkRoundTrip(b *testing.B) {
	v, in := speedVenue(b, sim.Options{})
	o := order.Order{Request: order.NewMarket("SPY", order.Buy, decimal.NewFromInt(1)), Instrument: in}
	ev := market.Event{Kind: market.BarEvent, Time: clock("09:30")}
	ev.Bar = market.Bar{Open: 100, High: 101, Low: 99, Close: 100.5, Volume: 1000}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		o.ID = order.ID(strconv.Itoa(i))
		v.Submit(&o)
		ev.Bar.Start = ev.Time
		ev.Time = ev.Time.Add(time.Second)
		ev.Bar.End = ev.Time
		v.Observe(&ev)
	}
}

// BenchmarkSubmitCancel is a limit order that comes to rest among 200 others and is cancelled.
func BenchmarkSubmitCancel(b *testing.B) {
	v, in := speedVenue(b, sim.Options{})
	for i := range 200 {
		v.Submit(restingOrder(in, i))
	}
	o := restingOrder(in, 100)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		o.ID = order.ID(strconv.Itoa(i))
		v.Submit(o)
		v.Cancel(o.ID)
	}
}
