package sim_test

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/market/calendar"
	"github.com/tidemark/tidemark/order"
)

// A bracket: a market entry with a stop and a target, of which one cancels the other. Both lie inside
// the second bar; nobody knows which came first, and Pessimistic's answer is the stop. (By default it would be the
// target: the high is 5 from the open and the low 7, so the high is taken to come first.)
func Example() {
	spy := market.NewEquity("SPY")
	venue, err := sim.New([]*market.Instrument{&spy},
		func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) },
		sim.Options{
			Path:     sim.Pessimistic,
			Slippage: sim.Ticks(1),
			Fees:     fee.Schedule{Default: fee.IBKRFixed()},
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = venue.Start(context.Background(), func(ev order.Event) {
		switch e := ev.(type) {
		case order.WasFilled:
			fmt.Printf("%s filled %s at %s (%s), fee %s\n", e.Order, e.Fill.Quantity, e.Fill.Price, e.Fill.Rule, e.Fill.Fee)
		case order.WasCancelled:
			fmt.Printf("%s cancelled: %s\n", e.Order, e.Reason.Detail)
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	open := market.At(time.Date(2024, time.March, 4, 14, 30, 0, 0, time.UTC))
	venue.Advance(open)
	hundred := decimal.NewFromInt(100)
	entry := order.NewMarket("SPY", order.Buy, hundred)
	stop := order.NewStop("SPY", order.Sell, hundred, decimal.NewFromInt(505))
	target := order.NewLimit("SPY", order.Sell, hundred, decimal.NewFromInt(515))
	stop.Parent, stop.OCA = "entry", "exits"
	target.Parent, target.OCA = "entry", "exits"
	venue.Submit(&order.Order{ID: "entry", Request: entry, Instrument: &spy})
	venue.Submit(&order.Order{ID: "stop", Request: stop, Instrument: &spy})
	venue.Submit(&order.Order{ID: "target", Request: target, Instrument: &spy})

	for i, prices := range [][4]float64{{510, 512, 508, 511}, {511, 516, 504, 510}} {
		start := open.Add(time.Duration(i) * time.Minute)
		bar := market.Bar{
			Start: start, End: start.Add(time.Minute), Volume: 1e6,
			Open: prices[0], High: prices[1], Low: prices[2], Close: prices[3],
		}
		venue.Observe(&market.Event{Kind: market.BarEvent, Time: bar.End, Bar: bar})
	}
	// The second fee is the commission of 1, the SEC's 8 in a million of 50,499, and FINRA's 0.000166 a share.

	// Output:
	// entry filled 100 at 510.01 (open of the bar), fee 1
	// stop filled 100 at 504.99 (stop), fee 1.420592
	// target cancelled: another order of its group has filled
}

// A holder asks for two calls to be exercised and for one not to be. Whoever keeps the account, which is package carry in a
// backtest, carries the instructions out when they are due; the venue tells it as the fill of an order.
func ExampleVenue_CarryOut() {
	spy, call := market.NewEquity("SPY"), market.NewEquity("SPY C500")
	call.Kind, call.Multiplier, call.Underlying = market.Option, decimal.NewFromInt(100), "SPY"
	call.Expiry, call.Strike, call.Right = market.NewDate(2024, time.March, 15), decimal.NewFromInt(500), market.Call
	venue, err := sim.New([]*market.Instrument{&call},
		func(in *market.Instrument) (*calendar.Calendar, error) { return calendar.Get(in.Calendar) }, sim.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = venue.Start(context.Background(), func(ev order.Event) {
		if e, ok := ev.(order.WasFilled); ok {
			fmt.Printf("%s: %s %s %s at %s\n", e.Order, e.Fill.Rule, e.Fill.Side, e.Fill.Quantity, e.Fill.Price)
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	venue.Advance(market.At(time.Date(2024, time.March, 4, 15, 0, 0, 0, time.UTC)))
	venue.Submit(&order.Order{ID: "a", Request: order.NewExercise("SPY C500", decimal.NewFromInt(2)), Instrument: &call})
	venue.Submit(&order.Order{ID: "b", Request: order.NewLapse("SPY C500", decimal.NewFromInt(1)), Instrument: &call})
	for _, i := range venue.Instructions() {
		fmt.Println(i.Order, "is due at", i.At)
	}
	venue.CarryOut("a", sim.Carried{Options: decimal.NewFromInt(2), Rule: "exercised", Underlying: &spy, Units: decimal.NewFromInt(200)})
	// Output:
	// a is due at 2024-03-04T21:00:00Z
	// b is due at 2024-03-15T20:00:00Z
	// a: exercised buy 200 at 500
	// a: exercised sell 2 at 0
}
