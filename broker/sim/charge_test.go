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

// TestFeesOfLegs: of two buy-writes, in two executions, the shares cost 0.005 each with a minimum of 1 an order, 100 of
// them 1 and the next nothing more; each option costs 0.65. The combo as a whole costs nothing.
func TestFeesOfLegs(t *testing.T) {
	fees := fee.Schedule{
		Default: fee.PerUnit{Rate: dec("9")},
		Kinds: map[market.Kind]fee.Model{
			market.Equity: fee.PerUnit{Rate: dec("0.005"), Minimum: dec("1")},
			market.Option: fee.PerUnit{Rate: dec("0.65")},
		},
	}
	combo := comboOf("BW", "100", []string{"SPY:100", "CALL:-1"})
	b := newBench(t, sim.Options{Participation: 1, Fees: fees}, instruments["SPY"], instruments["CALL"], combo)
	b.advance(clock("09:30"))
	b.submit("a", order.NewMarket("BW", order.Buy, decimal.NewFromInt(2)))
	for i, end := range []string{"09:31", "09:32"} {
		at := clock(end)
		b.bar(market.Bar{Start: at.Add(-60e9), End: at, Open: 50, High: 50, Low: 50, Close: 50, Volume: 100})
		b.bar(market.Bar{Instrument: 1, Start: at.Add(-60e9), End: at, Open: 2, High: 2, Low: 2, Close: 2, Volume: 10})
		fills := b.fills()
		if len(fills) != 3*(i+1) {
			t.Fatalf("%d fills after bar %d", len(fills), i+1)
		}
		for k, want := range [][3]string{{"1", "0.65", "0"}, {"0", "0.65", "0"}}[i] {
			if f := fills[3*i+k]; !f.Fee.Equal(dec(want)) {
				t.Errorf("execution %s of %s: fee %s, want %s", f.ExecID, f.Instrument.Symbol, f.Fee, want)
			}
		}
	}
}
