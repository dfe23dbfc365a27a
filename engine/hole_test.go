package engine_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

// Bars of New York in March 2024: on Monday the 4th and Tuesday the 5th, on Friday the 8th and Monday the 11th, then no more.
// Wednesday and Thursday are a hole, the weekend is none. The period ends on Friday the 15th: four sessions too late. One
// strategy buys A on Monday, another one B on the 8th and sells it on the 11th; nobody has C.
func TestHoldingThroughSessionsWithoutData(t *testing.T) {
	type span struct{ from, to time.Time }
	day := func(d, hour, minute int) time.Time { return time.Date(2024, 3, d, hour, minute, 0, 0, time.UTC) }
	minutes := func(days ...int) (list []span) {
		for _, d := range days {
			hour := 14 // New York's summer time begins on the 10th
			if d > 10 {
				hour = 13
			}
			list = append(list, span{day(d, hour, 30), day(d, hour, 31)}, span{day(d, hour, 31), day(d, hour, 32)})
		}
		return list
	}
	for _, c := range []struct {
		name  string
		bars  []span
		until time.Time
		want  []engine.Hole
	}{
		{"holes", minutes(4, 5, 8, 11), day(15, 20, 0), []engine.Hole{
			{Symbol: "A", From: 20240306, To: 20240307, Sessions: 2},
			{Symbol: "A", From: 20240312, To: 20240315, Sessions: 4, Ended: true},
		}},
		{"the last session has not closed", minutes(4, 5, 6, 7, 8, 11, 12, 13, 14), day(15, 19, 59), nil},
		{"whole weeks, as bars of a week", []span{{day(4, 14, 30), day(8, 21, 0)}, {day(11, 13, 30), day(15, 20, 0)}}, day(15, 23, 0), nil},
		{"a week is missing", []span{
			{day(4, 14, 30), day(8, 21, 0)}, {day(11, 13, 30), day(15, 20, 0)}, {day(25, 13, 30), day(28, 20, 0)},
		}, day(31, 23, 0), []engine.Hole{
			{Symbol: "A", From: 20240318, To: 20240322, Sessions: 5}, // and the 29th is Good Friday
		}},
	} {
		r := &run{bars: map[string][]market.Bar{}, symbols: []string{"A", "B", "C"}}
		for _, symbol := range r.symbols {
			for _, s := range c.bars {
				r.bars[symbol] = append(r.bars[symbol], market.Bar{
					Start: market.At(s.from), End: market.At(s.to), Open: 10, High: 10, Low: 10, Close: 10, Volume: 100,
				})
			}
		}
		r.strategy("one", func(s *strategy.Session) error {
			bought := false
			s.Bars("A", market.Minutes(1), func(market.Bar) {
				if !bought {
					bought = true
					_, _ = s.Submit(order.NewMarket("A", order.Buy, strategy.Units(10)).For(order.GTC))
				}
			})
			return nil
		})
		r.strategy("two", func(s *strategy.Session) error {
			s.Bars("B", market.Minutes(1), func(b market.Bar) {
				switch b.Session {
				case 20240308:
					_, _ = s.Target("B", strategy.Units(10))
				case 20240311:
					_, _ = s.Target("B", strategy.Units(0))
				}
			})
			return nil
		})
		e, source, _ := r.prepare(t)
		if err := e.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(context.Background(), source); err != nil {
			t.Fatal(err)
		}
		if got := e.Holes(market.At(c.until)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
