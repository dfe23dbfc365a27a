package sim_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestMinimumOfEachSession: an order of 150 at a tenth of 1,000 shares a bar fills 100 on one day and 50 on the next. Both
// parts cost less than the minimum of 1.00 at 0.005 a share, and each day asks for its own.
func TestMinimumOfEachSession(t *testing.T) {
	fees := fee.Schedule{Default: fee.PerUnit{Rate: dec("0.005"), Minimum: dec("1")}}
	b := newBench(t, sim.Options{Participation: 0.1, Fees: fees})
	b.advance(clock("15:58"))
	b.submit("a", order.NewMarket("SPY", order.Buy, decimal.NewFromInt(150)).For(order.GTC))
	for _, end := range []string{"16:00", "33:31"} {
		at := clock(end)
		b.bar(market.Bar{Start: at.Add(-60e9), End: at, Open: 100, High: 101, Low: 99, Close: 100, Volume: 1000})
	}
	fills := b.fills()
	if len(fills) != 2 || !fills[0].Fee.Equal(one) || !fills[1].Fee.Equal(one) {
		t.Errorf("fills %+v, want a fee of 1 for each", fills)
	}
}

var one = decimal.NewFromInt(1)

// TestMaker: what waits at its limit gives liquidity, what takes the open does not.
func TestMaker(t *testing.T) {
	b := newBench(t, sim.Options{})
	b.advance(clock("09:30"))
	b.submit("waits", order.NewLimit("SPY", order.Buy, one, dec("99.5")))
	b.submit("takes", order.NewMarket("SPY", order.Buy, one))
	b.minute("09:31", 100, 101, 99, 100)
	for _, f := range b.fills() {
		if f.Maker != (f.Order == "waits") {
			t.Errorf("%s: maker %t", f.Order, f.Maker)
		}
	}
}
