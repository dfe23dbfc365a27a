package sim_test

import (
	"math"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// FuzzObserve shows a venue with one order of each type an observation of arbitrary numbers: whatever comes,
// nothing panics, and what fills, fills at a price that the instrument can have and within the limits.
func FuzzObserve(f *testing.F) {
	nan, inf := math.NaN(), math.Inf(1)
	f.Add(uint8(2), false, int64(60), 10.0, 11.0, 9.0, 10.5, 0.0, 100.0)
	f.Add(uint8(2), true, int64(60), -10.0, -9.0, -11.0, -10.5, 0.5, 0.0)
	f.Add(uint8(2), false, int64(-60), nan, inf, -inf, 0.0, nan, inf)
	f.Add(uint8(2), true, int64(0), math.MaxFloat64, math.MaxFloat64, -math.MaxFloat64, 5e-324, math.MaxFloat64, 1.0)
	f.Add(uint8(0), false, int64(1), 9.99, 10.01, 0.0, 0.0, 0.0, 0.0)
	f.Add(uint8(1), true, int64(1), 1e-300, 1e300, nan, inf, 0.0, 0.0)
	f.Add(uint8(1), false, int64(1), 1e-300, 1e300, nan, inf, 0.0, 0.0)
	f.Add(uint8(2), false, int64(60), 1e-10, 3e-10, 1e-10, 1e-10, 1e-10, 0.0)
	f.Add(uint8(9), true, int64(math.MaxInt64/2), 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
	f.Fuzz(func(t *testing.T, kind uint8, future bool, seconds int64, a, b, c, d, e, g float64) {
		in := instruments["SPY"]
		if future {
			in = instruments["ES"]
		}
		desk := newBench(t, sim.Options{Slippage: sim.BasisPoints(3), Fees: perUnit("0.01")}, in)
		desk.advance(clock("09:30"))
		ten := decimal.NewFromInt(10)
		for id, req := range map[string]order.Request{
			"market": order.NewMarket(in.Symbol, order.Sell, ten),
			"limit":  order.NewLimit(in.Symbol, order.Buy, ten, ten),
			"stop":   order.NewStop(in.Symbol, order.Sell, ten, ten),
			"both":   order.NewStopLimit(in.Symbol, order.Buy, ten, ten, ten),
			"trail":  order.NewTrailingStop(in.Symbol, order.Sell, ten, decimal.NewFromInt(1)),
			"touch":  order.NewMarketIfTouched(in.Symbol, order.Buy, ten, ten),
			"close":  order.NewMarketOnClose(in.Symbol, order.Sell, ten),
			"peg":    {Symbol: in.Symbol, Side: order.Buy, Type: order.Relative, Quantity: ten},
			"mid":    {Symbol: in.Symbol, Side: order.Sell, Type: order.PeggedToMid, Quantity: ten},
			"tape":   {Symbol: in.Symbol, Side: order.Sell, Type: order.Stop, Quantity: ten, StopPrice: ten, Trigger: order.DoubleLast},
		} {
			if !req.Type.AtClose() {
				req = req.For(order.GTC)
			}
			desk.submit(id, req)
		}
		at := clock("09:30")
		if seconds > 0 && seconds < 1e6 {
			at = at.Add(time.Duration(seconds) * time.Second)
		}
		desk.show(market.Event{
			Kind: market.EventKind(kind), Time: at,
			Bar:   market.Bar{Start: at - market.Time(seconds), End: at, Open: a, High: b, Low: c, Close: d, Spread: e, Volume: g},
			Quote: market.Quote{Time: at, Bid: a, Ask: b},
			Trade: market.Trade{Time: at, Price: a, Size: b},
		})
		desk.show(market.Event{Kind: market.TradeEvent, Time: at, Trade: market.Trade{Time: at, Price: c, Size: b}})
		desk.advance(max(desk.now, clock("16:00")))
		for _, fill := range desk.fills() {
			if !future && !fill.Price.IsPositive() {
				t.Errorf("a share traded at %s", fill.Price)
			}
			if fill.Order == "limit" && fill.Price.GreaterThan(ten) {
				t.Errorf("bought at %s through a limit of 10", fill.Price)
			}
		}
	})
}
