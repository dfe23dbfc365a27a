package live

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"github.com/shopspring/decimal"

	"github.com/tidemark/tidemark/broker/tws/gateway"
	"github.com/tidemark/tidemark/broker/tws/gateway/desk"
	"github.com/tidemark/tidemark/broker/tws/gateway/floor"
	"github.com/tidemark/tidemark/broker/tws/wire"
	"github.com/tidemark/tidemark/config"
	"github.com/tidemark/tidemark/engine"
	"github.com/tidemark/tidemark/market"
	"github.com/tidemark/tidemark/order"
	"github.com/tidemark/tidemark/strategy"
)

func init() {
	strategy.Register("answer-quotes", "sends an order for every quote", func(*strategy.Params) strategy.Strategy { return &answerer{} })
}

// answerer buys and sells one share in turn, an order for each quote: a limit far from the market, so that nothing else
// happens.
type answerer struct{ sent int }

func (a *answerer) Start(s *strategy.Session) error {
	s.Quotes("DEMO", func(q market.Quote) {
		side, price := order.Buy, q.Bid-10
		if a.sent%2 == 1 {
			side, price = order.Sell, q.Ask+10
		}
		a.sent++
		r := order.NewLimit("DEMO", side, decimal.NewFromInt(1), decimal.NewFromFloat(price).Round(2)).For(order.IOC)
		s.Submit(r)
	})
	return nil
}

// BenchmarkTickToOrder measures from a quote's write to the gateway's socket until the order that it causes has been
// read from there: loopback TCP, client, adapter, inbox, engine, strategy, risk, adapter, client. An order is stored
// shortly after it is sent (batch) or before (always), which costs an fsync.
func BenchmarkTickToOrder(b *testing.B) {
	for _, sync := range []string{"batch", "always"} {
		b.Run(sync, func(b *testing.B) { tickToOrder(b, sync) })
	}
}

func tickToOrder(b *testing.B, sync string) {
	path := filepath.Join(b.TempDir(), "state.db")
	now := market.At(time.Now())
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "DEMO", Kind: market.Equity, Primary: "NYSE", Calendar: "24/7"}},
		Archive:  floor.Memory{}, Start: now,
	})
	if err != nil {
		b.Fatal(err)
	}
	g, err := gateway.New(gateway.Options{
		Floor: f, Rate: -1, Desk: &desk.Options{Accounts: []desk.Account{{Name: gateway.DemoAccount}}},
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	gateEnd, runEnd := serve(ctx, g), make(chan error, 1)
	bridge := newBridge(b, g)
	text := fmt.Sprintf(`
name: latency
store: %s
broker: {kind: tws, port: %d, account: %s, sync: %s, rate: 5000}
monitor: {listen: ""}
instruments: [{symbol: DEMO, kind: equity, calendar: 24/7, source: {quotes: true}}]
strategies: [{use: answer-quotes}]
risk: {max_order_notional: 1000000, max_position: 100000, buying_power: true}
`, path, bridge.port(), gateway.DemoAccount, sync)
	run, err := config.Load(config.Layers{Path: "latency.yaml", Text: []byte(text)})
	if err != nil {
		b.Fatal(err)
	}
	started := make(chan func() *engine.Status, 1)
	go func() {
		_, err := Run(ctx, run, Options{Log: zerolog.Nop(), Ready: func(_ string, s func() *engine.Status) { started <- s }})
		runEnd <- err
	}()
	var status func() *engine.Status
	select {
	case status = <-started:
	case err := <-runEnd:
		b.Fatal(err)
	}
	for s := status(); s == nil || s.State != engine.Ready; s = status() {
		<-time.After(time.Millisecond)
	}
	measure(b, bridge)
	cancel()
	if err := errors.Join(<-runEnd, <-gateEnd); err != nil && !errors.Is(err, context.Canceled) {
		b.Fatal(err)
	}
}

func measure(b *testing.B, bridge *bridge) {
	enc := wire.NewEncoder(false, wire.MaxVersion)
	m := &wire.TickPrice{RequestID: bridge.asked(), Size: wire.Some(100.0)}
	next := func(i int) *wire.TickPrice {
		m.Type, m.Price = wire.TickBid, 100+float64(i%50)/100
		if i%2 == 1 {
			m.Type, m.Price = wire.TickAsk, 101+float64(i%50)/100
		}
		return m
	}
	for i := range 200 { // warm
		bridge.quote(enc, next(i))
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		took = append(took, bridge.quote(enc, next(i)))
	}
	b.ReportMetric(float64(quantile(took, 0.5).Microseconds()), "p50-µs")
	b.ReportMetric(float64(quantile(took, 0.99).Microseconds()), "p99-µs")
	b.ReportMetric(float64(quantile(took, 0.999).Microseconds()), "p99.9-µs")
}
