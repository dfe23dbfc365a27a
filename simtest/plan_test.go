package simtest

import (
	"math/rand/v2"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/sim"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/risk"
	"github.com/tidemark/tidemark/store"
)

// A plan is what a seed means: how a day is set up, before anything happens.
type plan struct {
	seed   uint64
	log    zerolog.Logger
	sync   store.Sync
	feeds  []engine.Feed
	specs  []market.BarSpec // of the strategies
	warmup int
	limits risk.Limits
	from   market.Time // when the day begins
	length time.Duration
	venue  desk.Options // how orders fill: every third day on books
	pair   bool         // whether a combo can be traded
}

func newPlan(seed uint64, r *rand.Rand) *plan {
	p := &plan{seed: seed, log: zerolog.Nop(), sync: store.Sync(r.IntN(2)), warmup: r.IntN(8), length: 30 * time.Minute, pair: seed%2 == 0}
	p.from = opening.Add(time.Duration(20+r.IntN(60)) * time.Minute)
	spans := []market.BarSpec{market.Seconds(5), market.Seconds(30), market.Minutes(1)}
	k := r.IntN(len(spans))
	for range symbols {
		p.feeds = append(p.feeds, engine.Feed{Bars: spans[k], Quotes: r.IntN(3) == 0, Trades: r.IntN(6) == 0, Depth: seed%6 == 0})
	}
	for range 2 {
		p.specs = append(p.specs, spans[k+r.IntN(len(spans)-k)])
	}
	p.venue = desk.Options{Books: seed%3 == 0, Queue: sim.Queue(seed % 9 / 3), Seed: seed}
	if r.IntN(3) == 0 {
		most, orders := decimal.NewFromInt(int64(200+r.IntN(400))), 3+r.IntN(10)
		p.limits = risk.Limits{MaxPosition: &most, MaxOpenOrders: &orders, OrderRate: &risk.Rate{Orders: 5 + r.IntN(20), Per: time.Minute}}
	}
	return p
}

// members are the strategies of a life; the second value is them again, as what they saw.
func (p *plan) members(life int, note func(string, ...any)) (members []engine.Member, traders []*trader) {
	for i, spec := range p.specs {
		name := []string{"alpha", "beta"}[i]
		t := newTrader(name, p.seed+uint64(i)<<32, life, spec, p.warmup, note)
		t.pair = p.pair
		members = append(members, engine.Member{Name: name, Strategy: t, Cash: decimal.NewFromInt(200_000)})
		traders = append(traders, t)
	}
	return members, traders
}
