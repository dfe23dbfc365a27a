package sim_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
)

// TestDelays: the mean of 10,000 normal delays of 100 ms with a deviation of 20 ms lies within five standard errors,
// 1 ms, of the mean; none is negative where the deviation is wide; measured ones come from the list alone.
func TestDelays(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	sum, wide := time.Duration(0), sim.NormalDelay{Mean: time.Millisecond, Deviation: time.Second}
	for range 10_000 {
		sum += sim.NormalDelay{Mean: 100 * time.Millisecond, Deviation: 20 * time.Millisecond}.Draw(chance)
		if d := wide.Draw(chance); d < 0 {
			t.Fatalf("delay %s", d)
		}
	}
	if mean := sum / 10_000; mean < 99*time.Millisecond || mean > 101*time.Millisecond {
		t.Errorf("mean %s, want 100 ms", mean)
	}
	measured := sim.EmpiricalDelay{3, 5, 8}
	seen := map[time.Duration]int{}
	for range 3_000 {
		seen[measured.Draw(chance)]++
	}
	for _, d := range measured {
		if seen[d] < 850 || seen[d] > 1150 {
			t.Errorf("%s drawn %d times of 3000, want about 1000", d, seen[d])
		}
	}
	if len(seen) != 3 {
		t.Errorf("drawn %v", seen)
	}
}

// TestRejects: of 2,000 orders a quarter is refused, give or take five standard errors of sqrt(2000 x 1/4 x 3/4) = 19;
// the same seed refuses the same ones, another seed others.
func TestRejects(t *testing.T) {
	refused := func(seed uint64) (list []int) {
		b := newBench(t, sim.Options{Rejects: 0.25, Seed: seed})
		b.advance(clock("09:30"))
		for i := range 2000 {
			o := b.submit(fmt.Sprint(i), order.NewLimit("SPY", order.Buy, decimal.NewFromInt(1), dec("1")))
			if o.State == order.Rejected {
				if o.Reason.Code != order.RejectedByVenue {
					t.Fatalf("reason %s", o.Reason.Code)
				}
				list = append(list, i)
			}
		}
		return list
	}
	first := refused(1)
	if n := len(first); math.Abs(float64(n)-500) > 97 {
		t.Errorf("%d of 2000 refused, want about 500", n)
	}
	if !slices.Equal(first, refused(1)) {
		t.Error("the same seed refused others")
	}
	if slices.Equal(first, refused(2)) {
		t.Error("another seed refused the same")
	}
}

// TestRandomPathIsFair: of a bar whose high and low are as near, with a stop and a target that both lie inside, about
// half of 1,000 bars take the stop, give or take five standard errors of 16.
func TestRandomPathIsFair(t *testing.T) {
	stops := 0
	for seed := range uint64(1000) {
		b := newBench(t, sim.Options{Path: sim.Random, Seed: seed})
		b.advance(clock("09:30"))
		one := decimal.NewFromInt(1)
		stop, target := order.NewStop("SPY", order.Sell, one, dec("98")), order.NewLimit("SPY", order.Sell, one, dec("102"))
		stop.OCA, target.OCA = "g", "g"
		b.submit("stop", stop)
		b.submit("target", target)
		b.minute("09:31", 100, 103, 97, 100)
		if b.orders["stop"].State == order.Filled {
			stops++
		}
	}
	if stops < 420 || stops > 580 {
		t.Errorf("%d of 1000 bars took the stop", stops)
	}
}

// TestWhoLeavesTheQueue: 100 stand before the order and 300 behind it when 100 leave: with a probability of a quarter
// they stood before it, and a trade of 50 is its own. Of 4,000 seeds a thousand, give or take five standard errors of
// sqrt(4000 x 1/4 x 3/4) = 27.
func TestWhoLeavesTheQueue(t *testing.T) {
	quote := func(b *bench, at string, size float64) {
		q := market.Quote{Time: clock(at), Bid: 99.99, Ask: 100.01, BidSize: size, AskSize: 100}
		b.show(market.Event{Kind: market.QuoteEvent, Time: q.Time, Quote: q})
	}
	moved := 0
	for seed := range uint64(4000) {
		b := newBench(t, sim.Options{Queue: sim.Probabilistic, Seed: seed})
		quote(b, "09:31", 100)
		b.submit("a", order.NewLimit("SPY", order.Buy, decimal.NewFromInt(50), dec("99.99")))
		quote(b, "09:32", 400)
		quote(b, "09:33", 300)
		trade := market.Trade{Time: clock("09:34"), Price: 99.99, Size: 50}
		b.show(market.Event{Kind: market.TradeEvent, Time: trade.Time, Trade: trade})
		if fills := b.fills(); len(fills) == 1 && fills[0].Quantity.Equal(decimal.NewFromInt(50)) {
			moved++
		} else if len(fills) > 0 {
			t.Fatalf("seed %d: %v", seed, fills)
		}
	}
	if moved < 1000-137 || moved > 1000+137 {
		t.Errorf("%d of 4000 orders moved up, want about 1000", moved)
	}
}
