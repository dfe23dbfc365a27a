package sim_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/order"
)

// predict is the price of a lone order on one bar under Pessimistic, in cents, from first principles:
// the open if it will do, else the order's own price if the bar's range holds it. stopDone tells that the
// stop of a stop-limit has been reached before.
func predict(req *order.Request, stopDone bool, open, high, low, close int) (price int, filled, triggered bool) {
	sign := int(req.Side.Sign())
	// For sellers the world is turned upside down, so that all orders buy.
	o, h, l, c := sign*open, sign*high, sign*low, sign*close
	if sign < 0 {
		h, l = l, h
	}
	limit, stop := sign*cents(req.LimitPrice), sign*cents(req.StopPrice)
	lowest := l
	if req.Type.HasStop() && !stopDone {
		if h < stop {
			return 0, false, false
		}
		// From here on it is a market or limit order that begins at the stop, or at an open beyond it.
		// After an open beyond the stop the whole bar follows; after a rise to it, only the way to the
		// close is certain.
		if o < stop {
			o, lowest = stop, min(stop, c)
		}
		triggered = true
	}
	switch {
	case !req.Type.HasLimit():
		return sign * o, true, triggered
	case o <= limit:
		return sign * o, true, triggered
	case lowest <= limit:
		return sign * limit, true, triggered
	}
	return 0, false, triggered
}

// TestPessimisticFormula compares lone orders of all types with the formula over several bars.
func TestPessimisticFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBench(t, sim.Options{Path: sim.Pessimistic})
		b.advance(clock("09:30"))
		req := drawOrder(t, 1000, nil)
		b.submit("a", req)
		last, end, stopDone := 1000, clock("09:30"), false
		for i := range rapid.IntRange(1, 6).Draw(t, "bars") {
			open, high, low, close := drawBar(t, last)
			last, end = close, end.Add(time.Minute)
			b.minuteCents(end, open, high, low, close)
			price, filled, triggered := predict(&req, stopDone, open, high, low, close)
			stopDone = stopDone || triggered
			if got := b.orders["a"].Triggered; got != stopDone {
				t.Fatalf("bar %d: triggered %t, formula says %t", i, got, stopDone)
			}
			fills := b.fills()
			if (len(fills) == 1) != filled {
				t.Fatalf("bar %d: %d fills, formula says %t at %d", i, len(fills), filled, price)
			}
			if filled {
				if cents(fills[0].Price) != price {
					t.Fatalf("bar %d: filled at %s, formula says %d", i, fills[0].Price, price)
				}
				return
			}
		}
	})
}

// TestTiesBoundThePaths: leaving a position by a stop, plain or trailing, or a target, the pessimistic path brings
// no more money than any stated path, and the optimistic one no less.
func TestTiesBoundThePaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open, high, low, close := drawBar(t, 1000)
		side := order.Side(rapid.IntRange(0, 1).Draw(t, "side"))
		away := int(side.Sign()) * rapid.IntRange(1, 20).Draw(t, "stop away")
		gain := int(side.Sign()) * rapid.IntRange(1, 20).Draw(t, "target away")
		trailing := rapid.Bool().Draw(t, "trailing")
		proceeds := func(path sim.Path) int {
			b := newBench(t, sim.Options{Path: path, Seed: 7})
			b.advance(clock("09:30"))
			ten := decimal.NewFromInt(10)
			stop := order.NewStop("SPY", side, ten, dollars(open+away))
			target := order.NewLimit("SPY", side, ten, dollars(open-gain))
			if trailing {
				stop = order.NewTrailingStop("SPY", side, ten, dollars(int(side.Sign())*away))
			}
			stop.OCA, target.OCA = "exit", "exit"
			b.submit("target", target)
			b.submit("stop", stop)
			b.minuteCents(clock("09:31"), open, high, low, close)
			if fills := b.fills(); len(fills) == 1 {
				return -int(side.Sign()) * cents(fills[0].Price)
			} else if len(fills) > 1 {
				t.Fatal("stop and target both filled")
			}
			return -int(side.Sign()) * close
		}
		careful, best := proceeds(sim.Pessimistic), proceeds(sim.Optimistic)
		for _, path := range []sim.Path{sim.OpenHighLowClose, sim.OpenLowHighClose, sim.NearestExtreme, sim.Random} {
			if other := proceeds(path); careful > other || other > best {
				t.Fatal(fmt.Sprintf("pessimistic brings %d, %s %d, optimistic %d", careful, path, other, best))
			}
		}
	})
}
