package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
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

func init() {
	roles["trader"] = trader
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
			s.After(time.Nanosecond, tell) // in a later step, when this one has been stored
		}
	})
	return nil
}

// tell says on stdout that the engine is ready, or that everything that came of an order has been handled and stored.
func tell() { _, _ = os.Stdout.Write([]byte{'.'}) } // a reader that is gone has ended the test

// trader is the process that is measured: a run of a configuration until stdin ends, beside the near end of a pong.
func trader(args []string) error {
	run, err := config.Load(config.Layers{Path: args[0]})
	if err != nil {
		return err
	}
	near, err := net.Dial("tcp", args[1])
	if err != nil {
		return err
	}
	go pong(near)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	_, err = Run(ctx, run, Options{Log: zerolog.New(os.Stderr).Level(zerolog.ErrorLevel), Ready: func(_ string, status func() *engine.Status) {
		go func() {
			for s := status(); s == nil || s.State != engine.Ready; s = status() {
				<-time.After(time.Millisecond)
			}
			tell()
		}()
	}})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// BenchmarkTickToOrder measures from a quote's write to the gateway's socket until the order that it causes has been
// read from there: loopback TCP, client, adapter, inbox, engine, strategy, risk, adapter, client. The trader is a process
// of its own, as it is beside a real gateway. An order is stored shortly after it is sent (batch) or before (always),
// which costs an fsync. The next quote comes when the order before has ended.
//
// The floor is the same way between the same processes without the program: see pong. Some are measured before each
// quote, so that both have met the same machine.
func BenchmarkTickToOrder(b *testing.B) {
	for _, sync := range []string{"batch", "always"} {
		b.Run(sync, func(b *testing.B) { tickToOrder(b, sync) })
	}
}

// still is a gateway whose market does not move by itself.
func still(t testing.TB) *gateway.Gateway {
	t.Helper()
	f, err := floor.New(floor.Options{
		Listings: []floor.Spec{{Symbol: "DEMO", Kind: market.Equity, Primary: "NYSE", Calendar: "24/7"}},
		Archive:  floor.Memory{}, Start: market.At(time.Now()),
	})
	if err != nil {
		t.Fatal(err)
	}
	g, err := gateway.New(gateway.Options{
		Floor: f, Rate: -1, Desk: &desk.Options{Accounts: []desk.Account{{Name: gateway.DemoAccount}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// written is a configuration for a gateway at a port.
func written(t testing.TB, port int, sync, strategy string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "latency.yaml")
	text := fmt.Sprintf(`
name: latency
store: %s
broker: {kind: tws, port: %d, account: %s, client_id: 7, sync: %s, rate: 10000}
monitor: {listen: ""}
instruments: [{symbol: DEMO, kind: equity, calendar: 24/7, source: {quotes: true}}]
strategies: [{use: %s}]
risk: {max_order_notional: 1000000, max_position: 100000, buying_power: true}
`, path+".db", port, gateway.DemoAccount, sync, strategy)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tickToOrder(b *testing.B, sync string) {
	g := still(b)
	ctx, cancel := context.WithCancel(context.Background())
	gateEnd := serve(ctx, g)
	bridge, bare := newBridge(b, g), newFloor(b)
	cmd := exec.Command(os.Args[0], written(b, bridge.port(), sync, "answer-quotes"), bare.address())
	cmd.Env = append(os.Environ(), roleVariable+"=trader")
	cmd.Stderr = os.Stderr
	stdin, errIn := cmd.StdinPipe()
	stdout, errOut := cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut, cmd.Start()); err != nil {
		b.Fatal(err)
	}
	told := func() {
		if _, err := io.ReadFull(stdout, make([]byte, 1)); err != nil {
			b.Fatal(err)
		}
	}
	bare.accept()
	told() // ready
	measure(b, bridge, bare, told)
	close(bridge.back)
	stdin.Close()
	err := cmd.Wait()
	cancel()
	if err := errors.Join(err, <-gateEnd); err != nil && !errors.Is(err, context.Canceled) {
		b.Fatal(err)
	}
}

func measure(b *testing.B, bridge *bridge, bare *bareFloor, digested func()) {
	p := <-bridge.quotes
	ticks := quotes(b, p.line)
	n := 0
	end := func(o *wire.PlaceOrder) {
		ended := &wire.OrderStatus{
			OrderID: o.OrderID, Status: wire.Cancelled, ClientID: 7, PermID: int64(1_000_000 + n), Remaining: decimal.NewFromInt(1),
		}
		if err := p.write(encoded(b, ended)); err != nil {
			b.Fatal(err)
		}
		digested()
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
	for range 500 { // warm
		bare.ping()
		once()
	}
	var took, idle durations
	for b.Loop() {
		for range 5 { // which also keeps the orders below the rate
			idle = append(idle, bare.ping())
		}
		took = append(took, once())
	}
	took.report(b, "")
	idle.report(b, "floor-")
}

// quotes are frames of ticks that all change the quote that a request asked for.
func quotes(t testing.TB, line int) [][]byte {
	frames := make([][]byte, 100)
	for i := range frames {
		m := &wire.TickPrice{RequestID: line, Size: wire.Some(100.0), Type: wire.TickBid, Price: 100 + float64(i)/100}
		if i%2 == 1 {
			m.Type, m.Price = wire.TickAsk, 102+float64(i)/100
		}
		frames[i] = encoded(t, m)
	}
	return frames
}

func encoded(t testing.TB, m wire.Message) []byte {
	t.Helper()
	frame, err := wire.NewEncoder(false, wire.MaxVersion).Append(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	return frame
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
