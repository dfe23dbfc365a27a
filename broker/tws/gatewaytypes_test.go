package tws_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// beforeClose is Monday, 4 March 2024, a quarter of an hour before New York's close.
var beforeClose = market.At(time.Date(2024, 3, 4, 20, 45, 0, 0, time.UTC))

// wave is a share that stands at 100.00 to 100.02 for half a minute, at 101.00 to 101.02 for ten seconds and at 99.50
// to 99.52 for twenty; each quote is followed by a trade in its middle. The next morning opens at 102.00 to 102.02.
func wave() floor.Recording {
	var r floor.Recording
	second := func(at market.Time, cents int) {
		price := func(cents int) float64 { return float64(cents) / 100 }
		r.Quotes.Append(market.Quote{Time: at, Bid: price(cents), Ask: price(cents + 2), BidSize: 500, AskSize: 500})
		r.Trades.Append(market.Trade{Time: at.Add(500 * time.Millisecond), Price: price(cents + 1), Size: 100})
	}
	for i := range 60 {
		cents := 10000
		switch {
		case i >= 40:
			cents = 9950
		case i >= 30:
			cents = 10100
		}
		second(beforeClose.Add(time.Duration(i)*time.Second), cents)
	}
	morning := market.At(time.Date(2024, 3, 5, 14, 30, 0, 0, time.UTC))
	for i := range 10 {
		second(morning.Add(time.Duration(i)*time.Second), 10200)
	}
	return r
}

// TestEveryTypeThroughTheGateway sends an order of each type through the live venue to the simulated gateway, five seconds
// after the wave begins, and asks for the price that the wave has for it.
func TestEveryTypeThroughTheGateway(t *testing.T) {
	dec := decimal.RequireFromString
	hundred := dec("100")
	sell := func(typ order.Type) order.Request {
		return order.Request{Symbol: "AAPL", Side: order.Sell, Type: typ, Quantity: hundred}
	}
	buy := func(typ order.Type) order.Request { return order.Request{Symbol: "AAPL", Type: typ, Quantity: hundred} }
	with := func(r order.Request, change func(*order.Request)) order.Request {
		change(&r)
		return r
	}
	low := order.NewLimit("AAPL", order.Buy, hundred, dec("99.60")) // rests, and is met when the ask falls to 99.52
	stop := order.NewStop("AAPL", order.Sell, hundred, dec("99.60"))
	for _, c := range []struct {
		id    string
		r     order.Request
		price string
	}{
		// The trade of 101.01 brings the stops to 100.51 and, at 0.6 %, to 100.40; the trade of 99.51 reaches them.
		{"trailing", with(sell(order.TrailingStop), func(r *order.Request) { r.TrailAmount = dec("0.5") }), "99.50"},
		{"trailing by percent", with(sell(order.TrailingStop), func(r *order.Request) { r.TrailPercent = dec("0.6") }), "99.50"},
		{"trailing limit", with(sell(order.TrailingStopLimit), func(r *order.Request) { r.TrailAmount, r.Offset = dec("0.5"), dec("1.10") }), "99.50"},
		{"touched", with(sell(order.MarketIfTouched), func(r *order.Request) { r.StopPrice = dec("101") }), "101.00"},
		{"touched limit", with(sell(order.LimitIfTouched), func(r *order.Request) { r.StopPrice, r.LimitPrice = dec("101"), dec("100.50") }), "101.00"},
		{"on close", buy(order.MarketOnClose), "99.51"}, // the last trade
		{"limit on close", with(buy(order.LimitOnClose), func(r *order.Request) { r.LimitPrice = dec("99.60") }), "99.51"},
		{"on open", buy(order.Market).For(order.OPG), "102.02"},
		{"limit on open", with(buy(order.Limit), func(r *order.Request) { r.LimitPrice = dec("102.50") }).For(order.OPG), "102.02"},
		{"auction", buy(order.MarketToLimit).For(order.AUC), "102.02"},
		{"market to limit", buy(order.MarketToLimit), "100.02"},
		{"pegged", buy(order.PeggedToMid), "101.01"}, // it follows up only, and the market falls upon it
		{"pegged and capped", with(buy(order.PeggedToMid), func(r *order.Request) { r.LimitPrice = dec("100.50") }), "100.50"},
		{"relative", with(sell(order.Relative), func(r *order.Request) { r.Offset = dec("0.01") }), "100.01"},
		{"iceberg", with(low, func(r *order.Request) { r.DisplaySize = dec("10") }), "99.60"},
		{"hidden", with(low, func(r *order.Request) { r.Hidden = true }), "99.60"},
		{"all or none", with(low, func(r *order.Request) { r.AllOrNone = true }), "99.60"},
		{"minimum quantity", with(low, func(r *order.Request) { r.MinQuantity = dec("50") }), "99.60"},
		{"discretionary", with(low, func(r *order.Request) { r.LimitPrice, r.Discretion = dec("99.45"), dec("0.10") }), "99.55"},
		{"good after", with(sell(order.Market), func(r *order.Request) { r.GoodAfter = beforeClose.Add(35 * time.Second) }), "101.00"},
		{"stop", stop, "99.50"},
		{"stop on bid or ask", with(stop, func(r *order.Request) { r.Trigger = order.BidAsk }), "99.50"},
		{"stop on two trades", with(stop, func(r *order.Request) { r.Trigger = order.DoubleLast }), "99.50"},
		{"adjusted", with(stop, func(r *order.Request) { // at 101 its stop of 99 becomes one of 100.50
			r.StopPrice, r.Adjust = dec("99"), &order.Adjustment{At: dec("101"), To: order.Stop, StopPrice: dec("100.50")}
		}), "99.50"},
		{"adjusted to trailing", with(stop, func(r *order.Request) {
			r.StopPrice, r.Adjust = dec("99"), &order.Adjustment{At: dec("101"), To: order.TrailingStop, TrailAmount: dec("0.5")}
		}), "99.50"},
	} {
		t.Run(c.id, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { surf(t, c.r, c.price) })
		})
	}
}

// surf sends an order at the beginning of the wave and compares the price of its fill.
func surf(t *testing.T, r order.Request, price string) {
	p := newPit(t, beforeClose, wave(), false)
	in, v := p.in, p.venue(t)
	if err := v.Start(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	wait := func(until time.Duration) {
		<-time.After(time.Until(beforeClose.Add(until).UTC()))
		synctest.Wait()
	}
	wait(5 * time.Second)
	o := &order.Order{Request: r, ID: "a-1", Strategy: "alpha", Instrument: p.instruments[0]}
	if _, err := o.Apply(order.WasSent{Header: order.Header{Order: o.ID}}); err != nil {
		t.Fatal(err)
	}
	sent := *o
	v.Submit(&sent)
	for _, until := range []time.Duration{time.Minute, 16 * time.Minute, 17*time.Hour + 46*time.Minute} {
		if wait(until); len(told[order.WasFilled](in)) > 0 {
			break
		}
	}
	for _, ev := range told[order.Event](in) {
		if _, err := o.Apply(ev); err != nil {
			t.Error(err)
		}
	}
	if fills := told[order.WasFilled](in); len(fills) != 1 || !fills[0].Fill.Price.Equal(decimal.RequireFromString(price)) {
		t.Errorf("%s: %v, want one fill at %s; it is %s: %s", r.Words(), fills, price, o.State, o.Reason.Error())
	}
	if o.Adjust != nil {
		t.Errorf("%s: it was not told that the stop was adjusted", r.Words())
	}
	for _, a := range told[broker.Alarm](in) {
		if strings.Contains(a.Text, "other terms") {
			t.Error(a.Text)
		}
	}
}
