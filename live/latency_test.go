package live

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
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

// digested gets an element when everything that came of an order has been handled and stored.
var digested = make(chan struct{}, 1)

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
	s.Orders(func(u strategy.OrderUpdate) {
		if u.Order.State.Done() {
			s.After(time.Nanosecond, func() { digested <- struct{}{} }) // in a later step, when this one has been stored
		}
	})
	return nil
}

// BenchmarkTickToOrder measures from a quote's write to the gateway's socket until the order that it causes has been
// read from there: loopback TCP, client, adapter, inbox, engine, strategy, risk, adapter, client. An order is stored
// shortly after it is sent (batch) or before (always), which costs an fsync. The next quote comes when the order before
// has ended.
//
// The floor is the same way through the kernel without the program: see pong. One is run before each quote, so that
// both have met the same machine.
func BenchmarkTickToOrder(b *testing.B) {
	b.Run("floor", func(b *testing.B) {
		bare := newPong(b)
		took := durations{}
		for b.Loop() {
			took = append(took, bare.ping())
		}
		took.report(b, "")
	})
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
broker: {kind: tws, port: %d, account: %s, client_id: 7, sync: %s, rate: 5000}
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
	close(bridge.back)
	cancel()
	if err := errors.Join(<-runEnd, <-gateEnd); err != nil && !errors.Is(err, context.Canceled) {
		b.Fatal(err)
	}
}

func measure(b *testing.B, bridge *bridge) {
	p := <-bridge.quotes
	enc := wire.NewEncoder(false, wire.MaxVersion)
	encode := func(m wire.Message) []byte {
		out, err := enc.Append(nil, m)
		if err != nil {
			b.Fatal(err)
		}
		return out
	}
	ticks := make([][]byte, 100)
	for i := range ticks {
		m := &wire.TickPrice{RequestID: p.line, Size: wire.Some(100.0), Type: wire.TickBid, Price: 100 + float64(i)/100}
		if i%2 == 1 {
			m.Type, m.Price = wire.TickAsk, 102+float64(i)/100
		}
		ticks[i] = encode(m)
	}
	n := 0
	end := func(o *wire.PlaceOrder) {
		ended := &wire.OrderStatus{
			OrderID: o.OrderID, Status: wire.Cancelled, ClientID: 7, PermID: int64(1_000_000 + n), Remaining: decimal.NewFromInt(1),
		}
		if err := p.write(encode(ended)); err != nil {
			b.Fatal(err)
		}
		<-digested
	}
	once := func() time.Duration {
		n++
		took, o := p.order(ticks[n%len(ticks)])
		end(o)
		return took
	}
	if err := p.write(ticks[0]); err != nil {
		b.Fatal(err)
	}
	end(<-bridge.first)
	bare := newPong(b)
	for range 500 { // warm
		bare.ping()
		once()
	}
	var took, idle durations
	for b.Loop() {
		idle = append(idle, bare.ping())
		took = append(took, once())
	}
	took.report(b, "")
	idle.report(b, "floor-")
}

// durations are what single passes took.
type durations []time.Duration

func (d durations) report(b *testing.B, what string) {
	slices.Sort(d)
	for _, q := range []struct {
		name string
		at   float64
	}{{"p50-µs", 0.5}, {"p99-µs", 0.99}, {"p99.9-µs", 0.999}} {
		passed := d[min(int(q.at*float64(len(d))), len(d)-1)]
		b.ReportMetric(float64(passed.Nanoseconds())/1000, what+q.name)
	}
}
