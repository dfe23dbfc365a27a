package sim_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// A broker that begins again sends what is left of its orders. A child works for what its parent filled before, less what
// it has filled itself, and waits for nothing; that of a parent which has ended too.
func TestChildrenOfOrdersFilledBefore(t *testing.T) {
	spy := market.NewEquity("SPY")
	n := decimal.NewFromInt
	for name, c := range map[string]struct {
		parentBefore, childBefore int64
		ended                     bool
		want                      int64
	}{
		"nothing was filled":                  {want: 0}, // the child waits for the rest of its parent, far below
		"150 of 200 were":                     {parentBefore: 150, want: 150},
		"150 were, and 40 of the child":       {parentBefore: 150, childBefore: 40, want: 110},
		"the parent has ended with 150":       {parentBefore: 150, ended: true, want: 150},
		"it has ended, the child sold 40":     {parentBefore: 150, childBefore: 40, ended: true, want: 110},
		"the parent has ended without a fill": {ended: true, want: 0},
	} {
		t.Run(name, func(t *testing.T) {
			venue, err := sim.New([]*market.Instrument{&spy}, calendarOf, sim.Options{})
			if err != nil {
				t.Fatal(err)
			}
			sold := decimal.Zero
			err = venue.Start(context.Background(), func(ev order.Event) {
				if f, ok := ev.(order.WasFilled); ok && f.Order == "child" {
					sold = sold.Add(f.Fill.Quantity)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			venue.Advance(clock("09:30"))
			if c.ended {
				venue.Recall("parent", n(c.parentBefore))
			} else {
				venue.Submit(&order.Order{
					ID: "parent", Strategy: "s", Instrument: &spy, Filled: n(c.parentBefore),
					Request: order.NewLimit("SPY", order.Buy, n(200-c.parentBefore), dollars(900)),
				})
			}
			child := order.NewLimit("SPY", order.Sell, n(200-c.childBefore), dollars(1000))
			child.Parent, child.OCA = "parent", "exits"
			venue.Submit(&order.Order{ID: "child", Strategy: "s", Instrument: &spy, Request: child, Filled: n(c.childBefore)})
			quote := market.Quote{Time: clock("09:31"), Bid: 10.5, Ask: 10.6, BidSize: 1000, AskSize: 1000}
			venue.Observe(&market.Event{Kind: market.QuoteEvent, Time: quote.Time, Quote: quote})
			if !sold.Equal(n(c.want)) {
				t.Errorf("the child sold %s, want %d", sold, c.want)
			}
		})
	}
}

// TestRecalledIsKnown: an order that has ended elsewhere is not taken a second time, though its id is the greatest so far.
func TestRecalledIsKnown(t *testing.T) {
	b := newBench(t, sim.Options{}, instruments["SPY"])
	b.advance(clock("09:30"))
	b.venue.Recall("1", decimal.NewFromInt(10))
	b.submit("1", order.NewMarket("SPY", order.Buy, decimal.NewFromInt(10)))
	b.quote(0, "09:30:01", 50, 51)
	if len(b.events) != 0 {
		t.Errorf("%+v: want nothing of an order that has ended", b.events)
	}
}
