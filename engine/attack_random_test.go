package engine_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/sim/fee"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/strategy"
)

// fool does whatever chance says, in every handler.
type fool struct {
	*rand.Rand
	ids []order.ID
}

func (f *fool) Start(s *strategy.Session) error {
	for _, symbol := range s.Symbols() {
		s.Bars(symbol, market.Minutes(1), func(market.Bar) { f.act(s, 3) })
		s.Bars(symbol, market.Minutes(5), func(market.Bar) { f.act(s, 2) })
	}
	s.Orders(func(strategy.OrderUpdate) { f.act(s, 20) })
	s.Fills(func(order.Fill) { f.act(s, 4) })
	s.Slices(func(*strategy.Slice) { f.act(s, 5) })
	s.Every(7*time.Minute, func() { f.act(s, 1) })
	s.OnStop(func() { f.act(s, 1) })
	return nil
}

// act does something every so many times.
func (f *fool) act(s *strategy.Session, every int) {
	if f.IntN(every) != 0 {
		return
	}
	symbol := s.Symbols()[f.IntN(len(s.Symbols()))]
	side := []order.Side{order.Buy, order.Sell}[f.IntN(2)]
	quantity := decimal.NewFromInt(int64(1 + f.IntN(60)))
	price := func() decimal.Decimal { return decimal.NewFromInt(int64(8 + f.IntN(5))) }
	var id order.ID
	switch f.IntN(14) {
	case 0:
		id, _ = s.Buy(symbol, quantity)
	case 1:
		id, _ = s.Sell(symbol, quantity)
	case 2, 3:
		id, _ = s.Submit(order.NewLimit(symbol, side, quantity, price()).For(order.TimeInForce(f.IntN(4))))
	case 4:
		id, _ = s.Submit(order.NewStop(symbol, side, quantity, price()))
	case 5:
		id, _ = s.Submit(order.NewStopLimit(symbol, side, quantity, price(), price()).Until(s.Now().Add(90 * time.Second)))
	case 6:
		b, _ := s.Bracket(order.NewLimit(symbol, side, quantity, price()), price(), price())
		f.ids = append(f.ids, b.Entry, b.Target)
		id = b.Stop
	case 7:
		ids, _ := s.OCA(order.NewLimit(symbol, order.Sell, quantity, price()), order.NewStop(symbol, order.Sell, quantity, price()))
		id = ids[0]
	case 8:
		id, _ = s.ClosePosition(symbol)
	case 9:
		id, _ = s.Target(symbol, quantity.Mul(decimal.NewFromInt(int64(f.IntN(3)-1))))
	case 10:
		id, _ = s.TargetWeight(symbol, f.Float64()/100-0.005)
	case 11, 12:
		f.meddle(s, quantity, price())
	case 13:
		switch f.IntN(60) {
		case 0:
			panic("a fool's panic")
		case 1:
			s.Quit("a fool's errand")
		case 2:
			_ = s.CancelAll("")
		}
	}
	if id != "" {
		f.ids = append(f.ids, id)
	}
}

// meddle cancels or changes one of the orders so far.
func (f *fool) meddle(s *strategy.Session, quantity, price decimal.Decimal) {
	if len(f.ids) == 0 {
		return
	}
	id := f.ids[f.IntN(len(f.ids))]
	if f.IntN(2) == 0 {
		_ = s.Cancel(id)
		return
	}
	change := order.Change{Quantity: &quantity}
	if f.IntN(2) == 0 {
		change.LimitPrice = &price
	}
	_ = s.Modify(id, change)
}

// foolish is a scene of three fools and three instruments.
func foolish(seed uint64, timing sim.Timing, onFault engine.FaultPolicy) *run {
	r := &run{timing: timing, onFault: onFault, venue: sim.Options{Fees: fee.Schedule{Default: fee.IBKRFixed()}}, limits: risk.Limits{
		MaxPosition: number(100), MaxGrossNotional: number(4000), BuyingPower: true,
	}}
	chance := rand.New(rand.NewPCG(seed, 1))
	for _, symbol := range []string{"A", "B", "C"} {
		closes := flat(60)
		for i := range closes {
			closes[i] = float64(8 + chance.IntN(5))
		}
		r.add(symbol, closes...)
		for range 5 { // holes
			i := chance.IntN(len(r.bars[symbol]))
			r.bars[symbol] = slices.Delete(r.bars[symbol], i, i+1)
		}
	}
	for i := range 3 {
		f := &fool{Rand: rand.New(rand.NewPCG(seed, uint64(10+i)))}
		r.strategy(fmt.Sprintf("fool%d", i), f.Start)
	}
	return r
}

// Whatever strategies do, no event is impossible, no order fills beyond its size, the account's position never
// leaves its limit, every ledger is the sum of its fills, its cash is what it began with less what its fills cost and
// their fees, the account is the sum of the ledgers, and the same run gives the same events.
func TestFoolsCannotBreakTheBooks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		timing := rapid.SampledFrom([]sim.Timing{sim.NextOpen, sim.ThisClose}).Draw(rt, "timing")
		policy := rapid.SampledFrom([]engine.FaultPolicy{engine.HoldPositions, engine.FlattenPositions}).Draw(rt, "policy")
		sum, kept := foolish(seed, timing, policy).play(t)
		again, twin := foolish(seed, timing, policy).play(t)
		if !slices.Equal(kept.events, twin.events) || len(sum.Faults) != len(again.Faults) {
			rt.Fatal("the same run gave other events")
		}
		for _, f := range sum.Faults {
			if f.Reason != "panic: a fool's panic" {
				rt.Fatalf("fault %s\n%s", f.Reason, f.Stack)
			}
		}
		if sum.Impossible != 0 {
			rt.Fatalf("%d impossible events", sum.Impossible)
		}
		net := map[market.ID]decimal.Decimal{}
		own := map[string]decimal.Decimal{}
		for _, f := range kept.fills {
			signed := f.Quantity
			if f.Side == order.Sell {
				signed = signed.Neg()
			}
			id := f.Instrument.ID
			net[id] = net[id].Add(signed)
			own[f.Strategy+f.Instrument.Symbol] = own[f.Strategy+f.Instrument.Symbol].Add(signed)
			if net[id].Abs().GreaterThan(hundred) {
				rt.Fatalf("position of %s in %s at %s, limit 100", net[id], f.Instrument.Symbol, f.Time)
			}
		}
		for _, o := range kept.orders {
			if o.Overfill().IsPositive() {
				rt.Fatalf("order %s filled %s of %s", o.ID, o.Filled, o.Quantity)
			}
		}
		for _, l := range kept.account.Ledgers() {
			for p := range l.Positions() {
				key := l.Strategy() + p.Instrument.Symbol
				if !p.Quantity.Equal(own[key]) {
					rt.Fatalf("%s: ledger %s, fills %s", key, p.Quantity, own[key])
				}
				delete(own, key)
			}
		}
		addUp(rt, kept)
		for key, left := range own {
			if !left.IsZero() {
				rt.Fatalf("%s: fills leave %s, the ledger nothing", key, left)
			}
		}
	})
}

// addUp adds the fills up once more: cash, fees, positions at cost, and the account over all ledgers.
func addUp(rt *rapid.T, kept *records) {
	cash, fees := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, f := range kept.fills {
		paid := f.Price.Mul(f.Quantity)
		if f.Side == order.Sell {
			paid = paid.Neg()
		}
		cash[f.Strategy] = cash[f.Strategy].Sub(paid).Sub(f.Fee)
		fees[f.Strategy] = fees[f.Strategy].Add(f.Fee)
	}
	total, worth := decimal.Zero, decimal.Zero
	for _, l := range kept.account.Ledgers() {
		name, began := l.Strategy(), decimal.Zero
		for _, flow := range l.Flows() {
			began = began.Add(flow.Amount)
		}
		have := l.Cash(market.USD)
		if want := began.Add(cash[name]); !have.Equal(want) {
			rt.Fatalf("%s has %s in cash, its fills leave %s", name, have, want)
		}
		// Cash and positions at cost are what it began with and what it realised, less fees.
		s, cost := l.Snapshot(), decimal.Zero
		for p := range l.Positions() {
			cost = cost.Add(p.Cost)
		}
		if !have.Add(cost).Equal(began.Add(s.Realised).Sub(s.Fees)) || !s.Fees.Equal(fees[name]) {
			rt.Fatalf("%s: cash %s, cost %s, began with %s, realised %s, fees %s of %s", name, have, cost, began, s.Realised, s.Fees, fees[name])
		}
		total, worth = total.Add(have), worth.Add(s.Equity)
	}
	all := kept.account.Snapshot()
	if !kept.account.Cash(market.USD).Equal(total) || !all.Equity.Equal(worth) {
		rt.Fatalf("the account has %s of %s, its ledgers %s of %s", kept.account.Cash(market.USD), all.Equity, total, worth)
	}
}

// The number of processors changes nothing, and no goroutine is left behind.
func TestProcessorsDoNotMatter(t *testing.T) {
	before := runtime.NumGoroutine()
	_, want := foolish(7, sim.NextOpen, engine.HoldPositions).play(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	_, got := foolish(7, sim.NextOpen, engine.HoldPositions).play(t)
	if !slices.Equal(got.events, want.events) || len(want.fills) == 0 {
		t.Errorf("other events on one processor, or none: %d and %d", len(got.events), len(want.events))
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines, %d before", after, before)
	}
}
